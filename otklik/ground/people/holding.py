"""What people hold: bundles of actions and the organisations below theirs, in plain SQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.db import connection

from otklik.ground.bulk import selectors as bulk
from otklik.ground.people.roles import Grant

_GRANTED = """
    SELECT held.user_id, role.code, role.actions, own.actions, held.block_code, held.organisation_id
    FROM people_membership held
    JOIN people_user person ON person.id = held.user_id AND person.is_active
    JOIN people_role role ON role.id = held.role_id
    LEFT JOIN people_role own ON own.municipality_id = held.municipality_id AND own.code = role.code
        AND own.is_active AND role.municipality_id IS NULL
    WHERE held.municipality_id = %s AND (held.since IS NULL OR held.since <= %s)
        AND (held.until IS NULL OR held.until >= %s)
    ORDER BY held.user_id, held.id
"""
_CHILDREN = (
    "SELECT id, parent_id FROM people_organisation WHERE parent_id IS NOT NULL AND municipality_id IN ({})"
)


def granted(municipality_id: int, *, today: date) -> list[tuple[int, Grant]]:
    """What every active person of the town holds on the given day, as `selectors.access` reads it for one."""
    day = connection.ops.adapt_datefield_value(today)
    held = bulk.rows(_GRANTED, [municipality_id, day, day])
    children = subtrees({municipality_id}) if any(row[5] for row in held) else {}
    return [
        (
            user_id,
            Grant(
                municipality_id=municipality_id,
                role_code=code,
                actions=bundle(default if own is None else own),
                block_code=block_code,
                organisation_ids=below(organisation_id, children) if organisation_id else frozenset(),
            ),
        )
        for user_id, code, default, own, block_code, organisation_id in held
    ]


@lru_cache(maxsize=256)
def bundle(actions: str) -> frozenset[str]:
    """The actions of a role from the text that the driver gives."""
    return frozenset(json.loads(actions))


def subtrees(municipality_ids: Collection[int]) -> dict[int, list[int]]:
    """The organisations right below each one."""
    children: dict[int, list[int]] = {}
    if municipality_ids:
        for child, parent in bulk.rows(
            _CHILDREN.format(bulk.places_for(list(municipality_ids))), list(municipality_ids)
        ):
            children.setdefault(parent, []).append(child)
    return children


def below(root: int, children: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """The organisation and all below it; a circle in the data does not hang."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(children.get(one, ()))
    return frozenset(seen)
