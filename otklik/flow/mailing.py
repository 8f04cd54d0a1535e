"""Notices that also go by e-mail, where the installation has a mail server and the town wants letters."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from otklik.border.integrations import smtp
from otklik.border.ports.mail import Letter
from otklik.casework.control import selectors as control_read
from otklik.casework.control import services as control
from otklik.ground.outbox import services as outbox
from otklik.ground.outbox.services import Wish

MAIL = "mail_notice"


def is_possible() -> bool:
    """Whether the installation has a mail server."""
    return bool(settings.MAIL_URL)


def ask(notice_ids: Sequence[int], *, now: datetime) -> None:
    """Ask for the letters; the same notice asked for twice is one letter."""
    if not is_possible():
        return
    wishes = [Wish(kind=MAIL, key=str(one), payload={"notice": one}, at=now) for one in notice_ids]
    outbox.put_many(wishes, now=now)


def deliver(notice_id: int, *, now: datetime) -> None:
    """Send one letter; sent once it is not sent again. It names cases by number and nobody by name."""
    server, letter = smtp.read(settings.MAIL_URL), control_read.letter(notice_id)
    if server is None or letter is None:
        return
    lines = [letter.text, *(f"{one.case_number}: {one.title}" for one in letter.lines)]
    if letter.hidden:
        lines.append(f"…и ещё {letter.hidden}.")
    lines += ["", "Подробности в системе «Отклик», раздел «Уведомления». На это письмо отвечать не нужно."]
    server.send(
        Letter(
            key=f"notice-{notice_id}",
            address=letter.address,
            subject=f"Отклик: {letter.title}",
            text="\n".join(line for line in lines if line is not None),
        )
    )
    control.mailed(notice_id, now=now)
