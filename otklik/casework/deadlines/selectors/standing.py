"""How the terms of a case stand, and what was decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otklik.casework.deadlines.decisions import EXTENSION_GROUNDS, PAUSE_GROUNDS, Standing
from otklik.casework.deadlines.models import Clock, Extension, Pause
from otklik.casework.deadlines.norms import BY_CODE, REQUEST
from otklik.casework.deadlines.terms import Term
from otklik.ground.worktime.rules import Calendar

_GROUNDS = {row.ground: row.title for row in (*EXTENSION_GROUNDS, *PAUSE_GROUNDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """An extension (`days`) or a pause (`until_on`); an extension of which nobody was told does not hold."""

    id: int
    round: int
    is_pause: bool
    ground: str
    reason: str
    decided_by: str
    decided_on: date
    notice_on: date | None
    notice_proof: str
    made_at: datetime
    days: int = 0
    notice_by: date | None = None
    until_on: date | None = None
    ended_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str = ""

    @property
    def waits_for_notice(self) -> bool:
        return not self.is_pause and self.notice_on is None and self.revoked_at is None

    def is_paused(self, now: datetime, calendar: Calendar) -> bool:
        """Whether the term stands still now."""
        return bool(
            self.is_pause
            and self.until_on
            and calendar.day_of(now) < self.until_on
            and (self.ended_at is None or self.ended_at > now)
        )


def decisions(case_id: int) -> list[DecisionView]:
    """All that was decided about the terms of the case, in order; two small queries."""
    found = [_extension(row) for row in Extension.objects.filter(case_id=case_id)]
    found += [_pause(row) for row in Pause.objects.filter(case_id=case_id)]
    return sorted(found, key=lambda one: (one.made_at, one.id))


def main_clock(rows: Sequence[Clock]) -> Clock | None:
    """The running main clock of the present round."""
    latest = max((row.round for row in rows), default=1)
    here = [row for row in rows if row.round == latest and row.stopped_at is None]
    return next((row for row in here if row.is_main), None)


def standing(case_id: int, *, now: datetime, calendar: Calendar) -> Standing | None:
    """How the main term stands now; None where none runs."""
    rows = list(Clock.objects.filter(case_id=case_id))
    main = main_clock(rows)
    if main is None:
        return None
    term = BY_CODE[main.code]
    begun_on = calendar.day_of(main.starts_at)
    legal_on = main.legal_on or main.control_on
    here = [one for one in decisions(case_id) if one.round == main.round and one.revoked_at is None]
    extensions = [one for one in here if not one.is_pause]
    return Standing(
        term=term,
        begun_on=begun_on,
        legal_on=legal_on,
        notice_by=min(legal_on, _notice_by(term, begun_on, legal_on)),
        extended=sum(one.days for one in extensions),
        times=len(extensions),
        has_request=any(row.code == REQUEST and row.round == main.round for row in rows),
        is_paused=any(one.is_paused(now, calendar) for one in here),
    )


def _notice_by(term: Term, begun_on: date, legal_on: date) -> date:
    notice = BY_CODE.get(term.extension_notice)
    return begun_on + timedelta(days=notice.amount) if notice and notice.amount else legal_on


def ground_title(ground: str) -> str:
    return next((title for known, title in _GROUNDS.items() if known == ground), ground)


def _extension(row: Extension) -> DecisionView:
    return DecisionView(
        id=row.pk, round=row.round, is_pause=False, ground=row.ground, reason=row.reason,
        decided_by=row.decided_by, decided_on=row.decided_on, notice_on=row.notice_on,
        notice_proof=row.notice_proof, made_at=row.made_at, days=row.days, notice_by=row.notice_by,
        revoked_at=row.revoked_at, revoked_why=row.revoked_why,
    )  # fmt: skip


def _pause(row: Pause) -> DecisionView:
    return DecisionView(
        id=row.pk, round=row.round, is_pause=True, ground=row.ground, reason=row.reason,
        decided_by=row.decided_by, decided_on=row.decided_on, notice_on=row.notice_on,
        notice_proof=row.notice_proof, made_at=row.made_at, until_on=row.until_on, ended_at=row.ended_at,
    )  # fmt: skip
