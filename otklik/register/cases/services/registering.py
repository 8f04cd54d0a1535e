"""Registering cases: one message or five hundred, by the same statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from otklik.border.ports.messages import Author
from otklik.ground.audit import services as audit
from otklik.ground.audit.rules import Record as JournalRecord
from otklik.ground.bulk import selectors as bulk_read
from otklik.ground.bulk import services as bulk
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import language
from otklik.register.cases import files, search_index
from otklik.register.cases.arrivals import Arrival, Registered
from otklik.register.cases.models import (
    Applicant,
    Attachment,
    Case,
    Post,
    PostKind,
    Question,
    StatusChange,
    Tag,
)
from otklik.register.cases.rules import Status, find_move, identity, phone_key
from otklik.register.cases.services import numbering
from otklik.register.cases.services.facing import face_of

_BY_SYSTEM = "система"
Row = dict[str, Any]


@transaction.atomic(savepoint=False)
def register(
    arrivals: Sequence[Arrival], *, town: MunicipalityView, now: datetime, actor_id: int | None = None
) -> list[Registered]:
    """Write the cases with their applicants, questions, posts, ways and search terms, and journal each.

    A case whose topic and recipient are sure starts at the recipient's («Направлено получателю»);
    an imported one starts where its history has led.
    """
    if not arrivals:
        return []
    numbers = numbering.give(town, [a.registered_at for a in arrivals])
    applicants = keep_people(town.id, [a.inbound.author for a in arrivals])
    faces = [
        face_of(arrival, municipality_id=town.id, number=number, applicant_id=applicant, now=now)
        for arrival, number, applicant in zip(arrivals, numbers, applicants, strict=True)
    ]
    names = tuple(faces[0])
    ids = bulk.insert(Case, names, [tuple(face[name] for name in names) for face in faces])
    cases = list(zip(ids, faces, arrivals, strict=True))
    _write_threads(cases)
    _write_ways(cases)
    bulk.add(
        Question,
        ("case_id", "order", "topic_id", "recipient_id", "outcome"),
        [(id, 1, face["topic_id"], face["recipient_id"], face["outcome"]) for id, face, _ in cases],
    )
    bulk.add(Tag, ("case_id", "title"), [(id, tag) for id, _, a in cases for tag in a.face.tags])
    search_index.put([(id, _terms(face, arrival)) for id, face, arrival in cases])
    audit.record_many([_entry(id, face, town.id, now=now, actor_id=actor_id) for id, face, _ in cases])
    return [Registered(id, face["number"], face["public_code"]) for id, face, _ in cases]


def keep_people(municipality_id: int, authors: Sequence[Author]) -> list[int | None]:
    """One row a person: those known by their identity are found, the rest are added; ids in order."""
    keys = [identity(author) for author in authors]
    asked = list({key for key in keys if key})
    known: dict[str, int] = {}
    if asked:
        sql = _KNOWN.format(bulk_read.places_for(asked))
        known = dict(bulk_read.rows(sql, [municipality_id, *asked]))
    fresh: dict[str, Author] = {}
    for place, (author, key) in enumerate(zip(authors, keys, strict=True)):
        if (key and key not in known) or (not key and author != _NOBODY):
            fresh.setdefault(key or f"#{place}", author)
    ids = bulk.insert(
        Applicant,
        (
            "municipality_id", "name", "phone", "email", "address", "identity", "profile_url",
            "is_organisation",
        ),
        [
            (
                municipality_id, author.name[:300], author.phone[:60], author.email[:254],
                author.address[:500], "" if key.startswith("#") else key, author.profile_url[:500],
                author.is_organisation,
            )
            for key, author in fresh.items()
        ],
    )  # fmt: skip
    known.update(zip(fresh, ids, strict=True))
    return [known.get(key or f"#{place}") for place, key in enumerate(keys)]


_NOBODY = Author()
_KNOWN = (
    f"SELECT identity, id FROM {Applicant._meta.db_table} "  # noqa: S608  # our own name
    "WHERE municipality_id = %s AND identity IN ({})"
)


def _write_threads(cases: Sequence[tuple[int, Row, Arrival]]) -> None:
    """The first posts with their files, and the answers that a history tells of."""
    names = (
        "case_id", "kind", "is_inbound", "text", "at", "by_label", "external_id", "url", "sent_at",
    )  # fmt: skip
    firsts = [
        (
            id, PostKind.MESSAGE, True, a.inbound.text, a.inbound.received_at, a.inbound.author.name[:300],
            a.inbound.external_id[:200], a.inbound.url[:1000], None,
        )
        for id, _, a in cases
    ]  # fmt: skip
    replies = [
        (
            id, PostKind.INTERIM if reply.is_interim else PostKind.ANSWER, False, reply.text, reply.at,
            reply.by[:300], "", reply.url[:1000], reply.at,
        )
        for id, _, a in cases
        if a.history
        for reply in a.history.replies
    ]  # fmt: skip
    posts = bulk.insert(Post, names, [*firsts, *replies])
    bulk.add(
        Attachment,
        ("case_id", "post_id", "name", "content_type", "size", "sha256"),
        [
            (id, post, one.name[:255], one.content_type[:100], len(one.content), files.keep(one.content))
            for (id, _, arrival), post in zip(cases, posts, strict=False)
            for one in arrival.inbound.attachments
        ],
    )


def _write_ways(cases: Sequence[tuple[int, Row, Arrival]]) -> None:
    """Registration, the move made at once where everything is sure, and the moves that a history tells of."""
    rows: list[tuple[Any, ...]] = []
    for id, face, arrival in cases:
        rows.append((id, "", Status.NEW, arrival.registered_at, _BY_SYSTEM, "", ""))
        if arrival.history:
            rows += [
                (id, one.source, one.target, one.at, one.by[:300], "", one.comment[:1000])
                for one in arrival.history.changes
            ]
        elif face["status"] is Status.ROUTED:
            norm = find_move(Status.NEW, Status.ROUTED).norm
            rows.append((id, Status.NEW, Status.ROUTED, face["status_since"], _BY_SYSTEM, norm, ""))
    bulk.add(StatusChange, ("case_id", "source", "target", "at", "by_label", "norm", "comment"), rows)


def _terms(face: Row, arrival: Arrival) -> str:
    """All that a case is found by: the text, the number, the address and the applicant."""
    author = arrival.inbound.author
    rest = " ".join(
        part for part in (face["number"], face["address"], author.name, phone_key(author.phone)) if part
    )
    return f"{arrival.terms} {language.index_terms(rest)}"


def _entry(
    case_id: int, face: Row, municipality_id: int, *, now: datetime, actor_id: int | None
) -> JournalRecord:
    return JournalRecord(
        action="register",
        subject="case",
        subject_id=str(case_id),
        at=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
        norm=face["due_norm"],
        details={"topic": face["topic_id"], "recipient": face["recipient_id"], "by": face["topic_by"]},
    )
