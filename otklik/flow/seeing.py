"""Who has looked at personal data: journalled once in half an hour for a person and what they look at."""

import hashlib
from datetime import datetime

from django.core.cache import cache

from otklik.ground.audit import services as audit

NORM = "152-ФЗ, ст. 19, ч. 2, п. 8"
AGAIN = 30 * 60
"""Seconds after which the same look is a new one."""


def card(case_id: int, *, municipality_id: int, now: datetime, actor_id: int, ip: str) -> None:
    """A person who may see personal data has opened a card."""
    _saw("see_case", "case", case_id, municipality_id=municipality_id, now=now, actor_id=actor_id, ip=ip)


def file(
    case_id: int, attachment_id: int, *, municipality_id: int, now: datetime, actor_id: int, ip: str
) -> None:
    """A person has taken a file that a citizen sent."""
    audit.record(
        action="see_file", subject="case", subject_id=case_id, municipality_id=municipality_id,
        actor_id=actor_id, now=now, ip=ip, norm=NORM, details={"file": attachment_id},
    )  # fmt: skip


def page(of: str, *, municipality_id: int, now: datetime, actor_id: int, ip: str) -> None:
    """A person has opened a list of people: `of` names the page (`calls`, `outgoing`)."""
    _saw("see_people", "page", of, municipality_id=municipality_id, now=now, actor_id=actor_id, ip=ip)


def search(text: str, *, municipality_id: int, now: datetime, actor_id: int, ip: str) -> None:
    """A person has searched the texts; how many words they used is kept, the words are not."""
    asked = hashlib.sha256(text.encode()).hexdigest()
    if cache.add(f"saw:search:{asked}:{municipality_id}:{actor_id}", 1, AGAIN):
        audit.record(
            action="search_cases", subject="queue", subject_id=municipality_id,
            municipality_id=municipality_id, actor_id=actor_id, now=now, ip=ip, norm=NORM,
            details={"words": len(text.split())},
        )  # fmt: skip


def _saw(
    action: str,
    subject: str,
    subject_id: int | str,
    *,
    municipality_id: int,
    now: datetime,
    actor_id: int,
    ip: str,
) -> None:
    if cache.add(f"saw:{action}:{subject_id}:{municipality_id}:{actor_id}:{ip.encode().hex()}", 1, AGAIN):
        audit.record(
            action=action, subject=subject, subject_id=subject_id, municipality_id=municipality_id,
            actor_id=actor_id, now=now, ip=ip, norm=NORM,
        )  # fmt: skip
