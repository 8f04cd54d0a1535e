"""Fingerprints of messages, likenesses, cards made of parts, mass problems with cases, acts and followers."""

from django.db import models
from django.db.models import Q

from otklik.casework.duplicates import rules
from otklik.casework.duplicates.outbreaks import (
    ACT_TITLES,
    STATE_TITLES,
    ContactKind,
    ItemState,
    RunState,
    State,
)


class Fingerprint(models.Model):
    """What a message is found by (`keys`) and compared with (`prints`); a column has an index of its own.

    `topic_id` is the likely topic, for cases without one; `received` is in seconds since 1970.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+", primary_key=True)
    band1 = models.BigIntegerField(null=True)
    band2 = models.BigIntegerField(null=True)
    band3 = models.BigIntegerField(null=True)
    band4 = models.BigIntegerField(null=True)
    same = models.BigIntegerField(null=True)
    street = models.BigIntegerField(null=True)
    cell = models.BigIntegerField(null=True)
    author1 = models.BigIntegerField(null=True)
    author2 = models.BigIntegerField(null=True)
    signature = models.BinaryField()
    words = models.PositiveSmallIntegerField()
    numbers = models.BigIntegerField()
    topic_id = models.BigIntegerField(null=True)
    received = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["band1"], name="print_by_band_one"),
            models.Index(fields=["band2"], name="print_by_band_two"),
            models.Index(fields=["band3"], name="print_by_band_three"),
            models.Index(fields=["band4"], name="print_by_band_four"),
            models.Index(fields=["same"], name="print_by_same_text"),
            models.Index(fields=["street"], name="print_by_street"),
            models.Index(fields=["cell"], name="print_by_cell"),
            models.Index(fields=["author1"], name="print_by_author"),
            models.Index(fields=["author2"], name="print_by_other_author"),
        ]

    def __str__(self) -> str:
        return f"print of case {self.case_id}"


class Link(models.Model):
    """A case is like an earlier one, as the system thinks or a person has judged."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in rules.Kind])
    score = models.FloatField()
    ground = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10, choices=[(v, v) for v in rules.Verdict], default=rules.Verdict.PROPOSED
    )
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="two_cases_have_one_link"),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="no_case_is_like_itself"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-decided_at"],
                condition=Q(user_id__isnull=False),
                name="verdicts_of_a_town",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ~ {self.other_id}: {self.kind}"


class Offshoot(models.Model):
    """A card made of one question of another card's message; `part` is its place among the questions."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+", primary_key=True)
    origin = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    part = models.PositiveSmallIntegerField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "part"], name="a_part_becomes_one_card"),
            models.CheckConstraint(condition=~Q(case=models.F("origin")), name="no_card_is_its_own_part"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} of {self.origin_id}"


class Setting(models.Model):
    """How a town looks for likenesses; thresholds learn from verdicts until a person has set them."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    horizon_days = models.PositiveSmallIntegerField(default=30)
    metres = models.PositiveSmallIntegerField(default=150)
    group_size = models.PositiveSmallIntegerField(default=5)
    group_days = models.PositiveSmallIntegerField(default=14)
    propose = models.FloatField(default=rules.PROPOSE)
    join = models.FloatField(default=rules.JOIN)
    is_set_by_hand = models.BooleanField(default=False)
    joins_by_itself = models.BooleanField(default=True)
    tells_citizens = models.BooleanField(default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(propose__gt=0, propose__lt=1, join__gte=models.F("propose"), join__lte=1),
                name="thresholds_of_likeness_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"likeness in {self.municipality_id}"


class Outbreak(models.Model):
    """A mass problem: many cases about one thing, answered for together."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    title = models.CharField(max_length=200)
    topic = models.ForeignKey("catalog.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("catalog.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey("places.District", null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(max_length=500, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    state = models.CharField(max_length=10, choices=list(STATE_TITLES.items()), default=State.SUGGESTED)
    ground = models.CharField(max_length=300, blank=True)
    is_area = models.BooleanField(default=False)
    cause = models.CharField(max_length=2000, blank=True)
    promised_on = models.DateField(null=True)
    is_public = models.BooleanField(default=False)
    public_text = models.CharField(max_length=1000, blank=True)
    public_code = models.CharField(max_length=12, unique=True)
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    followers = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "state", "-last_at"], name="outbreaks_of_a_town"),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A case of a mass problem, or one that may be."""

    outbreak = models.ForeignKey(Outbreak, on_delete=models.CASCADE, related_name="members", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(v, v) for v in rules.Verdict], default=rules.Verdict.PROPOSED
    )
    score = models.FloatField(default=1.0)
    ground = models.CharField(max_length=300, blank=True)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outbreak", "case"], name="a_case_is_in_an_outbreak_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=rules.Verdict.CONFIRMED), name="a_case_is_of_one_outbreak"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.outbreak_id}"


class Event(models.Model):
    """A line of the history of a mass problem."""

    outbreak = models.ForeignKey(Outbreak, on_delete=models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    text = models.CharField(max_length=500)
    user_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["outbreak", "-at", "-id"], name="history_of_an_outbreak")]

    def __str__(self) -> str:
        return self.text


class Run(models.Model):
    """One act over all cases of a mass problem, done piece by piece."""

    outbreak = models.ForeignKey(Outbreak, on_delete=models.CASCADE, related_name="runs")
    act = models.CharField(max_length=10, choices=list(ACT_TITLES.items()))
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=[(s, s) for s in RunState], default=RunState.RUNNING)
    user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} of {self.outbreak_id}"


class Item(models.Model):
    """What a run has done with one case, or why it could not."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=[(s, s) for s in ItemState], default=ItemState.WAITING)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="a_run_takes_a_case_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


class Follower(models.Model):
    """Somebody who has said «me too»: a random key kept in the browser, nothing personal."""

    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    outbreak = models.ForeignKey(
        Outbreak, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], condition=Q(case__isnull=False), name="one_follows_a_case_once"
            ),
            models.UniqueConstraint(
                fields=["outbreak", "key"],
                condition=Q(outbreak__isnull=False),
                name="one_follows_an_outbreak_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) ^ Q(outbreak__isnull=True), name="one_follows_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class Contact(models.Model):
    """Where a follower asked to be told once that all is solved: personal data, erased when that is done.

    `edition` is of the document the follower agreed to.
    """

    follower = models.OneToOneField(Follower, models.CASCADE, related_name="+", primary_key=True)
    kind = models.CharField(max_length=5, choices=[(k, k) for k in ContactKind])
    address = models.CharField(max_length=254, blank=True)
    edition = models.CharField(max_length=12)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) ^ Q(address=""), name="a_contact_is_erased_when_told"
            ),
        ]

    def __str__(self) -> str:
        return f"contact of follower {self.pk}"
