"""The clocks that run for cases, and what a municipality has set of its terms."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import CountFrom
from otklik.ground.worktime.rules import Shift


class Clock(models.Model):
    """One term of a case. A reopened case begins a new round, and the clocks of the earlier rounds stay.

    Whether it is overdue is computed from `due_at` and `stopped_at`, never stored.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    norm = models.CharField(max_length=160)
    confidence = models.CharField(max_length=2)
    starts_at = models.DateTimeField()
    legal_on = models.DateField(null=True)
    control_on = models.DateField()
    due_at = models.DateTimeField()
    arithmetic = models.CharField(max_length=240)
    is_main = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    stopped_by_event = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "code"], name="one_clock_of_a_term_in_a_round"),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("starts_at")), name="clock_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of case {self.case_id}"


class TermSetting(models.Model):
    """A municipality's own length of an editable term."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=[(u, u) for u in Unit])
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="term_is_set_once_in_a_town"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="term_takes_some_time"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"


class Counting(models.Model):
    """How a municipality counts days where 59-ФЗ is silent."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    count_from = models.CharField(
        max_length=20, choices=[(c, c) for c in CountFrom], default=CountFrom.NEXT_DAY
    )
    shift = models.CharField(max_length=20, choices=[(s, s) for s in Shift], default=Shift.PREVIOUS_WORKDAY)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.count_from}, {self.shift}"
