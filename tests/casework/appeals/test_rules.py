"""The tables of 59-ФЗ: requisites, endings of questions, art. 11, ways in, repeats, receptions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otklik.border.ports.messages import Outcome
from otklik.casework.appeals.rules import channels, correspondence, letters, outcomes, receptions, special
from otklik.casework.appeals.rules.channels import Legal, Policy, Way
from otklik.casework.appeals.rules.correspondence import Earlier, Relation
from otklik.casework.appeals.rules.outcomes import State, Told
from otklik.casework.appeals.rules.receptions import Card, Ending
from otklik.casework.appeals.rules.requisites import (
    Form,
    Identification,
    Requisites,
    has_surname,
    is_anonymous,
    missing,
)
from otklik.casework.appeals.rules.special import Code, Facts
from otklik.ground.people.roles import ACTION_TITLES, Action
from otklik.register.catalog import defaults

WHOLE = {"has_surname": True, "has_address": True}
REQUISITES = [
    ("ст. 7 ч. 1: всё есть", Requisites(form=Form.WRITTEN, **WHOLE), [], False),
    ("ст. 11 ч. 1: нет фамилии", Requisites(form=Form.WRITTEN, has_surname=False, has_address=True),
     ["surname"], True),
    ("ст. 11 ч. 1: нет адреса", Requisites(form=Form.WRITTEN, has_surname=True, has_address=False),
     ["address"], True),
    ("ст. 7 ч. 1: нет подписи — не анонимное", Requisites(form=Form.WRITTEN, **WHOLE, has_signature=False),
     ["signature"], False),
    ("ст. 7 ч. 1: нет даты — не анонимное", Requisites(form=Form.WRITTEN, **WHOLE, has_date=False),
     ["date"], False),
    ("ст. 7 ч. 3: подпись у электронного не нужна",
     Requisites(form=Form.ELECTRONIC, **WHOLE, has_signature=False, identification=Identification.ESIA),
     [], False),
    ("ст. 7 ч. 3: электронное без идентификации", Requisites(form=Form.ELECTRONIC, **WHOLE),
     ["identification"], False),
    ("ст. 13: на приёме адрес не делает анонимным",
     Requisites(form=Form.ORAL, has_surname=True, has_address=False), [], False),
    ("ст. 11 ч. 4.1", Requisites(form=Form.WRITTEN, **WHOLE, has_essence=False), ["essence"], False),
    ("ст. 7 ч. 1: нет адресата", Requisites(form=Form.WRITTEN, **WHOLE, has_addressee=False),
     ["addressee"], False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "absent", "anonymous"), [row[1:] for row in REQUISITES], ids=[row[0] for row in REQUISITES]
)
def test_what_is_missing_and_what_follows(told, absent, anonymous):
    found = missing(told)
    assert [one.code for one in found] == absent
    assert is_anonymous(found) is anonymous


@pytest.mark.parametrize(
    ("name", "is_one"), [("Иванова О. П.", True), ("И. П.", False), ("", False), ("Римский-Корсаков", True)]
)
def test_initials_are_no_surname(name, is_one):
    assert has_surname(name) is is_one


ON, LATER = date(2026, 3, 2), date(2026, 3, 20)
GIVEN = {"incoming_on": ON, "registered_on": ON, "answered_on": LATER, "letter": "исх. 5"}
IN_WORK = {"incoming_on": ON, "registered_on": ON}
STATES = [
    ("ССТУ: не зарегистрировано", Told(incoming_on=ON), State.NOT_REGISTERED, []),
    ("ССТУ: на рассмотрении", Told(**IN_WORK), State.IN_WORK, []),
    ("ССТУ: продлено", Told(**IN_WORK, is_extended=True), State.EXTENDED, []),
    ("ССТУ: итог без дня ответа", Told(**IN_WORK, outcome="explained"), State.IN_WORK, []),
    ("ССТУ: разъяснено", Told(**GIVEN, outcome="explained"), State.EXPLAINED, []),
    ("ССТУ: поддержано, меры приняты", Told(**GIVEN, outcome="measures_taken"), State.SUPPORTED, []),
    ("ССТУ: поддержано без мер", Told(**GIVEN, outcome="supported"), State.SUPPORTED, []),
    ("ССТУ: не поддержано", Told(**GIVEN, outcome="not_supported"), State.NOT_SUPPORTED, []),
    ("ССТУ: дан ответ", Told(**GIVEN, outcome="answered"), State.ANSWERED, []),
    ("ССТУ: ответ без письма", Told(**{**GIVEN, "letter": ""}, outcome="explained"), State.EXPLAINED,
     ["не указано: исходящий номер или файл ответа"]),
    ("ССТУ: направлено", Told(**IN_WORK, outcome="forwarded", transfer="№ 5"), State.TRANSFERRED, []),
    ("ССТУ: направлено неизвестно куда", Told(**IN_WORK, outcome="forwarded"), State.TRANSFERRED,
     ["не указано: куда, когда и под каким номером направлено"]),
    ("ССТУ: без ответа — без письма", Told(**GIVEN, outcome="left_unanswered"), State.LEFT,
     ["лишнее: исходящий номер или файл ответа"]),
    ("ССТУ: без ответа", Told(**{**GIVEN, "letter": ""}, outcome="left_unanswered"), State.LEFT, []),
    ("ССТУ: ответ раньше регистрации",
     Told(**{**GIVEN, "answered_on": date(2026, 3, 1)}, outcome="explained"), State.EXPLAINED,
     ["ответ раньше регистрации"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "state", "gaps"), [row[1:] for row in STATES], ids=[row[0] for row in STATES]
)
def test_a_question_is_reported_with_all_its_state_needs(told, state, gaps):
    assert outcomes.state(told).code is state
    assert outcomes.gaps(told) == gaps


def test_measures_are_told_of_what_was_supported_alone():
    taken = {one: Told(outcome=one).actions_taken for one in Outcome}
    assert taken.pop(Outcome.MEASURES_TAKEN) is True
    assert taken.pop(Outcome.SUPPORTED) is False
    assert set(taken.values()) == {None}


def sign(kind):
    return (kind, "основание", "слова")


ART_11 = [
    ("ст. 11 ч. 1", Facts(is_anonymous=True, missing=["фамилия"]), [Code.ANONYMOUS]),
    ("ст. 11 ч. 2", Facts(signs=[sign("court")]), [Code.COURT]),
    ("ст. 11 ч. 3: брань", Facts(signs=[sign("abuse")]), [Code.ABUSE]),
    ("ст. 11 ч. 3: угроза", Facts(signs=[sign("threat")]), [Code.ABUSE]),
    ("ст. 11 ч. 4", Facts(signs=[sign("unreadable")]), [Code.UNREADABLE]),
    ("ст. 11 ч. 4.1", Facts(signs=[sign("no_essence")]), [Code.NO_ESSENCE]),
    ("ст. 11 ч. 5: одного ответа мало", Facts(answered_before=["1"]), []),
    ("ст. 11 ч. 5: два ответа", Facts(answered_before=["1", "2"]), [Code.TERMINATE]),
    ("ст. 11 ч. 5: слова «пишу снова» — повод посмотреть, не решение", Facts(signs=[sign("again")]), []),
    ("ст. 11 ч. 5: уже прекращена", Facts(is_terminated=True, terminated_by="02.03.2026"), [Code.TERMINATED]),
    ("ст. 11 ч. 5.1", Facts(public_answers=["Отключение воды"]), [Code.PUBLIC_ANSWER]),
    ("ст. 11 ч. 5.1: судебный акт не возвращают так",
     Facts(public_answers=["О суде"], signs=[sign("court")]), [Code.COURT]),
    ("ст. 8 ч. 7: некому", Facts(has_complaint=True, has_way=False), [Code.NO_COMPETENT]),
    ("ст. 8 ч. 7: есть кому", Facts(has_complaint=True, has_way=True), []),
    ("ст. 11: обычное обращение", Facts(signs=[sign("thanks"), sign("collective")]), []),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "codes"), [row[1:] for row in ART_11], ids=[row[0] for row in ART_11])
def test_the_table_of_art_11_proposes_by_facts(facts, codes):
    found = special.proposals(facts)
    assert [one.row.code for one in found] == codes
    assert all(one.facts for one in found)


DECIDERS = {
    Code.ANONYMOUS: (Action.REFUSE, None, "left_unanswered", "0127"),
    Code.COURT: (Action.REFUSE, 7, "answered", "0138"),
    Code.ABUSE: (Action.LEAVE_UNANSWERED, 30, "left_unanswered", "0128"),
    Code.UNREADABLE: (Action.REFUSE, 7, "left_unanswered", "0129"),
    Code.NO_ESSENCE: (Action.REFUSE, 7, "left_unanswered", "0158"),
    Code.TERMINATE: (Action.TERMINATE, 30, "left_unanswered", "0130"),
    Code.TERMINATED: (Action.LEAVE_UNANSWERED, 30, "left_unanswered", "0130"),
    Code.PUBLIC_ANSWER: (Action.REFUSE, 7, "answered", "0135"),
    Code.SECRET: (Action.LEAVE_UNANSWERED, 30, "answered", ""),
    Code.NO_ADDRESSEE: (Action.REFUSE, None, "left_unanswered", "0126"),
    Code.WITHDRAWN: (Action.REFUSE, 30, "left_unanswered", "0131"),
    Code.NO_COMPETENT: (Action.LEAVE_UNANSWERED, 7, "answered", "0138"),
}


@pytest.mark.parametrize("code", Code)
def test_every_row_says_who_decides_when_the_citizen_is_told_and_how_it_ends(code):
    row = special.BY_CODE[code]
    known = {one.code for one in defaults.foreign_codes() if one.scheme == "otk"}
    told = (row.who, row.notice_days, row.outcome, row.code_otk.rpartition(".")[2])
    assert told == DECIDERS[code]
    assert row.who in ACTION_TITLES
    assert "59-ФЗ" in row.norm
    assert not row.code_otk or row.code_otk in known


@pytest.mark.parametrize("code", Code)
def test_every_decision_has_its_notice_with_the_law_and_no_empty_place(code):
    about = letters.About(number="МЦУ-5", registered_on=ON, town="Заречье")
    text = letters.decision(code, about, details="подробности")
    assert "МЦУ-5" in text
    assert "02.03.2026" in text
    assert not set("{}") & set(text)
    if code is not Code.NO_ADDRESSEE:
        assert "№ 59-ФЗ" in text


@pytest.mark.parametrize("kind", ["unreadable", "no_essence"])
def test_what_cannot_be_read_goes_to_nobody(kind):
    assert special.forbids_forwarding(Facts(signs=[sign(kind)]))
    assert special.forbids_forwarding(Facts(signs=[sign("abuse")])) is None


WAYS = [
    ("547-ФЗ: почта 29.03.2025 — обращение", "email", date(2025, 3, 29), Legal.ELECTRONIC, True),
    ("547-ФЗ: почта 30.03.2025 — сообщение", "email", date(2025, 3, 30), Legal.MESSAGE, False),
    ("547-ФЗ: форма без входа 29.03.2025", "webform", date(2025, 3, 29), Legal.ELECTRONIC, True),
    ("547-ФЗ: форма без входа 30.03.2025", "webform", date(2025, 3, 30), Legal.ELECTRONIC, False),
    ("соцсеть никогда не обращение", "vk", date(2024, 1, 1), Legal.MESSAGE, False),
    ("ст. 7 ч. 1: письмо", "paper", date(2026, 3, 2), Legal.WRITTEN, True),
    ("ст. 13: приём", "reception", date(2026, 3, 2), Legal.ORAL, True),
]


@pytest.mark.parametrize(
    ("channel", "on", "legal", "may"), [row[1:] for row in WAYS], ids=[row[0] for row in WAYS]
)
def test_the_legal_status_of_a_way_in_by_its_day(channel, on, legal, may):
    way = channels.way_of(channel, on=on)
    assert way is not None
    assert way.legal is legal
    assert channels.may_be_appeal(way, is_identified=False) is may


def test_an_identified_author_of_the_form_writes_an_appeal():
    way = channels.way_of("webform", on=date(2026, 3, 2))
    assert channels.may_be_appeal(way, is_identified=True)


def test_a_town_sets_its_own_from_a_day_on_and_the_earlier_days_stay():
    own = [
        Way(
            channel="email", title="Почта", legal=Legal.MESSAGE, norm="Распоряжение", since=date(2026, 1, 1),
            policy=Policy.REGISTER_ANYWAY,
        )
    ]  # fmt: skip
    before = channels.way_of("email", on=date(2025, 12, 31), own=own)
    after = channels.way_of("email", on=date(2026, 1, 1), own=own)
    assert (channels.may_be_appeal(before), channels.may_be_appeal(after)) == (False, True)
    assert channels.way_of("neighbour", on=ON) is None


AT = datetime(2026, 3, 2, tzinfo=UTC)


def earlier(days, *, answered=None, due=30):
    at = AT - timedelta(days=days)
    return Earlier(at=at, answered_at=at + timedelta(days=answered) if answered else None,
                   due_at=at + timedelta(days=due))  # fmt: skip


REPEATS = [
    ("первое", [], Relation.FIRST),
    ("дубликат: до ответа и до срока", [earlier(5)], Relation.COPY),
    ("повторное: после ответа", [earlier(10, answered=5)], Relation.REPEAT),
    ("повторное: после срока", [earlier(31)], Relation.REPEAT),
    ("срок кончается сегодня — ещё дубликат", [earlier(30)], Relation.COPY),
    ("многократное: третье", [earlier(90, answered=20), earlier(40, answered=10)], Relation.MANY),
]


@pytest.mark.parametrize(
    ("before", "relation"), [row[1:] for row in REPEATS], ids=[row[0] for row in REPEATS]
)
def test_what_an_appeal_is_to_those_before_it(before, relation):
    assert correspondence.relation(AT, before) is relation


CARD = {"essence": "Дорога", "decision": "Ответ дан", "name": "Иванов Иван", "address": "Садовая, 1"}
CARDS = [
    ("ст. 13 ч. 3: устный ответ с согласия", Card(ending=Ending.ORAL, has_consent=True, **CARD), 0),
    ("ст. 13 ч. 3: без согласия", Card(ending=Ending.ORAL, **CARD), 1),
    ("ст. 13 ч. 4: письменный", Card(ending=Ending.WRITTEN, **CARD), 0),
    ("ст. 13 ч. 4: письменный без адреса", Card(ending=Ending.WRITTEN, **{**CARD, "address": ""}), 1),
    ("ст. 13 ч. 2: без имени", Card(ending=Ending.EXPLAINED, **{**CARD, "name": " "}), 1),
    ("ст. 13 ч. 6: отказ без объяснения", Card(ending=Ending.REFUSED, **{**CARD, "decision": ""}), 1),
    (
        "не пришёл — ничего не нужно",
        Card(ending=Ending.MISSED, essence="", decision="", name="", address=""),
        0,
    ),
]


@pytest.mark.parametrize(("card", "count"), [row[1:] for row in CARDS], ids=[row[0] for row in CARDS])
def test_a_card_of_reception_has_what_its_ending_needs(card, count):
    assert len(receptions.faults(card)) == count


def test_some_are_received_out_of_turn_and_the_common_day_is_the_twelfth_of_december():
    asked = [("", 1), ("pensioner", 2), ("veteran", 3), ("unknown", 4), ("deputy", 5)]
    assert [n for _c, n in sorted(asked, key=lambda one: receptions.order(*one))] == [3, 5, 1, 2, 4]
    assert receptions.is_common_day(date(2026, 12, 12))
    assert not receptions.is_common_day(date(2026, 12, 11))


def test_a_notice_of_forwarding_names_the_questions_of_a_part_alone():
    about = letters.About(number="МЦУ-5", registered_on=ON, town="Заречье", greeting="Здравствуйте!")
    part = letters.forwarding(about, whither="ГЖИ", questions=["Отопление"], is_whole=False, has_control=True)
    whole = letters.forwarding(
        about, whither="ГЖИ", questions=["Отопление"], is_whole=True, has_control=False
    )
    assert "«Отопление»" in part
    assert "ответим мы" in part
    assert "о результатах" in part
    assert "«Отопление»" not in whole


def test_the_reply_about_lawful_ways_names_them():
    text = letters.lawful_ways(channel="ВКонтакте", town="Заречье")
    assert all(one in text for one in ("547-ФЗ", "gosuslugi.ru", "личный приём", "почтовым адресом"))
