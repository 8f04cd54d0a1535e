"""Who people are, and what they may do where."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from otklik.ground.bulk import selectors as bulk
from otklik.ground.people import holding
from otklik.ground.people.models import Membership, Organisation, Role, User
from otklik.ground.people.roles import Access, Action, Grant


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the centre's composition (the annex of a decree)."""

    role: str
    person: str
    position: str
    block_code: str
    organisation: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipView:
    """A role that a person holds in a municipality; `organisation` is its short title."""

    id: int
    municipality_id: int
    role_code: str
    role_title: str
    block_code: str
    organisation_id: int | None
    organisation: str
    act: str
    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as the settings show one, with the roles held in every municipality."""

    id: int
    username: str
    full_name: str
    position: str
    email: str
    phone: str
    organisation_id: int | None
    organisation: str
    is_active: bool
    is_demo: bool
    must_change_password: bool
    last_login: datetime | None
    memberships: tuple[MembershipView, ...]


def user(user_id: int) -> User | None:
    return User.objects.select_related("organisation").filter(id=user_id).first()


def user_by_name(username: str) -> User | None:
    return User.objects.filter(username__iexact=username).first()


def names(user_ids: Sequence[int]) -> dict[int, str]:
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "full_name"))


def users_of(municipality_id: int) -> list[User]:
    """Everybody who holds a role in the municipality."""
    held = Membership.objects.filter(municipality_id=municipality_id).values("user_id")
    return list(
        User.objects.filter(id__in=held)
        .select_related("organisation")
        .prefetch_related("memberships__role")
        .order_by("full_name")
    )


def staff(municipality_id: int) -> list[tuple[int, str]]:
    """Ids and names of the active people who hold a role in the municipality."""
    held = Membership.objects.filter(municipality_id=municipality_id).values("user_id")
    found = User.objects.filter(id__in=held, is_active=True).order_by("full_name")
    return list(found.values_list("id", "full_name"))


def permitted(municipality_id: int, action: Action, *, today: date) -> list[tuple[int, str]]:
    """Ids and names of the active people whose role of that day permits the action somewhere in the town."""
    kept = {one.code: one.actions for one in roles(municipality_id)}
    held = Membership.objects.filter(
        Q(since=None) | Q(since__lte=today),
        Q(until=None) | Q(until__gte=today),
        municipality_id=municipality_id,
        user__is_active=True,
    )
    told = held.order_by("user__full_name", "user_id").values_list("user_id", "user__full_name", "role__code")
    return list(dict.fromkeys((user, name) for user, name, code in told if action in kept.get(code, ())))


def persons(municipality_id: int) -> list[PersonView]:
    """Everybody who holds a role in the municipality, with all their roles, also elsewhere."""
    held = Membership.objects.filter(municipality_id=municipality_id).values("user_id")
    rows = User.objects.filter(id__in=held).select_related("organisation").order_by("full_name", "id")
    return [_person(row) for row in rows.prefetch_related("memberships__role", "memberships__organisation")]


def _person(row: User) -> PersonView:
    return PersonView(
        id=row.id,
        username=row.username,
        full_name=row.full_name,
        position=row.position,
        email=row.email,
        phone=row.phone,
        organisation_id=row.organisation_id,
        organisation=row.organisation.short_title if row.organisation else "",
        is_active=row.is_active,
        is_demo=row.is_demo,
        must_change_password=row.must_change_password,
        last_login=row.last_login,
        memberships=tuple(_membership(one) for one in row.memberships.all()),
    )


def _membership(row: Membership) -> MembershipView:
    return MembershipView(
        id=row.id,
        municipality_id=row.municipality_id,
        role_code=row.role.code,
        role_title=row.role.title,
        block_code=row.block_code,
        organisation_id=row.organisation_id,
        organisation=row.organisation.short_title if row.organisation else "",
        act=row.act,
        since=row.since,
        until=row.until,
    )


def executors(organisation_id: int) -> list[User]:
    """The active people of an organisation."""
    return list(User.objects.filter(organisation_id=organisation_id, is_active=True).order_by("full_name"))


# Asked with every message that is coordinated by itself.
_TAKERS = (
    f"SELECT u.organisation_id, u.id, u.full_name, r.actions FROM {Membership._meta.db_table} m "  # noqa: S608
    f"JOIN {User._meta.db_table} u ON u.id = m.user_id JOIN {Role._meta.db_table} r ON r.id = m.role_id "
    "WHERE u.organisation_id IN ({}) AND u.is_active AND r.is_active ORDER BY u.full_name, u.id"
)


def takers(organisation_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Ids and names of the active people who take work, by organisation: those who do not approve it first.

    Where only those who approve answers may take work in an organisation, it is them.
    """
    kinds: dict[tuple[int, int, str], set[str]] = {}
    for organisation, user, name, actions in bulk.rows(
        _TAKERS.format(bulk.places_for(organisation_ids)), list(organisation_ids)
    ):
        kinds.setdefault((organisation, user, name), set()).update(
            json.loads(actions) if isinstance(actions, str) else actions
        )
    found: dict[int, list[tuple[int, str]]] = {}
    for is_head in (False, True):
        made: dict[int, list[tuple[int, str]]] = {}
        for (organisation, user, name), actions in kinds.items():
            if (
                Action.TAKE in actions
                and (Action.APPROVE in actions) is is_head
                and organisation not in found
            ):
                made.setdefault(organisation, []).append((user, name))
        found |= made
    return found


def demo_users() -> list[User]:
    return list(User.objects.filter(is_demo=True, is_active=True).order_by("id"))


def roles(municipality_id: int) -> list[Role]:
    """The municipality's roles: its own, and the defaults it has not replaced."""
    found = Role.objects.filter(Q(municipality_id=municipality_id) | Q(municipality=None), is_active=True)
    chosen = {role.code: role for role in sorted(found, key=lambda role: role.municipality_id is not None)}
    return sorted(chosen.values(), key=lambda role: (role.order, role.title))


def organisations(municipality_id: int) -> list[Organisation]:
    return list(Organisation.objects.filter(municipality_id=municipality_id).select_related("parent"))


_HELD = """
    SELECT held.municipality_id, role.code, role.actions, own.actions, held.block_code, held.organisation_id
    FROM people_membership held
    JOIN people_role role ON role.id = held.role_id
    LEFT JOIN people_role own ON own.municipality_id = held.municipality_id AND own.code = role.code
        AND own.is_active AND role.municipality_id IS NULL
    WHERE held.user_id = %s AND (held.since IS NULL OR held.since <= %s)
        AND (held.until IS NULL OR held.until >= %s)
"""


def access(user_id: int, *, today: date) -> Access:
    """What the person may do on the given day: one query, and one more where an organisation narrows it.

    A municipality's own edition of a default role wins over the default.
    """
    day = connection.ops.adapt_datefield_value(today)
    held = bulk.rows(_HELD, [user_id, day, day])
    subtree = holding.subtrees({town for town, _, _, _, _, organisation_id in held if organisation_id})
    return Access(
        user_id,
        tuple(
            Grant(
                municipality_id=town,
                role_code=code,
                actions=holding.bundle(default if own is None else own),
                block_code=block_code,
                organisation_ids=holding.below(organisation_id, subtree) if organisation_id else frozenset(),
            )
            for town, code, default, own, block_code, organisation_id in held
        ),
    )


def composition(municipality_id: int, *, today: date) -> list[Post]:
    """The centre's composition in the order of roles, ready to print."""
    rows = (
        Membership.objects.filter(
            Q(since=None) | Q(since__lte=today),
            Q(until=None) | Q(until__gte=today),
            municipality_id=municipality_id,
            user__is_active=True,
        )
        .select_related("user", "role", "organisation")
        .order_by("role__order", "role__title", "user__full_name")
    )
    return [
        Post(
            m.role.title,
            m.user.full_name,
            m.user.position,
            m.block_code,
            m.organisation.short_title if m.organisation else "",
            m.act,
        )
        for m in rows
    ]
