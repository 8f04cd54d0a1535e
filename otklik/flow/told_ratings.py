"""Ratings and surveys that a foreign register tells of."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from otklik.border.ports.messages import Record, StepKind
from otklik.casework.satisfaction import services as ratings
from otklik.casework.satisfaction.services import Told

_ENDS = frozenset({StepKind.ANSWERED, StepKind.FORWARDED, StepKind.REFUSED, StepKind.CLOSED})
_ASKED = frozenset({StepKind.RATED, StepKind.SURVEYED})


def keep(rows: Iterable[tuple[int, Record]], *, municipality_id: int, now: datetime) -> None:
    """Keep what the rows of a batch tell of ratings; a live message tells nothing."""
    told = [
        one
        for case_id, record in rows
        if record.rating is not None or any(step.kind in _ASKED for step in record.steps)
        for one in of_record(case_id, record, municipality_id=municipality_id)
    ]
    ratings.keep_told(told, now=now)


def of_record(case_id: int, record: Record, *, municipality_id: int) -> Iterator[Told]:
    """By answers: the last mark that was given to each, with when it was asked for and told."""
    turn, ended_at = 1, record.inbound.received_at
    found: dict[int, Told] = {}
    for step in record.steps:
        if step.kind in _ENDS:
            ended_at = step.at
        elif step.kind is StepKind.REOPENED:
            turn += 1
        elif step.kind in _ASKED:
            was = found.get(turn)
            found[turn] = Told(
                case_id=case_id,
                municipality_id=municipality_id,
                turn=turn,
                asked_at=was.asked_at if was else step.at,
                mark=step.rating or (was.mark if was else None),
                at=step.at if step.rating else was.at if was else None,
            )
    if record.rating is not None and not any(one.mark for one in found.values()):
        found[turn] = Told(
            case_id=case_id,
            municipality_id=municipality_id,
            turn=turn,
            asked_at=ended_at,
            mark=record.rating,
            at=ended_at,
        )
    yield from found.values()
