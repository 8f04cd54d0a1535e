"""Whom a level of escalation means in a town: posts of people against the place of a case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from otklik.casework.control.rules.marks import Level
from otklik.ground.people.roles import Action, Grant

CENTRE_HEAD, TOWN_HEAD, CURATOR = "centre_head", "town_head", "curator"


Holder = tuple[int, Grant]
"""A person and what they hold today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose a case is now."""

    assignee_id: int | None = None
    organisation_id: int | None = None
    block_code: str = ""


def reached(levels: Iterable[Level], whose: Whose, holders: Sequence[Holder]) -> dict[int, Level]:
    """The people of the levels, each by the lowest level that means them.

    Where nobody holds a level, the next one up is told: a mark is never lost. A case that has no recipient
    is the coordinator's.
    """
    found: dict[int, Level] = {}
    for level in levels:
        for one in _up_from(level):
            people = list(_of(one, whose, holders))
            for user_id in people:
                found.setdefault(user_id, level)
            if people:
                break
    return found


_CHAIN = (
    Level.EXECUTOR, Level.RECIPIENT_HEAD, Level.COORDINATOR, Level.BLOCK_HEAD, Level.CENTRE_HEAD,
    Level.TOWN_HEAD,
)  # fmt: skip


def _up_from(level: Level) -> tuple[Level, ...]:
    """The block's head is no substitute for the centre's people, nor the head of town for anybody."""
    if level in (Level.TOWN_HEAD, Level.CENTRE_HEAD):
        return (level,)
    ups = _CHAIN[_CHAIN.index(level) : _CHAIN.index(Level.TOWN_HEAD)]
    return tuple(one for one in ups if one is level or one is not Level.BLOCK_HEAD)


def _of(level: Level, whose: Whose, holders: Sequence[Holder]) -> Iterator[int]:
    match level:
        case Level.EXECUTOR:
            yield from _executors(whose, holders)
        case Level.RECIPIENT_HEAD:
            yield from (user for user, grant in _at(whose, holders) if Action.APPROVE in grant.actions)
        case Level.COORDINATOR:
            for user, grant in holders:
                if grant.is_whole_town and Action.ROUTE in grant.actions:
                    yield user
        case Level.BLOCK_HEAD:
            for user, grant in holders:
                if (
                    whose.block_code
                    and grant.block_code == whose.block_code
                    and Action.APPROVE in grant.actions
                ):
                    yield user
        case Level.CENTRE_HEAD:
            codes = {grant.role_code for _user, grant in holders}
            wanted = CENTRE_HEAD if CENTRE_HEAD in codes else CURATOR
            yield from (user for user, grant in holders if grant.role_code == wanted)
        case Level.TOWN_HEAD:
            yield from (user for user, grant in holders if grant.role_code == TOWN_HEAD)


def _executors(whose: Whose, holders: Sequence[Holder]) -> Iterator[int]:
    """The named executor; while there is none, those of the recipient who take work and do not approve."""
    if whose.assignee_id is not None:
        yield whose.assignee_id
        return
    for user, grant in _at(whose, holders):
        if Action.TAKE in grant.actions and Action.APPROVE not in grant.actions:
            yield user


def _at(whose: Whose, holders: Sequence[Holder]) -> Iterator[Holder]:
    for user, grant in holders:
        if whose.organisation_id is not None and whose.organisation_id in grant.organisation_ids:
            yield user, grant
