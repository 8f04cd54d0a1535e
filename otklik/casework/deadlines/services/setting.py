"""What a municipality sets of its terms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.deadlines import speech
from otklik.casework.deadlines.models import Counting, TermSetting, TopicTerm
from otklik.casework.deadlines.norms import COUNTING_NORM, EDITABLE
from otklik.casework.deadlines.rules import is_too_long
from otklik.casework.deadlines.times import MOST_PAUSE_DAYS, MOST_PROMISES, Amount, CountFrom
from otklik.ground.audit import services as audit
from otklik.ground.worktime import services as worktime
from otklik.ground.worktime.rules import Shift


class BadTerm(ValueError):
    """The term cannot be set so; the message is Russian and says why."""


@transaction.atomic
def set_term(
    *, municipality_id: int, code: str, length: Amount | None, now: datetime, actor_id: int | None = None
) -> None:
    """Set a municipality's own length of an editable term, or with None forget it. Raises `BadTerm`.

    Running clocks stay as they were counted; `recount` applies the change to them.
    """
    term = EDITABLE.get(code)
    if term is None:
        raise BadTerm(_("Этот срок установлен законом и не настраивается."))
    rows = TermSetting.objects.filter(municipality_id=municipality_id)
    if length is None:
        rows.filter(code=code).delete()
    else:
        if length.amount < 1:
            raise BadTerm(_("Срок должен быть больше нуля."))
        if is_too_long(term, length):
            raise BadTerm(_("Срок не может быть больше, чем %s.") % speech.length(term.most or 0, term.unit))
        values = {"amount": length.amount, "unit": length.unit, "changed_by_id": actor_id, "changed_at": now}
        rows.update_or_create(code=code, defaults={"municipality_id": municipality_id, **values})
    worktime.renew()
    details = {"amount": length.amount, "unit": length.unit.value} if length else {}
    audit.record(
        action="set_term",
        subject="term",
        subject_id=code,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=term.norm,
        details=details,
    )


@transaction.atomic
def set_topic_term(
    *,
    municipality_id: int,
    code: str,
    topic_id: int,
    length: Amount | None,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Set the length of an editable term for one topic (the SLA of a category), or with None forget it.

    Raises `BadTerm`.
    """
    term = EDITABLE.get(code)
    if term is None:
        raise BadTerm(_("Этот срок установлен законом и не настраивается."))
    rows = TopicTerm.objects.filter(municipality_id=municipality_id, code=code)
    if length is None:
        rows.filter(topic_id=topic_id).delete()
    else:
        if length.amount < 1 or is_too_long(term, length):
            raise BadTerm(_("Срок не может быть больше, чем %s.") % speech.length(term.most or 0, term.unit))
        values = {"amount": length.amount, "unit": length.unit, "changed_by_id": actor_id, "changed_at": now}
        defaults = {"municipality_id": municipality_id, "code": code, **values}
        rows.update_or_create(topic_id=topic_id, defaults=defaults)
    worktime.renew()
    audit.record(
        action="set_topic_term",
        subject="term",
        subject_id=code,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=term.norm,
        details={
            "topic": topic_id,
            **({"amount": length.amount, "unit": length.unit.value} if length else {}),
        },
    )


@transaction.atomic
def set_counting(
    *,
    municipality_id: int,
    count_from: CountFrom,
    shift: Shift,
    most_promises: int = MOST_PROMISES,
    most_pause_days: int = MOST_PAUSE_DAYS,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Set which day is the first, where a last day off moves to (59-ФЗ is silent on both), how often a
    promised day may be put off and for how long a message may wait."""
    values = {
        "count_from": count_from, "shift": shift, "most_promises": most_promises,
        "most_pause_days": most_pause_days, "changed_by_id": actor_id, "changed_at": now,
    }  # fmt: skip
    Counting.objects.update_or_create(municipality_id=municipality_id, defaults=values)
    worktime.renew()
    audit.record(
        action="set_counting",
        subject="term",
        subject_id="counting",
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=COUNTING_NORM,
        details={
            "count_from": count_from.value,
            "shift": shift.value,
            "promises": most_promises,
            "pause_days": most_pause_days,
        },
    )
