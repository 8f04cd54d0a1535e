"""Organisations, people, roles: what may be changed and what may not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from otklik.ground.audit.models import Entry
from otklik.ground.people import selectors, services
from otklik.ground.people.models import Membership, Role, User
from otklik.ground.people.roles import ROLES, Action
from otklik.ground.people.services import BadPerson
from tests.builders import NOW, a_person, a_town, an_organisation

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def town():
    return a_town()


def save(town, title, **more):
    return services.save_organisation(municipality_id=town.id, short_title=title, now=NOW, **more)


def test_roles_are_installed_once_and_an_edited_one_stays():
    assert services.install_roles(now=NOW) == len(ROLES)
    Role.objects.filter(code="operator").update(title="Диспетчер")
    assert services.install_roles(now=NOW) == 0
    assert Role.objects.get(code="operator").title == "Диспетчер"


@pytest.mark.parametrize("row", ROLES, ids=lambda row: row.code)
def test_a_default_role_has_its_norm_and_known_actions(row):
    assert row.title and row.norm
    assert row.actions <= set(Action)
    assert row.scope in {"town", "block", "organisation"}


def test_an_organisation_is_listed_once_in_a_town(town):
    save(town, "УЖКХ")
    with pytest.raises(BadPerson, match="уже есть"):
        save(town, " УЖКХ ")
    save(a_town("dalnee"), "УЖКХ")


def test_an_organisation_needs_a_name(town):
    with pytest.raises(BadPerson, match="название"):
        save(town, "  ")


def test_the_tree_does_not_bite_its_tail(town):
    top = save(town, "Администрация")
    middle = save(town, "УЖКХ", parent_id=top.id)
    low = save(town, "МКУ", parent_id=middle.id)
    for parent in (top, middle, low):
        with pytest.raises(BadPerson, match="сама себе"):
            save(town, "Администрация", organisation_id=top.id, parent_id=parent.id)
    save(town, "МКУ", organisation_id=low.id, parent_id=top.id)


def test_an_organisation_of_another_town_is_not_touched(town):
    foreign = save(a_town("dalnee"), "УЖКХ")
    with pytest.raises(foreign.DoesNotExist):
        save(town, "УЖКХ", organisation_id=foreign.id)


@pytest.mark.parametrize("password", ["1234567890", "password", "коротк", "ivanov-ivanov"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        services.save_user(username="ivanov-ivanov", full_name="Иванов", password=password, now=NOW)
    assert not User.objects.exists()


def test_who_has_no_password_cannot_sign_in():
    row = services.save_user(username="a", full_name="А", now=NOW)
    assert not row.has_usable_password()
    services.set_password(row.id, "совсем-не-простой", now=NOW)
    assert User.objects.get().check_password("совсем-не-простой")


def test_many_people_may_get_one_prepared_password():
    hashed = services.hash_password("otklik-demo")
    for name in ("a", "b"):
        row = services.save_user(username=name, full_name=name, hashed=hashed, is_demo=True, now=NOW)
        assert row.check_password("otklik-demo")


@pytest.mark.parametrize(("username", "full_name"), [("", "А"), ("  ", "А"), ("a", " ")])
def test_a_person_needs_names(username, full_name):
    with pytest.raises(BadPerson):
        services.save_user(username=username, full_name=full_name, now=NOW)


def test_the_sign_in_name_is_one_in_any_case():
    first = services.save_user(username="Ivanov", full_name="Иванов", now=NOW)
    again = services.save_user(username="IVANOV", full_name="Иванов И.", now=NOW)
    assert first.id == again.id
    assert selectors.user_by_name("ivanov").full_name == "Иванов И."


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("block_head", "блок"),
        ("recipient_head", "организацию"),
        ("executor", "организацию"),
        ("nosuch", "Нет роли"),
    ],
)
def test_a_role_without_its_place_is_refused(town, role, reason):
    user = a_person([], town=town)
    with pytest.raises(BadPerson, match=reason):
        services.give_role(user_id=user.id, role_code=role, municipality_id=town.id, now=NOW)


def test_the_same_role_twice_is_one_membership(town):
    user = a_person([], town=town)
    for act in ("№ 1", "№ 2"):
        services.give_role(user_id=user.id, role_code="operator", municipality_id=town.id, act=act, now=NOW)
    assert Membership.objects.get().act == "№ 2"


def test_a_role_of_the_town_keeps_no_block_and_no_organisation(town):
    user, organisation = a_person([], town=town), an_organisation(town)
    row = services.give_role(
        user_id=user.id, role_code="operator", municipality_id=town.id, block_code="zhkh",
        organisation_id=organisation.id, now=NOW,
    )  # fmt: skip
    assert (row.block_code, row.organisation) == ("", None)


def test_an_organisation_of_another_town_gives_no_role(town):
    foreign = an_organisation(a_town("dalnee"))
    user = a_person([], town=town)
    with pytest.raises(foreign.DoesNotExist):
        services.give_role(
            user_id=user.id,
            role_code="executor",
            municipality_id=town.id,
            organisation_id=foreign.id,
            now=NOW,
        )


def test_a_role_is_given_back_in_its_own_town_only(town):
    a_person(town=town)
    held = Membership.objects.get()
    with pytest.raises(Membership.DoesNotExist):
        services.take_role(held.id, municipality_id=a_town("dalnee").id, now=NOW)
    services.take_role(held.id, municipality_id=town.id, now=NOW)
    assert not Membership.objects.exists()


def test_the_edition_of_a_town_is_for_that_town(town):
    other = a_town("dalnee")
    user = a_person(town=town)
    services.give_role(user_id=user.id, role_code="operator", municipality_id=other.id, now=NOW)
    services.edit_role(
        municipality_id=town.id, code="operator", title="Диспетчер", actions=["see_cases"], now=NOW
    )
    access = selectors.access(user.id, today=TODAY)
    here = {action for action in Action if access.of(action, town.id)}
    assert here == {Action.SEE_CASES}
    assert access.of(Action.ROUTE, other.id)
    assert {role.title for role in selectors.roles(town.id) if role.code == "operator"} == {"Диспетчер"}


def test_an_unknown_action_is_refused(town):
    with pytest.raises(BadPerson, match="fly"):
        services.edit_role(municipality_id=town.id, code="operator", title="", actions=["fly"], now=NOW)


def test_the_composition_lists_the_active_in_the_order_of_roles(town):
    a_person(["operator"], town=town, full_name="Яковлева Анна")
    a_person(["curator"], town=town, full_name="Борисов Пётр", username="boss")
    gone = a_person(["operator"], town=town, full_name="Уволенный", username="gone")
    User.objects.filter(id=gone.id).update(is_active=False)
    late = a_person([], town=town, full_name="Будущий", username="late")
    services.give_role(
        user_id=late.id,
        role_code="operator",
        municipality_id=town.id,
        since=TODAY + timedelta(days=1),
        now=NOW,
    )
    lines = selectors.composition(town.id, today=TODAY)
    assert [line.person for line in lines] == ["Борисов Пётр", "Яковлева Анна"]


def test_demonstration_people_are_closed(town):
    demo = a_person(town=town)
    real = services.save_user(username="real", full_name="Р", password="совсем-не-простой", now=NOW)
    assert services.close_demo_users(now=NOW) == 1
    demo.refresh_from_db()
    real.refresh_from_db()
    assert (demo.is_active, demo.has_usable_password()) == (False, False)
    assert real.is_active
    assert selectors.demo_users() == []
    assert services.close_demo_users(now=NOW) == 0


def test_the_journal_holds_ids_and_no_names(town):
    a_person(town=town, full_name="Секретная Фамилия")
    told = " ".join(str(row.details) + row.subject_id for row in Entry.objects.all())
    assert "Секретная" not in told
