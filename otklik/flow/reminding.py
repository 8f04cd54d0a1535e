"""Marks of running terms against the people they concern."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from otklik.border.ports.messages import Stream
from otklik.casework.control import selectors as control_read
from otklik.casework.control import services as control
from otklik.casework.control.rules.manner import MOST_DAYS, Manner
from otklik.casework.control.rules.marks import LATE_OVER, UNTOLD, Running, marks
from otklik.casework.control.rules.reach import Holder, Whose, reached
from otklik.casework.control.services import Wanted
from otklik.casework.deadlines import selectors as deadlines_read
from otklik.casework.deadlines.selectors import ClockView
from otklik.ground.worktime.rules import Calendar
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.rules import Urgency
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

AT_ONCE = 500
_HOURS_AHEAD = timedelta(days=5)
Clocks = Sequence[tuple[int, ClockView]]


def tell_days(
    municipality_id: int, holders: Sequence[Holder], calendar: Calendar, *, now: datetime
) -> list[int]:
    """Terms counted in days: looked at once a day. Ids of the notices made at once."""
    manners = control_read.manners(municipality_id)
    ahead = max((max(one.days, default=0) for one in manners.values()), default=0)
    over = max(one.town_over or one.lead_over or one.block_over or 0 for one in manners.values())
    clocks = deadlines_read.running(
        municipality_id,
        since=now - timedelta(days=over + LATE_OVER + 1),
        until=now + timedelta(days=min(ahead, MOST_DAYS) + 1),
    )
    wanted = (one for one in clocks if one[1].legal_on is not None)
    return _tell(municipality_id, wanted, holders, calendar, manners, now=now, is_quiet=False)


def tell_hours(
    municipality_id: int,
    holders: Sequence[Holder],
    calendar: Calendar,
    *,
    now: datetime,
    is_quiet: bool,
) -> list[int]:
    """Terms counted in hours: looked at every few minutes; in quiet hours only those of danger are told."""
    manners = control_read.manners(municipality_id)
    clocks = deadlines_read.running(
        municipality_id, since=now - timedelta(days=LATE_OVER), until=now + _HOURS_AHEAD, is_hours=True
    )
    return _tell(municipality_id, clocks, holders, calendar, manners, now=now, is_quiet=is_quiet)


def _tell(
    municipality_id: int,
    clocks: Iterator[tuple[int, ClockView]],
    holders: Sequence[Holder],
    calendar: Calendar,
    manners: Mapping[Stream, Manner],
    *,
    now: datetime,
    is_quiet: bool,
) -> list[int]:
    """By five hundred clocks, each in a transaction of its own: nobody waits long for the writer."""
    snapshot = catalog.snapshot(municipality_id)
    made: list[int] = []
    while batch := list(islice(clocks, AT_ONCE)):
        faces = {case.id: case for case in cases_read.of_ids([case_id for case_id, _clock in batch])}
        wanted = [
            one
            for case_id, clock in batch
            if (case := faces.get(case_id)) is not None and not (is_quiet and case.urgency < Urgency.DANGER)
            for one in _wanted(
                case, clock, manners[Stream(case.stream)], holders, calendar, snapshot, now=now
            )
        ]
        if wanted:
            made += control.tell(municipality_id, wanted, now=now)
    return made


def _wanted(
    case: cases_read.Case,
    clock: ClockView,
    manner: Manner,
    holders: Sequence[Holder],
    calendar: Calendar,
    snapshot: Snapshot,
    *,
    now: datetime,
) -> Iterator[Wanted]:
    if clock.code in UNTOLD:
        return
    running = Running(
        case_id=case.id,
        round=clock.round,
        code=clock.code,
        title=clock.title,
        starts_at=clock.starts_at,
        control_on=clock.control_on,
        due_at=clock.due_at,
        is_hours=clock.legal_on is None,
    )
    whose = whose_of(case, snapshot)
    for mark in marks(running, manner, now=now, calendar=calendar):
        for user_id, level in reached(mark.levels, whose, holders).items():
            yield Wanted(
                user_id=user_id,
                case_id=case.id,
                round=clock.round,
                code=f"{clock.code}:{clock.key}"[:40] if clock.key else clock.code,
                mark=mark.code,
                level=level,
                title=f"{case.number}: {mark.words}",
                text=f"{clock.title}: {mark.words}",
                about=f"case:{case.number}",
                norm=mark.norm,
                is_urgent=mark.is_urgent or case.urgency >= Urgency.DANGER,
                due_at=clock.due_at,
            )


def whose_of(case: cases_read.Case, snapshot: Snapshot) -> Whose:
    """Whose the case is: its executor, the organisation of its recipient, its block."""
    recipient = snapshot.recipients.get(case.recipient_id or 0)
    block = snapshot.blocks.get(case.block_id or 0)
    return Whose(
        assignee_id=case.assignee_id,
        organisation_id=recipient.organisation_id if recipient else None,
        block_code=block.code if block else "",
    )
