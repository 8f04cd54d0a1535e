"""What goes out to other bodies: an appeal by competence, requests for documents."""

from django.db import models

from otklik.casework.appeals.models.deciding import Notice


class Forwarding(models.Model):
    """An appeal, or some of its questions, sent to the competent body (ст. 8, ч. 3–5)."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    title = models.CharField(max_length=300)
    is_whole = models.BooleanField()
    letter_number = models.CharField(max_length=100)
    letter_on = models.DateField()
    due_on = models.DateField()
    has_control = models.BooleanField(default=False)
    control_on = models.DateField(null=True)
    result = models.CharField(max_length=1000, blank=True)
    result_on = models.DateField(null=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")
    covering = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["case", "at"], name="forwardings_of_a_case"),
            models.Index(
                fields=["control_on"],
                condition=models.Q(has_control=True, result_on=None),
                name="forwardings_on_control",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(has_control=False) | models.Q(control_on__isnull=False),
                name="forwarding_on_control_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.title}"


class ForwardedQuestion(models.Model):
    """A question that went with a forwarding: to one body once."""

    forwarding = models.ForeignKey(
        Forwarding, on_delete=models.CASCADE, related_name="questions", db_index=False
    )
    question = models.ForeignKey("cases.Question", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forwarding", "question"], name="question_goes_with_a_letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.forwarding_id}: {self.question_id}"


class BodyRequest(models.Model):
    """A request for documents and materials to another body, to be answered in 15 days (ст. 10, ч. 2)."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked = models.CharField(max_length=2000)
    letter_number = models.CharField(max_length=100)
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=2000, blank=True)
    by_id = models.BigIntegerField(null=True)
    letter = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["sent_at", "id"]
        indexes = [
            models.Index(fields=["case", "sent_at"], name="requests_of_a_case"),
            models.Index(
                fields=["due_on"], condition=models.Q(answered_on=None), name="requests_not_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} asks {self.title}"
