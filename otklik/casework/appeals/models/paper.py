"""The paper side of an appeal, and the legal status a town gives its ways in."""

from django.db import models

from otklik.casework.appeals.rules import channels, requisites


class Paper(models.Model):
    """Form, authorship and requisites of an appeal, as a person has checked them.

    What is None has not been looked at: the applicant's row tells it.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+", primary_key=True)
    form = models.CharField(max_length=10, choices=list(requisites.FORM_TITLES.items()))
    is_collective = models.BooleanField(default=False)
    is_legal_person = models.BooleanField(default=False)
    has_surname = models.BooleanField(null=True)
    has_address = models.BooleanField(null=True)
    has_signature = models.BooleanField(null=True)
    has_date = models.BooleanField(null=True)
    has_addressee = models.BooleanField(null=True)
    has_essence = models.BooleanField(null=True)
    identification = models.CharField(
        max_length=10, blank=True, choices=list(requisites.IDENTIFICATION_TITLES.items())
    )
    identification_ref = models.CharField(max_length=100, blank=True)
    checked_at = models.DateTimeField()
    checked_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"paper of {self.case_id}"


class WayIn(models.Model):
    """The legal status of a channel, set by a municipality from a day on; it goes before the table of law."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=20)
    legal = models.CharField(max_length=12, choices=list(channels.LEGAL_TITLES.items()))
    policy = models.CharField(max_length=20, choices=list(channels.POLICY_TITLES.items()))
    needs_identification = models.BooleanField(default=False)
    since = models.DateField()
    ground = models.CharField(max_length=300)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["channel", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "channel", "since"], name="way_in_is_set_once_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} since {self.since}: {self.legal}"


class QuestionCode(models.Model):
    """The code of the national classifier that a person gave a question, where its topic does not tell it."""

    question = models.OneToOneField(
        "cases.Question", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    code = models.CharField(max_length=30)

    def __str__(self) -> str:
        return f"{self.question_id}: {self.code}"
