"""Putting lists of places into one town's register, a batch at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from otklik.ground.places import numbers
from otklik.ground.places.listing import ListedDistrict, ListedHouse, ListedSettlement, ListedStreet
from otklik.ground.places.models import District, House, Settlement, Street
from otklik.ground.places.services.changes import BadPlace
from otklik.ground.places.services.completing import complete, fields_told, folded, joined
from otklik.kernel import geometry

StreetKey = tuple[int, str, str]
_SEEN: dict[type[models.Model], str] = {Settlement: "settlements", Street: "streets", House: "houses"}


class Filling:
    """What is not there yet is added, what is there is completed or reopened; nothing is removed.

    A place is known by its name, then by its id of ГАР: one renamed there keeps its row and its old name.
    `tally` counts what was added (`districts`, `settlements`, `streets`, `houses`), `changed`, `reopened`,
    `renamed` and `unchanged`. A dry run writes nothing and counts the same. The caller holds the transaction.
    """

    def __init__(self, municipality_id: int, *, is_dry_run: bool = False) -> None:
        self.municipality_id = municipality_id
        self.is_dry_run = is_dry_run
        self.tally: Counter[str] = Counter()
        self.seen: dict[str, set[int]] = {"settlements": set(), "streets": set(), "houses": set()}
        of_town = {"municipality_id": municipality_id}
        districts = list(District.objects.filter(**of_town).values_list("id", "code", "boundary"))
        self._codes = {code: id for id, code, _boundary in districts}
        self._areas = [(geometry.bounds(area), id, area) for id, _code, area in districts if area]
        self._settlements = {(row.kind, row.title): row for row in Settlement.objects.filter(**of_town)}
        rows = list(Street.objects.filter(settlement__municipality_id=municipality_id))
        self._streets: dict[StreetKey, Street] = {_key(row.settlement_id, row): row for row in rows}
        self._of_gar = {row.gar_id: row for row in rows if row.gar_id}
        self._unwritten: set[tuple[int, str]] = set()
        self._last_unwritten = 0
        self._added: set[int] = set()

    def districts(self, listed: Iterable[ListedDistrict]) -> None:
        kept = {row.code: row for row in District.objects.filter(municipality_id=self.municipality_id)}
        told = {one.code: one for one in listed}
        fresh = [
            District(municipality_id=self.municipality_id, code=code, **fields_told(one, "code"))
            for code, one in told.items()
            if code not in kept
        ]
        self._add(District, "districts", fresh)
        self._set(
            District, [(kept[code], fields_told(one, "code")) for code, one in told.items() if code in kept]
        )
        self._codes |= {row.code: row.id for row in fresh}

    def settlements(self, listed: Iterable[ListedSettlement]) -> None:
        pairs, fresh = [], []
        for key, one in {(one.kind, one.title): one for one in listed}.items():
            fields = {
                **fields_told(one, "kind", "title", "district", "aliases"),
                **self._within(one.district),
            }
            row = self._settlements.get(key)
            if row is None:
                row = Settlement(
                    municipality_id=self.municipality_id, kind=one.kind, title=one.title, **fields
                )
                row.aliases = joined([], one.aliases, title=one.title)
                fresh.append(row)
            else:
                told = joined(row.aliases, one.aliases, title=row.title)
                pairs.append((row, {**fields, "aliases": told, "is_active": True}))
            self._settlements[key] = row
        own = [pair for pair in pairs if pair[0].pk in self._added]
        complete(
            Settlement, own, is_dry_run=self.is_dry_run
        )  # added by an earlier batch: no change of theirs
        self._set(Settlement, [pair for pair in pairs if pair[0].pk not in self._added])
        self._add(Settlement, "settlements", fresh)
        self._added |= {row.pk for row in fresh}

    def streets(self, listed: Sequence[ListedStreet]) -> None:
        """Streets with their houses. Raises `BadPlace` for a settlement that nobody listed."""
        fresh, pairs, rows = [], [], []
        for one in listed:
            settlement = self._settlements.get(one.settlement)
            if settlement is None:
                raise BadPlace(_("Населённого пункта «%s» нет в списке.") % " ".join(one.settlement).strip())
            row, fields = self._street(settlement, one)
            if row is None:
                row = Street(settlement=settlement, kind=one.kind, title=one.title, **fields)
                fresh.append(row)
                self._know(row)
            elif row.pk is not None:
                pairs.append((row, fields))
            rows.append(row)
        self._add(Street, "streets", fresh)
        self._set(Street, pairs)
        for row, _fields in pairs:
            self._know(row)
        self._houses([(row.id, one.houses) for row, one in zip(rows, listed)])

    def _street(self, settlement: Settlement, one: ListedStreet) -> tuple[Street | None, dict[str, Any]]:
        """The kept row and what to set on it; for a new one the fields beside its name."""
        fields = fields_told(one, "settlement", "kind", "title", "houses", "aliases")
        row = self._streets.get((settlement.id, one.kind, folded(one.title)))
        former = self._of_gar.get(one.gar_id) if one.gar_id else None
        aliases = [*one.aliases, former.title] if former is not None else [*one.aliases]
        if row is None and former is not None:
            row = former
            fields |= {"settlement_id": settlement.id, "kind": one.kind, "title": one.title}
            self.tally["renamed"] += folded(former.title) != folded(one.title)
        fields["aliases"] = joined(row.aliases if row else [], aliases, title=one.title)
        return row, fields if row is None else {**fields, "is_active": True}

    def _know(self, row: Street) -> None:
        self._streets[_key(row.settlement_id, row)] = row
        if row.gar_id:
            self._of_gar[row.gar_id] = row

    def _houses(self, told: Sequence[tuple[int, Sequence[ListedHouse]]]) -> None:
        kept: dict[tuple[int, str], House] = {}
        of_gar: dict[tuple[int, str], House] = {}
        for row in House.objects.filter(street_id__in=list({street_id for street_id, _houses in told})):
            kept[row.street_id, numbers.normal(row.number)] = row
            if row.gar_id:
                of_gar[row.street_id, row.gar_id] = row
        fresh: list[House] = []
        pairs: list[tuple[House, dict[str, Any]]] = []
        for street_id, houses in told:
            for one in houses:
                key = (street_id, numbers.normal(one.number))
                house = kept.get(key) or (of_gar.get((street_id, one.gar_id)) if one.gar_id else None)
                if key in self._unwritten:
                    continue
                if house is None:
                    house = House(street_id=street_id, number=one.number, **self._house_fields(one, None))
                    fresh.append(house)
                elif house.pk is not None:
                    renumbered = {} if key in kept else {"number": one.number}
                    pairs.append((house, self._house_fields(one, house) | renumbered | {"is_active": True}))
                kept[key] = house
        self._add(House, "houses", fresh)
        self._set(House, pairs)
        if self.is_dry_run:
            self._unwritten |= {(row.street_id, numbers.normal(row.number)) for row in fresh}

    def _house_fields(self, one: ListedHouse, kept: House | None) -> dict[str, Any]:
        """A house told without its district lies where its point does."""
        fields = {**fields_told(one, "number", "district"), **self._within(one.district)}
        is_known = "district_id" in fields or (kept is not None and kept.district_id is not None)
        if not is_known and one.lat is not None and one.lon is not None:
            district_id = self._district_at(one.lat, one.lon)
            return {**fields, "district_id": district_id} if district_id else fields
        return fields

    def _district_at(self, lat: float, lon: float) -> int | None:
        for (south, west, north, east), id, area in self._areas:
            if south <= lat <= north and west <= lon <= east and geometry.contains(area, lat, lon):
                return id
        return None

    def _add(self, model: type[models.Model], name: str, fresh: Sequence[models.Model]) -> None:
        self.tally[name] += len(fresh)
        if not self.is_dry_run:
            model._default_manager.bulk_create(fresh, batch_size=2000)
        for row in fresh if self.is_dry_run else ():
            self._last_unwritten -= 1
            row.pk = self._last_unwritten
        if name in self.seen:
            self.seen[name].update(row.pk for row in fresh)

    def _set(
        self, model: type[models.Model], pairs: Sequence[tuple[models.Model, Mapping[str, Any]]]
    ) -> None:
        changed, reopened = complete(model, pairs, is_dry_run=self.is_dry_run)
        self.tally["changed"] += changed
        self.tally["reopened"] += reopened
        self.tally["unchanged"] += len(pairs) - changed
        name = _SEEN.get(model)
        if name:
            self.seen[name].update(row.pk for row, _fields in pairs)

    def _within(self, code: str) -> dict[str, int]:
        if code and code not in self._codes:
            raise BadPlace(_("Района с кодом «%s» нет в списке.") % code)
        return {"district_id": self._codes[code]} if code else {}


def _key(settlement_id: int, row: Street) -> StreetKey:
    return settlement_id, row.kind, folded(row.title)
