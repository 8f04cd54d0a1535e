"""The chain of approval that a rule has set for a case: whose turn it is, and who may speak for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otklik.casework.answers import rules
from otklik.casework.answers import selectors as answers
from otklik.casework.answers.services import PLAIN, Yes
from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules.coordination import Away, stand_in
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Access, Action
from otklik.register.cases.selectors import Case

_IN_ROUND = ("submitted", "approved")


class NotYourTurn(ValueError):
    """Somebody else approves now; the message is Russian and says who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A person of the chain: when approved, by whom instead; whether it is the turn, `why` of a deputy."""

    name: str
    at: datetime | None = None
    by: str = ""
    comment: str = ""
    is_turn: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether a submitted answer waits for this person, and whether nobody is asked after."""

    is_mine: bool
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The people of the chain who are still there, and what they have said in this round."""

    people: tuple[int, ...]
    names: Mapping[int, str]
    said: Mapping[int, answers.Approval]
    absences: Sequence[Away]
    on: date

    @property
    def left(self) -> tuple[int, ...]:
        return rules.left(self.people, self.said)

    @property
    def turn(self) -> int | None:
        return rules.whose_turn(self.people, self.said)

    def covered_by(self, user_id: int | None) -> tuple[int, ...]:
        """For whom a yes of this person counts now; empty out of turn."""
        mine = [one for one in self.left if user_id is not None and user_id in (one, self._deputy(one)[0])]
        return rules.covered(self.people, self.said, standing_for=mine)

    def steps(self) -> list[Step]:
        return [self._step(one) for one in self.people]

    def now_speaks(self) -> str:
        """Whose turn it is, in words; empty where all have approved."""
        if self.turn is None:
            return ""
        return self._deputy(self.turn)[1] or self.names[self.turn]

    def _step(self, user_id: int) -> Step:
        name, said = self.names[user_id], self.said.get(user_id)
        if said is not None:
            by = self.names.get(said.user_id or 0, "") if said.instead_of else ""
            return Step(name=name, at=said.at, by=by, comment=said.comment)
        is_turn = user_id == self.turn
        return Step(name=name, is_turn=is_turn, why=self._deputy(user_id)[1] if is_turn else "")

    def _deputy(self, user_id: int) -> tuple[int | None, str]:
        chosen = stand_in(user_id, names=self.names, absences=self.absences, on=self.on)
        return chosen.user_id, chosen.why


def found(case: Case, draft: answers.Draft | None, *, on: date) -> Chain | None:
    """The chain kept for the case; None where no rule has set one, or all its people have left."""
    asked = automation.effects_on(case.id).approvers
    if not asked:
        return None
    names = dict(people.staff(case.municipality_id))
    present = tuple(one for one in dict.fromkeys(asked) if one in names)
    if not present:
        return None
    rows = answers.of_round(draft) if draft and draft.state in _IN_ROUND else []
    return Chain(
        people=present,
        names=names,
        said={row.instead_of or row.user_id or 0: row for row in rows},
        absences=automation.away(case.municipality_id, on=on),
        on=on,
    )


def turn_of(case: Case, draft: answers.Draft | None, user_id: int | None, *, on: date) -> Turn | None:
    """What a page asks of a submitted draft, for two small queries; None where no chain approves."""
    if draft is None or draft.turn_id is None or user_id is None:
        return None
    is_mine = draft.turn_id == user_id
    if not is_mine:
        absences = automation.away(case.municipality_id, on=on)
        names = {user_id: "", draft.turn_id: ""}
        is_mine = stand_in(draft.turn_id, names=names, absences=absences, on=on).user_id == user_id
    if is_mine:
        return Turn(is_mine, is_last=automation.effects_on(case.id).approvers[-1:] == (draft.turn_id,))
    if draft.turn_id in dict(people.staff(case.municipality_id)):
        return Turn(is_mine)
    chain = found(case, draft, on=on)
    return of_chain(chain, user_id) if chain else None


def of_chain(chain: Chain, user_id: int | None) -> Turn:
    """The same from the chain itself."""
    covers = chain.covered_by(user_id)
    return Turn(bool(covers), is_last=covers == chain.left)


def yes_of(chain: Chain | None, actor_id: int | None, *, municipality_id: int, instead: str = "") -> Yes:
    """What a yes of this person does; `instead` is the reason to approve for all who are left.

    Raises `NotYourTurn`.
    """
    if chain is None:
        return PLAIN
    reason = instead.strip()
    if reason:
        if not _is_over_all(actor_id, municipality_id, on=chain.on):
            raise NotYourTurn(
                "Согласовать за всех может тот, кто согласует ответы всего муниципалитета. "
                f"Сейчас согласует {chain.now_speaks()}."
            )
        return Yes(covers=chain.left, comment=reason)
    covers = chain.covered_by(actor_id)
    if not covers:
        raise NotYourTurn(f"Ответ согласуют по порядку. Сейчас очередь: {chain.now_speaks()}.")
    return Yes(covers=covers, next_id=rules.whose_turn(chain.left, covers))


def may_over_all(access: Access, municipality_id: int) -> bool:
    """Whether the person approves answers of the whole town, and so for everybody with a reason."""
    return any(grant.is_whole_town for grant in access.of(Action.APPROVE, municipality_id))


def waiting_for(user_id: int, municipality_id: int, *, on: date) -> list[int]:
    """The cases whose answers wait for this person, or for those whose deputy the person is now."""
    waiting = answers.turns(municipality_id)
    if not waiting:
        return []
    absences = automation.away(municipality_id, on=on)
    told = {one.user_id for one in absences} | {user_id}
    names = dict.fromkeys((*told, *(one.deputy_id for one in absences if one.deputy_id)), "")
    mine = {user_id} | {
        one for one in told if stand_in(one, names=names, absences=absences, on=on).user_id == user_id
    }
    return [case for case, user in waiting if user in mine]


def _is_over_all(actor_id: int | None, municipality_id: int, *, on: date) -> bool:
    return actor_id is not None and may_over_all(people.access(actor_id, today=on), municipality_id)
