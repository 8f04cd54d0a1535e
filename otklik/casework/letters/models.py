"""Letterheads, the town's own words of letters, and the letters themselves with their outgoing numbers."""

from django.db import models


class LetterState(models.TextChoices):
    REGISTERED = "registered", "зарегистрировано"
    SENT = "sent", "отправлено"
    ANNULLED = "annulled", "аннулировано"


class Letterhead(models.Model):
    """The letterhead of a town and who usually signs; `arms` is the digest of a picture."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    above = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contacts = models.CharField(max_length=300, blank=True)
    codes = models.CharField(max_length=300, blank=True)
    is_corner = models.BooleanField(default=True)
    arms = models.CharField(max_length=64, blank=True)
    arms_type = models.CharField(max_length=20, blank=True)
    number_template = models.CharField(max_length=60)
    signatory_position = models.CharField(max_length=300, blank=True)
    signatory_name = models.CharField(max_length=200, blank=True)
    acting_for = models.CharField(max_length=300, blank=True)
    has_code = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"letterhead of {self.municipality_id}"


class LetterText(models.Model):
    """The town's own words of a kind of letters, where they are not the usual ones."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="letter_has_one_wording_in_a_town")
        ]

    def __str__(self) -> str:
        return self.kind


class LetterCounter(models.Model):
    """The last outgoing number given in a year."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"], name="outgoing_numbers_of_a_year_have_one_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}/{self.year}: {self.last}"


class Letter(models.Model):
    """A letter with its outgoing number, frozen: its files are kept by digest and never made again."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=LetterState.choices, default=LetterState.REGISTERED)
    number = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    addressee = models.CharField(max_length=1000)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    signed_by = models.CharField(max_length=600)
    signed_on = models.DateField()
    executor = models.CharField(max_length=300, blank=True)
    pdf = models.CharField(max_length=64)
    docx = models.CharField(max_length=64)
    norm = models.CharField(max_length=160, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    way = models.CharField(max_length=10, blank=True)
    sent_on = models.DateField(null=True)
    sent_detail = models.CharField(max_length=300, blank=True)
    sent_by = models.BigIntegerField(null=True)
    annulled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="outgoing_number_is_given_once_a_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | (models.Q(sent_on__isnull=False) & ~models.Q(way="")),
                name="sent_letter_has_its_day_and_way",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-dated_on", "-id"], name="outgoing_of_a_town"),
            models.Index(
                fields=["municipality", "-id"],
                condition=models.Q(state="registered"),
                name="unsent_of_a_town",
            ),
        ]

    def __str__(self) -> str:
        return self.number
