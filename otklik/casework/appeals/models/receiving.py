"""Personal reception: when officials receive, and the cards of those who came."""

from django.db import models
from django.db.models import Q

from otklik.casework.appeals.rules import receptions


class ReceptionHours(models.Model):
    """When and where an official receives citizens; shown to everybody (ст. 13, ч. 1)."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        "people.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    official = models.CharField(max_length=200)
    position = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=300)
    days = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField(null=True)
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=15)
    phone = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "official", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")), name="reception_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.days}"


class Reception(models.Model):
    """An appointment that becomes the card of a reception; who came is the applicant's row."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    hours = models.ForeignKey(ReceptionHours, on_delete=models.PROTECT, related_name="receptions")
    applicant = models.ForeignKey("cases.Applicant", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at_time = models.TimeField(null=True)
    subject = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=20, blank=True)
    ending = models.CharField(
        max_length=10, choices=[(e, e) for e in receptions.Ending], default=receptions.Ending.BOOKED
    )
    has_consent = models.BooleanField(default=False)
    has_paper = models.BooleanField(default=False)
    decision = models.CharField(max_length=2000, blank=True)
    case = models.OneToOneField("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField()
    booked_by_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "at_time", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="reception_number_is_unique_in_a_year"
            ),
            models.UniqueConstraint(
                fields=["hours", "on", "at_time"],
                condition=Q(at_time__isnull=False) & ~Q(ending="cancelled"),
                name="one_is_received_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "on", "at_time"], name="receptions_of_a_day")]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
