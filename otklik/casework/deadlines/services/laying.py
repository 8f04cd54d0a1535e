"""What this room has kept of a case, laid on its times: the round, what was begun, put off and paused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from otklik.casework.deadlines.models import Clock, Extension, Pause
from otklik.casework.deadlines.norms import ON_DEMAND
from otklik.casework.deadlines.times import CaseTimes, Opening, Paused
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime.rules import Calendar

Rows = Mapping[int, Sequence[Clock]]


def clocks_of(cases: Sequence[CaseTimes]) -> Rows:
    """Every clock of the cases by the case's id."""
    have: dict[int, list[Clock]] = defaultdict(list)
    for row in Clock.objects.filter(case_id__in=[case.case_id for case in cases]):
        have[row.case_id].append(row)
    return have


def round_of(rows: Iterable[Clock]) -> int:
    return max((row.round for row in rows), default=1)


def laid(cases: Sequence[CaseTimes], rows: Rows) -> list[CaseTimes]:
    """The times of the present round of each case."""
    ids = [case.case_id for case in cases]
    extended: dict[tuple[int, int], int] = defaultdict(int)
    for one in Extension.objects.filter(case_id__in=ids, notice_on__isnull=False, revoked_at=None):
        extended[one.case_id, one.round] += one.days
    pauses: dict[tuple[int, int], list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(case_id__in=ids):
        pauses[pause.case_id, pause.round].append(pause)
    return [_laid(case, rows.get(case.case_id, ()), extended=extended, pauses=pauses) for case in cases]


def _laid(
    case: CaseTimes,
    rows: Sequence[Clock],
    *,
    extended: Mapping[tuple[int, int], int],
    pauses: Mapping[tuple[int, int], Sequence[Pause]],
) -> CaseTimes:
    latest = round_of(rows)
    present = [row for row in rows if row.round == latest]
    own = pauses.get((case.case_id, latest), ())
    calendar = worktime.calendar_for(case.municipality_id) if own else None
    again = case.reopened_at
    if latest > 1 and again is None:
        again = min((row.starts_at for row in present if row.code not in ON_DEMAND), default=None)
    return replace(
        case,
        reopened_at=again,
        extended_days=extended.get((case.case_id, latest), 0),
        opened=tuple(_opening(row) for row in present if row.code in ON_DEMAND),
        pauses=tuple(paused(pause, calendar) for pause in own if calendar),
    )


def paused(pause: Pause, calendar: Calendar) -> Paused:
    """The stretch of a pause; one that nobody has ended ends as its day begins."""
    until = datetime.combine(pause.until_on, time(), calendar.tz).astimezone(UTC)
    return Paused(pause.starts_at, min(pause.ended_at or until, until))


def _opening(row: Clock) -> Opening:
    term = ON_DEMAND[row.code]
    return Opening(
        kind=row.code,
        key=row.key,
        at=row.starts_at,
        until=row.legal_on if term.amount is None else None,
        title=row.title,
    )
