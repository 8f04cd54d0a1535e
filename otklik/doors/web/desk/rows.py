"""Rows of a queue as the page draws them: what is urgent, what is left, in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.deadlines import speech as terms
from otklik.doors.web import speech
from otklik.doors.web.desk.words import channel_icon
from otklik.doors.web.queue_row import Row
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import personal
from otklik.register.cases.rules import STATUS_TITLES, Status, Urgency
from otklik.register.catalog.views import Snapshot

if TYPE_CHECKING:
    from otklik.register.cases.selectors import Case

_NUMBER = "0"
_SAFE = "!$&'()*+,;=/~:@"
"""What an address keeps as it is, as `reverse` does."""


def rows(cases: Sequence["Case"], visit: Visit, snapshot: Snapshot, *, query: str = "") -> list[Row]:
    """The rows of a page: one query for the names of executors, however many rows."""
    assignees = [case.assignee_id for case in cases if case.assignee_id]
    names = people.names(assignees) if assignees else {}
    sees_personal, url_of = personal_of(visit, snapshot), _addresses(query)
    return [
        _row(
            case,
            visit,
            snapshot,
            url=url_of(case.number),
            who=short_name(names.get(case.assignee_id or 0, "")),
            what=case.summary if sees_personal(case) else personal.mask(case.summary),
        )
        for case in cases
    ]


def personal_of(visit: Visit, snapshot: Snapshot) -> Callable[["Case"], bool]:
    """Whether the person may see who wrote, case by case, without a query for each."""

    @cache
    def may(block_id: int | None, recipient_id: int | None) -> bool:
        block = snapshot.blocks.get(block_id or 0)
        recipient = snapshot.recipients.get(recipient_id or 0)
        return visit.access.can_on(
            Action.SEE_PERSONAL,
            municipality_id=visit.town.id,
            block_code=block.code if block else "",
            organisation_id=recipient.organisation_id if recipient else None,
        )

    return lambda case: may(case.block_id, case.recipient_id)


def _addresses(query: str) -> Callable[[str], str]:
    """The address of a card by its number: the way to all of them is worked out once."""
    before, _number, after = reverse("desk:case", args=[_NUMBER]).rpartition(_NUMBER)
    tail = f"?{query}" if query else ""
    return lambda number: f"{before}{quote(number, safe=_SAFE)}{after}{tail}"


def _row(case: "Case", visit: Visit, snapshot: Snapshot, *, url: str, who: str, what: str) -> Row:
    topic = snapshot.topics.get(case.topic_id or 0)
    recipient = snapshot.recipients.get(case.recipient_id or 0)
    tone, left = term(case, visit)
    edge = tone
    if case.is_open and case.urgency:
        edge = "danger" if case.urgency == Urgency.DANGER or tone == "danger" else "warn"
    return Row(
        id=case.id,
        number=case.number,
        url=url,
        where=case.address,
        who=who,
        what=what,
        edge=edge,
        tone=tone,
        left=left,
        state_word=STATUS_TITLES[Status(case.status)],
        topic=topic.title if topic else "",
        recipient=recipient.title if recipient else "",
        channel=channel_icon(case.channel),
        alarm=_alarm(case, visit) if case.is_open else "",
        alarm_tone="danger" if case.urgency == Urgency.DANGER else "warn",
        is_new=case.status == Status.NEW,
    )


def term(case: "Case", visit: Visit) -> tuple[str, str]:
    """The tone and the words of the main term."""
    if not case.is_open:
        when = case.answered_at or case.closed_at
        return "ok" if when else "none", _closed_words(when, visit)
    if case.due_at is None:
        return "none", _("без срока")
    left = terms.left(case.due_at, now=visit.now, tz=visit.zone)
    if case.due_at < visit.now:
        return "danger", left
    return "warn" if (case.due_at - visit.now).days < 1 else "none", left


def _closed_words(when: datetime | None, visit: Visit) -> str:
    return speech.when(when.astimezone(visit.zone).date(), now=visit.now) if when else _("завершено")


def alarm_word(urgency: int) -> str:
    if not urgency:
        return ""
    return _("угроза") if urgency == Urgency.DANGER else _("срочно")


def _alarm(case: "Case", visit: Visit) -> str:
    """How urgent, and whether a promised day has passed."""
    is_broken = case.promised_on is not None and case.promised_on < visit.today
    told = (alarm_word(case.urgency), _("обещание нарушено") if is_broken else "")
    return ", ".join(one for one in told if one)


def short_name(full_name: str) -> str:
    """«Андреева Софья Павловна» is «Андреева С. П.»."""
    surname, *rest = full_name.split()[:3] or [""]
    return " ".join([surname, *(f"{one[0]}." for one in rest)])
