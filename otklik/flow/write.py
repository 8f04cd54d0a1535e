"""A citizen's message through a door that everybody may open, with what its author agreed to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from otklik.flow import channels
from otklik.flow.receive import Taken
from otklik.ground.audit import selectors as audit_read
from otklik.ground.audit import services as audit
from otklik.register.cases import selectors as cases_read
from otklik.register.intake.selectors import AccountView

CONSENT = "consent"
NORM_OF_CONSENT = "152-ФЗ, ст. 9, ч. 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Which documents the author agreed to, by the editions shown; an empty one was not agreed to."""

    processing: str = ""
    publication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The author's receipt; `due_at` is None where the term is not known yet."""

    case_id: int
    number: str
    public_code: str
    due_at: datetime | None
    topic_id: int | None
    is_new: bool


def write(
    account: AccountView,
    body: bytes,
    *,
    consent: Consent,
    now: datetime,
    ip: str,
) -> Written:
    """Take the message in; sent twice, it gives the same receipt. Raises what `channels.push_to` does."""
    (taken,) = channels.push_to(account, body, {}, now=now)
    if taken.case_id is None:
        raise LookupError(account.code)
    _agreed(taken, consent, municipality_id=account.municipality_id, now=now, ip=ip)
    if taken.verdict == "added":
        return Written(
            case_id=taken.case_id,
            number=taken.number,
            public_code=taken.public_code,
            due_at=taken.due_at,
            topic_id=taken.topic_id,
            is_new=True,
        )
    case = cases_read.by_id(taken.case_id)
    return Written(
        case_id=case.id,
        number=case.number,
        public_code=case.public_code,
        due_at=case.due_at,
        topic_id=case.topic_id,
        is_new=False,
    )


def edition_of(text: str) -> str:
    """The edition of a document, told from its words: nobody can change them and keep the number."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _agreed(taken: Taken, consent: Consent, *, municipality_id: int, now: datetime, ip: str) -> None:
    """Journal the consent once, even where the first sending broke off between the case and the journal."""
    if not (consent.processing or consent.publication):
        return
    if taken.verdict != "added" and any(
        line.action == CONSENT for line in audit_read.of_subject("case", taken.case_id or 0)
    ):
        return
    audit.record(
        action=CONSENT,
        subject="case",
        subject_id=taken.case_id or 0,
        municipality_id=municipality_id,
        now=now,
        ip=ip,
        norm=NORM_OF_CONSENT,
        details={
            "version": consent.processing,
            "publish": bool(consent.publication),
            "publish_version": consent.publication,
        },
    )
