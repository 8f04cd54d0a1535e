"""Who acts on appeals in these tests."""

from datetime import datetime

from otklik.flow.appeals.acting import Actor
from otklik.ground.people.roles import ROLES, Action

BUNDLES = {row.code: row.actions for row in ROLES}


def actor(role: str, *, now: datetime, user_id: int | None = None, version: int | None = None) -> Actor:
    """A person of a default role; `role` "nobody" may do nothing."""
    actions = BUNDLES.get(role, frozenset())

    def may(action: Action) -> bool:
        return action in actions

    return Actor(user_id=user_id, label="Андреева С. П.", now=now, may=may, version=version)
