"""The default catalog as it is shipped: blocks, topics, foreign codes and kinds of recipients.

`topics.tsv` holds the 195 topics of «Инцидент Менеджмент» with its marks of significance;
`own_topics.tsv` the questions of the all-Russian classifier (ОТК) that none of those covers.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from importlib.resources import files


class Urgency(IntEnum):
    """How soon a topic wants an answer by its nature; kept as a number to order by."""

    USUAL = 0
    URGENT = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A sector block of the centre, with the clause that forms it."""

    code: str
    title: str
    short_title: str
    order: int
    norm: str


@dataclass(frozen=True, slots=True)
class RecipientKindRow:
    """What a typical recipient is for; a town's own recipients serve as one or several kinds."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of topics; the code does not change when the title does."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A topic's code in the scheme `im`, `otk` or `pos`; one code of a scheme may be the primary one."""

    scheme: str
    code: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the default catalog.

    `block` is empty where no formed block fits. `fast_track_days` are working days, None off the fast track.
    `evidence` is `none`, `photo` or `photo_or_track`; `season` is empty or `MM-DD..MM-DD`.
    A keyword is a normal form, or several joined by `_` that must stand near each other.
    """

    code: str
    group: str
    title: str
    block: str
    is_significant: bool
    fast_track_days: int | None
    urgency: Urgency
    evidence: str
    season: str
    recipient_kind: str
    codes: tuple[CodeRow, ...]
    keywords: tuple[str, ...]

    @property
    def is_fast_track(self) -> bool:
        return self.fast_track_days is not None


@dataclass(frozen=True, slots=True)
class ForeignCodeRow:
    """A code of a foreign classifier in its edition; `parent` and `block` are known for ОТК alone."""

    scheme: str
    code: str
    title: str
    edition: str
    valid_from: date
    parent: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A foreign classifier and the edition its codes are taken from."""

    scheme: str
    title: str
    edition: str
    valid_from: date


@cache
def blocks() -> tuple[BlockRow, ...]:
    """The ten sector blocks of the decree of Чердаклы, in its order."""
    return tuple(
        BlockRow(row["code"], row["title"], row["short_title"], int(row["order"]), row["norm"])
        for row in _table("blocks")
    )


@cache
def recipient_kinds() -> tuple[RecipientKindRow, ...]:
    """The kinds of recipients the topics name."""
    return tuple(RecipientKindRow(row["code"], row["title"]) for row in _table("recipient_kinds"))


@cache
def groups() -> tuple[GroupRow, ...]:
    """The groups the topics name."""
    return tuple(GroupRow(row["code"], row["title"]) for row in _table("groups"))


@cache
def schemes() -> tuple[SchemeRow, ...]:
    """The foreign classifiers the topics are tied to."""
    return tuple(
        SchemeRow(row["scheme"], row["title"], row["edition"], date.fromisoformat(row["valid_from"]))
        for row in _table("schemes")
    )


@cache
def topics() -> tuple[TopicRow, ...]:
    """All default topics: those of «Инцидент Менеджмент» in its order, then the own ones of ОТК."""
    return tuple(_topic(row, in_incident=True) for row in _table("topics")) + tuple(
        _topic(row, in_incident=False) for row in _table("own_topics")
    )


@cache
def foreign_codes() -> tuple[ForeignCodeRow, ...]:
    """Every foreign code the catalog knows: «Группа / Тема» of `im` and `pos`, numbered ones of `otk`."""
    editions = {scheme.scheme: scheme for scheme in schemes()}

    def dated(scheme: str, code: str, title: str, parent: str = "", block: str = "") -> ForeignCodeRow:
        edition = editions[scheme]
        return ForeignCodeRow(scheme, code, title, edition.edition, edition.valid_from, parent, block)

    return (
        *(dated("otk", row["code"], row["title"], row["parent"], row["block"]) for row in _table("otk")),
        *(dated("im", pair_code(row["group"], row["title"]), row["title"]) for row in _table("topics")),
        *(
            dated("pos", pair_code(row["category"], row["subcategory"]), row["subcategory"])
            for row in _table("pos")
        ),
    )


@cache
def synonyms() -> dict[str, str]:
    """Words that count as a word of the keywords: «трамвай» as «автобус», «шоссе» as «дорога»."""
    return {row["word"]: row["keyword"] for row in _table("synonyms")}


def pair_code(group: str, title: str) -> str:
    """The code of a classifier that numbers nothing: its group and its topic."""
    return f"{group} / {title}"


def _topic(row: dict[str, str], *, in_incident: bool) -> TopicRow:
    codes = [CodeRow("otk", row["otk_primary"], is_primary=True)]
    codes += [CodeRow("otk", code, is_primary=False) for code in row["otk_other"].split()]
    if in_incident:
        codes.append(CodeRow("im", pair_code(row["group"], row["title"]), is_primary=True))
    codes += [
        CodeRow("pos", code, is_primary=position == 0)
        for position, code in enumerate(_platform_codes().get(row["code"], ()))
    ]
    return TopicRow(
        code=row["code"],
        group=row["group"],
        title=row["title"],
        block=row["block"],
        is_significant=row["is_significant"] == "1",
        fast_track_days=int(row["fast_track_days"]) if row["fast_track_days"] else None,
        urgency=Urgency[row["urgency"].upper()],
        evidence=row["evidence"],
        season=row["season"],
        recipient_kind=row["recipient_kind"],
        codes=tuple(codes),
        keywords=tuple(row["keywords"].split()),
    )


@cache
def _platform_codes() -> dict[str, tuple[str, ...]]:
    """The codes of `pos` by topic."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _table("pos"):
        code = pair_code(row["category"], row["subcategory"])
        found[row["topic"]] = (*found.get(row["topic"], ()), code)
    return found


def _table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of this folder; a quote is a letter like any other."""
    text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
