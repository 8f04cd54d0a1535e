"""Reading municipalities and their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from otklik.ground.bulk import selectors as bulk
from otklik.ground.places import index as places
from otklik.ground.places.models import (
    District,
    Edition,
    House,
    Landmark,
    Loading,
    LoadState,
    Municipality,
    Settlement,
    Street,
)


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    id: int
    code: str
    title: str
    title_genitive: str
    region: str
    centre_title: str
    head_title: str
    timezone: str
    population: int | None
    number_template: str
    lat: float | None
    lon: float | None
    oktmo: str = ""


_MUNICIPALITY = (
    f"SELECT {', '.join(MunicipalityView.__dataclass_fields__)} "  # noqa: S608  # our own names
    f"FROM {Municipality._meta.db_table} WHERE id = %s"
)


def municipality(municipality_id: int) -> MunicipalityView:
    """Asked with every message, and so without a model; raises `Municipality.DoesNotExist`."""
    row = bulk.first(_MUNICIPALITY, [municipality_id])
    if row is None:
        raise Municipality.DoesNotExist(municipality_id)
    return MunicipalityView(*row)


def municipality_by_code(code: str) -> MunicipalityView | None:
    row = Municipality.objects.defer("boundary").filter(code=code).first()
    return _view(row) if row else None


def municipalities(ids: Sequence[int] | frozenset[int] | None = None) -> list[MunicipalityView]:
    """All municipalities, or those of the given ids, by title."""
    rows = Municipality.objects.defer("boundary")
    if ids is not None:
        rows = rows.filter(id__in=ids)
    return [_view(row) for row in rows]


def boundary(municipality_id: int) -> dict[str, object] | None:
    return Municipality.objects.filter(id=municipality_id).values_list("boundary", flat=True).first()


def districts(municipality_id: int) -> list[District]:
    return list(District.objects.filter(municipality_id=municipality_id))


def district_titles(municipality_id: int) -> dict[int, str]:
    """Titles by id, without the boundaries."""
    return dict(District.objects.filter(municipality_id=municipality_id).values_list("id", "title"))


def settlements(municipality_id: int) -> list[Settlement]:
    return list(Settlement.objects.filter(municipality_id=municipality_id))


def streets(municipality_id: int, *, words: str = "") -> list[Street]:
    """With their settlements, closed ones too; those whose names hold the words."""
    rows = Street.objects.filter(settlement__municipality_id=municipality_id).select_related("settlement")
    return [row for row in rows if words.lower() in f"{row} {row.settlement} {' '.join(row.aliases)}".lower()]


def named(municipality_id: int, *, most: int) -> list[tuple[str, str, float, float]]:
    """What a map names, with its point: "settlement" or "street", those with the most houses; none closed."""
    settlements = Settlement.objects.filter(
        municipality_id=municipality_id, is_active=True, lat__isnull=False, lon__isnull=False
    )
    streets = Street.objects.filter(
        settlement__municipality_id=municipality_id, settlement__is_active=True, is_active=True,
        lat__isnull=False, lon__isnull=False,
    )  # fmt: skip
    largest = settlements.annotate(n=Count("streets")).order_by("-n", "title")
    longest = streets.annotate(n=Count("houses")).order_by("-n", "title", "id")
    return [
        *(("settlement", one.title, one.lat or 0.0, one.lon or 0.0) for one in largest[:most]),
        *(("street", f"{one.kind} {one.title}", one.lat or 0.0, one.lon or 0.0) for one in longest[:most]),
    ]


def houses(street_id: int) -> list[House]:
    return list(House.objects.filter(street_id=street_id))


def house_numbers(house_ids: Sequence[int]) -> dict[int, str]:
    return dict(House.objects.filter(id__in=house_ids).values_list("id", "number"))


def houses_within(
    municipality_id: int, *, south: float, west: float, north: float, east: float, most: int = 400
) -> list[House]:
    """Open houses with a point inside the edges, with their streets."""
    rows = House.objects.filter(
        street__settlement__municipality_id=municipality_id, is_active=True,
        lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east,
    )  # fmt: skip
    return list(rows.select_related("street").order_by("id")[:most])


def landmarks(municipality_id: int, *, words: str = "") -> list[Landmark]:
    """By kind and number, closed ones too; those whose name or address holds the words."""
    rows = Landmark.objects.filter(municipality_id=municipality_id)
    return [row for row in rows if words.lower() in f"{row} {row.address} {' '.join(row.aliases)}".lower()]


def created_at(municipality_id: int) -> datetime:
    return Municipality.objects.values_list("created_at", flat=True).get(id=municipality_id)


def edition(municipality_id: int) -> str:
    """Changes whenever the places of the town change; "" where they were never set."""
    row = bulk.first(_EDITION, [municipality_id])
    return str(row[0]) if row else ""


_EDITION = f"SELECT stamp FROM {Edition._meta.db_table} WHERE municipality_id = %s"  # noqa: S608  # our own


def index(municipality_id: int) -> places.Index:
    """What is open of the town's register, ready to be looked up; see `matching.matcher` for the one kept."""
    of_town = {"municipality_id": municipality_id, "is_active": True}
    streets = Street.objects.filter(
        settlement__municipality_id=municipality_id, settlement__is_active=True, is_active=True
    )
    houses = House.objects.filter(street__in=streets, is_active=True).order_by("street_id")
    districts = District.objects.filter(municipality_id=municipality_id)
    return places.Index(
        districts=[places.District(*row) for row in districts.values_list("id", "title", "boundary")],
        settlements=[
            places.Settlement(*row[:-1], tuple(row[-1]))
            for row in Settlement.objects.filter(**of_town).values_list(
                "id", "kind", "title", "district_id", "lat", "lon", "aliases"
            )
        ],
        streets=[
            places.Street(*row[:-1], tuple(row[-1]))
            for row in streets.values_list("id", "settlement_id", "kind", "title", "lat", "lon", "aliases")
        ],
        houses=houses.values_list("id", "street_id", "number", "district_id", "lat", "lon").iterator(
            chunk_size=5000
        ),
        landmarks=[
            places.Landmark(
                id=one.id, kind=one.kind, title=one.title, number=one.number, aliases=tuple(one.aliases),
                settlement_id=one.settlement_id, street_id=one.street_id, house_id=one.house_id,
                lat=one.lat, lon=one.lon,
            )
            for one in Landmark.objects.filter(**of_town)
        ],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadingView:
    """A loading of a list of addresses as it stands; `counts` are of `services.Loaded`, above nought."""

    id: int
    municipality_id: int
    kind: str
    file_name: str
    file_path: str
    options: dict[str, object]
    is_dry_run: bool
    state: str
    state_title: str
    stage: str
    done: int
    total: int
    counts: dict[str, int]
    rejected: int
    rejects_path: str
    error: str
    created_by: int | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state in (LoadState.DONE, LoadState.FAILED, LoadState.STOPPED)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many places of a kind are open, how many of these have a point, how many are closed."""

    code: str
    title: str
    open: int
    placed: int
    closed: int


def sums(municipality_id: int) -> list[Sum]:
    """What the town's register holds."""
    kinds: list[tuple[str, str, QuerySet[Any]]] = [
        ("settlements", _("Населённые пункты"), Settlement.objects.filter(municipality_id=municipality_id)),
        ("streets", _("Улицы"), Street.objects.filter(settlement__municipality_id=municipality_id)),
        ("houses", _("Дома"), House.objects.filter(street__settlement__municipality_id=municipality_id)),
        ("landmarks", _("Ориентиры"), Landmark.objects.filter(municipality_id=municipality_id)),
    ]
    is_open = Q(is_active=True)
    return [
        Sum(code, title, **rows.aggregate(
            open=Count("id", filter=is_open), placed=Count("id", filter=is_open & Q(lat__isnull=False)),
            closed=Count("id", filter=Q(is_active=False)),
        ))
        for code, title, rows in kinds
    ]  # fmt: skip


def loading(loading_id: int) -> LoadingView:
    """Raises `ObjectDoesNotExist`."""
    return loading_view(Loading.objects.get(id=loading_id))


def loadings(municipality_id: int, *, most: int = 20) -> list[LoadingView]:
    """The newest first."""
    return [
        loading_view(row)
        for row in Loading.objects.filter(municipality_id=municipality_id).order_by("-id")[:most]
    ]


def loading_view(row: Loading) -> LoadingView:
    own = {name: getattr(row, name) for name in LoadingView.__dataclass_fields__ if hasattr(row, name)}
    return LoadingView(**{**own, "state_title": str(row.get_state_display()), "state": str(row.state)})


def _view(row: Municipality) -> MunicipalityView:
    return MunicipalityView(
        row.id,
        row.code,
        row.title,
        row.title_genitive,
        row.region,
        row.centre_title,
        row.head_title,
        row.timezone,
        row.population,
        row.number_template,
        row.lat,
        row.lon,
        row.oktmo,
    )
