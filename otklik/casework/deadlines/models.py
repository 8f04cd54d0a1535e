"""The clocks that run for cases, and what a municipality has set of its terms."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import MOST_PAUSE_DAYS, MOST_PROMISES, CountFrom
from otklik.ground.worktime.rules import Shift


class Clock(models.Model):
    """One term of a case; `key` tells requests, notices and promises of one case apart.

    A reopened case begins a new round, and the clocks of the earlier rounds stay.

    Whether it is overdue is computed from `due_at` and `stopped_at`, never stored.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=40, blank=True, default="")
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
        indexes = [
            models.Index(
                fields=["code", "due_at"], condition=Q(stopped_at=None), name="running_clocks_of_a_term"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "code", "key"], name="one_clock_of_a_term_in_a_round"
            ),
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


class TopicTerm(models.Model):
    """A municipality's own length of an editable term for one topic (the SLA of a category of ПОС)."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("catalog.Topic", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=[(u, u) for u in Unit])
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "topic_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code", "topic"], name="term_of_a_topic_is_set_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="term_of_a_topic_takes_some_time"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of topic {self.topic_id}: {self.amount} {self.unit}"


class Extension(models.Model):
    """The answer was put off by so many days; it holds once the citizen was told, until it is taken back.

    `legal_on` is the last day by the clause as it was before, `notice_by` the last day to tell the citizen.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    notice_on = models.DateField(null=True)
    notice_proof = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    legal_on = models.DateField()
    notice_by = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=30), name="extension_is_thirty_days_at_most"
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None) | Q(notice_on__lte=F("notice_by")),
                name="extension_is_told_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} +{self.days}"


class Pause(models.Model):
    """A stretch that does not count; it ends by itself on `until_on`, or earlier when it is ended."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    notice_on = models.DateField()
    notice_proof = models.CharField(max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="pause_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} until {self.until_on:%d.%m.%Y}"


class Counting(models.Model):
    """How a municipality counts days where 59-ФЗ is silent, and how often it may put an answer off."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    count_from = models.CharField(
        max_length=20, choices=[(c, c) for c in CountFrom], default=CountFrom.NEXT_DAY
    )
    shift = models.CharField(max_length=20, choices=[(s, s) for s in Shift], default=Shift.PREVIOUS_WORKDAY)
    most_promises = models.PositiveSmallIntegerField(default=MOST_PROMISES)
    most_pause_days = models.PositiveSmallIntegerField(default=MOST_PAUSE_DAYS)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.count_from}, {self.shift}"
