"""What an appeal must have, what is missing, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    WRITTEN = "written"
    ELECTRONIC = "electronic"
    ORAL = "oral"


FORM_TITLES = {
    Form.WRITTEN: "письменное",
    Form.ELECTRONIC: "электронный документ",
    Form.ORAL: "устное (личный приём)",
}


class Identification(StrEnum):
    """How the author of an electronic appeal was known (59-ФЗ, ст. 4, п. 1; 547-ФЗ, с 30.03.2025)."""

    NONE = ""
    ESIA = "esia"
    SITE = "site"
    SYSTEM = "system"
    PASSPORT = "passport"
    SIGNATURE = "signature"


IDENTIFICATION_TITLES = {
    Identification.NONE: "не установлена",
    Identification.ESIA: "Госуслуги (ЕСИА)",
    Identification.SITE: "официальный сайт с входом",
    Identification.SYSTEM: "иная информационная система органа",
    Identification.PASSPORT: "документ на приёме",
    Identification.SIGNATURE: "подпись на бумаге",
}
ELECTRONIC_WAYS = frozenset({Identification.ESIA, Identification.SITE, Identification.SYSTEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    """What the paper or the form shows; the address is postal or, of an electronic one, e-mail or ЕПГУ."""

    form: Form
    has_surname: bool
    has_address: bool
    has_signature: bool = True
    has_date: bool = True
    has_addressee: bool = True
    has_essence: bool = True
    identification: Identification = Identification.NONE


@dataclass(frozen=True, slots=True)
class Missing:
    """A requisite that is not there; `makes_anonymous` where no answer is given (ст. 11, ч. 1)."""

    code: str
    title: str
    follows: str
    norm: str
    makes_anonymous: bool = False


_ANONYMOUS = "обращение без фамилии или адреса: ответ не даётся"
_PAPER, _ELECTRONIC = "59-ФЗ, ст. 7, ч. 1", "59-ФЗ, ст. 7, ч. 3"
MISSING: tuple[Missing, ...] = (
    Missing("surname", "фамилия", _ANONYMOUS, "59-ФЗ, ст. 11, ч. 1", makes_anonymous=True),
    Missing("address", "адрес для ответа", _ANONYMOUS, "59-ФЗ, ст. 11, ч. 1", makes_anonymous=True),
    Missing("signature", "подпись", "рассматривается: отсутствие подписи — не основание отказать", _PAPER),
    Missing("date", "дата", "рассматривается: днём обращения считают день поступления", _PAPER),
    Missing("addressee", "орган или должностное лицо", "рассматривается, если суть понятна", _PAPER),
    Missing("essence", "суть", "суть не определить — уведомить автора за 7 дней", "59-ФЗ, ст. 11, ч. 4.1"),
    Missing(
        "identification", "идентификация автора",
        "электронное обращение принимают через ЕПГУ, систему органа или сайт с входом; иначе это сообщение",
        _ELECTRONIC,
    ),
)  # fmt: skip
_BY_CODE = {row.code: row for row in MISSING}


def missing(told: Requisites) -> list[Missing]:
    """What is not there, the weightiest first. Signature and date are asked of paper alone. [M]"""
    is_paper = told.form is Form.WRITTEN
    absent = {
        "surname": not told.has_surname,
        "address": not told.has_address and told.form is not Form.ORAL,
        "signature": is_paper and not told.has_signature,
        "date": is_paper and not told.has_date,
        "addressee": not told.has_addressee,
        "essence": not told.has_essence,
        "identification": told.form is Form.ELECTRONIC and told.identification not in ELECTRONIC_WAYS,
    }
    return [_BY_CODE[code] for code, is_absent in absent.items() if is_absent]


def is_anonymous(absent: Sequence[Missing]) -> bool:
    """Only the surname or the address makes it so."""
    return any(one.makes_anonymous for one in absent)


def has_surname(name: str) -> bool:
    """A word of letters of two or more: «И. П.» names nobody."""
    return any(len(part) > 1 and part.isalpha() for part in name.replace("-", "").split())
