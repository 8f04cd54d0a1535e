"""Reading reports: forms filled from the lake, and those that were frozen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from otklik.border.ports.messages import Stream
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.insight.analytics import counts
from otklik.insight.analytics.counts import CaseLine, Inputs
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.indicators import TARGETS, Dating
from otklik.insight.analytics.values import Period
from otklik.insight.reports.form import Centre, Filled, thaw
from otklik.insight.reports.forms import monthly as monthly_form
from otklik.insight.reports.forms import yearly as yearly_form
from otklik.insight.reports.models import DeviationReason, IndicatorEntry, PlanValue, Snapshot
from otklik.insight.reports.rules import decreed
from otklik.register.catalog import selectors as catalog
from otklik.register.intake import selectors as intake

HEAD_ROLE = "centre_head"
RECIPIENTS_HOLD_FOR = timedelta(days=31)
"""The register of recipients has no past: its number of today stands for a day not longer ago than this."""


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """A frozen report without its body."""

    id: int
    form: str
    period: str
    version: int
    as_of: date
    sha256: str
    created_by: int | None
    created_at: datetime
    signed_by: int | None
    signed_at: datetime | None


def engine() -> Engine:
    """The engine over the lake of the settings, one a process."""
    return _engine(Path(settings.LAKE))


@cache
def _engine(folder: Path) -> Engine:
    return Engine(folder)


def monthly(municipality_id: int, *, month: Period, as_of: date) -> Filled:
    """The monthly form as of the day (the end of the month, if that is earlier)."""
    town = places.municipality(municipality_id)
    day = min(as_of, month.last)
    values = counts.monthly(
        engine(), town.code, month=month, inputs=inputs(municipality_id, day=day, today=as_of)
    )
    return monthly_form.fill(
        values, month=month, as_of=day, municipality=town.code, centre=centre(municipality_id, today=day)
    )


def yearly(municipality_id: int, *, year: int, as_of: date) -> Filled:
    """The yearly form as of the day (the end of the year, if that is earlier)."""
    town = places.municipality(municipality_id)
    day = min(as_of, Period.year(year).last)
    reached = counts.yearly(
        engine(), town.code, year=year, inputs=inputs(municipality_id, day=day, today=as_of)
    )
    return yearly_form.fill(
        reached,
        year=year,
        as_of=day,
        municipality=town.code,
        centre=centre(municipality_id, today=day),
        plan=plan(municipality_id, year),
        deviations=deviations(municipality_id, year),
    )


def cases_behind(
    municipality_id: int, *, numbers: tuple[int, ...], period: Period, after: int = 0, limit: int = 50
) -> list[CaseLine]:
    """The cases of a number, a page at a time; the door still shows only what the person may see."""
    town = places.municipality(municipality_id)
    return counts.cases(
        engine(), town.code, numbers=numbers, period=period, dating=dating(), after=after, limit=limit
    )


def cases_behind_target(
    municipality_id: int, *, number: int, year: int, as_of: date, after: int = 0, limit: int = 50
) -> list[CaseLine]:
    """The cases that a target of the year counts as done."""
    period = Period.year(year).until(as_of)
    return cases_behind(
        municipality_id, numbers=TARGETS[number].part, period=period, after=after, limit=limit
    )


def centre(municipality_id: int, *, today: date) -> Centre:
    """The centre as the forms name it, with the name of its head on the day."""
    town = places.municipality(municipality_id)
    head_titles = {role.title for role in people.roles(municipality_id) if role.code == HEAD_ROLE}
    posts = people.composition(municipality_id, today=today)
    head = next((post.person for post in posts if post.role in head_titles), "")
    return Centre(title=town.centre_title, town_genitive=town.title_genitive, head_name=initials(head))


def initials(full_name: str) -> str:
    """«Иванов Иван Петрович» as it is printed under a signature: «И. П. Иванов»."""
    surname, *names = full_name.split() or [""]
    return " ".join([*(f"{name[0]}." for name in names), surname])


def dating() -> Dating:
    """By which day a case falls into a month: a setting, by registration unless told otherwise."""
    return Dating(getattr(settings, "REPORT_DATING", Dating.REGISTRATION))


def inputs(municipality_id: int, *, day: date, today: date) -> Inputs:
    """What the cases do not tell, as of the day; recipients of long ago are known only as reported."""
    is_recent = today - day <= RECIPIENTS_HOLD_FOR
    return Inputs(
        as_of=day,
        recipients=catalog.snapshot(municipality_id).recipients_in_centre() if is_recent else None,
        entries=entries(municipality_id),
        silent=silent_streams(municipality_id),
        dating=dating(),
    )


def silent_streams(municipality_id: int) -> frozenset[Stream]:
    """Streams from which nothing ever came and for which no way in is open."""
    town = places.municipality(municipality_id)
    heard = {stream for (stream,) in engine().query(_STREAMS, [town.code])}
    opened = {account.stream for account in intake.accounts(municipality_id) if account.is_active}
    return frozenset(stream for stream in Stream if stream.value not in heard | opened)


_STREAMS = "SELECT DISTINCT stream FROM facts WHERE municipality = ?"


def plan(municipality_id: int, year: int) -> dict[int, Decimal]:
    """Planned percents by target: the decree's, and the town's own in their place."""
    own = PlanValue.objects.filter(municipality_id=municipality_id, year=year)
    return decreed(year) | dict(own.values_list("number", "value"))


def deviations(municipality_id: int, year: int) -> dict[int, str]:
    rows = DeviationReason.objects.filter(municipality_id=municipality_id, year=year)
    return dict(rows.values_list("number", "text"))


def entries(municipality_id: int) -> dict[tuple[int, str], int]:
    """What was entered by hand, by number and month (`2026-10`)."""
    rows = IndicatorEntry.objects.filter(municipality_id=municipality_id)
    return {
        (number, f"{month:%Y-%m}"): value
        for number, month, value in rows.values_list("number", "month", "value")
    }


def entered(municipality_id: int, month: date) -> dict[int, dict[str, int | str]]:
    """What was entered by hand for the month, by number: `value` and `note`, where it came from."""
    rows = IndicatorEntry.objects.filter(municipality_id=municipality_id, month=month.replace(day=1))
    return {row.number: {"value": row.value, "note": row.note} for row in rows}


def snapshots(municipality_id: int, *, form: str = "", period: str = "") -> list[SnapshotView]:
    """Frozen reports, the newest first; of one form or period where told."""
    rows = Snapshot.objects.defer("body").filter(municipality_id=municipality_id)
    rows = rows.filter(form=form) if form else rows
    return [_view(row) for row in (rows.filter(period=period) if period else rows)]


def frozen(municipality_id: int, snapshot_id: int) -> Filled | None:
    """The form exactly as it was frozen."""
    row = Snapshot.objects.filter(municipality_id=municipality_id, pk=snapshot_id).first()
    return thaw(row.body) if row else None


def _view(row: Snapshot) -> SnapshotView:
    return SnapshotView(
        row.pk,
        row.form,
        row.period,
        row.version,
        row.as_of,
        row.sha256,
        row.created_by,
        row.created_at,
        row.signed_by,
        row.signed_at,
    )
