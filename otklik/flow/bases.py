"""On what basis a new case counts as fast-tracked and as delivered automatically (indicators 1–8)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from otklik.register.cases.arrivals import Face
from otklik.register.cases.services import BasisKind, Grounds
from otklik.register.catalog import selectors as catalog

if TYPE_CHECKING:
    from otklik.flow.receive import Thought

_BY = {
    "source": "получателя назвал источник",
    "table": "по таблице ответственности",
    "topic": "по получателю темы",
    "duty": "по обязанности получателя",
    "model": "по похожим обращениям",
    "rule": "по автоправилу",
}


def of(thought: "Thought", case_id: int, municipality_id: int) -> Iterator[Grounds]:
    """A case that no person has routed is delivered automatically; on a fast topic it is fast-tracked too.

    A foreign register's case counts where its way tells of a delivery and of no hop.
    """
    face, history, registered_at = face_of(thought), thought.heard.history, thought.heard.registered_at
    routed_at = (history.routed_at if history.hops == 0 else None) if history else registered_at
    if routed_at is None or (history is None and (face.recipient_id is None or face.needs_decision)):
        return
    ground = _way(thought, face)
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
            ground=f"{_track(thought, face, municipality_id)}; {ground}",
            at=registered_at,
        )


def face_of(thought: "Thought") -> Face:
    """What was understood, and the fast track where the source tells of it."""
    face = thought.found.face
    return replace(face, is_fast_track=True) if _is_told_fast(thought) else face


def _is_told_fast(thought: "Thought") -> bool:
    return thought.record.facts.get("Фаст-трек", "").casefold() == "да"


def _way(thought: "Thought", face: Face) -> str:
    if thought.heard.history is not None:
        system = thought.record.system
        where = f"по выгрузке «{system}»" if system else "по истории источника"
        return f"{where}: передач между исполнителями не было"
    way, told = _BY.get(face.recipient_by, "автоматически"), thought.found.proposal.recipient_ground
    return f"{way}: {told}" if told and not told.startswith(way) else told or way


def _track(thought: "Thought", face: Face, municipality_id: int) -> str:
    topic = catalog.snapshot(municipality_id).topics.get(face.topic_id or 0)
    if topic is not None and topic.is_fast_track:
        days = f": {topic.fast_track_days} раб. дн." if topic.fast_track_days else ""
        return f"тема «{topic.title}» идёт по фаст-треку{days}"
    return "в источнике указан фаст-трек" if _is_told_fast(thought) else "фаст-трек назначен автоправилом"
