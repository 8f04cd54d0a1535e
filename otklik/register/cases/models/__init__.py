"""The register: a case is the face, the rest is how it came about."""

from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from otklik.border.ports.messages import CaseKind, Outcome, Stream
from otklik.register.cases.models.complaining import ComplainedAgainst
from otklik.register.cases.models.indexing import CASE_INDEXES
from otklik.register.cases.models.keeping import Basis, BasisKind, CoExecutor, Counter, SavedView, Tag
from otklik.register.cases.rules import STATUS_TITLES, AppealType, Status

__all__ = [
    "NO",
    "YES",
    "Applicant",
    "Attachment",
    "Basis",
    "BasisKind",
    "Case",
    "CaseRows",
    "CoExecutor",
    "ComplainedAgainst",
    "Counter",
    "Piece",
    "Post",
    "PostKind",
    "Question",
    "SavedView",
    "StatusChange",
    "Tag",
]


class Applicant(models.Model):
    """Who wrote: the home of personal data, with `Post`."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    identity = models.CharField(max_length=300, blank=True)
    profile_url = models.CharField(max_length=500, blank=True)
    is_organisation = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["municipality", "identity"], name="applicant_by_identity")]

    def __str__(self) -> str:
        return f"applicant {self.pk}"


YES, NO = (True,), (False,)
"""For `is_open__in`: Django writes `is_open=True` as a bare column, which no index of SQLite answers."""


class Piece(NamedTuple):
    """A part of the rows: what holds in it and what keeps it `apart` from those before, in SQL."""

    held: tuple[str, tuple[int, ...]]
    apart: tuple[str, tuple[int, ...]] = ("", ())


class CaseRows(models.QuerySet["Case"]):
    """A question of the register that can be narrowed further.

    `pieces` are the same rows in parts of which an index answers each; any further narrowing loses them.
    """

    pieces: tuple[Piece, ...] = ()


class Case(models.Model):
    """What is true now. Status changes through `services.move` alone; `is_open` follows the status."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=60)
    public_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in CaseKind])
    appeal_type = models.CharField(max_length=12, blank=True, choices=[(t, t) for t in AppealType])
    stream = models.CharField(max_length=10, choices=[(s, s) for s in Stream])
    channel = models.CharField(max_length=20)
    account = models.ForeignKey(
        "intake.ChannelAccount", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    system = models.CharField(max_length=60, blank=True)
    thread_id = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)

    status = models.CharField(max_length=12, choices=list(STATUS_TITLES.items()), default=Status.NEW)
    is_open = models.BooleanField(default=True)
    status_since = models.DateTimeField()
    needs_decision = models.BooleanField(default=False)

    topic = models.ForeignKey(
        "catalog.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    block = models.ForeignKey(
        "catalog.SectorBlock", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recipient = models.ForeignKey(
        "catalog.Recipient", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assignee = models.ForeignKey(
        "people.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    topic_confidence = models.FloatField(null=True)
    topic_by = models.CharField(max_length=12, blank=True)
    recipient_by = models.CharField(max_length=12, blank=True)

    district = models.ForeignKey(
        "places.District", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    settlement = models.ForeignKey(
        "places.Settlement", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    street = models.ForeignKey(
        "places.Street", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    house = models.ForeignKey(
        "places.House", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    address = models.CharField(max_length=500, blank=True)
    address_by = models.CharField(max_length=12, blank=True)
    address_confidence = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    applicant = models.ForeignKey(Applicant, null=True, on_delete=models.PROTECT, related_name="cases")
    summary = models.CharField(max_length=300, blank=True)
    may_publish = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=0)
    urgency_reason = models.CharField(max_length=300, blank=True)

    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    routed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    attention_at = models.DateTimeField()
    due_norm = models.CharField(max_length=160, blank=True)
    promised_on = models.DateField(null=True)

    outcome = models.CharField(max_length=20, blank=True, choices=[(o, o) for o in Outcome])
    closing_reason = models.CharField(max_length=300, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    is_fast_track = models.BooleanField(default=False)
    fast_track_due_at = models.DateTimeField(null=True)
    auto_delivered = models.BooleanField(default=False)
    road_map_done = models.BooleanField(default=False)
    proof = models.CharField(max_length=10, blank=True)
    is_repeat = models.BooleanField(default=False)
    repeat_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="duplicates")
    reopened_count = models.PositiveSmallIntegerField(default=0)
    returned_count = models.PositiveSmallIntegerField(default=0)
    hops = models.PositiveSmallIntegerField(default=0)

    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    objects = CaseRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="case_number_is_unique_in_a_town"
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="rating_is_from_1_to_5"
            ),
        ]
        indexes = CASE_INDEXES

    def __str__(self) -> str:
        return self.number


class Question(models.Model):
    """A question of an appeal with its own topic, recipient and outcome; a message has exactly one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions", db_index=False)
    order = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=1000, blank=True)
    topic = models.ForeignKey(
        "catalog.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recipient = models.ForeignKey(
        "catalog.Recipient", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=20, blank=True, choices=[(o, o) for o in Outcome])
    answer_part = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="question_has_one_place")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.order}"


class PostKind(models.TextChoices):
    MESSAGE = "message", "сообщение"
    COMMENT = "comment", "дополнение"
    INTERIM = "interim", "промежуточный ответ"
    ANSWER = "answer", "ответ"
    NOTE = "note", "служебная заметка"


class Post(models.Model):
    """Every utterance of the correspondence."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="posts", db_index=False)
    kind = models.CharField(max_length=10, choices=PostKind.choices)
    is_inbound = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=300, blank=True)
    user_id = models.BigIntegerField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at", "id"], name="thread_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class Attachment(models.Model):
    """A file kept by its digest; the bytes are in the data folder."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class StatusChange(models.Model):
    """A move of a case: from where, to where, who, when and on what norm."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="changes", db_index=False)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=300, blank=True)
    norm = models.CharField(max_length=160, blank=True)
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at", "id"], name="way_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.source} → {self.target}"
