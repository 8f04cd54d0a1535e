"""Rules are asked again when a person has changed what a case is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import Author
from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules.acting import NOTHING, Acted
from otklik.casework.automation.services import Kept
from otklik.casework.triage import selectors as triage
from otklik.flow import ruling
from otklik.flow.coordination import Roster
from otklik.ground.places import selectors as places
from otklik.ground.places.matching import Found
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import BY_PERSON
from otklik.register.cases.selectors import Case
from otklik.register.catalog.views import Snapshot, TopicView

CONFIRMED = 1.0
"""The confidence of a topic that a person has chosen."""


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules say of a case with its new topic; nothing is written yet."""

    acted: Acted
    roster: Roster
    at: datetime

    @property
    def recipient_id(self) -> int | None:
        return self.acted.effects.recipient


def ask(case: Case, topic: TopicView, *, now: datetime, known: Snapshot, recipient_is_chosen: bool) -> Again:
    """Ask every rule in force today; what a person has chosen stays."""
    zone = ZoneInfo(places.municipality(case.municipality_id).timezone)
    roster = Roster(known)
    rules = automation.ruleset(known)
    if rules is None:
        return Again(NOTHING, roster, now.astimezone(zone))
    subject = _subject(case, topic, zone)
    chosen = {
        "recipient": recipient_is_chosen,
        "urgency": case.urgency_reason.startswith(BY_PERSON),
    }
    taken = frozenset(key for key, is_chosen in chosen.items() if is_chosen)
    checks = ruling.Checks(roster)
    acted = rules.act(
        ruling.record_of(subject, rules.fields),
        on=now.astimezone(zone).date(),
        check=checks.why_not,
        taken=taken,
    )
    return Again(acted, roster, now.astimezone(zone))


def apply(case: Case, again: Again, *, now: datetime, actor_id: int | None) -> None:
    """Put on the case what the rules have said, once its topic and recipient are decided."""
    if not again.acted.hits and not again.acted.faults:
        return
    assignee, acted, why = ruling.appointed(again.acted, case.recipient_id, again.roster, on=again.at.date())
    joining, acted = ruling.brought(
        acted, again.roster, recipient_id=case.recipient_id, assignee_id=case.assignee_id or assignee,
        on=again.at.date(),
    )  # fmt: skip
    barred = cases_read.barred_users(case, [one for one in (assignee, *joining) if one is not None])
    assignee, joining = _spared(assignee, barred), tuple(one for one in joining if one not in barred)
    effects = acted.effects
    services.keep_again(
        Kept(case.id, acted, why), municipality_id=case.municipality_id, now=now, actor_id=actor_id
    )
    if effects.tags:
        cases.tag(case.id, effects.tags, now=now, actor_id=actor_id)
    if effects.urgency is not None and effects.urgency != case.urgency:
        cases.set_urgency(case.id, effects.urgency, reason=ruling.ground(acted, "urgency"), now=now)
    if assignee is not None and case.assignee_id is None:
        cases.assign(case.id, assignee, now=now)
    if joining:
        cases.add_co_executors(case.id, joining, by_label=ruling.ground(acted, "co_executors"), now=now)


def _spared(user_id: int | None, barred: Sequence[int]) -> int | None:
    """Nobody works on a complaint against themselves (59-ФЗ, ст. 8, ч. 6)."""
    return None if user_id in barred else user_id


def _subject(case: Case, topic: TopicView, zone: ZoneInfo) -> ruling.Subject:
    opinion = triage.opinion(case.id)
    text = cases_read.firsts([case.id]).get(case.id, "")
    house = places.house_numbers([case.house_id]).get(case.house_id) if case.house_id else None
    applicant = case.applicant
    return ruling.Subject(
        topic=topic,
        block_id=topic.block_id,
        spot=Found(
            district_id=case.district_id, settlement_id=case.settlement_id, street_id=case.street_id,
            house_id=case.house_id,
        ),
        stream=case.stream,
        kind=case.kind,
        channel=case.channel,
        author=Author(
            name=applicant.name if applicant else "",
            is_organisation=bool(applicant and applicant.is_organisation),
        ),
        urgency=case.urgency,
        signs=[sign.kind for sign in opinion.signs] if opinion else [],
        confidence=CONFIRMED,
        at=case.registered_at.astimezone(zone),
        terms=f" {language.index_terms(text)} ",
        house=house,
        repeat=2 if case.is_repeat else 1,
    )  # fmt: skip
