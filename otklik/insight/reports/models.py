"""What reports keep: plans, reasons of deviation, what is entered by hand, and what was sent."""

from django.db import models


class PlanValue(models.Model):
    """A town's own plan for a target in a year, in percent; it stands in place of the decree's."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="target_has_one_plan_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 7)), name="plan_is_of_one_of_seven_targets"
            ),
            models.CheckConstraint(
                condition=models.Q(value__range=(0, 100)), name="plan_is_from_0_to_100_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}: {self.value}"


class DeviationReason(models.Model):
    """Why a target of a year stands below its plan, in the words of the town."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="deviation_has_one_reason_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class IndicatorEntry(models.Model):
    """The value of an indicator that no case tells; `month` is its first day, `note` names the source."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["month", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month", "number"], name="indicator_is_entered_once_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(number__range=(9, 12)), name="only_indicators_9_to_12_are_entered"
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="entry_is_dated_by_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}/{self.number}: {self.value}"


class Snapshot(models.Model):
    """A form as it was sent: frozen, numbered, sealed by its hash. A correction is a later version."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    signed_by = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period", "form", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "form", "period", "version"],
                name="version_of_a_report_is_frozen_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period}, v{self.version}"
