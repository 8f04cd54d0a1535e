"""Keeping the letterhead and the words of letters; giving outgoing numbers; marking what was sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.casework.letters.models import Letter, LetterCounter, Letterhead, LetterState, LetterText
from otklik.casework.letters.rules.kinds import BY_CODE, LetterKind
from otklik.casework.letters.rules.paper import Head, Signatory, Wording, lines
from otklik.casework.letters.rules.proof import BadProof, Sending, check_sending
from otklik.ground.audit import services as audit
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import files
from otklik.register.cases.rules import BadTemplate, check_template, make_number

__all__ = [
    "BadLetter",
    "BadProof",
    "Files",
    "annul",
    "mark_sent",
    "register",
    "save_letterhead",
    "save_wording",
]

LEAST_PX, MOST_PX, MOST_ARMS_BYTES = 60, 4000, 1_000_000
_ARMS = {"image/png": "png", "image/jpeg": "jpg"}


class BadLetter(ValueError):
    """The letter or the letterhead cannot be kept so; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True)
class Files:
    """A letter made: the bytes of both its files."""

    pdf: bytes
    docx: bytes


@transaction.atomic
def save_letterhead(
    *,
    municipality_id: int,
    head: Head,
    signatory: Signatory,
    number_template: str,
    has_code: bool,
    arms: bytes | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Keep the letterhead; `arms` None leaves the picture, empty takes it away. Raises `BadLetter`."""
    if not head.body.strip():
        raise BadLetter("Впишите полное название органа: с него начинается бланк.")
    try:
        check_template(number_template)
    except BadTemplate as error:
        raise BadLetter(str(error)) from error
    row = Letterhead.objects.filter(municipality_id=municipality_id).first() or Letterhead(
        municipality_id=municipality_id
    )
    row.above, row.body, row.address = head.above.strip(), head.body.strip(), head.address.strip()
    row.contacts, row.codes, row.is_corner = head.contacts.strip(), head.codes.strip(), head.is_corner
    row.number_template, row.has_code = number_template.strip(), has_code
    row.signatory_position, row.signatory_name = signatory.position.strip(), signatory.name.strip()
    row.acting_for = signatory.acting_for.strip()
    if arms is not None:
        row.arms, row.arms_type = (files.keep(arms), check_arms(arms)) if arms else ("", "")
    row.save()
    _journal_setting("save_letterhead", municipality_id, now=now, actor_id=actor_id)


def check_arms(content: bytes) -> str:
    """`png` or `jpg` of a picture that prints well; raises `BadLetter`."""
    if len(content) > MOST_ARMS_BYTES:
        raise BadLetter("Герб больше 1 МБ. Уменьшите картинку и загрузите снова.")
    from otklik.ground.printing import docx  # read when a picture is: pages that need none stay light

    try:
        kind, width, height = docx.picture(content)
    except ValueError as error:
        raise BadLetter("Это не картинка. Загрузите герб в PNG или JPEG.") from error
    if kind not in _ARMS:
        raise BadLetter("Герб нужен в PNG или JPEG: другие картинки не печатаются на бланке.")
    if min(width, height) < LEAST_PX:
        raise BadLetter(f"Герб слишком мелкий: нужно не меньше {LEAST_PX} точек по каждой стороне.")
    if max(width, height) > MOST_PX:
        raise BadLetter(f"Герб слишком велик: не больше {MOST_PX} точек по стороне.")
    return _ARMS[kind]


@transaction.atomic
def save_wording(
    *,
    municipality_id: int,
    kind: LetterKind,
    subject: str,
    text: str,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Keep the town's own words of a kind; the usual ones are not kept. Raises `BadLetter`."""
    if not subject.strip() or not text.strip():
        raise BadLetter("У письма должны быть заголовок и текст.")
    usual = BY_CODE[kind]
    rows = LetterText.objects.filter(municipality_id=municipality_id, kind=kind)
    same = (subject.strip(), text.strip()) == (usual.subject, usual.text.strip())
    if same:
        rows.delete()
    else:
        LetterText.objects.update_or_create(
            municipality_id=municipality_id,
            kind=kind,
            defaults={"subject": subject.strip()[:300], "text": text.replace("\r\n", "\n").strip()},
        )
    _journal_setting("save_wording", municipality_id, now=now, actor_id=actor_id, kind=kind)


@transaction.atomic
def register(
    *,
    case_id: int,
    town: MunicipalityView,
    kind: LetterKind,
    words: Wording,
    dated_on: date,
    number: str,
    number_template: str,
    make: Callable[[str], Files],
    now: datetime,
    actor_id: int | None = None,
) -> Letter:
    """Give the letter its number and freeze it; `make` prints it with the number it got. Raises `BadLetter`.

    `number` is one given by another system of record keeping; empty takes the next of ours. Printing takes
    some tens of milliseconds and stands in the transaction, so that no number is given to a letter not made.
    """
    given = number.strip()[:60] or _next_number(town, number_template, dated_on)
    if Letter.objects.filter(municipality_id=town.id, year=dated_on.year, number=given).exists():
        raise BadLetter(f"Исходящий номер «{given}» в этом году уже дан другому письму. Впишите другой.")
    made = make(given)
    row = Letter.objects.create(
        municipality_id=town.id,
        case_id=case_id,
        kind=kind,
        number=given,
        year=dated_on.year,
        dated_on=dated_on,
        addressee=words.addressee[:1000],
        subject=words.subject[:300],
        text=words.body,
        signed_by="; ".join(
            filter(None, (*lines(words.signatory.position), words.signatory.acting_for, words.signatory.name))
        ),
        signed_on=dated_on,
        executor=", ".join(filter(None, (words.executor, words.executor_phone))),
        pdf=files.keep(made.pdf),
        docx=files.keep(made.docx),
        norm=BY_CODE[kind].norm,
        created_by=actor_id,
        created_at=now,
    )
    _journal(row, "register_letter", now=now, actor_id=actor_id, sha256=row.pdf)
    return row


@transaction.atomic
def mark_sent(
    letter_id: int, told: Sending, *, today: date, now: datetime, actor_id: int | None = None
) -> Letter:
    """The letter has gone, with what proves it. Raises `BadProof`, or `BadLetter` where it cannot go."""
    row = Letter.objects.select_for_update().get(id=letter_id)
    if row.state == LetterState.ANNULLED:
        raise BadLetter("Письмо аннулировано: отправить его нельзя. Сделайте новое.")
    if row.state == LetterState.SENT:
        raise BadLetter("Отправка этого письма уже отмечена.")
    check_sending(told, today=today)
    if told.sent_on and told.sent_on < row.dated_on:
        raise BadProof("Письмо не могло уйти раньше, чем подписано: проверьте день отправки.")
    row.state, row.way, row.sent_on = LetterState.SENT, told.way, told.sent_on
    row.sent_detail, row.sent_by = told.detail.strip()[:300], actor_id
    row.save(update_fields=["state", "way", "sent_on", "sent_detail", "sent_by"])
    _journal(row, "send_letter", now=now, actor_id=actor_id, way=row.way)
    return row


@transaction.atomic
def annul(letter_id: int, *, reason: str, now: datetime, actor_id: int | None = None) -> Letter:
    """A letter made by mistake; its number stays in the journal. Raises `BadLetter`."""
    if not reason.strip():
        raise BadLetter("Напишите, почему письмо аннулируется: номер останется в журнале с этой причиной.")
    row = Letter.objects.select_for_update().get(id=letter_id)
    if row.state != LetterState.REGISTERED:
        raise BadLetter("Аннулировать можно только письмо, которое ещё не отправлено.")
    row.state, row.annulled_reason = LetterState.ANNULLED, reason.strip()[:300]
    row.save(update_fields=["state", "annulled_reason"])
    _journal(row, "annul_letter", now=now, actor_id=actor_id)
    return row


def _next_number(town: MunicipalityView, template: str, day: date) -> str:
    """The next number of the year that no letter bears: another system may have given some by hand."""
    LetterCounter.objects.get_or_create(municipality_id=town.id, year=day.year)
    counter = LetterCounter.objects.select_for_update().get(municipality_id=town.id, year=day.year)
    while True:
        counter.last += 1
        given = make_number(
            template, centre=town.centre_title, year=day.year, month=day.month, number=counter.last
        )
        if not Letter.objects.filter(municipality_id=town.id, year=day.year, number=given).exists():
            counter.save(update_fields=["last"])
            return given


def _journal(row: Letter, action: str, *, now: datetime, actor_id: int | None, **details: str) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=row.case_id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=row.norm,
        details={"letter": row.number, "kind": row.kind, **details},
    )


def _journal_setting(
    action: str, municipality_id: int, *, now: datetime, actor_id: int | None, **details: str
) -> None:
    audit.record(
        action=action,
        subject="letterhead",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details=details,
    )
