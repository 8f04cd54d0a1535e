"""Reading letters: the letterhead, the words of a kind, the letters of a case, the journal of outgoing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from otklik.casework.letters.models import Letter as Letter
from otklik.casework.letters.models import Letterhead, LetterState, LetterText
from otklik.casework.letters.rules.kinds import BY_CODE, KINDS, LetterKind
from otklik.casework.letters.rules.paper import Head, Signatory
from otklik.casework.letters.rules.proof import Sending
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import files

NUMBER_TEMPLATE = "ОГ-{number:05d}/{year}"
PAGE = 50
Rows = Sequence[Letter]
SETTLING = tuple(one.code for one in KINDS if one.settles)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """A letterhead with what a letter takes from it besides; `is_own` once the town has filled it in."""

    head: Head
    signatory: Signatory = field(default_factory=Signatory)
    number_template: str = NUMBER_TEMPLATE
    has_code: bool = True
    is_own: bool = False


def letterhead(town: MunicipalityView) -> HeadView:
    """The letterhead of the town; until it is filled in, the administration by the town's name alone."""
    row = Letterhead.objects.filter(municipality_id=town.id).first()
    body = f"Администрация {town.title_genitive}".strip()
    if row is None:
        return HeadView(head=Head(body=body))
    arms = files.path_of(row.arms) if row.arms else None
    return HeadView(
        head=Head(
            body=row.body or body,
            above=row.above,
            address=row.address,
            contacts=row.contacts,
            codes=row.codes,
            is_corner=row.is_corner,
            arms=arms.read_bytes() if arms and arms.is_file() else b"",
            arms_type=row.arms_type,
        ),
        signatory=Signatory(
            position=row.signatory_position, name=row.signatory_name, acting_for=row.acting_for
        ),
        number_template=row.number_template,
        has_code=row.has_code,
        is_own=True,
    )


def wording(municipality_id: int, kind: LetterKind) -> tuple[str, str, bool]:
    """The subject and the words of a kind, and whether they are the town's own."""
    row = LetterText.objects.filter(municipality_id=municipality_id, kind=kind).first()
    usual = BY_CODE[kind]
    return (row.subject, row.text, True) if row else (usual.subject, usual.text, False)


def own_wordings(municipality_id: int) -> frozenset[str]:
    """The kinds whose words the town has changed."""
    return frozenset(
        LetterText.objects.filter(municipality_id=municipality_id).values_list("kind", flat=True)
    )


def of_case(case_id: int) -> list[Letter]:
    """The letters of a case in the order they were made."""
    return list(Letter.objects.filter(case_id=case_id))


def letter(case_id: int, letter_id: int) -> Letter | None:
    return Letter.objects.filter(case_id=case_id, id=letter_id).first()


def proof_of_answer(case_id: int) -> str:
    """The proof by the last letter with an answer that was sent; empty where there is none."""
    row = _sent(case_id).filter(kind__in=(LetterKind.ANSWER, LetterKind.INTERIM)).last()
    if row is None:
        return ""
    return Sending(number=row.number, sent_on=row.sent_on, way=row.way, detail=row.sent_detail).told()


def is_settled(case_id: int) -> bool:
    """Whether a letter that settles an appeal was sent to its author."""
    return _sent(case_id).filter(kind__in=SETTLING).exists()


def _sent(case_id: int) -> QuerySet[Letter]:
    return Letter.objects.filter(case_id=case_id, state=LetterState.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which letters of the journal are asked for; empty asks for all."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    state: str = ""
    number: str = ""


def outgoing(municipality_id: int, asked: Asked, *, page: int = 1, most: int = PAGE) -> Rows:
    """The journal of outgoing letters, the newest first; one more than a page tells that there is a next."""
    told = Q(municipality_id=municipality_id)
    told &= Q(dated_on__gte=asked.since) if asked.since else Q()
    told &= Q(dated_on__lte=asked.until) if asked.until else Q()
    told &= Q(kind=asked.kind) if asked.kind else Q()
    told &= Q(state=asked.state) if asked.state else Q()
    told &= (
        Q(number__contains=asked.number) | Q(number__contains=asked.number.upper()) if asked.number else Q()
    )
    first = (page - 1) * most
    rows = Letter.objects.filter(told).select_related("case").order_by("-dated_on", "-id")
    return list(rows[first : first + most + 1])
