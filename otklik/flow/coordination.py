"""Automatic coordination: which executor of a recipient gets the case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules import coordination
from otklik.casework.automation.rules.coordination import Away, Chosen, Duty, Person
from otklik.casework.automation.rules.effects import AUTO
from otklik.ground.people import selectors as people
from otklik.register.cases import selectors as cases
from otklik.register.catalog.views import Snapshot


class Roster:
    """Who may be chosen today; read at the first question of a batch, and loads grow as it chooses."""

    def __init__(self, catalog: Snapshot) -> None:
        self.municipality_id = catalog.municipality_id
        self._catalog = catalog
        self._people: dict[int, list[Person]] = {}
        self._duties: dict[tuple[int, date], list[Duty]] = {}
        self._away: dict[date, list[Away]] = {}
        self._staff: dict[int, str] | None = None

    def choose(self, executor: int, recipient_id: int, *, on: date) -> Chosen:
        """The person named by a rule or whoever stands in; AUTO is chosen by duty, absence and load."""
        if executor == AUTO:
            return self._coordinate(self._catalog.recipients[recipient_id].organisation_id, on)
        return coordination.stand_in(executor, names=self.staff(), absences=self.away(on), on=on)

    def staff(self) -> dict[int, str]:
        """The active people of the town."""
        if self._staff is None:
            self._staff = dict(people.staff(self.municipality_id))
        return self._staff

    def away(self, on: date) -> list[Away]:
        if on not in self._away:
            self._away[on] = automation.away(self.municipality_id, on=on)
        return self._away[on]

    def _coordinate(self, organisation_id: int, on: date) -> Chosen:
        known = self._of(organisation_id)
        key = (organisation_id, on)
        if key not in self._duties:
            self._duties[key] = automation.duties([one.id for one in known], on=on)
        chosen = coordination.choose(known, duties=self._duties[key], absences=self.away(on), on=on)
        self._people[organisation_id] = [
            replace(one, load=one.load + 1) if one.id == chosen.user_id else one for one in known
        ]
        return chosen

    def _of(self, organisation_id: int) -> Sequence[Person]:
        if organisation_id not in self._people:
            takers = people.takers([organisation_id]).get(organisation_id, [])
            loads = cases.open_by_person([user for user, _ in takers])
            self._people[organisation_id] = [Person(user, name, loads.get(user, 0)) for user, name in takers]
        return self._people[organisation_id]
