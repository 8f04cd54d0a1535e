"""On what basis a new case counts as fast-tracked and as delivered automatically (indicators 1–8)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from otklik.border.ports.messages import Record
from otklik.casework.triage.selectors import Proposal
from otklik.flow.understanding import Heard, Understood
from otklik.register.cases import services as cases
from otklik.register.cases.arrivals import Face
from otklik.register.cases.services import BasisKind, Grounds
from otklik.register.catalog import selectors as catalog

_BY = {
    "source": "получателя назвал источник",
    "table": "по таблице ответственности",
    "topic": "по получателю темы",
    "duty": "по обязанности получателя",
    "model": "по похожим обращениям",
    "rule": "по автоправилу",
}


def keep(new: Sequence[tuple[int, Record, Heard, Understood]], *, municipality_id: int) -> None:
    """Keep the bases of cases just registered, told by their ids."""
    cases.keep_bases(
        [
            basis
            for case_id, record, heard, found in new
            for basis in _of(record, heard, found, case_id=case_id, municipality_id=municipality_id)
        ]
    )


def _of(
    record: Record, heard: Heard, found: Understood, *, case_id: int, municipality_id: int
) -> Iterator[Grounds]:
    """A case that no person has routed is delivered automatically; on a fast topic it is fast-tracked too.

    A foreign register's case counts where its way tells of a delivery and of no hop.
    """
    face, history, registered_at = face_of(record, found), heard.history, heard.registered_at
    routed_at = (history.routed_at if history.hops == 0 else None) if history else registered_at
    waits = face.recipient_id is None or face.needs_decision or face.is_held
    if routed_at is None or (history is None and waits):
        return
    ground = _way(face, found.proposal) if history is None else _past(record)
    yield Grounds(
        case_id=case_id,
        kind=BasisKind.DELIVERY,
        by=face.recipient_by,
        ground=ground,
        at=routed_at,
        seconds=max(round((routed_at - registered_at).total_seconds()), 0),
    )
    if face.is_fast_track:
        yield Grounds(
            case_id=case_id,
            kind=BasisKind.FAST_TRACK,
            by=face.recipient_by,
            ground=f"{_track(record, face, municipality_id)}; {ground}",
            at=registered_at,
        )


def face_of(record: Record, found: Understood) -> Face:
    """What was understood, and the fast track where the source tells of it."""
    return replace(found.face, is_fast_track=True) if _is_told_fast(record) else found.face


def _is_told_fast(record: Record) -> bool:
    return record.facts.get("Фаст-трек", "").casefold() == "да"


def _past(record: Record) -> str:
    where = f"по выгрузке «{record.system}»" if record.system else "по истории источника"
    return f"{where}: передач между исполнителями не было"


def _way(face: Face, proposal: Proposal) -> str:
    way, told = _BY.get(face.recipient_by, "автоматически"), proposal.recipient_ground
    return f"{way}: {told}" if told and not told.startswith(way) else told or way


def _track(record: Record, face: Face, municipality_id: int) -> str:
    topic = catalog.last_read(municipality_id).topics.get(face.topic_id or 0)
    if topic is not None and topic.is_fast_track:
        days = f": {topic.fast_track_days} раб. дн." if topic.fast_track_days else ""
        return f"тема «{topic.title}» идёт по фаст-треку{days}"
    return "в источнике указан фаст-трек" if _is_told_fast(record) else "фаст-трек назначен автоправилом"
