"""Followers of a mass problem who left a contact are told once that it is solved."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from otklik.border.integrations import smtp
from otklik.border.ports.mail import Letter
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import ContactKind, State
from otklik.casework.duplicates.selectors import ContactView, OutbreakView
from otklik.casework.satisfaction import selectors as satisfaction
from otklik.ground.audit import services as audit
from otklik.ground.outbox import services as outbox
from otklik.ground.outbox.services import Wish

TELL = "tell_follower"


def leave(code: str, told: str, *, key: str, edition: str, now: datetime, ip: str) -> bool:
    """A follower of a published problem asks to be told; false where there is none. Raises `BadContact`."""
    found = duplicates_read.public_problem(code, now=now)
    if found is None or found[1].state is not State.OPEN:
        return False
    duplicates.leave_contact(found[1].id, told, key=key, edition=edition, now=now, ip=ip)
    return True


@transaction.atomic
def set_state(
    outbreak_id: int,
    state: State,
    *,
    now: datetime,
    actor_id: int | None,
    reason: str = "",
) -> None:
    """Accept, reject, close or open a mass problem; when it is closed its followers are told."""
    duplicates.set_state(outbreak_id, state, now=now, actor_id=actor_id, reason=reason)
    if state is not State.CLOSED or not settings.MAIL_URL:
        return
    waiting = duplicates_read.contacts(outbreak_id)
    wishes = [
        Wish(
            kind=TELL,
            key=f"{one.follower_id}:{now.isoformat()}",
            payload={"follower": one.follower_id},
            at=now,
        )
        for one in waiting
        if one.kind is ContactKind.EMAIL
    ]
    if wishes:
        outbox.put_many(wishes, now=now)


def deliver(payload: Mapping[str, object], now: datetime) -> None:
    """Write to one follower; told once, their address is erased and nothing is sent again.

    Where the problem has been opened again meanwhile, nothing is solved and nothing is sent.
    """
    server = smtp.read(settings.MAIL_URL)
    row = duplicates_read.contact(int(str(payload["follower"])))
    if server is None or row is None:
        return
    town, problem = duplicates_read.town_and_problem(row.outbreak_id, now=now)
    if problem.state is not State.CLOSED:
        return
    server.send(
        Letter(
            key=f"follower-{row.follower_id}",
            address=row.address,
            subject="Проблема, за которой вы следили, решена",
            text=_words(problem, site=satisfaction.manner(town, "").site),
        )
    )
    duplicates.told(row.follower_id, now=now)


def by_hand(
    outbreak_id: int, *, municipality_id: int, now: datetime, actor_id: int, ip: str
) -> list[ContactView]:
    """Whom a person is to call or write to; the look is journalled."""
    audit.record(
        action="see_personal", subject="outbreak", subject_id=outbreak_id, municipality_id=municipality_id,
        actor_id=actor_id, now=now, ip=ip, norm="152-ФЗ, ст. 19, ч. 2, п. 8",
    )  # fmt: skip
    return duplicates_read.contacts(outbreak_id)


def told_by_hand(outbreak_id: int, follower_id: int, *, now: datetime, actor_id: int) -> bool:
    """A person has told the follower; the contact is erased. False where it was done before."""
    row = duplicates_read.contact(follower_id)
    if row is None or row.outbreak_id != outbreak_id:
        return False
    return duplicates.told(follower_id, now=now, actor_id=actor_id)


def _words(problem: OutbreakView, *, site: str) -> str:
    where = f"{site}{reverse('public:problem', args=[problem.public_code])}" if site else ""
    lines = [
        "Здравствуйте.", "", f"Проблема «{problem.title}», за которой вы следили, решена.",
        problem.public_text,
        f"Подробности: {where}" if where else "", "",
        "Вы просили сообщить об этом один раз. Ваш адрес удалён, больше писем не будет.",
    ]  # fmt: skip
    return "\n".join(lines)
