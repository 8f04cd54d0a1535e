"""Whom a complaint is against, and who therefore may not consider it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

NORM = "59-ФЗ, ст. 8, ч. 6"
RETURN_NORM = "59-ФЗ, ст. 8, ч. 7"


class Bar(StrEnum):
    """How far a complaint is barred from someone."""

    FREE = "free"
    NEAR = "near"  # a unit below or above the one complained against: a person looks, nothing is refused
    BARRED = "barred"


class Banned(ValueError):
    """A complaint may not go to whom it is against; the message is Russian and names another way.

    `recipient_ids` are the recipients that may have it, the superior one first.
    """

    def __init__(self, message: str, *, recipient_ids: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.recipient_ids = tuple(recipient_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accused:
    """Whose decision or act is complained of: an organisation, a person, or only words of the letter."""

    title: str
    organisation_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a complaint would go; `organisation_id` of a person is where the person works."""

    title: str = ""
    organisation_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` are Russian, empty where nothing stands in the way."""

    bar: Bar
    words: str = ""
    norm: str = NORM


_FREE = Finding(Bar.FREE)
_ORDER = {Bar.FREE: 0, Bar.NEAR: 1, Bar.BARRED: 2}


def judge(accused: Sequence[Accused], to: Addressee, *, parents: Mapping[int, int | None]) -> Finding:
    """The strictest of what each of the accused says; `parents` is the town's tree of organisations. [M]"""
    return max((_judge(one, to, parents) for one in accused), key=lambda f: _ORDER[f.bar], default=_FREE)


def _judge(one: Accused, to: Addressee, parents: Mapping[int, int | None]) -> Finding:
    barred = Finding(
        Bar.BARRED,
        f"Жалоба на «{one.title}» не может рассматриваться тем, чьи решения или действия обжалуют.",
    )
    if one.user_id is not None and one.user_id == to.user_id:
        return barred
    if one.user_id is None and one.organisation_id is not None and one.organisation_id == to.organisation_id:
        return barred
    alike = _alike(one.title, to.title) if to.title else Bar.FREE
    if alike is Bar.BARRED and (one.user_id is None or to.organisation_id is None):
        return barred
    if one.organisation_id is None or to.organisation_id is None:
        return Finding(alike, _near("названия похожи", one)) if alike is Bar.NEAR else _FREE
    if one.user_id is not None and one.organisation_id == to.organisation_id:
        return Finding(Bar.NEAR, _near("там работает тот, на кого жалуются", one))
    if one.organisation_id in above(to.organisation_id, parents):
        return Finding(Bar.NEAR, _near("получатель подчинён тому, на кого жалуются", one))
    if to.organisation_id in above(one.organisation_id, parents):
        return Finding(Bar.NEAR, _near("это вышестоящая организация, проверку нельзя передать вниз", one))
    return _FREE


def _near(why: str, one: Accused) -> str:
    return f"Жалоба на «{one.title}»: {why}. Проверьте, что рассмотрит её не тот, на кого жалуются."


def above(organisation_id: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """The organisations over this one, the nearest first; a circle in the data does not hang."""
    found: list[int] = []
    one = parents.get(organisation_id)
    while one is not None and one not in found and one != organisation_id:
        found.append(one)
        one = parents.get(one)
    return tuple(found)


_WORD = re.compile(r"[\w-]+")
_FORMS = frozenset(
    {
        "мку", "мбу", "мау", "муп", "мбоу", "мкоу", "мбдоу", "гку", "гбу", "гуп", "фгуп", "оао", "ооо", "ао",
        "зао", "пао", "ип", "тсж", "тсн", "жск", "г", "город", "города",
    }
)  # fmt: skip


def _alike(one: str, other: str) -> Bar:
    """Titles without legal forms: the same words are the same body, words within words are near."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return Bar.FREE
    if left == right:
        return Bar.BARRED
    return Bar.NEAR if left < right or right < left else Bar.FREE


def _words(title: str) -> frozenset[str]:
    found = _WORD.findall(title.casefold().replace("ё", "е"))
    return frozenset(found) - _FORMS or frozenset(found)
