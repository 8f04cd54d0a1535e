"""What is written to the citizen before it is sent: drafts, approvals and templates."""

from django.db import models

from otklik.casework.answers.checks.text import Weight


class DraftState(models.TextChoices):
    WRITING = "writing", "готовится"
    SUBMITTED = "submitted", "на согласовании"
    RETURNED = "returned", "возвращён на доработку"
    APPROVED = "approved", "согласован"
    SENT = "sent", "отправлен"


class Draft(models.Model):
    """A draft of an answer; one draft of a case is alive at a time.

    A submission begins a new `round` of approval; `turn_id` is of whoever is next in its chain.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WRITING)
    text = models.TextField(blank=True)
    is_interim = models.BooleanField(default=False)
    promised_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    author_id = models.BigIntegerField(null=True)
    round = models.PositiveIntegerField(default=0)
    turn_id = models.BigIntegerField(null=True, db_index=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~models.Q(state="sent"),
                name="case_has_one_living_draft",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


class Approval(models.Model):
    """A decision on a draft: approved or returned, by whom, in which round and why.

    `instead_of` is of the person of the chain for whom somebody else has approved.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="approvals")
    user_id = models.BigIntegerField(null=True)
    instead_of = models.BigIntegerField(null=True)
    round = models.PositiveIntegerField(default=0)
    is_approved = models.BooleanField()
    comment = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.is_approved}"


class Template(models.Model):
    """A ready text with slots in braces, for a topic or a block, for a channel, for an outcome, or any."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField()
    topic = models.ForeignKey(
        "catalog.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    block = models.ForeignKey(
        "catalog.SectorBlock", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_interim = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "title"], name="template_has_one_name_in_a_town")
        ]

    def __str__(self) -> str:
        return self.title


class CheckWeight(models.Model):
    """How much a check of drafts matters in a town, where it is not as usual."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    weight = models.CharField(max_length=10, choices=[(one, one) for one in Weight])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="check_has_one_weight_in_a_town")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.weight}"


class Override(models.Model):
    """A remark that was left as it is, with the reason; the latest reason of a draft and a check is kept."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "code"], name="remark_is_overridden_once_in_a_draft")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.code}"


class PartState(models.TextChoices):
    ASKED = "asked", "ждём"
    HANDED = "handed", "сдана"
    RETURNED = "returned", "возвращена на доработку"


class Part(models.Model):
    """A part of the answer that one person writes: to a question of the appeal, or to what was asked."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("cases.Question", null=True, on_delete=models.SET_NULL, related_name="+")
    user_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.ASKED)
    task = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    returned_count = models.PositiveSmallIntegerField(default=0)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user_id", "question"], name="part_to_a_question_is_asked_once_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.user_id}: {self.state}"
