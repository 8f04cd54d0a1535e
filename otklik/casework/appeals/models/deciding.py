"""Decisions of art. 11, the notices of them, terminated correspondence, public answers."""

from django.db import models

from otklik.casework.appeals.rules import letters, special


class Notice(models.Model):
    """A text to be sent: drafted by a template, sent once it has a day, a way and, by post, a number."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=list(letters.KIND_TITLES.items()))
    code = models.CharField(max_length=16, blank=True)
    to_title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    norm = models.CharField(max_length=160)
    due_on = models.DateField(null=True)
    is_due = models.BooleanField(default=True)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.BigIntegerField(null=True)
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=100, blank=True)
    out_number = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["drafted_at", "id"]
        indexes = [models.Index(fields=["case", "drafted_at"], name="notices_of_a_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class PublicAnswer(models.Model):
    """An answer to many, published without anything personal (ст. 10, ч. 4; ст. 11, ч. 5.1)."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    title = models.CharField(max_length=300)
    text = models.TextField()
    url = models.URLField(max_length=500)
    published_on = models.DateField()
    topic = models.ForeignKey("catalog.Topic", null=True, on_delete=models.SET_NULL, related_name="+")
    is_active = models.BooleanField(default=True)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["municipality", "topic"], name="public_answers_of_a_topic")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """A decision of art. 11 (or of art. 5 and 8) on an appeal or one of its questions; never changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey("cases.Question", null=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(max_length=16, choices=[(row.code, row.title) for row in special.ROWS])
    ground = models.CharField(max_length=1000)
    norm = models.CharField(max_length=160)
    code_otk = models.CharField(max_length=30, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=300, blank=True)
    public_answer = models.ForeignKey(
        PublicAnswer, null=True, on_delete=models.PROTECT, related_name="references"
    )
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["decided_at", "id"]
        indexes = [models.Index(fields=["case", "decided_at"], name="decisions_of_a_case")]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class Termination(models.Model):
    """Correspondence of one author on one question is over; other subjects go on being taken."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="termination")
    applicant = models.ForeignKey("cases.Applicant", null=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey(
        "catalog.Topic", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=300)
    at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)
    resumed_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"termination {self.pk}"
