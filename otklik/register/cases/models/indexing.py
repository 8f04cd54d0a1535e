"""The indexes of the face: one for every way the queue and the counters ask."""

from django.db import models

_OPEN = models.Q(is_open=True)
_PARTS = {"block": ("id",), "recipient": ("id", "block")}
_OF_PARTS = [
    models.Index(fields=[part, *fields, *rest], condition=condition, name=f"{name}_of_a_{part}")
    for part, rest in _PARTS.items()
    for name, fields, condition in (
        ("status", ("status", "attention_at"), _OPEN),
        ("terms", ("due_at",), _OPEN),
        ("urgent", ("attention_at",), _OPEN & models.Q(urgency__gt=0)),
        ("decisions", ("attention_at",), _OPEN & models.Q(needs_decision=True)),
        ("promises", ("promised_on",), _OPEN & models.Q(promised_on__isnull=False)),
    )
]
"""For those who see a part of the town: partial, so that the closed cases of an import cost nothing.

The block stands at the end of those of a recipient: who sees both counts a case once.
"""

CASE_INDEXES = [
    models.Index(fields=["municipality", "is_open", "attention_at", "id"], name="queue_of_a_town"),
    models.Index(fields=["municipality", "-received_at", "-id"], name="newest_of_a_town"),
    models.Index(fields=["recipient", "is_open", "attention_at", "id"], name="queue_of_a_recipient"),
    models.Index(fields=["topic", "is_open", "attention_at", "id"], name="queue_of_a_topic"),
    models.Index(fields=["block", "is_open", "attention_at", "id"], name="queue_of_a_block"),
    models.Index(fields=["district", "is_open", "attention_at", "id"], name="queue_of_a_district"),
    models.Index(fields=["assignee", "is_open", "attention_at", "id"], name="queue_of_a_person"),
    models.Index(
        fields=["municipality", "needs_decision", "attention_at", "id"],
        condition=models.Q(needs_decision=True),
        name="queue_of_decisions",
    ),
    models.Index(
        fields=["municipality", "status", "attention_at", "id"],
        condition=models.Q(is_open=True),
        name="queue_of_a_status",
    ),
    models.Index(
        fields=["municipality", "attention_at", "id"],
        condition=models.Q(is_open=True, urgency__gt=0),
        name="queue_of_the_urgent",
    ),
    models.Index(
        fields=["municipality", "due_at", "id"],
        condition=models.Q(is_open=True),
        name="terms_of_a_town",
    ),
    models.Index(
        fields=["municipality", "promised_on", "id"],
        condition=models.Q(is_open=True, promised_on__isnull=False),
        name="promises_of_a_town",
    ),
    *_OF_PARTS,
    models.Index(
        fields=[
            "municipality",
            "recipient",
            "block",
            "due_at",
            "status",
            "promised_on",
            "is_repeat",
            "repeat_of",
            "reopened_count",
            "hops",
            "status_since",
            "returned_count",
            "is_open",
        ],
        condition=models.Q(is_open=True),
        name="watch_of_a_town",
    ),
    models.Index(fields=["topic", "-received_at", "-id"], name="newest_of_a_topic"),
    models.Index(
        fields=["municipality", "rating", "-received_at", "-id"],
        condition=models.Q(rating__isnull=False),
        name="newest_of_a_rating",
    ),
    models.Index(
        fields=["recipient", "answered_at", "due_at"],
        condition=models.Q(is_open=False, answered_at__isnull=False),
        name="answered_of_a_recipient",
    ),
    models.Index(fields=["account", "thread_id"], name="case_of_a_thread"),
    models.Index(fields=["updated_at", "id"], name="changed_since"),
]
