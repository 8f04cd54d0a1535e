"""The citizen is asked to rate the answer where it came: once, and reminded once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from otklik.border.ports.messages import Outbound, Receipt
from otklik.casework.satisfaction import selectors as ratings_read
from otklik.casework.satisfaction import services as ratings
from otklik.casework.satisfaction.rules.rating import Manner, Way, closes_at
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.kernel import language, registry
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.rules import Status

INVITE, REMIND = "invite_to_rate", "remind_to_rate"
_PHONE, _EMAIL = "phone", "email"
_ANSWERED = frozenset({Status.ANSWERED, Status.CLOSED})


@transaction.atomic
def invite(case_id: int, *, adapter: str, now: datetime) -> None:
    """Ask about the answer just given: by its channel, by e-mail, or by an operator's call."""
    case = cases_read.by_id(case_id)
    if case.answered_at is None:
        return
    manner = ratings_read.manner(case.municipality_id, case.stream)
    way, by = _way(case, adapter)
    invitation_id = ratings.invite(
        case_id,
        municipality_id=case.municipality_id,
        turn=case.reopened_count + 1,
        way=way,
        closes_at=closes_at(case.answered_at, manner),
        now=now,
    )
    if invitation_id is None or way is not Way.CHANNEL:
        return
    payload = {"invitation": invitation_id, "adapter": by}
    outbox.put(INVITE, f"invitation:{invitation_id}", payload, now=now)
    if manner.remind_days:
        at = now + timedelta(days=manner.remind_days)
        outbox.put(REMIND, f"invitation:{invitation_id}", payload, now=now, at=at)


def _way(case: cases_read.Case, adapter: str) -> tuple[Way, str]:
    """A form on the web reaches its author only by e-mail, where there is such a channel."""
    has_email = bool(case.applicant and case.applicant.email) and _EMAIL in settings.CHANNELS
    if has_email and adapter in ("", "webform"):
        return Way.CHANNEL, _EMAIL
    if adapter and adapter != _PHONE:
        return Way.CHANNEL, adapter
    return (Way.CALL, "") if case.applicant and case.applicant.phone else (Way.NONE, "")


def deliver(payload: Mapping[str, object], now: datetime) -> None:
    """Send the invitation; run twice it sends once (the key goes to the channel)."""
    row = ratings_read.invitation(int(str(payload["invitation"])))
    case = cases_read.by_id(row.case_id)
    if row.sent_at is not None or row.rated_at is not None or not _is_of_now(case, row.round):
        return
    receipt = _say(case, row, str(payload["adapter"]), key="invitation", text=_asking(case, row), now=now)
    ratings.sent(row.id, receipt=receipt.external_id, now=now)


def remind(payload: Mapping[str, object], now: datetime) -> None:
    """Remind once of an invitation that went out and was not answered while it still may be."""
    row = ratings_read.invitation(int(str(payload["invitation"])))
    case = cases_read.by_id(row.case_id)
    is_past = row.closes_at is not None and now > row.closes_at
    if row.sent_at is None or row.reminded_at is not None or row.rated_at is not None or is_past:
        return
    if not _is_of_now(case, row.round):
        return
    text = f"Напоминаем: {_asking(case, row, begins='мы ответили')}"
    _say(case, row, str(payload["adapter"]), key="reminder", text=text, now=now)
    ratings.reminded(row.id, now=now)


def _is_of_now(case: cases_read.Case, turn: int) -> bool:
    """A case that has gone back to work has no answer to rate."""
    return case.status in _ANSWERED and turn == case.reopened_count + 1


def _say(
    case: cases_read.Case, row: ratings_read.Invitation, adapter: str, *, key: str, text: str, now: datetime
) -> Receipt:
    channel = registry.load(settings.CHANNELS)[adapter]()
    outbound = Outbound(
        key=f"otklik-{key}-{row.id}",
        channel=case.channel,
        text=text,
        thread_id=case.thread_id,
        reply_to=case.source_url,
        address=case.applicant.email if case.applicant else "",
    )
    receipt: Receipt = channel.reply(outbound, now=now)
    return receipt


def _asking(
    case: cases_read.Case, row: ratings_read.Invitation, *, begins: str = "Здравствуйте. Мы ответили"
) -> str:
    """Where to rate and until when; the second link asks about the centre itself."""
    manner = ratings_read.manner(case.municipality_id, case.stream)
    until = ""
    if row.closes_at is not None:
        zone = ZoneInfo(places.municipality(case.municipality_id).timezone)
        day = row.closes_at.astimezone(zone).date()
        until = f" до {language.day(day, this_year=day.year)}"
    lines = [
        f"{begins} на ваше сообщение {case.number}. Оцените, пожалуйста, ответ{until}: {_where(case, manner)}"
    ]
    lines.append("Если вопрос не решён, отметьте это там же и напишите, что осталось.")
    if manner.site and row.code:
        about = manner.site + reverse("public:questionnaire", args=[row.code])
        lines.append(f"Как мы работаем в целом — несколько коротких вопросов, без имени: {about}")
    return "\n".join(lines)


def _where(case: cases_read.Case, manner: Manner) -> str:
    if not manner.site:
        return f"на странице вашего сообщения по номеру {case.number} и коду {case.public_code}."
    return manner.site + reverse("public:short_rating", args=[case.id, case.public_code])
