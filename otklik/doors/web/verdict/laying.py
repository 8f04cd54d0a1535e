"""The table of satisfaction: its period and cut in the address, its lines with their cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.satisfaction.rules import shares
from otklik.casework.satisfaction.rules.shares import Line, Tally
from otklik.casework.satisfaction.selectors.figures import Asking, Cut, Key, Part
from otklik.doors.web.desk import words
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

DAYS = 90
CUTS = {
    Cut.RECIPIENT: ("По получателям", "Получатель"),
    Cut.TOPIC: ("По темам", "Тема"),
    Cut.DISTRICT: ("По районам", "Район"),
    Cut.STREAM: ("По потокам", "Поток"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the table: its title, what it says, and the address of the cases of each number."""

    title: str
    tally: Tally
    line: Line
    urls: Mapping[str, str]

    @property
    def low(self) -> int:
        return self.tally.rated - self.tally.satisfied

    @property
    def silent(self) -> int:
        return self.tally.invited - self.tally.responded


@dataclass(frozen=True, slots=True)
class Asked:
    """The period and the cut of the address."""

    since: date
    until: date
    cut: Cut

    @property
    def query(self) -> dict[str, str]:
        return {"from": self.since.isoformat(), "to": self.until.isoformat(), "cut": self.cut.value}


def asked_of(request: HttpRequest, visit: Visit) -> Asked:
    until = _date(request.GET.get("to", "")) or visit.today
    since = _date(request.GET.get("from", "")) or until - timedelta(days=DAYS - 1)
    told = request.GET.get("cut", "")
    return Asked(min(since, until), until, Cut(told) if told in set(Cut) else Cut.RECIPIENT)


def _date(told: str) -> date | None:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def wanted(visit: Visit, asked: Asked, action: Action) -> Asking:
    return Asking(
        seen=cases.visible(visit.access, action, visit.town.id),
        municipality_id=visit.town.id,
        since=datetime.combine(asked.since, time.min, visit.zone),
        until=datetime.combine(asked.until, time.min, visit.zone) + timedelta(days=1),
    )


def lines(visit: Visit, found: Mapping[Key, Tally], asked: Asked, few: int) -> list[Drawn]:
    """The most rated first, what tells nothing yet last."""
    named = titles(visit, catalog.snapshot(visit.town.id), asked.cut)
    order = sorted(found, key=lambda key: (-found[key].rated, -found[key].invited, str(key)))
    return [
        drawn(named.get(key, _("не указано")), found[key], asked, few, {"key": "" if key is None else key})
        for key in order
    ]


def drawn(title: str, tally: Tally, asked: Asked, few: int, more: Mapping[str, object]) -> Drawn:
    query = urlencode({**asked.query, **more})
    urls = {part.value: reverse("verdict:behind", args=[part.value]) + f"?{query}" for part in Part}
    return Drawn(title, tally, shares.line(tally, few_below=few), urls)


def titles(visit: Visit, snapshot: Snapshot, cut: Cut) -> dict[Key, str]:
    if cut is Cut.RECIPIENT:
        return {key: one.title for key, one in snapshot.recipients.items()}
    if cut is Cut.TOPIC:
        return {key: one.full_title for key, one in snapshot.topics.items()}
    if cut is Cut.DISTRICT:
        return _named(places.district_titles(visit.town.id).items())
    return _named(words.STREAMS.items())


def _named(pairs: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    return dict(pairs)


def key_of(cut: Cut, told: str) -> Key:
    if cut is Cut.STREAM:
        return told
    return int(told) if told.isdecimal() and len(told) < 19 else None
