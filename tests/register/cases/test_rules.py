"""The table of moves, numbers, public codes, identities and what the lists show."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from otklik.border.ports.messages import Author
from otklik.ground.people.roles import Action
from otklik.register.cases.rules import (
    MOVES,
    OPEN,
    STATUS_TITLES,
    BadTemplate,
    MoveNotAllowed,
    Status,
    attention_at,
    check_template,
    find_move,
    identity,
    make_number,
    make_public_code,
    moves_from,
    phone_key,
    summary,
)

NEW, ROUTED, IN_WORK, APPROVAL = Status.NEW, Status.ROUTED, Status.IN_WORK, Status.APPROVAL
POSTPONED, ANSWERED, FORWARDED = Status.POSTPONED, Status.ANSWERED, Status.FORWARDED
REFUSED, REOPENED, CLOSED = Status.REFUSED, Status.REOPENED, Status.CLOSED

ALLOWED: dict[Status, set[Status]] = {
    NEW: {ROUTED, IN_WORK, APPROVAL, ANSWERED, POSTPONED, FORWARDED, REFUSED},
    REOPENED: {ROUTED, IN_WORK, APPROVAL, ANSWERED, POSTPONED, FORWARDED, REFUSED},
    ROUTED: {NEW, ROUTED, IN_WORK, APPROVAL, ANSWERED, POSTPONED, FORWARDED, REFUSED},
    IN_WORK: {ROUTED, APPROVAL, ANSWERED, POSTPONED, FORWARDED, REFUSED},
    POSTPONED: {ROUTED, IN_WORK, APPROVAL, ANSWERED, POSTPONED, FORWARDED, REFUSED},
    APPROVAL: {ROUTED, IN_WORK, ANSWERED, POSTPONED, REFUSED},
    ANSWERED: {CLOSED, REOPENED},
    FORWARDED: {CLOSED, REOPENED},
    REFUSED: {CLOSED, REOPENED},
    CLOSED: {REOPENED},
}
"""Written out by hand: a change of the table of moves must be a change here."""


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_a_move_is_allowed_by_the_table_alone(source, target):
    if target in ALLOWED[source]:
        move = find_move(source, target)
        assert (move.source, move.target) == (source, target)
    else:
        with pytest.raises(MoveNotAllowed) as told:
            find_move(source, target)
        assert STATUS_TITLES[source] in str(told.value)
        assert STATUS_TITLES[target] in str(told.value)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.source}-{move.target}")
def test_every_move_has_its_norm_and_its_permission(move):
    assert len(move.norm) > 10
    assert move.action in set(Action)


def test_no_move_is_told_twice():
    assert len({(move.source, move.target) for move in MOVES}) == len(MOVES)


def test_no_state_is_a_dead_end_and_all_are_titled():
    assert all(moves_from(status) for status in Status)
    assert set(STATUS_TITLES) == set(Status)


def test_done_states_are_not_open():
    assert set(Status) - OPEN == {ANSWERED, FORWARDED, REFUSED, CLOSED}


@pytest.mark.parametrize(
    "template",
    [
        "{centre}-{year}-{number:06d}",
        "{year}/{month}/{number}",
        "№{number:3d}-{year}",
        "{number:012d} {year}",
    ],
)
def test_a_template_that_works(template):
    check_template(template)
    assert "123" in make_number(template, centre="МЦУ", year=2026, month=3, number=123)


@pytest.mark.parametrize(
    "template",
    [
        "{centre}-{year}", "{number:06d}", "", "{year}-{number:x}", "{year.__class__}-{number}",
        "{year}-{number}-{town}", "{year}{{number}}", "{year}-{number}}", "{0}{year}{number}",
        "{year!r}{number}",
    ],
)  # fmt: skip
def test_a_template_that_does_not(template):
    with pytest.raises(BadTemplate):
        check_template(template)


def test_a_number_by_the_usual_template():
    number = make_number("{centre}-{year}-{number:06d}", centre="МЦУ", year=2026, month=3, number=123)
    assert number == "МЦУ-2026-000123"


def test_public_codes_are_long_and_unlike():
    codes = {make_public_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 10 and not set(code) & set("0O1IL") for code in codes)


AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
DUE = AT + timedelta(days=10)


@pytest.mark.parametrize(
    ("due", "urgency", "expected"),
    [
        (DUE, 0, DUE),
        (DUE, 1, AT + timedelta(days=1)),
        (DUE, 2, AT),
        (AT + timedelta(hours=3), 1, AT + timedelta(hours=3)),
        (None, 0, AT + timedelta(days=30)),
        (None, 2, AT),
    ],
    ids=["обычное", "срочное", "угроза", "срочное с близким сроком", "без срока", "угроза без срока"],
)
def test_when_a_case_starts_to_hurt(due, urgency, expected):
    assert attention_at(registered_at=AT, due_at=due, urgency=urgency) == expected


@pytest.mark.parametrize(
    "phone",
    ["8 (900) 123-45-67", "+7 900 123 45 67", "9001234567", "8-900-123-45-67", "тел. +7(900)1234567"],
)
def test_one_telephone_however_it_is_written(phone):
    assert phone_key(phone) == "9001234567"


@pytest.mark.parametrize("phone", ["", "нет", "123-45-67", "доб. 15"])
def test_too_few_digits_are_no_telephone(phone):
    assert phone_key(phone) == ""


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (Author(name="Пётр  Семёнов", phone="8 900 123-45-67"),
         Author(name="петр семенов", phone="+79001234567"), True),
        (Author(name="Пётр Семёнов", phone="89001234567"),
         Author(name="Анна Семёнова", phone="89001234567"), False),
        (Author(external_id="vk:1", name="А"),
         Author(external_id="vk:1", name="Б", phone="89001234567"), True),
        (Author(name="А", email="A@x.ru"), Author(name="а", email=" a@X.ru "), True),
        (Author(name="А", address="Садовая, 3"), Author(name="А", address="садовая, 3"), True),
        (Author(name="А", address="Садовая, 3"), Author(name="А", address="Садовая, 4"), False),
    ],
    ids=["телефон и имя", "семья с одним телефоном", "страница сети", "почта", "адрес", "другой адрес"],
)  # fmt: skip
def test_the_same_person_is_known_again(one, other, are_one):
    assert (identity(one) == identity(other)) is are_one


@pytest.mark.parametrize("author", [Author(), Author(name="Иванов Иван"), Author(address="Садовая, 3")])
def test_a_name_alone_is_nobody_known(author):
    assert identity(author) == ""


def test_an_endless_identity_fits():
    assert len(identity(Author(external_id="я" * 1000))) == 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  Яма \n\n на\tдороге ", "Яма на дороге"),
        ("", ""),
        ("я" * 300, "я" * 300),
        ("я" * 301, "я" * 299 + "…"),
    ],
    ids=["пробелы", "пусто", "ровно 300", "301"],
)
def test_the_summary(text, told):
    assert summary(text) == told
