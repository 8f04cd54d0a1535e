"""A case is found by any form of its words, and a query is never anything but words."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.ground.people.roles import Access, Grant
from otklik.register.cases import selectors, services
from otklik.register.cases.models import Case
from otklik.register.cases.queue import Asked, Scope, read
from otklik.register.cases.selectors.searching import first
from tests.builders import NOW, a_case, a_town

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Moscow")
ALL = frozenset({"see_cases"})


@pytest.fixture
def town():
    return a_town()


def access_to(town):
    return Access(1, (Grant(municipality_id=town.id, role_code="operator", actions=ALL),))


def found(town, text):
    page = selectors.queue(
        access_to(town), Asked(text=text, scope=Scope.ALL), municipality_id=town.id, now=NOW, zone=ZONE
    )
    return {case.summary for case in page.rows}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Батареи холодные", "батарея"),
        ("Холодная батарея", "батареи"),
        ("Не греют батареями", "БАТАРЕЯ"),
        ("Ёлку не вывезли", "елка"),
        ("Елку не вывезли", "ёлок"),
        ("Провалился люк", "люки провалились"),
        ("Провалился люк", "прова"),
        ("Юго-западный район", "юго-западный"),
        ("Дом 12а затопило", "12а"),
        ("Мусор на Садовой", "садовая мусор"),
    ],
)
def test_a_case_is_found(town, text, query):
    a_case(text, town=town)
    assert found(town, query) == {text}


@pytest.mark.parametrize(
    ("text", "query"),
    [("Батареи холодные", "батут"), ("Провалился люк", "люк яма"), ("Яма", "ям на дороге")],
)
def test_a_case_is_not_found(town, text, query):
    a_case(text, town=town)
    assert found(town, query) == set()


def test_a_case_is_found_by_number_address_name_and_telephone(town):
    case = a_case("Яма", town=town, name="Кудрявцев Олег", phone="8 900 123-45-67", address="Садовая, 14")
    for query in (case.number, "кудрявцеву", "9001234567", "садовой 14"):
        assert found(town, query) == {"Яма"}, query


def test_later_words_find_the_case_too(town):
    case = a_case("Яма", town=town)
    services.add_post(case.id, kind="comment", text="Приехал бульдозер", at=NOW, now=NOW, is_inbound=True)
    assert found(town, "бульдозеры") == {"Яма"}
    assert found(town, "яма бульдозер") == {"Яма"}


WORDS = ("яма", "двор", "люк", "мусор", "ямщик")


@pytest.mark.parametrize("near", [1, 4, 1000], ids=["мало рядом", "часть рядом", "все рядом"])
@pytest.mark.parametrize("order", [("attention_at", "id"), ("-received_at", "-id"), ("received_at", "id")])
def test_a_page_is_the_same_whether_the_word_is_frequent_or_rare(town, near, order):
    texts = [" ".join(word for k, word in enumerate(WORDS) if n % (k + 2) == 0) for n in range(24)]
    cases = [
        a_case(text or "пусто", town=town, received=f"2026-03-02 {10 + n % 7}:00")
        for n, text in enumerate(texts)
    ]
    among = Case.objects.filter(municipality_id=town.id)
    rows = among.filter(id__gt=cases[1].id)
    told = list(rows.order_by(*order))
    for query in ("яма", "двор", "ямщ", "ямщик двор", "люк яма", "нет"):
        words = query.split()
        fits = [one for one in told if all(_has(one, word, query) for word in words)]
        for most in (1, 3, 50):
            page = first(rows, query, among=among, order=order, fields=("number",), most=most, near=near)
            assert [one.id for one in page] == [one.id for one in fits[:most]], (query, most)


def _has(case, word, query):
    is_last = query.endswith(word)
    return any(
        one == word or (is_last and len(word) > 2 and one.startswith(word)) for one in case.summary.split()
    )


NASTY = [
    '"', "'", "яма'", 'яма"', '"яма" OR "люк"', "яма OR люк", "яма AND NOT люк", "terms:яма", "яма*", "*",
    "яма)", "(яма", "NEAR(яма люк)", "^яма", "-яма", "яма:*", "яма & !люк", "яма | люк", "яма <-> люк",
    "'; DROP TABLE cases_case; --", "%s", "%", "яма%", "\\", "яма\\", "\\'", "{}", "яма\x00люк", "😤",
    "яма😤", "\ud800", "я" * 5000, "яма " * 2000, "<script>яма</script>", "&amp;", "﷽",
]  # fmt: skip


@pytest.mark.parametrize("query", NASTY, ids=range(len(NASTY)))
def test_a_query_is_only_words(town, query):
    a_case("Провалился канализационный колодец", town=town)
    asked = Asked(text=query, scope=Scope.ALL)
    rows = selectors.queue(access_to(town), asked, municipality_id=town.id, now=NOW, zone=ZONE).rows
    assert rows == []
    assert len(selectors.visible(access_to(town), "see_cases", town.id)) == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_query_is_answered(town, query):
    found(town, query)


@pytest.mark.parametrize("name", ["topic_id", "urgency", "rating", "recipient_id"])
@pytest.mark.parametrize("number", ["99999", "9" * 18])
def test_a_number_of_nothing_finds_nothing(town, name, number):
    a_case(town=town)
    asked = read({"scope": "all", name: number})
    assert selectors.queue(access_to(town), asked, municipality_id=town.id, now=NOW, zone=ZONE).rows == []


def test_html_and_scripts_are_kept_as_they_were_told(town):
    case = a_case("<script>alert('яма')</script> & <b>люк</b> 😤", town=town)
    (post,) = selectors.posts(case.id)
    assert post.text == "<script>alert('яма')</script> & <b>люк</b> 😤"
