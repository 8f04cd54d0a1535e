"""Changing organisations, users, roles and memberships."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.ground.people.models import Membership, Organisation, Role, User
from otklik.ground.people.roles import ROLES, Action


class BadPerson(ValueError):
    """The change cannot be made; the message is Russian and says what to do."""


@transaction.atomic
def install_roles(*, now: datetime) -> int:
    """The default roles of the decrees; a bundle that was edited is left as it is."""
    have = set(Role.objects.filter(municipality=None).values_list("code", flat=True))
    fresh = [
        Role(
            code=row.code,
            title=row.title,
            actions=sorted(row.actions),
            scope=row.scope,
            norm=row.norm,
            order=order * 10,
        )
        for order, row in enumerate(ROLES, start=1)
        if row.code not in have
    ]
    Role.objects.bulk_create(fresh)
    if fresh:
        audit.record(action="install_roles", subject="role", subject_id="defaults", now=now)
    return len(fresh)


@transaction.atomic
def save_organisation(
    *,
    municipality_id: int,
    short_title: str,
    title: str = "",
    kind: str = "institution",
    parent_id: int | None = None,
    organisation_id: int | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    is_active: bool = True,
    now: datetime,
    actor_id: int | None = None,
) -> Organisation:
    """Add an organisation or change it; the tree may not bite its tail."""
    row = (
        Organisation.objects.get(id=organisation_id, municipality_id=municipality_id)
        if organisation_id
        else Organisation(municipality_id=municipality_id)
    )
    same = Organisation.objects.filter(municipality_id=municipality_id, short_title=short_title.strip())
    if not short_title.strip():
        raise BadPerson("Укажите краткое название организации.")
    if same.exclude(id=organisation_id or 0).exists():
        raise BadPerson(f"Организация «{short_title}» уже есть. Откройте её и измените.")
    _refuse_circle(organisation_id, parent_id)
    row.short_title, row.title, row.kind = short_title.strip(), title.strip() or short_title.strip(), kind
    row.parent_id, row.phone, row.email, row.address = parent_id, phone, email, address
    row.is_active = is_active
    row.save()
    audit.record(
        action="save_organisation",
        subject="organisation",
        subject_id=row.id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
    )
    return row


@transaction.atomic
def save_user(
    *,
    username: str,
    full_name: str,
    position: str = "",
    email: str = "",
    phone: str = "",
    organisation_id: int | None = None,
    password: str | None = None,
    hashed: str = "",
    is_demo: bool = False,
    is_active: bool = True,
    must_change_password: bool = False,
    now: datetime,
    actor_id: int | None = None,
) -> User:
    """Add a person or change one by sign-in name; a given password is checked and replaces the old one.

    `hashed` is a password made unreadable before (`hash_password`), where many people get one.
    """
    username = username.strip()
    if not username or not full_name.strip():
        raise BadPerson("Укажите имя для входа и фамилию, имя, отчество.")
    row = User.objects.filter(username__iexact=username).first() or User(username=username, created_at=now)
    row.full_name, row.position, row.email, row.phone = full_name.strip(), position, email, phone
    row.organisation_id, row.is_active = organisation_id, is_active
    row.is_demo = is_demo
    row.must_change_password = must_change_password
    if password is not None:
        if not is_demo:
            validate_password(password, row)
        row.set_password(password)
    elif hashed:
        row.password = hashed
    elif row.pk is None:
        row.set_unusable_password()
    row.save()
    audit.record(action="save_user", subject="user", subject_id=row.id, actor_id=actor_id, now=now)
    return row


def hash_password(password: str) -> str:
    """Slow on purpose: a fifth of a second."""
    return make_password(password)


@transaction.atomic
def set_password(user_id: int, password: str, *, now: datetime, actor_id: int | None = None) -> None:
    row = User.objects.get(id=user_id)
    validate_password(password, row)
    row.set_password(password)
    row.must_change_password = False
    row.save(update_fields=["password", "must_change_password"])
    audit.record(action="set_password", subject="user", subject_id=user_id, actor_id=actor_id, now=now)


@transaction.atomic
def give_role(
    *,
    user_id: int,
    role_code: str,
    municipality_id: int,
    block_code: str = "",
    organisation_id: int | None = None,
    act: str = "",
    since: date | None = None,
    until: date | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> Membership:
    """A person takes a role; the same role in the same place twice is one membership."""
    role = _role(role_code, municipality_id)
    if role.scope == "block" and not block_code:
        raise BadPerson(f"Для роли «{role.title}» выберите отраслевой блок.")
    if role.scope == "organisation" and organisation_id is None:
        raise BadPerson(f"Для роли «{role.title}» выберите организацию.")
    organisation = None
    if role.scope == "organisation":
        organisation = Organisation.objects.get(id=organisation_id or 0, municipality_id=municipality_id)
    row, _ = Membership.objects.update_or_create(
        user_id=user_id,
        role=role,
        municipality_id=municipality_id,
        block_code=block_code if role.scope == "block" else "",
        organisation=organisation,
        defaults={"act": act, "since": since, "until": until},
    )
    audit.record(
        action="give_role",
        subject="user",
        subject_id=user_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"role": role_code, "block": block_code, "organisation": organisation_id},
    )
    return row


@transaction.atomic
def take_role(
    membership_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """A person gives a role back."""
    row = Membership.objects.select_related("role").get(id=membership_id, municipality_id=municipality_id)
    row.delete()
    audit.record(
        action="take_role",
        subject="user",
        subject_id=row.user_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"role": row.role.code},
    )


@transaction.atomic
def edit_role(
    *,
    municipality_id: int,
    code: str,
    title: str,
    actions: Sequence[str],
    now: datetime,
    actor_id: int | None = None,
) -> Role:
    """The municipality's own edition of a role: its title and its bundle."""
    unknown = set(actions) - set(Action)
    if unknown:
        raise BadPerson(f"Неизвестные действия: {', '.join(sorted(unknown))}.")
    default = _role(code, municipality_id)
    row, _ = Role.objects.update_or_create(
        municipality_id=municipality_id,
        code=code,
        defaults={
            "title": title.strip() or default.title,
            "actions": sorted(actions),
            "scope": default.scope,
            "norm": default.norm,
            "order": default.order,
        },
    )
    audit.record(
        action="edit_role",
        subject="role",
        subject_id=row.id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"actions": sorted(actions)},
    )
    return row


def _role(code: str, municipality_id: int) -> Role:
    found = Role.objects.filter(code=code, municipality_id=municipality_id, is_active=True).first()
    found = found or Role.objects.filter(code=code, municipality=None, is_active=True).first()
    if found is None:
        raise BadPerson(f"Нет роли «{code}».")
    return found


def _refuse_circle(organisation_id: int | None, parent_id: int | None) -> None:
    seen = {organisation_id}
    while parent_id is not None:
        if parent_id in seen:
            raise BadPerson("Организация не может подчиняться сама себе. Выберите другую вышестоящую.")
        seen.add(parent_id)
        parent_id = Organisation.objects.filter(id=parent_id).values_list("parent_id", flat=True).first()


@transaction.atomic
def close_demo_users(*, now: datetime) -> int:
    """Nobody signs in with a password that everybody knows any more."""
    rows = User.objects.filter(is_demo=True, is_active=True)
    closed = 0
    for row in rows:
        row.is_active = False
        row.set_unusable_password()
        row.save(update_fields=["is_active", "password"])
        closed += 1
    if closed:
        audit.record(action="close_demo_users", subject="user", subject_id="demo", now=now)
    return closed
