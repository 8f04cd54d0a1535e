"""Mass problems for lists, for their own page, for a card and for a citizen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from otklik.casework.duplicates.models import Event, Fingerprint, Follower, Item, Member, Outbreak, Run
from otklik.casework.duplicates.outbreaks import LIVING, ActCode, ItemState, RunState, State, Told
from otklik.casework.duplicates.rules import Verdict

_WEEK = timedelta(days=7)
_MOST_MERGES = 10
_SURE = Q(members__state=Verdict.CONFIRMED)
_HERE = ~Q(members__state=Verdict.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakView:
    """A mass problem with its figures; `fresh` and `before` are cases of this week and of the week before."""

    id: int
    title: str
    state: State
    topic_id: int | None
    recipient_id: int | None
    district_id: int | None
    address: str
    lat: float | None
    lon: float | None
    ground: str
    is_area: bool
    cause: str
    promised_on: date | None
    is_public: bool
    public_text: str
    public_code: str
    begun_at: datetime
    last_at: datetime
    closed_at: datetime | None
    merged_into_id: int | None
    followers: int
    version: int
    cases: int = 0
    proposed: int = 0
    open: int = 0
    overdue: int = 0
    fresh: int = 0
    before: int = 0
    nearest_due: datetime | None = None


_PLAIN = (
    "id", "title", "state", "topic_id", "recipient_id", "district_id", "address", "lat", "lon", "ground",
    "is_area", "cause", "promised_on", "is_public", "public_text", "public_code", "begun_at", "last_at",
    "closed_at", "merged_into_id", "followers", "version",
)  # fmt: skip


def problems(
    municipality_id: int, states: Iterable[State], *, now: datetime, most: int = 100
) -> list[OutbreakView]:
    """Those of a town in these states, the latest first."""
    rows = Outbreak.objects.filter(municipality_id=municipality_id, state__in=list(states))
    return _views(rows.order_by("-last_at")[:most], now=now)


def problem(outbreak_id: int, *, municipality_id: int, now: datetime) -> OutbreakView | None:
    found = _views(Outbreak.objects.filter(id=outbreak_id, municipality_id=municipality_id), now=now)
    return found[0] if found else None


def public_problem(code: str, *, now: datetime) -> tuple[int, OutbreakView] | None:
    """A published problem by its code, with its town; one that was merged leads to where it went."""
    rows = Outbreak.objects.filter(public_code=code.upper(), is_public=True)
    found = _views(rows, now=now)
    for _ in range(_MOST_MERGES):
        if not found or found[0].merged_into_id is None:
            break
        found = _views(Outbreak.objects.filter(id=found[0].merged_into_id, is_public=True), now=now)
    if not found:
        return None
    return Outbreak.objects.values_list("municipality_id", flat=True).get(id=found[0].id), found[0]


def town_and_problem(outbreak_id: int, *, now: datetime) -> tuple[int, OutbreakView]:
    """For the system's own work; raises `Outbreak.DoesNotExist` for none."""
    town = Outbreak.objects.values_list("municipality_id", flat=True).get(id=outbreak_id)
    return town, _views(Outbreak.objects.filter(id=outbreak_id), now=now)[0]


def _views(rows: QuerySet[Outbreak], *, now: datetime) -> list[OutbreakView]:
    is_open = _HERE & Q(members__case__is_open=True)
    received = "members__case__received_at"
    told = rows.annotate(
        cases=Count("members", filter=_HERE),
        proposed=Count("members", filter=Q(members__state=Verdict.PROPOSED)),
        open=Count("members", filter=is_open),
        overdue=Count("members", filter=is_open & Q(members__case__due_at__lt=now)),
        fresh=Count("members", filter=_HERE & Q(**{f"{received}__gt": now - _WEEK})),
        before=Count("members", filter=_HERE & Q(**{f"{received}__range": (now - 2 * _WEEK, now - _WEEK)})),
        nearest_due=Min("members__case__due_at", filter=is_open),
    ).values(*_PLAIN, "cases", "proposed", "open", "overdue", "fresh", "before", "nearest_due")
    return [OutbreakView(**{**row, "state": State(row["state"])}) for row in told]


def count_living(municipality_id: int) -> int:
    return Outbreak.objects.filter(municipality_id=municipality_id, state__in=LIVING).count()


@dataclass(frozen=True, slots=True)
class MemberView:
    case_id: int
    state: Verdict
    score: float
    ground: str


def members(outbreak_id: int, *, most: int = 2000) -> list[MemberView]:
    """The cases of a problem and those that may be, without the denied, the newest first."""
    rows = Member.objects.filter(outbreak_id=outbreak_id).exclude(state=Verdict.REJECTED)
    told = rows.order_by("-case__received_at", "-case_id").values_list("case_id", "state", "score", "ground")
    return [
        MemberView(case_id, Verdict(state), score, ground) for case_id, state, score, ground in told[:most]
    ]


def history(outbreak_id: int, *, most: int = 60) -> list[tuple[datetime, str, int | None]]:
    return list(Event.objects.filter(outbreak_id=outbreak_id).values_list("at", "text", "user_id")[:most])


def problems_of(case_ids: Sequence[int]) -> dict[int, tuple[int, State]]:
    """The living problem each of the cases surely belongs to, with its state."""
    rows = Member.objects.filter(
        case_id__in=case_ids, state=Verdict.CONFIRMED, outbreak__state__in=LIVING
    ) | Member.objects.filter(case_id__in=case_ids, state=Verdict.PROPOSED, outbreak__state=State.SUGGESTED)
    told = rows.values_list("case_id", "outbreak_id", "outbreak__state")
    return {case_id: (outbreak_id, State(state)) for case_id, outbreak_id, state in told}


def areas(municipality_id: int) -> dict[tuple[int, int], int]:
    """Living problems of whole districts, by topic and district."""
    rows = Outbreak.objects.filter(municipality_id=municipality_id, state__in=LIVING, is_area=True)
    told = rows.filter(topic_id__isnull=False, district_id__isnull=False).order_by("id")
    return {
        (topic_id, district_id): id
        for id, topic_id, district_id in told.values_list("id", "topic_id", "district_id")
        if topic_id is not None and district_id is not None
    }


def _members_of(municipality_id: int) -> QuerySet[Member, Any]:
    return Member.objects.filter(outbreak__municipality_id=municipality_id).values("case_id")


def told_since(municipality_id: int, since: datetime, until: datetime) -> list[Told]:
    """Cases with a topic that no mass problem has, for clusters to be sought among."""
    rows = (
        Fingerprint.objects.filter(
            case__municipality_id=municipality_id,
            case__received_at__range=(since, until),
            case__topic_id__isnull=False,
        )
        .exclude(case_id__in=_members_of(municipality_id))
        .values_list(
            "case_id", "case__topic_id", "case__district_id", "case__street_id", "case__house_id",
            "case__lat", "case__lon", "cell", "case__received_at",
        )
    )  # fmt: skip
    return [
        Told(
            case_id, topic, district, street, house,
            (lat, lon) if cell is not None and lat is not None and lon is not None else None, at,
        )
        for case_id, topic, district, street, house, lat, lon, cell, at in rows
        if topic is not None
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """How an act over all cases goes; `failures` are cases with the reasons."""

    id: int
    outbreak_id: int
    act: ActCode
    told: dict[str, object]
    state: RunState
    user_id: int | None
    by_label: str
    total: int
    done: int
    waiting: int
    failures: tuple[tuple[int, str], ...]


def run(run_id: int) -> RunView:
    """Raises `Run.DoesNotExist` for none."""
    row = Run.objects.get(id=run_id)
    items = list(Item.objects.filter(run_id=run_id).order_by("id").values_list("case_id", "state", "reason"))
    return RunView(
        id=row.id,
        outbreak_id=row.outbreak_id,
        act=ActCode(row.act),
        told=row.told,
        state=RunState(row.state),
        user_id=row.user_id,
        by_label=row.by_label,
        total=len(items),
        done=sum(state == ItemState.DONE for _, state, _ in items),
        waiting=sum(state == ItemState.WAITING for _, state, _ in items),
        failures=tuple((case_id, reason) for case_id, state, reason in items if state == ItemState.FAILED),
    )


def waiting_items(run_id: int, *, most: int) -> list[int]:
    rows = Item.objects.filter(run_id=run_id, state=ItemState.WAITING).order_by("id")
    return list(rows.values_list("case_id", flat=True)[:most])


def last_run(outbreak_id: int) -> RunView | None:
    found = Run.objects.filter(outbreak_id=outbreak_id).order_by("-id").values_list("id", flat=True).first()
    return run(found) if found else None


def is_following(*, key: str, outbreak_id: int) -> bool:
    return Follower.objects.filter(key=key, outbreak_id=outbreak_id).exists()


def is_following_case(*, key: str, case_id: int) -> bool:
    return Follower.objects.filter(key=key, case_id=case_id).exists()


def followers_of(case_ids: Sequence[int]) -> dict[int, int]:
    """How many follow each case."""
    rows = Follower.objects.filter(case_id__in=case_ids).values_list("case_id").annotate(n=Count("id"))
    return {case_id: n for case_id, n in rows if case_id is not None}


def followed_cases(key: str, *, most: int = 50) -> list[int]:
    """The single cases a browser follows."""
    rows = Follower.objects.filter(key=key, case_id__isnull=False).order_by("-at")
    return [one for one in rows.values_list("case_id", flat=True)[:most] if one is not None]
