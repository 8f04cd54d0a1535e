"""A person decides what a case is about, who answers for it and where it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Place
from otklik.casework.automation import services as automation
from otklik.casework.automation.services import HitOutcome
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.rules import Due
from otklik.casework.deadlines.terms import Stop
from otklik.casework.stages.rules import Deed
from otklik.casework.triage import selectors as triage_read
from otklik.casework.triage import services as triage
from otklik.flow import duplicates, part_places, reruling, stages, times
from otklik.ground.places import matching as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot, TopicView


class BadDecision(ValueError):
    """The decision cannot be taken; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person chose; with no recipient the rules are asked, then the table of responsibility."""

    topic_id: int
    recipient_id: int | None = None
    version: int | None = None


_ROUTABLE = frozenset({Status.NEW, Status.REOPENED, Status.ROUTED, Status.IN_WORK, Status.POSTPONED})


@transaction.atomic
def decide(case_id: int, choice: Choice, *, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """Topic and recipient are set, the decision is kept as a label, the clocks follow, the case goes on."""
    case = cases_read.by_id(case_id)
    stages.check(case, Deed.ROUTE, actor_id=actor_id, now=now)
    snapshot = catalog.snapshot(case.municipality_id)
    topic = _topic(snapshot, choice.topic_id)
    case, choice = _at_its_part(case, choice, now=now)
    again = reruling.ask(
        case, topic, now=now, known=snapshot, recipient_is_chosen=choice.recipient_id is not None
    )
    recipient_id = choice.recipient_id or _found_recipient(case, topic, again.recipient_id)
    recipient = snapshot.recipients.get(recipient_id) if recipient_id else None
    if recipient_id and (recipient is None or not recipient.is_active):
        raise BadDecision("Этого получателя нет в справочнике или он закрыт. Выберите другого.")
    is_same_recipient = case.recipient_id == recipient_id
    if not is_same_recipient:
        automation.judge(case_id, HitOutcome.REROUTED, now=now)
    was_topic, was_recipient = case.topic_id, case.recipient_id
    case = cases.decide(
        case_id,
        cases.Decision(topic_id=topic.id, block_id=topic.block_id, recipient_id=recipient_id),
        now=now,
        actor_id=actor_id,
        version=choice.version,
    )
    triage.decided(
        case_id,
        topic_id=topic.id,
        recipient_id=recipient_id,
        was_topic_id=was_topic,
        was_recipient_id=was_recipient,
        user_id=actor_id,
        now=now,
    )
    reruling.apply(case, again, now=now, actor_id=actor_id)
    if recipient_id and _goes_on(Status(case.status), is_same_recipient=is_same_recipient):
        cases.move(case_id, Status.ROUTED, now=now, actor_id=actor_id, by_label=by_label)
        deadlines.stop(case_id, event=Stop.ROUTED, at=now, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)
    if topic.id != was_topic:
        duplicates.renew(case_id, now=now)


def _found_recipient(case: cases_read.Case, topic: TopicView, by_rule: int | None) -> int | None:
    """Whom the rules name, else the table of responsibility; a complaint goes past those it is against."""
    by_table = triage_read.recipient_for(case.municipality_id, topic.id, case.district_id)
    found = next((one for one in (by_rule, by_table) if one and cases_read.may_have(case, one)), None)
    if found is None and (by_rule or by_table):
        return next(iter(cases_read.ways(case).recipient_ids), None)
    return found


def _at_its_part(case: cases_read.Case, choice: Choice, *, now: datetime) -> tuple[cases_read.Case, Choice]:
    """Of a message with several questions the place is that of the question whose topic is chosen."""
    if choice.topic_id == case.topic_id or choice.version not in (None, case.version):
        return case, choice
    opinion = triage_read.opinion(case.id)
    if opinion is None or not opinion.parts:
        return case, choice
    parts = [(one.topic_id, one.text) for one in opinion.parts]
    there = part_places.of_topic(case, parts, choice.topic_id, find=places.matcher(case.municipality_id).find)
    if there is None:
        return case, choice
    case = cases.relocate(case.id, part_places.location(there), now=now)
    return case, replace(choice, version=choice.version and case.version)


def _topic(snapshot: Snapshot, topic_id: int) -> TopicView:
    topic = snapshot.topics.get(topic_id)
    if topic is None or topic.is_group or not topic.is_active:
        raise BadDecision("Этой темы нет в справочнике или она закрыта. Выберите другую.")
    return topic


def _goes_on(status: Status, *, is_same_recipient: bool) -> bool:
    """To another recipient from anywhere, to the same one only a new case."""
    return status in _ROUTABLE and not (is_same_recipient and status is not Status.NEW)


def renew_clocks(case_id: int, *, now: datetime, actor_id: int | None = None) -> None:
    """Count the running terms anew after the topic, the way or the urgency has changed."""
    due = deadlines.recount([times.of_case(case_id)], now=now, actor_id=actor_id)[case_id]
    _show(case_id, due, now=now, actor_id=actor_id)


def restart_clocks(case_id: int, *, now: datetime, actor_id: int | None = None) -> None:
    """Begin a new round of terms for a reopened case."""
    due = deadlines.restart(times.of_case(case_id), at=now, now=now, actor_id=actor_id)
    _show(case_id, due, now=now, actor_id=actor_id)


def _show(case_id: int, due: Due, *, now: datetime, actor_id: int | None) -> None:
    """The main term goes to the face of the case."""
    case = cases_read.by_id(case_id)
    if (case.due_at, case.due_norm) != (due.due_at, due.norm):
        cases.set_term(case_id, due_at=due.due_at, norm=due.norm, now=now, actor_id=actor_id)
    if case.fast_track_due_at != due.fast_track_due_at:
        cases.mark_fast_track(case_id, due_at=due.fast_track_due_at, now=now)


@transaction.atomic
def relocate(
    case_id: int,
    *,
    text: str,
    lat: float | None,
    lon: float | None,
    now: datetime,
    actor_id: int | None,
) -> None:
    """The clerk corrects the address or moves the point on the map: the point set tells the district."""
    case = cases_read.by_id(case_id)
    matcher = places.matcher(case.municipality_id)
    found = matcher.find(Place(text=text, lat=lat, lon=lon), "")
    by_point = matcher.at_point(lat, lon).district_id if lat is not None and lon is not None else None
    cases.relocate(
        case_id,
        cases.Location(
            address=found.address or text,
            district_id=by_point or found.district_id,
            settlement_id=found.settlement_id,
            street_id=found.street_id,
            house_id=found.house_id,
            lat=lat if lat is not None else found.lat,
            lon=lon if lon is not None else found.lon,
            confidence=1.0,
        ),
        now=now,
        actor_id=actor_id,
    )
    duplicates.renew(case_id, now=now)
