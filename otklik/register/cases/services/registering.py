"""Registering cases: one message or five hundred, by the same statements."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Author
from otklik.ground.audit import services as audit
from otklik.ground.audit.rules import Record as JournalRecord
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import language
from otklik.register.cases import files, search_index
from otklik.register.cases.arrivals import Arrival, History, Registered
from otklik.register.cases.models import Applicant, Attachment, Case, Post, PostKind, Question, StatusChange
from otklik.register.cases.rules import (
    OPEN,
    Status,
    attention_at,
    find_move,
    identity,
    make_public_code,
    phone_key,
    summary,
)
from otklik.register.cases.services import numbering

BATCH = 500
_BY_SYSTEM = "система"


@transaction.atomic
def register(
    arrivals: Sequence[Arrival], *, town: MunicipalityView, now: datetime, actor_id: int | None = None
) -> list[Registered]:
    """Write the cases with their applicants, questions, posts, ways and search terms, and journal each.

    A case whose topic and recipient are sure starts at the recipient's («Направлено получателю»);
    an imported one starts where its history has led.
    """
    numbers = numbering.give(town, [a.registered_at for a in arrivals])
    applicants = _applicants(town.id, [a.inbound.author for a in arrivals])
    cases = [
        _case(arrival, municipality_id=town.id, number=number, applicant=applicant, now=now)
        for arrival, number, applicant in zip(arrivals, numbers, applicants, strict=True)
    ]
    Case.objects.bulk_create(cases, batch_size=BATCH)
    pairs = list(zip(cases, arrivals, strict=True))
    _write_threads(pairs)
    StatusChange.objects.bulk_create([c for case, a in pairs for c in _changes(case, a)], batch_size=BATCH)
    Question.objects.bulk_create(
        [
            Question(case=case, topic_id=case.topic_id, recipient_id=case.recipient_id, outcome=case.outcome)
            for case in cases
        ],
        batch_size=BATCH,
    )
    search_index.put([(case.id, _terms(case, arrival)) for case, arrival in pairs])
    audit.record_many([_entry(case, town.id, now=now, actor_id=actor_id) for case in cases])
    return [Registered(case.id, case.number, case.public_code) for case in cases]


def _case(
    arrival: Arrival, *, municipality_id: int, number: str, applicant: Applicant | None, now: datetime
) -> Case:
    inbound, face, history = arrival.inbound, arrival.face, arrival.history
    goes_on = history is None and face.recipient_id is not None and not face.needs_decision
    status = history.status if history else Status.ROUTED if goes_on else Status.NEW
    case = Case(
        municipality_id=municipality_id,
        number=number,
        public_code=make_public_code(),
        kind=inbound.kind,
        stream=inbound.stream,
        channel=inbound.channel,
        account_id=arrival.account_id,
        system=arrival.system,
        thread_id=inbound.thread_id,
        source_url=inbound.url[:1000],
        status=status,
        is_open=status in OPEN,
        status_since=history.status_since if history else now,
        needs_decision=face.needs_decision and status in OPEN,
        topic_id=face.topic_id,
        block_id=face.block_id,
        recipient_id=face.recipient_id,
        topic_confidence=face.topic_confidence,
        topic_by=face.topic_by,
        recipient_by=face.recipient_by,
        district_id=face.district_id,
        settlement_id=face.settlement_id,
        street_id=face.street_id,
        house_id=face.house_id,
        address=face.address[:500],
        address_by=face.address_by,
        address_confidence=face.address_confidence,
        lat=face.lat,
        lon=face.lon,
        applicant=applicant,
        summary=summary(inbound.text),
        may_publish=inbound.may_publish,
        urgency=face.urgency,
        urgency_reason=face.urgency_reason[:300],
        received_at=inbound.received_at,
        registered_at=arrival.registered_at,
        routed_at=now if goes_on else None,
        auto_delivered=goes_on,
        due_at=face.due_at,
        due_norm=face.due_norm,
        attention_at=attention_at(
            registered_at=arrival.registered_at, due_at=face.due_at, urgency=face.urgency
        ),
        is_fast_track=face.is_fast_track,
        fast_track_due_at=face.fast_track_due_at,
        facts=dict(arrival.facts),
        updated_at=now,
    )
    if history:
        wear(case, history)
    return case


def wear(case: Case, history: History) -> None:
    """Put on the face what a foreign register tells of the way."""
    case.status, case.status_since, case.is_open = (
        history.status,
        history.status_since,
        history.status in OPEN,
    )
    case.needs_decision = case.needs_decision and case.is_open
    case.routed_at, case.taken_at = history.routed_at, history.taken_at
    case.first_answer_at, case.answered_at = history.first_answer_at, history.answered_at
    case.closed_at, case.promised_on = history.closed_at, history.promised_on
    case.outcome, case.closing_reason, case.rating = history.outcome, history.closing_reason, history.rating
    case.reopened_count, case.returned_count = history.reopened_count, history.returned_count
    case.hops, case.proof, case.road_map_done = history.hops, history.proof, history.road_map_done
    case.auto_delivered = history.routed_at is not None and history.hops == 0


def _applicants(municipality_id: int, authors: Sequence[Author]) -> list[Applicant | None]:
    """One row a person: those known by their identity are found, the rest are added."""
    keys = [identity(author) for author in authors]
    known = {
        row.identity: row
        for row in Applicant.objects.filter(
            municipality_id=municipality_id, identity__in={key for key in keys if key}
        )
    }
    fresh: list[Applicant] = []
    chosen: list[Applicant | None] = []
    for author, key in zip(authors, keys, strict=True):
        row = known.get(key) if key else None
        if row is None and (key or author != Author()):
            row = _applicant(municipality_id, author, key)
            fresh.append(row)
            if key:
                known[key] = row
        chosen.append(row)
    Applicant.objects.bulk_create(fresh, batch_size=BATCH)
    return chosen


def _applicant(municipality_id: int, author: Author, key: str) -> Applicant:
    return Applicant(
        municipality_id=municipality_id,
        name=author.name[:300],
        phone=author.phone[:60],
        email=author.email[:254],
        address=author.address[:500],
        identity=key,
        profile_url=author.profile_url[:500],
        is_organisation=author.is_organisation,
    )


def _write_threads(pairs: Sequence[tuple[Case, Arrival]]) -> None:
    firsts = [
        Post(
            case=case,
            kind=PostKind.MESSAGE,
            is_inbound=True,
            text=arrival.inbound.text,
            at=arrival.inbound.received_at,
            by_label=arrival.inbound.author.name[:300],
            external_id=arrival.inbound.external_id[:200],
            url=arrival.inbound.url[:1000],
        )
        for case, arrival in pairs
    ]
    replies = [
        Post(
            case=case,
            kind=PostKind.INTERIM if reply.is_interim else PostKind.ANSWER,
            is_inbound=False,
            text=reply.text,
            at=reply.at,
            by_label=reply.by[:300],
            url=reply.url[:1000],
            sent_at=reply.at,
        )
        for case, arrival in pairs
        if arrival.history
        for reply in arrival.history.replies
    ]
    Post.objects.bulk_create([*firsts, *replies], batch_size=BATCH)
    Attachment.objects.bulk_create(
        [
            Attachment(
                case=case,
                post=post,
                name=one.name[:255],
                content_type=one.content_type[:100],
                size=len(one.content),
                sha256=files.keep(one.content),
            )
            for (case, arrival), post in zip(pairs, firsts, strict=True)
            for one in arrival.inbound.attachments
        ],
        batch_size=BATCH,
    )


def _changes(case: Case, arrival: Arrival) -> list[StatusChange]:
    changes = [StatusChange(case=case, target=Status.NEW, at=arrival.registered_at, by_label=_BY_SYSTEM)]
    if arrival.history:
        changes.extend(told(case, arrival.history))
    elif case.status == Status.ROUTED:
        move = find_move(Status.NEW, Status.ROUTED)
        changes.append(
            StatusChange(
                case=case,
                source=Status.NEW,
                target=Status.ROUTED,
                at=case.status_since,
                by_label=_BY_SYSTEM,
                norm=move.norm,
            )
        )
    return changes


def told(case: Case, history: History) -> list[StatusChange]:
    """The moves of a foreign register as rows of ours."""
    return [
        StatusChange(
            case=case,
            source=change.source,
            target=change.target,
            at=change.at,
            by_label=change.by[:300],
            comment=change.comment[:1000],
        )
        for change in history.changes
    ]


def _terms(case: Case, arrival: Arrival) -> str:
    """All that a case is found by: the text, the number, the address and the applicant."""
    author = arrival.inbound.author
    rest = " ".join(
        part for part in (case.number, case.address, author.name, phone_key(author.phone)) if part
    )
    return f"{arrival.terms} {language.index_terms(rest)}"


def _entry(case: Case, municipality_id: int, *, now: datetime, actor_id: int | None) -> JournalRecord:
    return JournalRecord(
        action="register",
        subject="case",
        subject_id=str(case.id),
        at=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
        norm=case.due_norm,
        details={"topic": case.topic_id, "recipient": case.recipient_id, "by": case.topic_by},
    )
