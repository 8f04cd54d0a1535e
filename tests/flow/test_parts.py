"""Parts of several writers: asked, handed in, returned, assembled in the order of the questions."""

from datetime import date, timedelta

import pytest

from otklik.casework.answers import selectors as read
from otklik.casework.answers.services import Writing
from otklik.flow import card, parts
from otklik.flow.parts import BadPart, Part
from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_person, a_recipient, a_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=2)
EMPTY = Writing(text="")


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def writers(town):
    """Two people of two recipients and one more who takes no work."""
    a_recipient(town, "МКУ «Дороги»")
    a_recipient(town, "ООО «Свет»")
    found = {one.short_title: one.id for one in people.organisations(town.id)}
    return [
        a_person(
            ("executor",), town=town, username=f"w{number}", full_name=name, organisation_id=found[title]
        )
        for number, (name, title) in enumerate((("Ильин Пётр", "МКУ «Дороги»"), ("Зуева Анна", "ООО «Свет»")))
    ]


@pytest.fixture
def appeal(town):
    """An appeal with two questions."""
    case = a_case("Яма у подъезда и не горит фонарь", town=town, channel="paper", kind="appeal")
    for text in ("Когда засыплют яму?", "Когда починят фонарь?"):
        ids = [one.id for one in cases.questions(case.id) if not one.text]
        card.save_question(
            case.id, card.Asking(text=text), question_id=ids[0] if ids else None, now=NOW, actor_id=None
        )
    return case


def asked(case, user, question=None, **more):
    questions = cases.questions(case.id)
    told = Part(user_id=user.id, question_id=questions[question - 1].id if question else None, **more)
    return parts.ask(case.id, told, now=NOW, today=TODAY, actor_id=None, by_label="Центр")


def handed(case, part_id, user, text):
    parts.hand_in(case.id, part_id, text, now=LATER, user_id=user.id, version=None)


def assembled(case, writing=EMPTY):
    return parts.assemble(case.id, writing, now=LATER, actor_id=None, version=None)


def test_части_собираются_по_порядку_вопросов_и_видно_чего_нет(appeal, writers):
    roads, light = writers
    second = asked(appeal, light, 2, due_on=date(2026, 3, 10))
    first = asked(appeal, roads, 1)
    assert [one.user_id for one in cases.co_executors(appeal.id)] == [light.id, roads.id]
    with pytest.raises(BadPart, match="Собирать пока нечего"):
        assembled(appeal)
    handed(appeal, second, light, "Фонарь починили 1 марта.")
    done = assembled(appeal)
    assert (done.missing, done.text) == (1, "Уважаемая Ольга Петровна!\n\nФонарь починили 1 марта.")
    (late, _) = read.parts(appeal.id)
    assert not late.is_late(date(2026, 3, 11))  # no day was set
    handed(appeal, first, roads, "Яму засыпали 28 февраля.")
    draft = read.living(appeal.id)
    again = assembled(appeal, Writing(text=draft.text))
    assert again.text.endswith("Фонарь починили 1 марта.\n\nЯму засыпали 28 февраля.")
    fresh = assembled(appeal, Writing(text="Здравствуйте!"))
    assert fresh.text == "Здравствуйте!\n\nЯму засыпали 28 февраля.\n\nФонарь починили 1 марта."
    assert [one.answer_part for one in cases.questions(appeal.id)] == [
        "Яму засыпали 28 февраля.", "Фонарь починили 1 марта."
    ]  # fmt: skip
    with pytest.raises(BadPart):
        assembled(appeal, Writing(text=fresh.text))


def test_часть_возвращают_с_причиной_и_возвраты_считают(appeal, writers):
    roads, _light = writers
    one = asked(appeal, roads, 1, due_on=date(2026, 3, 5))
    assert read.parts(appeal.id)[0].is_late(date(2026, 3, 6))
    assert not read.parts(appeal.id)[0].is_late(date(2026, 3, 5))
    with pytest.raises(BadPart, match="возвращать нечего"):
        parts.send_back(appeal.id, one, reason="рано", now=LATER, actor_id=None)
    parts.keep(appeal.id, one, "Яму", user_id=roads.id, version=1)
    with pytest.raises(BadPart, match="в другом окне"):
        parts.keep(appeal.id, one, "Яма", user_id=roads.id, version=1)
    with pytest.raises(BadPart, match="пуста"):
        handed(appeal, one, roads, " ")
    handed(appeal, one, roads, "Яму засыпали.")
    for deed in (
        lambda: handed(appeal, one, roads, "Ещё"),
        lambda: parts.keep(appeal.id, one, "Ещё", user_id=roads.id, version=None),
    ):
        with pytest.raises(BadPart, match="уже сдана"):
            deed()
    with pytest.raises(BadPart, match="что исправить"):
        parts.send_back(appeal.id, one, reason=" ", now=LATER, actor_id=None)
    parts.send_back(appeal.id, one, reason="нет даты", now=LATER, actor_id=None)
    (row,) = read.parts(appeal.id)
    assert (row.state, row.reason, row.returned_count, row.text) == (
        "returned",
        "нет даты",
        1,
        "Яму засыпали.",
    )
    with pytest.raises(BadPart, match="есть текст"):
        parts.drop(appeal.id, one, now=LATER, actor_id=None)
    handed(appeal, one, roads, "Яму засыпали 28 февраля.")
    done = [line.action for line in audit.of_subject("case", appeal.id)]
    assert (done.count("hand_in_part"), done.count("return_part"), done.count("ask_part")) == (2, 1, 1)


def test_просят_только_того_кто_работает_и_пишет_только_он(town, appeal, writers):
    roads, light = writers
    nobody = a_person(("region_observer",), town=town, username="observer")
    with pytest.raises(BadPart, match="кто напишет"):
        asked(appeal, nobody, 1)
    with pytest.raises(BadPart, match="о чём"):
        asked(appeal, roads)
    with pytest.raises(BadPart, match="уже прошёл"):
        asked(appeal, roads, 1, due_on=date(2026, 3, 1))
    other = a_case("Другое", town=town)
    with pytest.raises(BadPart, match="вопроса уже нет"):
        asked(other, roads, None, task="x") and parts.ask(
            other.id, Part(user_id=roads.id, question_id=cases.questions(appeal.id)[0].id),
            now=NOW, today=TODAY, actor_id=None,
        )  # fmt: skip
    one = asked(appeal, roads, None, task="Кто убирает двор")
    assert asked(appeal, roads, None, task="Кто убирает двор зимой") == one
    with pytest.raises(BadPart, match="не вас"):
        handed(appeal, one, light, "Мы")
    with pytest.raises(BadPart, match="не вас"):
        parts.keep(other.id, one, "Мы", user_id=roads.id, version=None)
    parts.drop(appeal.id, one, now=LATER, actor_id=None)
    assert read.parts(appeal.id) == []
