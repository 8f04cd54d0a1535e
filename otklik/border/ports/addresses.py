"""Places of a town as a list tells them: by their names, without rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDistrict:
    code: str
    title: str
    title_genitive: str = ""
    population: int | None = None
    boundary: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSettlement:
    """`district` is the code of its district, "" when it has none."""

    kind: str
    title: str
    aliases: tuple[str, ...] = ()
    district: str = ""
    gar_id: str = ""
    oktmo: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHouse:
    number: str
    district: str = ""
    postal_code: str = ""
    gar_id: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStreet:
    """`settlement` is the kind and the title of a settlement listed before or kept already; `aliases` are
    former and popular names."""

    settlement: tuple[str, str]
    kind: str
    title: str
    aliases: tuple[str, ...] = ()
    houses: Sequence[ListedHouse] = ()
    gar_id: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLandmark:
    """What people name instead of an address; `title` is without the kind and the number."""

    kind: str
    title: str = ""
    number: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    lat: float | None = None
    lon: float | None = None
