"""The first legs of the road: a message is kept once, registered, explained and put on the clock."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Inbound, Record
from otklik.casework.deadlines import services as deadlines
from otklik.casework.triage import services as triage
from otklik.flow.understanding import Heard, Understood, understand
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.arrivals import Arrival, History
from otklik.register.cases.history import retell
from otklik.register.intake import services as intake


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message. `number` and `public_code` are empty where no case was made."""

    verdict: str  # "added", "joined", "updated", "unchanged"
    case_id: int | None
    number: str = ""
    public_code: str = ""


def take(
    inbounds: Sequence[Inbound],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None = None,
) -> list[Taken]:
    """Messages just received. One whose thread has an open case joins it; a repeated one changes nothing."""
    records = [Record(row=n, inbound=tidy(one)) for n, one in enumerate(inbounds, start=1)]
    return take_records(
        records, account_id=account_id, town=town, now=now, actor_id=actor_id, is_live=True
    )


def take_records(
    records: Sequence[Record],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None = None,
    is_live: bool = False,
) -> list[Taken]:
    """Rows of a foreign register with their ways, or live messages; all or none of the batch is written."""
    raws = [intake.Raw(r.inbound.external_id[:200], _body(r), r.inbound.received_at) for r in records]
    understood = understand(
        [
            Heard(
                inbound=record.inbound,
                registered_at=now if is_live else record.inbound.received_at,
                system=record.system,
            )
            for record in records
        ],
        town=town,
    )
    with transaction.atomic():
        kept = intake.keep(account_id, raws, now=now)
        threads = (
            cases_read.open_case_of_thread(
                account_id, [r.inbound.thread_id for r, k in zip(records, kept, strict=True) if k.is_new]
            )
            if is_live
            else {}
        )
        taken: list[Taken | None] = [None] * len(records)
        fresh: list[int] = []
        changed: list[int] = []
        for n, (record, one) in enumerate(zip(records, kept, strict=True)):
            if one.is_new and record.inbound.thread_id in threads:
                taken[n] = _join(record.inbound, threads[record.inbound.thread_id], one, now=now)
            elif one.is_new:
                fresh.append(n)
            elif one.is_changed and one.case_id is not None and not is_live:
                changed.append(n)
            else:
                taken[n] = Taken("unchanged", one.case_id)
        _refresh([(records[n], kept[n]) for n in changed], now=now, actor_id=actor_id)
        for n in changed:
            taken[n] = Taken("updated", kept[n].case_id)
        batch = [(records[n], kept[n], understood[n]) for n in fresh]
        added = _register(
            batch, account_id=account_id, town=town, now=now, actor_id=actor_id, is_live=is_live
        )
        for n, one_added in zip(fresh, added, strict=True):
            taken[n] = one_added
    return [one for one in taken if one is not None]


def _register(
    batch: Sequence[tuple[Record, intake.Kept, Understood]],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None,
    is_live: bool,
) -> list[Taken]:
    if not batch:
        return []
    histories = [
        None if is_live else retell(record, registered_at=record.inbound.received_at)
        for record, _, _ in batch
    ]
    registered = cases.register(
        [
            _arrival(record, found, history, account_id=account_id, now=now)
            for (record, _, found), history in zip(batch, histories, strict=True)
        ],
        town=town,
        now=now,
        actor_id=actor_id,
    )
    intake.bind([(kept.record_id, one.case_id) for (_, kept, _), one in zip(batch, registered, strict=True)])
    triage.keep_opinions(
        [(one.case_id, found.proposal) for (_, _, found), one in zip(batch, registered, strict=True)],
        now=now,
    )
    deadlines.start(
        [
            deadlines.Started(one.case_id, found.rungs, history.answered_at if history else None)
            for (_, _, found), one, history in zip(batch, registered, histories, strict=True)
        ]
    )
    return [Taken("added", one.case_id, one.number, one.public_code) for one in registered]


def _arrival(
    record: Record, found: Understood, history: History | None, *, account_id: int, now: datetime
) -> Arrival:
    """A case is registered now when it came live, and when its source says where it was imported."""
    face = replace(found.face, is_fast_track=True) if _was_fast(record, history) else found.face
    return Arrival(
        inbound=record.inbound,
        account_id=account_id,
        registered_at=record.inbound.received_at if history else now,
        face=face,
        terms=found.terms,
        system=record.system,
        history=history,
        facts=record.facts,
    )


def _was_fast(record: Record, history: History | None) -> bool:
    return history is not None and record.facts.get("Фаст-трек", "").casefold() == "да"


def _refresh(
    changed: Sequence[tuple[Record, intake.Kept]], *, now: datetime, actor_id: int | None
) -> None:
    told = [
        cases.Refreshment(
            kept.case_id, retell(record, registered_at=record.inbound.received_at), dict(record.facts)
        )
        for record, kept in changed
        if kept.case_id is not None
    ]
    cases.refresh(told, now=now, actor_id=actor_id)
    for one in told:
        deadlines.stop(one.case_id, at=one.history.answered_at, now=now)


def _join(inbound: Inbound, case_id: int, kept: intake.Kept, *, now: datetime) -> Taken:
    """One more message of an open thread becomes a post of its case."""
    cases.add_post(
        case_id,
        kind="comment",
        text=inbound.text,
        at=inbound.received_at,
        now=now,
        is_inbound=True,
        by_label=inbound.author.name,
        external_id=inbound.external_id,
        url=inbound.url,
        attachments=inbound.attachments,
    )
    intake.bind([(kept.record_id, case_id)])
    return Taken("joined", case_id)


def tidy(inbound: Inbound) -> Inbound:
    """The text without control characters; nothing a person could read is lost."""
    return replace(inbound, text=language.clean(inbound.text))


def _body(record: Record) -> str:
    """The message as it was told, without the bytes of its files; the same row gives the same text."""
    told = asdict(record)
    told.pop("row")
    told["inbound"]["attachments"] = [one["name"] for one in told["inbound"]["attachments"]]
    told["facts"] = dict(record.facts)
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
