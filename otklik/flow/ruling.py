"""The town's automatic rules act on what was understood of a message, and again when its topic changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import Author, Inbound
from otklik.casework.answers import selectors as answers
from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules.acting import NOTHING, Acted, Hit, Ruleset
from otklik.casework.automation.rules.compiling import TERMS
from otklik.casework.automation.rules.effects import AUTO
from otklik.casework.automation.services import Kept
from otklik.casework.deadlines.times import Amount
from otklik.casework.triage.selectors import Proposal
from otklik.flow import times
from otklik.flow.coordination import Roster
from otklik.ground.places import selectors as places
from otklik.ground.places.matching import Found
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases import services as register
from otklik.register.cases.rules import identity
from otklik.register.catalog.views import Snapshot, TopicView

RULE = "rule"
SEASONS = {month: name for name, months in {
    "winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11),
}.items() for month in months}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """All that rules may ask of a message; ids of rows, `at` in the zone of the town."""

    topic: TopicView | None
    block_id: int | None
    spot: Found
    stream: str
    kind: str
    channel: str
    author: Author
    urgency: int
    signs: Sequence[str]
    confidence: float | None
    at: datetime
    terms: str
    house: str | None = None
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Ruled:
    """What came of the rules: the proposal changed by them, who gets the case, who joins, the term."""

    proposal: Proposal
    acted: Acted = NOTHING
    assignee_id: int | None = None
    why: str = ""
    co_executors: tuple[int, ...] = ()

    @property
    def term(self) -> Amount | None:
        return times.term_of(self.acted.effects)


def rule(
    inbounds: Sequence[Inbound | None],
    spots: Sequence[Found],
    proposals: Sequence[Proposal],
    *,
    terms: Sequence[str],
    at: Sequence[datetime],
    town: MunicipalityView,
    catalog: Snapshot,
) -> list[Ruled]:
    """Rules act on live messages; one that is None came decided by its source and is left as it is."""
    rules = automation.ruleset(catalog)
    if rules is None or not rules.versions:
        return [Ruled(one) for one in proposals]
    zone, roster = ZoneInfo(town.timezone), Roster(catalog)
    subjects: Sequence[Subject | None] = [
        _subject(inbound, spot, proposal, said, moment.astimezone(zone), catalog) if inbound else None
        for inbound, spot, proposal, said, moment in zip(inbounds, spots, proposals, terms, at, strict=True)
    ]
    subjects = _completed(subjects, rules, town.id)
    return [
        _ruled(proposal, subject, rules, roster) if subject else Ruled(proposal)
        for proposal, subject in zip(proposals, subjects, strict=True)
    ]


def keep(rows: Sequence[tuple[int, Ruled]], *, municipality_id: int, now: datetime) -> None:
    """What rules did to new cases; inside the transaction of their registration."""
    told = [Kept(case_id, ruled.acted, ruled.why) for case_id, ruled in rows if ruled.acted is not NOTHING]
    if told:
        services.keep(told, municipality_id=municipality_id, now=now)
    joined = [
        register.CoExecution(case_id, ruled.co_executors, ground(ruled.acted, "co_executors"))
        for case_id, ruled in rows
        if ruled.co_executors
    ]
    if joined:
        register.keep_co_executors(joined, municipality_id=municipality_id, now=now)


def _subject(
    inbound: Inbound, spot: Found, proposal: Proposal, said: str, at: datetime, catalog: Snapshot
) -> Subject:
    return Subject(
        topic=catalog.topics[proposal.topic_id] if proposal.topic_id is not None else None,
        block_id=proposal.block_id, spot=spot, stream=inbound.stream, kind=inbound.kind,
        channel=inbound.channel, author=inbound.author, urgency=proposal.urgency,
        signs=[sign.kind for sign in proposal.signs], confidence=proposal.confidence, at=at,
        terms=f" {said} ",
    )  # fmt: skip


def _completed(
    subjects: Sequence[Subject | None], rules: Ruleset, municipality_id: int
) -> Sequence[Subject | None]:
    """House numbers and counts of repeats, asked of the register only where some rule asks them."""
    if "house" in rules.fields:
        ids = [one.spot.house_id for one in subjects if one and one.spot.house_id]
        numbers = places.house_numbers(ids) if ids else {}
        subjects = [
            replace(one, house=numbers.get(one.spot.house_id or 0)) if one else None for one in subjects
        ]
    if "repeat" in rules.fields:
        keys = [identity(one.author) if one else "" for one in subjects]
        before = cases.earlier(municipality_id, keys)
        subjects = [
            replace(one, repeat=1 + before.get((key, one.topic.id if one.topic else None), 0))
            if one
            else None
            for one, key in zip(subjects, keys, strict=True)
        ]
    return subjects


def record_of(subject: Subject, fields: frozenset[str]) -> dict[str, Any]:
    """The record that conditions are asked of; what no rule asks is left out, but for the topic."""
    topic, spot = subject.topic, subject.spot
    record: dict[str, Any] = {"topic": str(topic.id) if topic else None, TERMS: subject.terms}
    if "group" in fields:
        record["group"] = str(topic.parent_id) if topic else None
    if "block" in fields:
        record["block"] = _told(subject.block_id)
    if "district" in fields:
        record["district"] = _told(spot.district_id)
    if "settlement" in fields:
        record["settlement"] = _told(spot.settlement_id)
    if "street" in fields:
        record["street"] = _told(spot.street_id)
    if "house" in fields:
        record["house"] = subject.house.lower() if subject.house else None
    record["stream"], record["kind"], record["channel"] = subject.stream, subject.kind, subject.channel
    record["urgency"], record["signs"] = str(subject.urgency), tuple(subject.signs)
    if "author" in fields:
        record["author"] = _author(subject)
    record["repeat"], record["fast_track"] = subject.repeat, bool(topic and topic.is_fast_track)
    record["confidence"] = round(100 * subject.confidence) if subject.confidence is not None else None
    record["hour"], record["weekday"] = subject.at.hour, str(subject.at.isoweekday())
    record["day"], record["season"] = subject.at.date(), SEASONS[subject.at.month]
    return record


def _told(row_id: int | None) -> str | None:
    return None if row_id is None else str(row_id)


def _author(subject: Subject) -> str:
    if "collective" in subject.signs:
        return "collective"
    if subject.author.is_organisation:
        return "organisation"
    return "person" if subject.author.name.strip() else "anonymous"


def _ruled(proposal: Proposal, subject: Subject, rules: Ruleset, roster: Roster) -> Ruled:
    checks = Checks(roster)
    acted = rules.act(record_of(subject, rules.fields), on=subject.at.date(), check=checks.why_not)
    if not acted.hits and not acted.faults:
        return Ruled(proposal)
    changed = _changed(proposal, acted)
    assignee, acted, why = appointed(acted, changed.recipient_id, roster, on=subject.at.date())
    if acted.leaves_undecided:
        changed = replace(changed, needs_decision=True)
    assignee = None if changed.needs_decision else assignee
    joining, acted = brought(
        acted, roster, recipient_id=changed.recipient_id, assignee_id=assignee, on=subject.at.date()
    )
    return Ruled(changed, acted, assignee, why, joining)


def _changed(proposal: Proposal, acted: Acted) -> Proposal:
    """The proposal as the rules want it; what was unsure for another reason stays unsure."""
    effects, told = acted.effects, dict[str, Any]()
    if effects.recipient is not None:
        was_open = proposal.needs_decision and (
            proposal.recipient_id is not None and proposal.topic_id is not None
        )
        told = {
            "recipient_id": effects.recipient, "recipient_by": RULE, "recipient_ground": ground(acted),
            "needs_decision": was_open or proposal.topic_id is None,
        }  # fmt: skip
    if effects.urgency is not None:
        told |= {
            "urgency": effects.urgency,
            "urgency_reason": ground(acted, "urgency") if effects.urgency else "",
        }
    if effects.fast_track is not None:
        told["is_fast_track"] = effects.fast_track
    return replace(proposal, **told) if told else proposal


def ground(acted: Acted, key: str = "recipient") -> str:
    """«правило „Ямы на севере“, редакция 3»."""
    version = acted.author_of(key)
    return f"правило «{version.title}», редакция {version.number}" if version else ""


def appointed(
    acted: Acted, recipient_id: int | None, roster: Roster, *, on: date
) -> tuple[int | None, Acted, str]:
    """Who gets the case, the hits with a failure where nobody can, and why."""
    if acted.effects.executor is None or recipient_id is None:
        return None, acted, ""
    chosen = roster.choose(acted.effects.executor, recipient_id, on=on)
    if chosen.user_id is not None:
        return chosen.user_id, acted, chosen.why
    hits = tuple(
        Hit(one.version, replace(one.applied, executor=None), (*one.failures, ("executor", chosen.why)))
        if one.applied.executor is not None
        else one
        for one in acted.hits
    )
    return None, Acted(replace(acted.effects, executor=None), hits, acted.faults), chosen.why


def brought(
    acted: Acted, roster: Roster, *, recipient_id: int | None, assignee_id: int | None, on: date
) -> tuple[tuple[int, ...], Acted]:
    """Who of the co-executing recipients comes to the case, and the hits with a failure where nobody can.

    The failure leaves the case on its way: its own recipient answers for it.
    """
    found, missing = dict[int, None](), []
    for one in acted.effects.co_executors:
        if one == recipient_id:
            continue
        chosen = roster.choose(AUTO, one, on=on)
        if chosen.user_id is None:
            missing.append(chosen.why)
        elif chosen.user_id != assignee_id:
            found[chosen.user_id] = None
    if missing:
        hits = tuple(
            replace(one, failures=(*one.failures, *(("co_executors", why) for why in missing)))
            if one.applied.co_executors
            else one
            for one in acted.hits
        )
        acted = replace(acted, hits=hits)
    return tuple(found), acted


class Checks:
    """Whether effects can be done now: people may have left, templates may be gone."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._templates: Mapping[int, bool] | None = None

    def why_not(self, key: str, value: Any) -> str:
        """The reason in Russian, "" where the effect can be done."""
        if key in ("executor", "approvers"):
            people = (value,) if key == "executor" else value
            gone = [one for one in people if one != AUTO and one not in self._roster.staff()]
            return f"сотрудник № {gone[0]} больше не работает" if gone else ""
        if key == "template":
            return "" if self._live_templates().get(value) else "шаблон удалён или закрыт"
        return ""

    def _live_templates(self) -> Mapping[int, bool]:
        if self._templates is None:
            rows = answers.templates(self._roster.municipality_id)
            self._templates = {row.id: row.is_active for row in rows}
        return self._templates
