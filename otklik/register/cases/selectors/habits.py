"""What people have decided, counted for the rules that could be made of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from otklik.register.cases.models import Case, CoExecutor, Post, PostKind
from otklik.register.cases.rules import BY_PERSON

Told = tuple[int, str, int, int]
"""Topic, value of the field ("" for no field), target, how many."""
_DECIDED = ("person", "source")


def decided_by_place(
    municipality_id: int, *, since: datetime, field: str, target: str = "recipient_id"
) -> list[Told]:
    """How cases were decided: topic, value of `field`, target and how many; "" for no field."""
    rows = _of_topics(municipality_id, since, field).filter(returned_count=0, **{f"{target}__isnull": False})
    if target == "recipient_id":
        rows = rows.filter(recipient_by__in=_DECIDED)
    told = rows.values_list("topic_id", field or "municipality_id", target).annotate(n=Count("id"))
    return [(topic, str(value) if field else "", one, n) for topic, value, one, n in told]


def counted_by_place(municipality_id: int, *, since: datetime, field: str) -> dict[tuple[int, str], int]:
    """How many cases a topic has by the value of `field`."""
    rows = _of_topics(municipality_id, since, field).values_list("topic_id", field or "municipality_id")
    return {(topic, str(value) if field else ""): n for topic, value, n in rows.annotate(n=Count("id"))}


def joined_by_place(
    municipality_id: int, *, since: datetime, field: str, organisations: Sequence[int]
) -> list[Told]:
    """To how many cases co-executors of an organisation were brought: the organisation is the target."""
    where = f"case__{field}" if field else "case__municipality_id"
    rows = CoExecutor.objects.filter(
        case__municipality_id=municipality_id, case__registered_at__gte=since, case__topic_id__isnull=False,
        user__organisation_id__in=organisations,
    ).order_by()  # fmt: skip
    if field:
        rows = rows.filter(**{f"{where}__isnull": False})
    told = rows.values_list("case__topic_id", where, "user__organisation_id")
    counted = told.annotate(n=Count("case_id", distinct=True))
    return [(topic, str(value) if field else "", one, n) for topic, value, one, n in counted]


def urgency_by_place(municipality_id: int, *, since: datetime, field: str) -> list[Told]:
    """How often people have set an urgency, by topic and place: the urgency is the target."""
    rows = _of_topics(municipality_id, since, field).filter(urgency_reason__startswith=BY_PERSON)
    told = rows.values_list("topic_id", field or "municipality_id", "urgency").annotate(n=Count("id"))
    return [(topic, str(value) if field else "", one, n) for topic, value, one, n in told]


def quick_by_topic(municipality_id: int, *, since: datetime, within: timedelta) -> list[tuple[int, int, int]]:
    """Topic, how many cases have had their answer, and how many of them in time and with no hop."""
    quick = Q(answered_at__lte=F("registered_at") + within, hops=0, returned_count=0, reopened_count=0)
    rows = _of_topics(municipality_id, since, "").filter(answered_at__isnull=False).values_list("topic_id")
    told = rows.annotate(n=Count("id"), quick=Count("id", filter=quick & ~Q(outcome="")))
    return [(topic, n, fast) for topic, n, fast in told]


def decided_texts(
    municipality_id: int, *, since: datetime, most: int
) -> list[tuple[int, int | None, int | None, str]]:
    """Of the newest cases: topic, the recipient that people chose, the urgency that they set, the words."""
    rows = (
        Post.objects.filter(
            case__municipality_id=municipality_id, case__registered_at__gte=since, kind=PostKind.MESSAGE,
            is_inbound=True, case__topic_id__isnull=False, case__returned_count=0,
        )
        .order_by("-id")
        .values_list(
            "case__topic_id", "case__recipient_id", "case__recipient_by", "case__urgency",
            "case__urgency_reason", "text",
        )
    )  # fmt: skip
    return [
        (
            topic,
            recipient if by in _DECIDED else None,
            urgency if reason.startswith(BY_PERSON) else None,
            text,
        )
        for topic, recipient, by, urgency, reason, text in rows[:most]
    ]


def _of_topics(municipality_id: int, since: datetime, field: str) -> QuerySet[Case]:
    rows = Case.objects.filter(
        municipality_id=municipality_id, registered_at__gte=since, topic_id__isnull=False
    ).order_by()
    return rows.filter(**{f"{field}__isnull": False}) if field else rows
