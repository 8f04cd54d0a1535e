"""The sifted municipality told as settlements and streets with their houses."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from otklik.border.integrations.gar.naming import OF_A_TOWN
from otklik.border.ports.addresses import ListedHouse, ListedSettlement, ListedStreet

_TOWN, _VILLAGE, _PART, _STREET = 5, 6, 7, 8


@dataclass(slots=True)
class _Object:
    id: int
    guid: str
    name: str
    kind: str
    level: int
    oktmo: str
    parent: int
    formers: list[str] = field(default_factory=list)

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(sorted({name for name in self.formers if name and name != self.name}))


class _Tree:
    """The address objects of one municipality: some tens of thousands at most."""

    def __init__(self, base: sqlite3.Connection) -> None:
        rows = base.execute(
            "SELECT o.id, o.guid, o.name, o.kind, o.level, o.oktmo, coalesce(l.parent, 0) "
            "FROM objects o JOIN links l ON l.id = o.id ORDER BY o.id"
        )
        self.objects = {row[0]: _Object(*row) for row in rows}
        for id, name in base.execute("SELECT id, name FROM formers ORDER BY rowid"):
            if id in self.objects:
                self.objects[id].formers.append(name)
        self._peopled = {parent for (parent,) in base.execute("SELECT DISTINCT parent FROM houses")}
        streets = [one for one in self.objects.values() if one.level == _STREET]
        self._with_streets = {one.parent for one in streets}
        self._twins = Counter((self._town_of(one), one.kind, one.name) for one in streets)
        self._with_twins = {one.parent for one in streets if self._is_twin(one)}
        self.settlements = {one.id: one for one in self.objects.values() if self._is_settlement(one)}
        self.titles = self._distinct_titles()

    def streets(self) -> Iterator[tuple[_Object, int]]:
        """What has houses, each with its settlement: streets, parts of a town, villages without streets."""
        for one in self.objects.values():
            settlement = self.settlement_of(one)
            if settlement and (one.level == _STREET or one.id in self._peopled):
                yield one, settlement

    def settlement_of(self, one: _Object) -> int:
        """The nearest settlement at or above; the topmost object of the municipality where there is none."""
        top = one
        for each in self._up(one):
            is_own = each.level != _PART or one.id == each.id or self._is_apart(each) or self._is_twin(one)
            if each.id in self.settlements and is_own:
                return each.id
            top = each
        return top.id if top.id in self.settlements else 0

    def _is_settlement(self, one: _Object) -> bool:
        if one.level in (_TOWN, _VILLAGE):
            return True
        if one.level == _PART:
            return self._is_apart(one) or one.id in self._with_twins
        return one.level < _TOWN and one.parent not in self.objects

    def _is_apart(self, part: _Object) -> bool:
        """Gardens and the like are settlements of their own where they have streets."""
        return part.kind not in OF_A_TOWN and part.id in self._with_streets

    def _is_twin(self, street: _Object) -> bool:
        """A street of a part of the town that another street of the town is called like."""
        parent = self.objects.get(street.parent)
        is_in_part = parent is not None and parent.level == _PART
        return is_in_part and self._twins[self._town_of(street), street.kind, street.name] > 1

    def _town_of(self, one: _Object) -> int:
        return next((each.id for each in self._up(one) if each.level in (_TOWN, _VILLAGE)), 0)

    def _up(self, one: _Object) -> Iterator[_Object]:
        met: set[int] = set()
        current: _Object | None = one
        while current is not None and current.id not in met:
            met.add(current.id)
            yield current
            current = self.objects.get(current.parent)

    def _distinct_titles(self) -> dict[int, tuple[str, str]]:
        """Two villages of one name are told apart by what they lie in, then by a number."""
        found: dict[int, tuple[str, str]] = {}
        taken: set[tuple[str, str]] = set()
        for one in self.settlements.values():
            parent = self.objects.get(one.parent)
            choices = [one.name, *([f"{one.name} ({parent.name})"] if parent else [])]
            choices += [f"{one.name} ({number})" for number in range(2, len(self.settlements) + 2)]
            key = next((one.kind, title[:120]) for title in choices if (one.kind, title[:120]) not in taken)
            taken.add(key)
            found[one.id] = key
        return found


def settlements(sifted: Path) -> list[ListedSettlement]:
    """Towns, villages and gardens of the municipality."""
    with closing(sqlite3.connect(sifted)) as base:
        tree = _Tree(base)
    told = []
    for id, one in tree.settlements.items():
        kind, title = tree.titles[id]
        names = (*one.aliases, *([one.name] if title != one.name else []))
        told.append(
            ListedSettlement(kind=kind, title=title, aliases=names, gar_id=one.guid, oktmo=one.oktmo[:11])
        )
    return told


def streets(sifted: Path) -> Iterator[ListedStreet]:
    """Streets with their houses, one at a time; the houses of a village without streets lie on a street of
    its own name and of no kind. A name that is repeated within a settlement is told more than once."""
    with closing(sqlite3.connect(sifted)) as base:
        tree = _Tree(base)
        for one, settlement in tree.streets():
            is_village = one.id in tree.settlements and one.level != _STREET
            yield ListedStreet(
                settlement=tree.titles[settlement],
                kind="" if is_village else one.kind,
                title=tree.titles[one.id][1] if is_village else one.name,
                aliases=() if is_village else one.aliases,
                gar_id=one.guid,
                houses=_houses(base, one.id),
            )


def _houses(base: sqlite3.Connection, street: int) -> list[ListedHouse]:
    rows = base.execute("SELECT guid, number, postal FROM houses WHERE parent = ? ORDER BY id", [street])
    numbered = {number: (guid, postal) for guid, number, postal in rows}
    return [
        ListedHouse(number=number, gar_id=guid, postal_code=postal[:6])
        for number, (guid, postal) in numbered.items()
    ]
