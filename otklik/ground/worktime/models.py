"""What a municipality has set of its time: days of the production calendar and working hours."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from otklik.ground.worktime.rules import DayKind


class DayOff(models.Model):
    """A day that differs from the official calendar; without a municipality it holds for all of them."""

    KINDS = {DayKind.OFF: _("нерабочий"), DayKind.WORKING: _("рабочий"), DayKind.SHORT: _("сокращённый")}

    municipality = models.ForeignKey(
        "places.Municipality", null=True, on_delete=models.CASCADE, related_name="+"
    )
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=KINDS)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "date"], name="one_entry_a_day_in_a_municipality"
            ),
            models.UniqueConstraint(
                fields=["date"], condition=Q(municipality=None), name="one_entry_a_day_for_all"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(DayKind)), name="day_is_off_or_working_or_short"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.kind}"


class WorkingHours(models.Model):
    """One working interval of a weekday (0 is Monday), local time; a lunch break is the gap between two.

    A municipality with no rows works the usual week. Closing at 00:00 means midnight.
    """

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "weekday", "opens"], name="interval_opens_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="week_has_seven_days"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="interval_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Edition(models.Model):
    """One row whose stamp changes with every change above, so that each process knows when to read again."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp
