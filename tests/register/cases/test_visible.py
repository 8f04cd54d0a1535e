"""Nobody sees a case outside the membership: blocks, the tree of organisations, two municipalities."""

from zoneinfo import ZoneInfo

import pytest

from otklik.ground.people import selectors as people
from otklik.ground.people import services as people_services
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors
from otklik.register.cases.models import Case
from otklik.register.cases.queue import Asked, Scope
from otklik.register.cases.selectors import NotFound
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services as catalog_services
from tests.builders import NOW, a_case, a_person, a_recipient, a_town

pytestmark = pytest.mark.django_db
POTHOLE, HEATING = "Дороги / Ямы во дворах", "ЖКХ / Ненадлежащее отопление"


@pytest.fixture
def town():
    return a_town()


def access(user):
    return people.access(user.id, today=NOW.date())


def seen(user, town, action=Action.SEE_CASES):
    return {case.number for case in selectors.visible(access(user), action, town.id)}


def topics(town):
    """Two topics of two blocks."""
    snapshot = catalog.snapshot(town.id)
    found = {}
    for topic in snapshot.topics.values():
        if topic.block_id and not topic.is_group:
            found.setdefault(topic.block_id, topic)
    first, second, *_ = found.values()
    return snapshot, first, second


def test_an_operator_sees_the_town_and_not_its_neighbour(town):
    other = a_town("dalnee", title="Город Дальнее")
    here, there = a_case(town=town), a_case(town=other)
    operator = a_person(town=town)
    assert seen(operator, town) == {here.number}
    assert seen(operator, other) == set()
    with pytest.raises(NotFound):
        selectors.get_for(access(operator), there.number, Action.SEE_CASES, municipality_id=other.id)


def test_one_person_may_work_in_two_towns(town):
    other = a_town("dalnee", title="Город Дальнее")
    here, there = a_case(town=town), a_case(town=other)
    operator = a_person(town=town)
    people_services.give_role(user_id=operator.id, role_code="operator", municipality_id=other.id, now=NOW)
    assert seen(operator, town) == {here.number}
    assert seen(operator, other) == {there.number}


def test_the_head_of_a_block_sees_the_block(town):
    snapshot, first, second = topics(town)
    mine, foreign, nobodys = (
        a_case("Яма", town=town, topic=first.title),
        a_case("Холод", town=town, topic=second.title),
        a_case("Абракадабра", town=town),
    )
    assert mine.block_id == first.block_id != foreign.block_id
    head = a_person(["block_head"], town=town, block=snapshot.blocks[first.block_id].code)
    assert seen(head, town) == {mine.number}
    assert selectors.may(access(head), Action.SEE_CASES, mine)
    assert not selectors.may(access(head), Action.SEE_CASES, foreign)
    assert not selectors.may(access(head), Action.SEE_CASES, nobodys)


def test_one_head_has_many_blocks(town):
    snapshot, first, second = topics(town)
    one, two = a_case("Яма", town=town, topic=first.title), a_case("Холод", town=town, topic=second.title)
    head = a_person(["block_head"], town=town, block=snapshot.blocks[first.block_id].code)
    people_services.give_role(
        user_id=head.id, role_code="block_head", municipality_id=town.id,
        block_code=snapshot.blocks[second.block_id].code, now=NOW,
    )  # fmt: skip
    assert seen(head, town) == {one.number, two.number}


def test_a_recipient_sees_what_is_theirs_and_what_is_below(town):
    parent = people_services.save_organisation(municipality_id=town.id, short_title="УЖКХ", now=NOW)
    child = people_services.save_organisation(
        municipality_id=town.id, short_title="МКУ «Свет»", parent_id=parent.id, now=NOW
    )
    stranger = people_services.save_organisation(municipality_id=town.id, short_title="МУП «Вода»", now=NOW)
    for one in (parent, child, stranger):
        catalog_services.save_recipient(municipality_id=town.id, organisation_id=one.id, now=NOW)
    cases = {name: a_case(town=town, recipient=name) for name in ("УЖКХ", "МКУ «Свет»", "МУП «Вода»")}
    above = a_person(["recipient_head"], town=town, organisation_id=parent.id, username="above")
    below = a_person(["recipient_head"], town=town, organisation_id=child.id, username="below")
    assert seen(above, town) == {cases["УЖКХ"].number, cases["МКУ «Свет»"].number}
    assert seen(below, town) == {cases["МКУ «Свет»"].number}
    assert not selectors.may(access(below), Action.SEE_CASES, cases["УЖКХ"])


def test_who_has_no_role_sees_nothing(town):
    case = a_case(town=town)
    nobody = a_person([], town=town)
    assert seen(nobody, town) == set()
    assert not selectors.may(access(nobody), Action.SEE_CASES, case)


def test_a_role_of_another_time_gives_nothing(town):
    a_case(town=town)
    user = a_person([], town=town)
    today = NOW.date()
    for since, until, sees in (
        (today.replace(day=3), None, False),
        (None, today.replace(day=1), False),
        (today, today, True),
    ):
        people_services.give_role(
            user_id=user.id, role_code="operator", municipality_id=town.id, since=since, until=until, now=NOW
        )
        assert bool(seen(user, town)) is sees


def test_a_case_that_may_not_be_seen_is_not_there(town):
    snapshot, first, second = topics(town)
    foreign = a_case("Холод", town=town, topic=second.title)
    head = a_person(["block_head"], town=town, block=snapshot.blocks[first.block_id].code)
    for number in (foreign.number, "МЦУ-2026-999999", ""):
        with pytest.raises(NotFound):
            selectors.get_for(access(head), number, Action.SEE_CASES, municipality_id=town.id)
    asked = (selectors.by_ids, [foreign.id]), (selectors.by_numbers, [foreign.number])
    for read, keys in asked:
        assert read(access(head), keys, municipality_id=town.id, action=Action.SEE_CASES) == []


def test_counts_and_heads_are_of_the_visible(town):
    snapshot, first, second = topics(town)
    mine = a_case("Яма", town=town, topic=first.title)
    a_case("Холод", town=town, topic=second.title)
    head = access(a_person(["block_head"], town=town, block=snapshot.blocks[first.block_id].code))
    nobody = access(a_person([], town=town))
    views = [Asked(), Asked(scope=Scope.ALL), Asked(scope=Scope.DONE)]
    when = {"now": NOW, "zone": ZoneInfo("Europe/Moscow")}
    of_head, of_nobody = (selectors.visible(one, Action.SEE_CASES, town.id) for one in (head, nobody))
    assert selectors.counts(of_head, views, **when) == [1, 1, 0]
    assert selectors.counts(of_nobody, views, **when) == [0, 0, 0]
    heads = selectors.heads(of_head, views[1:], most=3, **when)
    assert [[one.number for one in rows] for rows in heads] == [[mine.number], []]
    assert selectors.heads(of_nobody, views, most=3, **when) == [[], [], []]


def test_a_head_holds_what_stands_in_none_before_it(town):
    urgent, *usual = (a_case(f"Яма {n}", town=town, received=f"2026-03-02 10:0{n}") for n in range(5))
    Case.objects.filter(id=urgent.id).update(urgency=1)
    seen = selectors.visible(access(a_person(town=town)), Action.SEE_CASES, town.id)
    views = [Asked(is_urgent=True), Asked(), Asked(scope=Scope.ALL)]
    heads = selectors.heads(seen, views, now=NOW, zone=ZoneInfo("Europe/Moscow"), most=2)
    told = [[one.number for one in rows] for rows in heads]
    assert told == [[urgent.number], [one.number for one in usual[:2]], [one.number for one in usual[2:]]]


def test_the_page_of_the_author_needs_the_code(town):
    case = a_case(town=town)
    other = a_town("dalnee", title="Город Дальнее")
    assert selectors.public(town.id, case.number, f" {case.public_code.lower()} ") == case
    assert selectors.public(town.id, case.number, "") is None
    assert selectors.public(town.id, case.number, "ABCDEFGHJK") is None
    assert selectors.public(other.id, case.number, case.public_code) is None


def test_pages_follow_each_other_without_a_gap(town):
    operator = access(a_person(town=town))
    for minute in range(7):
        a_case(f"Яма {minute}", town=town, received=f"2026-03-02 10:0{minute // 3}")
    for scope in Scope:
        place, numbers = None, []
        while True:
            page = selectors.queue(
                operator, Asked(scope=scope), municipality_id=town.id, now=NOW, after=place, size=2,
                zone=ZoneInfo("Europe/Moscow"),
            )  # fmt: skip
            numbers += [case.number for case in page.rows]
            if (place := page.next) is None:
                break
        assert len(numbers) == len(set(numbers)) == (0 if scope is Scope.DONE else 7)


def test_recipients_are_read_by_the_builder(town):
    recipient_id = a_recipient(town, topic=topics(town)[1].title)
    case = a_case("Яма", town=town, topic=topics(town)[1].title)
    assert case.recipient_id == recipient_id
