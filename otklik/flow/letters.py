"""Letters of a case: begun with its facts, looked at, registered under a number, sent with proof."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from otklik.casework.answers import selectors as answers
from otklik.casework.answers.rules import fill, keyed
from otklik.casework.letters import render
from otklik.casework.letters import selectors as letters_read
from otklik.casework.letters import services as letters
from otklik.casework.letters.rules.kinds import BY_CODE, Kind, LetterKind, fitting
from otklik.casework.letters.rules.paper import Head, Paper, Signatory, Wording
from otklik.casework.letters.rules.proof import BadProof, Sending, Way
from otklik.casework.letters.selectors import HeadView
from otklik.casework.letters.services import BadLetter, Files
from otklik.flow import sending
from otklik.ground.audit import services as audit
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.kernel import naming
from otklik.register.cases import files
from otklik.register.cases import selectors as cases

__all__ = ["BadLetter", "BadProof", "Begun", "Sending", "Signatory", "Way", "Wording", "begin", "letter"]

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A letter about to be written: its kind, its words with the facts in them, and the ways it may go by."""

    kind: Kind
    words: Wording
    ways: tuple[Way, ...]


def offered(case_id: int) -> list[Kind]:
    """The kinds of letters that such a case may need."""
    return fitting(cases.by_id(case_id).kind)


def begin(
    case_id: int, kind: LetterKind, *, today: date, actor_id: int | None, asked: Mapping[str, str] = NOTHING
) -> Begun:
    """The words of a letter with the facts of the case; `asked` are slots told by the writer.

    A slot nobody filled stays in braces, and such a letter is not registered.
    """
    case = cases.by_id(case_id)
    town = places.municipality(case.municipality_id)
    view = letters_read.letterhead(town)
    subject, text, _ = letters_read.wording(town.id, kind)
    row = BY_CODE[kind]
    own = keyed({one.name: "-" for one in row.asks})
    told = _facts(case, view.head, today=today)
    facts = {**{name: value for name, value in told.items() if name not in own}, **keyed(asked)}
    by = people.user(actor_id) if actor_id is not None else None
    author = "" if row.to_body else _author(case)
    words = Wording(
        addressee=asked.get("орган", "") if row.to_body else _addressee(case),
        subject=subject,
        salutation="" if row.to_body else naming.salutation(author),
        body=fill(text, facts),
        signatory=view.signatory,
        executor=by.full_name if by else "",
        executor_phone=by.phone if by else "",
    )
    return Begun(kind=row, words=words, ways=tuple(sending.ways_of(case, to_body=row.to_body)))


def with_slots(kind: LetterKind, words: Wording, asked: Mapping[str, str]) -> Wording:
    """The words with the slots that the writer has told, by Russian name; a body is the addressee too."""
    told = keyed(asked)
    addressee = words.addressee or (asked.get("орган", "") if BY_CODE[kind].to_body else "")
    return replace(words, addressee=addressee, body=fill(words.body, told), subject=fill(words.subject, told))


def preview(case_id: int, kind: LetterKind, words: Wording, *, today: date, link: str = "") -> list[bytes]:
    """PNG of every page of the letter as it would be, without a number."""
    return render.pages(_paper(case_id, kind, words, dated_on=today, link=link))


def project(case_id: int, kind: LetterKind, words: Wording, *, today: date) -> bytes:
    """The draft as DOCX, to be looked through by those who sign."""
    return render.render(_paper(case_id, kind, words, dated_on=today), "docx")


def letter(
    case_id: int,
    kind: LetterKind,
    words: Wording,
    *,
    now: datetime,
    today: date,
    actor_id: int | None,
    number: str = "",
    link: str = "",
) -> int:
    """Register the letter: it gets its number and is frozen with both its files. Raises `BadLetter`."""
    check(kind, words)
    case = cases.by_id(case_id)
    town = places.municipality(case.municipality_id)
    view = letters_read.letterhead(town)
    drawn = _paper(case_id, kind, words, dated_on=today, link=link, view=view)

    def make(given: str) -> Files:
        paper = replace(drawn, number=given)
        return Files(pdf=render.render(paper, "pdf"), docx=render.render(paper, "docx"))

    row = letters.register(
        case_id=case_id, town=town, kind=kind, words=words, dated_on=today, number=number,
        number_template=view.number_template, make=make, now=now, actor_id=actor_id,
    )  # fmt: skip
    return int(row.id)


def check(kind: LetterKind, words: Wording) -> None:
    """Raises `BadLetter` while a requisite is missing or a slot is empty."""
    if not words.addressee.strip():
        raise BadLetter("Укажите, кому письмо: без адресата его не зарегистрировать.")
    if not words.body.strip() or not words.subject.strip():
        raise BadLetter("У письма должны быть заголовок и текст.")
    if empty := sending.empty_slot(f"{words.subject}\n{words.salutation}\n{words.body}"):
        raise BadLetter(f"Не заполнено место «{empty}»: впишите вместо него слова или уберите.")
    if not words.signatory.name.strip() or not words.signatory.position.strip():
        raise BadLetter("Укажите должность и имя того, кто подписывает (59-ФЗ, ст. 10, ч. 3).")


def file_of(letter_id: int, case_id: int, form: str, *, now: datetime, actor_id: int, ip: str) -> bytes:
    """The frozen file of a letter; taking it is journalled. Raises `LookupError`."""
    row = letters_read.letter(case_id, letter_id)
    digest = {"pdf": row.pdf, "docx": row.docx}.get(form, "") if row else ""
    path = files.path_of(digest) if digest else None
    if row is None or path is None or not path.is_file():
        raise LookupError(letter_id)
    audit.record(
        action="take_letter", subject="case", subject_id=case_id, municipality_id=row.municipality_id,
        actor_id=actor_id, now=now, ip=ip, details={"letter": row.number, "form": form},
    )  # fmt: skip
    return path.read_bytes()


@transaction.atomic
def sent(
    case_id: int, letter_id: int, told: Sending, *, now: datetime, today: date, actor_id: int | None
) -> None:
    """The letter has gone; raises `BadProof` while the number, the day or the way is missing."""
    row = letters_read.letter(case_id, letter_id)
    if row is None:
        raise BadLetter("Этого письма нет: обновите страницу.")
    letters.mark_sent(letter_id, replace(told, number=row.number), today=today, now=now, actor_id=actor_id)


@transaction.atomic
def annul(case_id: int, letter_id: int, *, reason: str, now: datetime, actor_id: int | None) -> None:
    """A letter made by mistake; raises `BadLetter`."""
    if letters_read.letter(case_id, letter_id) is None:
        raise BadLetter("Этого письма нет: обновите страницу.")
    letters.annul(letter_id, reason=reason, now=now, actor_id=actor_id)


def sample(head: HeadView, *, today: date) -> list[bytes]:
    """A page of the letterhead as it is filled in; raises `BadLetter` where it cannot be set."""
    words = Wording(
        addressee="Мартыновой Ольге Петровне\nул. Садовая, д. 3, кв. 5",
        subject="О рассмотрении обращения",
        salutation="Уважаемая Ольга Петровна!",
        body="Так будет выглядеть письмо на бланке. Имя и адрес здесь вымышлены.",
        signatory=head.signatory,
        executor="Исполнитель",
        executor_phone="телефон",
    )
    try:
        return render.pages(Paper(title="Бланк", head=head.head, words=words, number="1", dated_on=today))
    except RuntimeError as error:
        raise BadLetter("Бланк не удалось набрать: скорее всего, испорчена картинка герба.") from error


def _paper(
    case_id: int,
    kind: LetterKind,
    words: Wording,
    *,
    dated_on: date,
    link: str = "",
    view: HeadView | None = None,
) -> Paper:
    if view is None:
        view = letters_read.letterhead(places.municipality(cases.by_id(case_id).municipality_id))
    row = BY_CODE[kind]
    has_code = view.has_code and not row.to_body
    title = f"{row.title}: {words.subject}"
    return Paper(title=title, head=view.head, words=words, dated_on=dated_on, link=link if has_code else "")


def _facts(case: cases.Case, head: Head, *, today: date) -> dict[str, str]:
    """What a letter says of the case, by the slot of its words."""
    told = sending.facts(case, today=today, is_formal=True)
    return {**told, "адрес_органа": head.address, "ответ": _answer(case)}


def _answer(case: cases.Case) -> str:
    """The words of the living draft, or of the answer that went, without their greeting."""
    draft = answers.living(case.id)
    text = draft.text if draft else ""
    if not text:
        outward = [one.text for one in cases.thread(case.id) if one.kind in ("answer", "interim")]
        text = outward[-1] if outward else ""
    return sending.without_greeting(text)


def _author(case: cases.Case) -> str:
    applicant = case.applicant
    return applicant.name if applicant and not applicant.is_organisation else ""


def _addressee(case: cases.Case) -> str:
    """The author in the dative with the address that an answer goes to."""
    applicant = case.applicant
    if applicant is None:
        return ""
    name = applicant.name if applicant.is_organisation else naming.dative(applicant.name)
    return "\n".join(filter(None, (name, applicant.address or applicant.email)))
