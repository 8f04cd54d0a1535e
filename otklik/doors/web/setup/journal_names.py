"""Who and what the rows of the journal are about: the names of the ids on a page, read once for the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from otklik.doors.web.visit import Visit
from otklik.ground.audit.selectors import Line
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

_KIND: Mapping[str, str] = {
    "topic": "topic", "was_topic": "topic", "into": "topic",
    "recipient": "recipient", "block": "block", "district": "district",
    "organisation": "organisation", "assignee": "user", "user": "user", "users": "user",
    "instead": "user",
    "original": "case",
}  # fmt: skip
"""What kind of id a detail holds, by its name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by kind and id (as text); numbers of the cases that this person may open."""

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def of_subject(self, line: Line) -> str:
        """The name of what was acted on; its id where it has none."""
        if line.subject == "case":
            return self.numbers.get(line.subject_id, line.subject_id)
        return self.titles.get(line.subject, {}).get(line.subject_id, line.subject_id)

    def of_detail(self, line: Line, name: str, value: object) -> str | None:
        """The name of the id that a detail holds; None where the detail is no id."""
        kind = line.subject if name == "was" else _KIND.get(name)
        if line.action == "decide" and name == "was":
            kind = "topic"
        if isinstance(value, list):
            told = [self.of_detail(line, name, one) for one in value]
            return ", ".join(one for one in told if one) or None
        if kind is None or not isinstance(value, int | str) or isinstance(value, bool):
            return None
        known = self.numbers if kind == "case" else self.titles.get(kind, {})
        return known.get(str(value))

    def number(self, line: Line) -> str:
        """The number of the case the line is about, empty where it may not be opened."""
        return self.numbers.get(line.subject_id, "") if line.subject == "case" else ""


def names_of(lines: Sequence[Line], visit: Visit) -> Names:
    """Seven queries at most, however many lines."""
    snapshot = catalog.snapshot(visit.town.id)
    titles = {
        "topic": _told((one.id, one.title) for one in snapshot.topics.values()),
        "recipient": _told((one.id, one.title) for one in snapshot.recipients.values()),
        "block": _told((one.id, one.title) for one in snapshot.blocks.values()),
        "district": _told(places.district_titles(visit.town.id).items()),
        "organisation": _told((one.id, one.title) for one in people.organisations(visit.town.id)),
        "user": _told((one.id, one.full_name) for one in people.persons(visit.town.id)),
    }
    numbers = _told((one.id, one.number) for one in _cases(lines, visit))
    return Names(titles, numbers)


def _told(pairs: Iterable[tuple[int, str]]) -> dict[str, str]:
    return {str(row_id): title for row_id, title in pairs}


def _cases(lines: Sequence[Line], visit: Visit) -> list[cases.Case]:
    ids = {int(line.subject_id) for line in lines if line.subject == "case" and line.subject_id.isdecimal()}
    ids |= {one for line in lines if isinstance(one := line.details.get("original"), int)}
    if not ids:
        return []
    return cases.by_ids(visit.access, sorted(ids), municipality_id=visit.town.id, action=Action.SEE_CASES)
