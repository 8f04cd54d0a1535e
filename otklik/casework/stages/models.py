"""How a municipality keeps the stages of messages, which were accepted, and what was promised and why."""

from django.db import models
from django.db.models import Q

from otklik.casework.stages.rules import Stage


class StageSetting(models.Model):
    """A stage as a municipality keeps it; a stage without a row is as usual."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12, choices=[(s, s) for s in Stage])
    is_on = models.BooleanField()
    role = models.CharField(max_length=40, blank=True)
    hours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "stage"], name="stage_is_set_once_in_a_town")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.stage}"


class PromiseSetting(models.Model):
    """How far a promise reaches, and what it asks for."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    promise_days = models.PositiveSmallIntegerField()
    needs_ground = models.BooleanField()
    needs_confirmation = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.promise_days}"


class Acceptance(models.Model):
    """A message that has passed moderation."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Postponement(models.Model):
    """A day promised to the citizen, with its ground; `sent_at` is when the citizen was told."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    promised_on = models.DateField()
    ground = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(sent_at=None), name="case_waits_for_one_postponement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.promised_on}"
