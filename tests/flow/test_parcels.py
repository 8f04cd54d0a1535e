"""What travels between processes comes out as it went in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from otklik.flow.parcels import packed, unpacked


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    leaf: Leaf
    others: tuple[Leaf, ...] = ()
    colour: Colour = Colour.RED
    at: datetime | None = None
    hidden: int = field(init=False, default=7)


@dataclass
class Loose:
    """Neither frozen nor slotted: packed in the ordinary way."""

    names: list[str]


LEAF = Leaf("лист")


@pytest.mark.parametrize(
    "told",
    [
        None,
        LEAF,
        Branch(leaf=LEAF, others=(LEAF, Leaf("")), at=datetime(2026, 11, 22, tzinfo=UTC)),
        [Branch(leaf=LEAF), {"ключ": Loose(["а", "б"])}],
    ],
    ids=["ничего", "одно поле", "вложенные", "в списке и словаре"],
)
def test_a_parcel_comes_out_as_it_went_in(told: object) -> None:
    assert unpacked(packed(told)) == told


def test_one_value_told_twice_stays_one() -> None:
    first, second = unpacked(packed((LEAF, LEAF)))
    assert first is second


def test_a_failure_travels_with_its_words() -> None:
    assert str(unpacked(packed(RuntimeError("нет места")))) == "нет места"
