"""From a draft to the citizen: remarks, approval, sending with proof."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from otklik.border.ports.errors import Refused
from otklik.border.ports.messages import Outbound
from otklik.casework.answers import checks
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.terms import Stop
from otklik.casework.letters.rules.proof import BadProof
from otklik.casework.stages.rules import Deed
from otklik.flow import chain as chains
from otklik.flow import conflicts, inviting, sending, stages, terms
from otklik.flow.remarks import NO_REASONS, remarks
from otklik.ground.outbox import services as outbox
from otklik.kernel import registry
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import MoveNotAllowed, Status, find_move

SEND = "send_answer"


class NotReady(ValueError):
    """The answer may not go; `remarks` say why, the message is Russian."""

    def __init__(self, remarks: list[checks.Remark]) -> None:
        told = " ".join(dict.fromkeys(remark.reason for remark in remarks))
        if not any(remark.is_blocking for remark in remarks):
            told += " Исправьте или напишите под замечанием, почему оставляете так."
        super().__init__(told)
        self.remarks = remarks


class NeedsProof(ValueError):
    """The channel sends nothing by itself: the operator sends the answer and enters the proof."""


def adapter_of(case_id: int) -> str:
    """The adapter that sends the answer of this case; empty when a person must send it by hand."""
    return sender_of(cases_read.by_id(case_id))


def sender_of(case: cases_read.Case) -> str:
    """The same for a case that has been read with its account."""
    told = case.account.settings.get("adapter", case.channel) if case.account else case.channel
    return told if told in settings.CHANNELS else ""


@transaction.atomic
def submit(
    case_id: int,
    writing: answers.Writing,
    *,
    now: datetime,
    today: date,
    actor_id: int | None,
    by_label: str = "",
    version: int | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> int:
    """Keep the draft and send it for approval; returns the draft's id, raises `NotReady`."""
    draft_id = _checked(
        case_id, writing, now=now, today=today, actor_id=actor_id, version=version, reasons=reasons
    )
    case = cases_read.by_id(case_id)
    stages.check(case, Deed.SUBMIT, actor_id=actor_id, now=now)
    chain = chains.found(case, None, on=today)
    answers.submit(draft_id, now=now, actor_id=actor_id, turn_id=chain.turn if chain else None)
    deadlines.stop(case_id, event=Stop.DRAFTED, at=now, now=now, actor_id=actor_id)
    if case.status != Status.APPROVAL:
        cases.move(case_id, Status.APPROVAL, now=now, actor_id=actor_id, by_label=by_label)
    return draft_id


@transaction.atomic
def send_back(
    case_id: int, draft_id: int, *, comment: str, now: datetime, actor_id: int | None, by_label: str = ""
) -> None:
    """Return the draft to its author with the reason."""
    _may_approve(case_id, draft_id, now=now, actor_id=actor_id)
    answers.send_back(draft_id, comment=comment, now=now, actor_id=actor_id)
    if cases_read.by_id(case_id).status == Status.APPROVAL:
        cases.move(case_id, Status.IN_WORK, now=now, actor_id=actor_id, by_label=by_label, comment=comment)


@transaction.atomic
def approve(
    case_id: int,
    writing: answers.Writing,
    *,
    now: datetime,
    today: date,
    actor_id: int | None,
    proof: str = "",
    version: int | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    instead: str = "",
) -> str:
    """Approve and send: one transaction keeps the approval and asks the worker to send.

    Where a chain approves, only its last yes sends; until then the name of the next is told.
    `instead` is the reason to say yes for all who are left. Where no adapter sends for the channel, `proof`
    (a link, or outgoing number, date and way) is required and the answer counts as sent at once.
    Raises `NotReady`, `NeedsProof`, `NotYourTurn`, `MoveNotAllowed`.
    """
    case = cases_read.by_id(case_id)
    find_move(Status(case.status), _target(is_interim=writing.is_interim))
    draft_id = _checked(
        case_id, writing, now=now, today=today, actor_id=actor_id, version=version, reasons=reasons
    )
    chain = _begun(case, draft_id, now=now, today=today, actor_id=actor_id)
    if chain is None:
        stages.check(case, Deed.APPROVE, actor_id=actor_id, now=now)
    yes = chains.yes_of(chain, actor_id, municipality_id=case.municipality_id, instead=instead)
    if chain and yes.next_id is not None:
        answers.approve(draft_id, now=now, actor_id=actor_id, yes=yes)
        if case.status != Status.APPROVAL:
            cases.move(case_id, Status.APPROVAL, now=now, actor_id=actor_id)
        return chain.names[yes.next_id]
    adapter = sender_of(case)
    proof = "" if adapter else _proof(case_id, proof)
    approved = answers.approve(draft_id, now=now, actor_id=actor_id, yes=yes)
    if adapter:
        outbox.put(
            SEND, f"draft:{draft_id}:{approved.version}", {"draft": draft_id, "adapter": adapter}, now=now
        )
    else:
        _went_out(draft_id, now=now, url=_link(proof), proof=proof, actor_id=actor_id)
    return ""


def deliver(draft_id: int, adapter: str, *, now: datetime) -> None:
    """Send an approved answer through its channel; run twice it sends once (the key goes to the channel).

    A draft changed since its approval waits for the next one. Raises `ports.errors.Refused` where the case
    has gone on meanwhile and takes no answer.
    """
    draft = answers_read.draft(draft_id)
    if draft.state != "approved":
        return
    case = cases_read.by_id(draft.case_id)
    if not _takes_an_answer(case, draft_id, is_interim=draft.is_interim):
        return
    channel = registry.load(settings.CHANNELS)[adapter]()
    receipt = channel.reply(
        Outbound(
            key=f"otklik-draft-{draft_id}",
            channel=case.channel,
            text=draft.text,
            thread_id=case.thread_id,
            reply_to=case.source_url,
            address=case.applicant.email if case.applicant else "",
        ),
        now=now,
    )
    _went_out(draft_id, now=now, url=receipt.url, proof=receipt.external_id, actor_id=None)


def _proof(case_id: int, told: str) -> str:
    """What a person says of the sending, or what the sent letter of the case says; raises `NeedsProof`."""
    try:
        return sending.proof_of(case_id, told)
    except BadProof as error:
        raise NeedsProof(
            "Этот канал отвечает только вручную. Отправьте ответ, отметьте отправку в «Документах» "
            f"или впишите её здесь. {error}"
        ) from error


def _may_approve(case_id: int, draft_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Where no chain approves, it is the stage's role that does; raises `NotYourStage`."""
    if answers_read.draft(draft_id).turn_id is None:
        stages.check(cases_read.by_id(case_id), Deed.APPROVE, actor_id=actor_id, now=now)


def _takes_an_answer(case: cases_read.Case, draft_id: int, *, is_interim: bool) -> bool:
    """False where another worker has just sent it; raises `Refused` where the case has gone on otherwise."""
    try:
        find_move(Status(case.status), _target(is_interim=is_interim))
    except MoveNotAllowed as error:
        if answers_read.draft(draft_id).state == "sent":
            return False
        raise Refused(f"Ответ не отправлен. {error}") from error
    return True


def _begun(
    case: cases_read.Case, draft_id: int, *, now: datetime, today: date, actor_id: int | None
) -> chains.Chain | None:
    """The chain at work on the draft; one not submitted, or changed since, begins it anew."""
    draft = answers_read.draft(draft_id)
    if draft.state == "approved":
        return None
    chain = chains.found(case, draft, on=today)
    if chain and draft.state != "submitted":
        answers.submit(draft_id, now=now, actor_id=actor_id, turn_id=chain.turn)
    return chain


def _checked(
    case_id: int,
    writing: answers.Writing,
    *,
    now: datetime,
    today: date,
    actor_id: int | None,
    version: int | None,
    reasons: Mapping[str, str],
) -> int:
    """Keep the draft that may go; what it was told to leave as it is is kept with it."""
    found = remarks(case_id, writing, today=today, reasons=reasons)
    if held := [one for one in found if one.holds_back]:
        raise NotReady(held)
    if writing.is_interim:
        terms.check_promise(case_id)
        told = reasons.get(stages.GROUND, "")
        until = writing.promised_on
        stages.check_promise(case_id, until, ground=told, now=now, today=today, actor_id=actor_id)
    else:
        stages.check_done(case_id, writing.outcome)
    draft_id = answers.write(case_id, writing, now=now, author_id=actor_id, version=version).id
    answers.leave(draft_id, {one.code: one.why for one in found if one.why}, now=now, actor_id=actor_id)
    return draft_id


@transaction.atomic
def _went_out(draft_id: int, *, now: datetime, url: str, proof: str, actor_id: int | None) -> None:
    """The proof is there: the answer joins the thread, the case moves, the clocks stop."""
    if not answers.sent(draft_id, now=now):
        return
    draft = answers_read.draft(draft_id)
    post_id = cases.add_post(
        draft.case_id,
        kind="interim" if draft.is_interim else "answer",
        text=draft.text,
        at=now,
        now=now,
        actor_id=actor_id or draft.author_id,
        external_id=proof,
        url=url,
        sent_at=now,
    )
    cases.hand_over(draft.case_id, post_id)
    conflicts.look(draft.case_id, now=now)
    cases.move(
        draft.case_id,
        _target(is_interim=draft.is_interim),
        now=now,
        actor_id=actor_id,
        outcome=draft.outcome,
        promised_on=draft.promised_on,
    )
    event = Stop.FIRST_ANSWER if draft.is_interim else Stop.ANSWERED
    deadlines.stop(draft.case_id, event=event, at=now, now=now, actor_id=actor_id)
    if draft.is_interim:
        stages.promised(draft.case_id, draft.promised_on, now=now)
        terms.promised(draft.case_id, until=draft.promised_on, at=now, now=now, actor_id=actor_id)
    else:
        adapter = sender_of(cases_read.by_id(draft.case_id))
        inviting.invite(draft.case_id, adapter=adapter, now=now)


def _target(*, is_interim: bool) -> Status:
    return Status.POSTPONED if is_interim else Status.ANSWERED


def _link(proof: str) -> str:
    return next((word for word in proof.split() if word.startswith(("https://", "http://"))), "")
