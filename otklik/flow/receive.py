"""The first legs of the road: a message is kept once, registered, explained and put on the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from otklik.border.ports.messages import Attachment, Author, Inbound, Record
from otklik.casework.deadlines import services as deadlines
from otklik.casework.triage import services as triage
from otklik.flow import bases, conflicts, duplicates, ruling, terms, told_ratings
from otklik.flow.tidying import body_of, raw_of, tidy
from otklik.flow.understanding import Heard, Understood, understand
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.arrivals import Arrival
from otklik.register.cases.history import retell
from otklik.register.intake import services as intake

OURS = "Отклик"
"""The system a live case is processed in (indicators 17–20)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message. Beyond `case_id` all is empty where no case was made."""

    verdict: str  # "added", "joined", "updated", "unchanged", "foreign": its id belongs to another message
    case_id: int | None
    number: str = ""
    public_code: str = ""
    due_at: datetime | None = None
    topic_id: int | None = None


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
    threads = [one.thread_id for one in inbounds if one.thread_id]
    size = len(records) if len(threads) == len(set(threads)) else 1  # the second of a thread joins the first
    taken = []
    for start in range(0, len(records), size or 1):
        part = records[start : start + size]
        taken += take_records(
            part, account_id=account_id, town=town, now=now, actor_id=actor_id, is_live=True
        )
    return taken


def take_records(
    records: Sequence[Record],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None = None,
    is_live: bool = False,
) -> list[Taken]:
    """Rows of a foreign register with their ways, or live messages, all or none of which are written."""
    thoughts = think(records, town=town, now=now, is_live=is_live)
    return write(thoughts, account_id=account_id, town=town, now=now, actor_id=actor_id)


@dataclass(frozen=True, slots=True)
class Thought:
    """A record with all that was made of it before anything is written; it can travel between processes."""

    record: Record
    raw: intake.Raw
    heard: Heard
    found: Understood

    @property
    def thread_id(self) -> str:
        """Only live messages join threads: an imported row tells its whole way itself."""
        return "" if self.heard.history else self.record.inbound.thread_id


def think(
    records: Sequence[Record], *, town: MunicipalityView, now: datetime, is_live: bool = False
) -> list[Thought]:
    """The slow part: it reads and writes nothing.

    A live message is registered now; an imported one was registered when its source says it came.
    """
    heard = []
    for record in records:
        at = now if is_live else record.inbound.received_at
        history = None if is_live else retell(record, registered_at=at)
        heard.append(Heard(record.inbound, registered_at=at, system=record.system, history=history))
    return [
        Thought(record, raw_of(record), one, found)
        for record, one, found in zip(records, heard, understand(heard, town=town), strict=True)
    ]


def write(
    thoughts: Sequence[Thought],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None = None,
) -> list[Taken]:
    """The quick part, in one transaction.

    Where another process has taken the same message meanwhile, the second try finds it taken.
    """
    try:
        return _write(thoughts, account_id=account_id, town=town, now=now, actor_id=actor_id)
    except IntegrityError:
        return _write(thoughts, account_id=account_id, town=town, now=now, actor_id=actor_id)


@transaction.atomic
def _write(
    thoughts: Sequence[Thought],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None,
) -> list[Taken]:
    """Messages in order; one that repeats the id of another before it is compared with that one."""
    taken: list[Taken] = []
    for wave in _waves(thoughts):
        taken += _write_wave(wave, account_id=account_id, town=town, now=now, actor_id=actor_id)
    return taken


def _waves(thoughts: Sequence[Thought]) -> Iterator[Sequence[Thought]]:
    """Stretches in which no id is repeated: nearly always one."""
    start, told = 0, set[str]()
    for n, one in enumerate(thoughts):
        if one.raw.external_id in told:
            yield thoughts[start:n]
            start, told = n, set()
        told.add(one.raw.external_id)
    yield thoughts[start:]


def _write_wave(
    thoughts: Sequence[Thought],
    *,
    account_id: int,
    town: MunicipalityView,
    now: datetime,
    actor_id: int | None,
) -> list[Taken]:
    verdicts = intake.compare(account_id, [one.raw for one in thoughts], now=now)
    threads = _threads(account_id, thoughts, verdicts)
    taken = dict(enumerate(Taken("unchanged", one.case_id) for one in verdicts))
    fresh, changed = [], []
    for n, (one, verdict) in enumerate(zip(thoughts, verdicts, strict=True)):
        if verdict.is_new and one.thread_id in threads:
            taken[n] = _join(one.record.inbound, threads[one.thread_id], now=now)
            intake.keep(account_id, [(one.raw, threads[one.thread_id])], now=now)
        elif verdict.is_new:
            fresh.append(n)
        elif verdict.is_foreign and one.heard.history:
            taken[n] = Taken("foreign", verdict.case_id)
        elif verdict.is_changed and verdict.case_id is not None and one.heard.history:
            changed.append(Changed(verdict.case_id, one))
            taken[n] = Taken("updated", verdict.case_id)
    _refresh(changed, now=now, actor_id=actor_id)
    told_ratings.keep([(x.case_id, x.thought.record) for x in changed], municipality_id=town.id, now=now)
    added = _register(
        [thoughts[n] for n in fresh], account_id=account_id, town=town, now=now, actor_id=actor_id
    )
    taken.update(zip(fresh, added, strict=True))
    return [taken[n] for n in range(len(thoughts))]


@dataclass(frozen=True, slots=True)
class Changed:
    """A registered case of which its source tells more."""

    case_id: int
    thought: Thought


def _threads(
    account_id: int, thoughts: Sequence[Thought], verdicts: Sequence[intake.Verdict]
) -> dict[str, int]:
    pairs = zip(thoughts, verdicts, strict=True)
    ids = [one.thread_id for one, verdict in pairs if verdict.is_new and one.thread_id]
    return cases_read.open_case_of_thread(account_id, ids) if ids else {}


def _register(
    batch: Sequence[Thought], *, account_id: int, town: MunicipalityView, now: datetime, actor_id: int | None
) -> list[Taken]:
    if not batch:
        return []
    registered = cases.register(
        [_arrival(one, account_id=account_id) for one in batch], town=town, now=now, actor_id=actor_id
    )
    pairs = list(zip(batch, registered, strict=True))
    intake.keep(account_id, [(one.raw, new.case_id) for one, new in pairs], now=now)
    triage.keep_opinions([(new.case_id, one.found.proposal) for one, new in pairs], now=now)
    bases.keep(
        [(new.case_id, one.record, one.heard, one.found) for one, new in pairs], municipality_id=town.id
    )
    told_ratings.keep([(new.case_id, one.record) for one, new in pairs], municipality_id=town.id, now=now)
    deadlines.start(
        [replace(one.found.times, case_id=new.case_id) for one, new in pairs],
        found=[one.found.rungs for one in batch],
    )
    ruling.keep([(new.case_id, one.found.ruled) for one, new in pairs], municipality_id=town.id, now=now)
    told = [replace(one.found.told, case_id=new.case_id) for one, new in pairs]
    if any(one.heard.history for one in batch):
        districts = {new.case_id: one.found.face.district_id or 0 for one, new in pairs}
        duplicates.note(told, districts, municipality_id=town.id, now=now)
    else:
        duplicates.compare_later(told, municipality_id=town.id, now=now)
    return [
        Taken(
            "added", new.case_id, new.number, new.public_code, one.found.face.due_at, one.found.face.topic_id
        )
        for one, new in pairs
    ]


def _arrival(one: Thought, *, account_id: int) -> Arrival:
    return Arrival(
        inbound=one.record.inbound,
        account_id=account_id,
        registered_at=one.heard.registered_at,
        face=bases.face_of(one.record, one.found),
        terms=one.found.terms,
        system=one.record.system or ("" if one.heard.history else OURS),
        history=one.heard.history,
        facts=one.record.facts,
    )


def _refresh(changed: Sequence[Changed], *, now: datetime, actor_id: int | None) -> None:
    """The source has told more of registered cases: their faces, moves, answers and clocks follow."""
    for one in changed:
        heard = one.thought.heard
        if heard.history is None:
            continue
        told = cases.Refreshment(one.case_id, heard.history, dict(one.thought.record.facts))
        cases.refresh([told], now=now, actor_id=actor_id)
        terms.retold(replace(one.thought.found.times, case_id=one.case_id), now=now, actor_id=actor_id)


def _join(inbound: Inbound, case_id: int, *, now: datetime) -> Taken:
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
    conflicts.look(case_id, now=now)
    return Taken("joined", case_id)


@transaction.atomic
def add_comment(
    case_id: int, *, key: str, text: str, files: Sequence[Attachment], now: datetime, by_label: str = ""
) -> bool:
    """The author adds to an open case through its page; false where this `key` was taken before."""
    case = cases_read.by_id(case_id)
    inbound = tidy(
        Inbound(
            channel=case.channel,
            external_id=f"add:{case_id}:{key}"[:200],
            text=text,
            received_at=now,
            author=Author(name=by_label),
            attachments=tuple(files),
        )
    )
    record = Record(row=1, inbound=inbound)
    if case.account_id is None:
        raise LookupError(case_id)
    raw = intake.Raw(inbound.external_id, body_of(record), now)
    (verdict,) = intake.compare(case.account_id, [raw], now=now)
    if verdict.is_new:
        _join(inbound, case_id, now=now)
        intake.keep(case.account_id, [(raw, case_id)], now=now)
    return verdict.is_new
