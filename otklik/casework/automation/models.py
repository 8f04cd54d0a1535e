"""What automation keeps: rules with their versions and hits, alarms, trials, duties and absences."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AutoRule(models.Model):
    """A rule in its place; what it says is in its versions. An archived one is kept for its hits."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=160)
    order = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title"],
                condition=models.Q(is_archived=False),
                name="rule_has_one_title_in_a_town",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RuleVersion(models.Model):
    """What a rule says from a day to a day; added, never changed."""

    rule = models.ForeignKey(AutoRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    condition = models.JSONField()
    effects = models.JSONField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="version_has_one_number_in_a_rule"),
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(since__lte=models.F("until")),
                name="version_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.number}"


class HitOutcome(models.TextChoices):
    RETURNED = "returned", "получатель вернул"
    REROUTED = "rerouted", "человек решил иначе"


class RuleHit(models.Model):
    """A rule that acted on a case: what it did, what it could not, and what people made of it later.

    `failures` is a list of [effect, reason]; a hit of before a second asking is not `is_current`.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    effects = models.JSONField(default=dict)
    failures = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, blank=True, choices=HitOutcome.choices)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case", "id"], name="hits_of_a_case"),
            models.Index(fields=["version", "-at"], name="hits_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.version_id}"


class Alarm(models.Model):
    """A rule that cannot do what it says; open until somebody has seen to it."""

    rule = models.ForeignKey(AutoRule, on_delete=models.CASCADE, related_name="alarms")
    text = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    case_id = models.BigIntegerField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "text"],
                condition=models.Q(is_open=True),
                name="alarm_of_one_kind_is_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.text}"


class TrialState(models.TextChoices):
    RUNNING = "running", "считается"
    DONE = "done", "посчитано"
    FAILED = "failed", "не удалось"


class Trial(models.Model):
    """A rule tried on the register of the last days, or all rules together where it names none."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(AutoRule, null=True, on_delete=models.CASCADE, related_name="+")
    condition = models.JSONField(null=True)
    effects = models.JSONField(null=True)
    days = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=TrialState.choices, default=TrialState.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.rule_id or self.municipality_id}: {self.days}"


class Shift(models.Model):
    """Who is on duty from day to day; empty `weekdays` (1 is Monday) are all of them."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    weekdays = models.JSONField(default=list)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="duty_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["user", "until"], name="duties_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.since}"


class Absence(models.Model):
    """Who is away from day to day, and who stands in."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey("people.User", null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("user")), name="nobody_stands_in_for_oneself"
            ),
        ]
        indexes = [models.Index(fields=["user", "until"], name="absences_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.since}"


class Dismissal(models.Model):
    """A proposed rule that people do not want; `key` is of `mining.Habit`."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=160)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="proposal_is_dismissed_once")
        ]

    def __str__(self) -> str:
        return self.key


class Edition(models.Model):
    """A stamp that changes with every change of a town's rules, so that kept ones know they are stale."""

    municipality = models.OneToOneField(
        "places.Municipality", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    stamp = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.stamp}"
