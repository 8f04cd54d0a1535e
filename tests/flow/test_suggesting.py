"""What is offered to whoever writes an answer: answers alike without names, templates by any word form."""

from datetime import date

import pytest

from otklik.casework.answers import selectors as answers
from otklik.casework.answers import services
from otklik.casework.answers.services import Writing
from otklik.flow import answer, suggesting
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests.builders import NOW, a_case, a_town, topic_id

pytestmark = pytest.mark.django_db
HOLES = "Ямы и выбоины на дороге"
PROOF = "исх. № 5 от 02.03.2026, почтой"


@pytest.fixture
def town():
    return a_town()


def answered(town, text, said, *, rating=None, **more):
    case = a_case(text, town=town, topic=HOLES, channel="paper", **more)
    reasons = dict.fromkeys(("personal", "place", "photo", "promise"), "для примера")
    answer.approve(
        case.id, Writing(text=said, outcome="explained"), now=NOW, today=date(2026, 3, 2), actor_id=None,
        proof=PROOF, reasons=reasons,
    )  # fmt: skip
    Case.objects.filter(id=case.id).update(rating=rating)
    return case


def test_похожие_ответы_без_имён_ближние_первыми_и_без_плохих(town):
    far = answered(
        town,
        "Яма на проспекте Мира, 7",
        "Здравствуйте, Анна! Яму засыпали 3 февраля. Ваш сосед Кузнецов Пётр Ильич прав.",
    )
    near = answered(
        town, "Яма на улице Садовой, 3", "Здравствуйте! Выбоину залили литым асфальтом 10 февраля.", rating=5
    )
    answered(town, "Яма на улице Садовой, 3", "Здравствуйте! Рассмотрено.", rating=1)
    answered(town, "Яма у моста", "Здравствуйте! Яму засыпали 3 февраля. Ваш сосед Кузнецов Пётр Ильич прав.")
    case = a_case("Огромная яма на улице Садовой, 3", town=town, topic=HOLES)
    first, second = suggesting.suggested(cases.by_id(case.id))
    assert (first.case_id, first.why) == (near.id, ("та же тема", "тот же дом", "оценка 5"))
    assert first.text == "Выбоину залили литым асфальтом 10 февраля."
    assert second.text == "Яму засыпали 3 февраля. Ваш сосед [имя] прав."
    assert second.number != far.number or second.case_id == far.id
    writing = Writing(text=f"Здравствуйте! {second.text}", outcome="explained")
    held = answer.remarks(case.id, writing, today=date(2026, 3, 2))
    assert "slot" in {one.code for one in held if one.is_blocking}
    other = a_case("Не вывозят мусор", town=town)
    assert suggesting.suggested(cases.by_id(other.id)) == []


def test_прежние_ответы_тому_же_заявителю(town):
    first = answered(town, "Яма на улице Садовой, 3", "Здравствуйте! Яму засыпали.")
    case = a_case("Снова яма", town=town)
    Case.objects.filter(id=case.id).update(applicant=first.applicant_id)
    ((case_id, number, _at, text),) = cases.answers_to_author(cases.by_id(case.id))
    assert (case_id, number, text) == (first.id, first.number, "Здравствуйте! Яму засыпали.")


def test_шаблоны_ищутся_по_любой_форме_слова_и_по_каналу(town):
    def kept(title, text, **more):
        return services.save_template(municipality_id=town.id, title=title, text=text, now=NOW, **more).id

    holes = topic_id(town, HOLES)
    water = kept("Отключение воды", "Воду отключат {срок}.")
    hole = kept("Ямочный ремонт", "Яму заделаем до {срок}.", topic_id=holes)
    social = kept("Коротко про воду", "Вода будет.", channel="vk", outcome="explained")
    kept("Старый", "Про воду.", is_active=False)

    def found(words, channel="paper"):
        rows = answers.templates_by_words(town.id, words, channel=channel, topic_id=holes, block_id=None)
        return [one.id for one in rows]

    assert found("вод") == found("отключением воды") == [water]
    assert found("водой", "vk") == [social, water]
    assert found("ямы") == [hole]
    assert found("яма отключение") == []
    assert found("") == [hole, water]
    assert social in found("", "vk")
