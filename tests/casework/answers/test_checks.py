"""Remarks to a draft: every check with texts that it must and must not see."""

from datetime import date
from typing import Any

import pytest

from otklik.border.ports.messages import CaseKind
from otklik.casework.answers import checks
from otklik.casework.answers.checks import CHECKS, Spot, Text, Weight

TODAY = date(2026, 3, 2)
LAWS = (
    "Здравствуйте! Согласно Федеральному закону от 06.10.2003 № 131-ФЗ, статьей 16, постановлением "
    "Правительства от 2020 года и ГОСТ, работы ведутся."
)
LONG = (
    "Здравствуйте! В соответствии с планом, утверждённым в установленном порядке, подрядной организацией "
    "в рамках муниципального контракта осуществляется комплекс мероприятий по приведению указанного участка "
    "дороги в надлежащее состояние с применением материалов, предусмотренных проектом и сметой."
)
OFFICE = (
    "Здравствуйте! В рамках контракта производится ремонт. Согласно графику осуществляется уборка. "
    "Работы производятся в установленном порядке."
)
TEMPLATE = "Здравствуйте, {name}! Ваше сообщение о яме на дороге передано подрядчику. Спасибо за обращение."
SADOVAYA, MIRA = Spot("ул. Садовая, 5", 1, 15), Spot("ул. Мира, 8", 2, 28)
TWO = ("Почему не вывозят мусор с площадки?", "Когда починят фонари во дворе?")

SEEN: list[tuple[str, str, dict[str, Any]]] = [
    ("empty", "  \n", {}),
    ("slot", "Здравствуйте, {name}! Сделано 1 марта.", {}),
    ("slot", "Здравствуйте! Срок: ____.", {}),
    ("slot", "Здравствуйте! Адрес: [вписать адрес].", {}),
    ("no_date", "Здравствуйте! Сделаем.", {"is_interim": True}),
    ("past_date", "Здравствуйте! Сделаем.", {"is_interim": True, "promised_on": TODAY}),
    ("no_outcome", "Здравствуйте!", {"outcome": ""}),
    ("question", "Здравствуйте! Мусор вывезли 1 марта.", {"questions": TWO}),
    ("promise", "Здравствуйте! Яма будет заделана.", {}),
    ("promise", "Здравствуйте! Фонари будут нами скоро заменены.", {}),
    ("promise", "Здравствуйте! Ремонт запланирован.", {}),
    ("promise", "Здравствуйте! Обязательно отремонтируем.", {}),
    ("photo", "Здравствуйте! Яму засыпали 1 марта.", {"evidence": "photo"}),
    ("place", "Здравствуйте! На ул. Мира, 8 всё убрано.", {"asked": (SADOVAYA,), "told": (MIRA,)}),
    (
        "place",
        "Здравствуйте! На ул. Садовая, 7 убрано.",
        {"asked": (SADOVAYA,), "told": (Spot("ул. Садовая, 7", 1, 17),)},
    ),
    ("personal", "Здравствуйте! Ваша соседка Кузнецова Мария Петровна предупреждена.", {}),
    ("personal", "Здравствуйте! Долг числится за жильцом, паспорт 4510 123456.", {}),
    ("contradiction", "Здравствуйте! Работы запланированы на май 2026 года.", {}),
    ("contradiction", "Здравствуйте! Нет оснований для ремонта.", {}),
    ("contradiction", "Здравствуйте! Яма не засыпана, работы будут 5 мая.", {}),
    ("contradiction", "Здравствуйте! Яма засыпана 1 марта.", {"outcome": "not_supported"}),
    ("template", TEMPLATE.format(name="Ольга"), {"templates": (TEMPLATE,)}),
    ("contradiction", "Здравствуйте! Обращение направлено по компетенции в Россети.", {}),
    (
        "contradiction",
        "Здравствуйте! Яма засыпана, участок проверен.",
        {"is_interim": True, "promised_on": date(2026, 3, 20)},
    ),
    ("object", "Здравствуйте! Возле школы № 7 убрано.", {"questions": ("Грязь у школы № 5",)}),
    ("object", "Здравствуйте! Лампу в подъезде 2 заменили.", {"questions": ("Темно в 3-м подъезде",)}),
    ("object", "Здравствуйте! Автобус 14 ходит по графику.", {"questions": ("Не дождаться маршрутки №41",)}),
    (
        "object",
        "Здравствуйте! В детском саду №12 тепло.",
        {"questions": ("Холодно в садике 21, дети болеют",)},
    ),
    (
        "template",
        "Здравствуйте, ! Ваше сообщение о яме на дороге передано подрядчику. Спасибо за обращение.",
        {"templates": (TEMPLATE,)},
    ),
    ("rude", "Здравствуйте! Сами виноваты, что не закрыли.", {}),
    ("hollow", "Здравствуйте! Приняты меры.", {}),
    ("hollow", "Здравствуйте! Будет сделано по мере поступления финансирования.", {}),
    ("hollow", "Здравствуйте! Вопрос взят. Ваше обращение рассмотрено.", {}),
    ("hollow", "Здравствуйте! Аварию усиленно устраняют.", {}),
    (
        "off_topic",
        "Здравствуйте! Детский сад работает по обычному графику, приходите завтра.",
        {"questions": ("Огромная выбоина на дороге, машины бьют колёса",)},
    ),
    ("greeting", "Яму засыпали 1 марта.", {}),
    ("name", "Здравствуйте! Яму засыпали 1 марта.", {"name": "Мартынова Ольга Петровна"}),
    ("laws", LAWS, {}),
    ("sentence", LONG, {}),
    ("sentence", "Здравствуйте! " + "слово за словом " * 20 + ".", {}),
    ("office", OFFICE, {}),
    ("abbreviation", "Здравствуйте! Заявка передана в ЕДДС.", {}),
    ("long", "Здравствуйте! " + "Яма засыпана. " * 80, {"channel": "vk"}),
    ("long", "Здравствуйте! Яма засыпана.", {"limit": 20}),
]
PASSED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "slot",
        "Здравствуйте! Засыпали 1 марта [фото приложено к ответу, смотрите ниже на странице].",
        {},
    ),
    ("no_date", "Здравствуйте! Сделаем.", {"is_interim": True, "promised_on": date(2026, 3, 20)}),
    ("no_outcome", "Здравствуйте!", {"outcome": "", "is_interim": True}),
    ("question", "Здравствуйте! Мусор вывезли 1 марта, фонари починим 5 марта.", {"questions": TWO}),
    ("question", "Здравствуйте! Вывезли.", {"questions": TWO[:1]}),
    (
        "question",
        "Здравствуйте! Фонарь починили, яма будет заделана.",
        {"questions": ("Когда засыплют яму?", "Когда починят фонарь?")},
    ),
    ("promise", "Здравствуйте! Яма будет заделана до 20 марта.", {}),
    ("promise", "Здравствуйте! Ремонт запланирован на май 2026 года.", {}),
    ("promise", "Здравствуйте! Яма будет заделана в течение недели.", {}),
    ("promise", "Здравствуйте! Яму засыпали.", {}),
    ("photo", "Здравствуйте! Яму засыпали.", {"evidence": "photo", "pictures": 1}),
    ("photo", "Здравствуйте! Разъясняем порядок.", {"evidence": "photo", "outcome": "explained"}),
    ("place", "Здравствуйте! На Садовой убрано.", {"asked": (SADOVAYA,), "told": (Spot("ул. Садовая", 1),)}),
    ("place", "Здравствуйте! Убрано.", {"asked": (SADOVAYA,)}),
    ("place", "На Мира и на Садовой.", {"asked": (SADOVAYA,), "told": (MIRA, SADOVAYA)}),
    (
        "personal",
        "Здравствуйте, Ольга Петровна! Приходите к нам.",
        {"name": "Мартынова Ольга Петровна"},
    ),
    ("personal", "Здравствуйте! Телефон диспетчера 8 (000) 123-45-67.", {}),
    ("personal", "Здравствуйте! Глава города Иванов Пётр Сергеевич поручил проверку.", {}),
    ("contradiction", "Здравствуйте! Яма засыпана 1 марта, обочина будет в мае.", {}),
    ("contradiction", "Здравствуйте! Нет оснований.", {"outcome": "not_supported"}),
    (
        "template",
        TEMPLATE.format(name="Ольга") + " Засыпали 1 марта, щебень привезли вчера.",
        {"templates": (TEMPLATE,)},
    ),
    ("hollow", "Здравствуйте! 1 марта приняты меры: засыпана яма.", {}),
    ("hollow", "Здравствуйте! Яму засыпали щебнем.", {}),
    (
        "off_topic",
        "Здравствуйте! Дорогу починили, выбоину засыпали щебнем вчера вечером.",
        {"questions": ("Огромная выбоина на дороге, машины бьют колёса",)},
    ),
    ("greeting", "Уважаемая Ольга Петровна! Засыпали.", {}),
    ("greeting", "Добрый день! Засыпали.", {}),
    ("name", "Ольга Петровна, здравствуйте! Засыпали.", {"name": "Мартынова Ольга Петровна"}),
    ("name", "Здравствуйте! Засыпали.", {}),
    ("laws", "Здравствуйте! По закону 59-ФЗ ответ даём за 30 дней. Яму засыпали 1 марта, проверили.", {}),
    ("sentence", "Здравствуйте! Яму засыпали. Проверили. Спасибо, что написали.", {}),
    ("office", "Здравствуйте! Согласно графику уборка завтра.", {}),
    ("abbreviation", "Здравствуйте! Заявка в ЕДДС (дежурно-диспетчерская служба).", {}),
    ("abbreviation", "Здравствуйте! Дежурная служба (ЕДДС) приняла.", {}),
    ("abbreviation", "ЗДРАВСТВУЙТЕ! ЯМУ ЗАСЫПАЛИ.", {}),
    ("abbreviation", "Здравствуйте! Вопросы ЖКХ решает УК.", {}),
    ("long", "Здравствуйте! " + "Яма засыпана. " * 80, {"channel": "paper"}),
    ("rude", "Здравствуйте! Вы правы, исправим завтра.", {}),
    (
        "contradiction",
        "Здравствуйте! Яма засыпана, асфальт положим к 20 марта.",
        {"is_interim": True, "promised_on": date(2026, 3, 20)},
    ),
    ("contradiction", "Здравствуйте! Направлено по компетенции.", {"outcome": "forwarded"}),
    ("object", "Здравствуйте! Возле школы № 5 убрано.", {"questions": ("Грязь у 5 школы",)}),
    ("object", "Здравствуйте! Убрано у школы № 5 и у школы № 7.", {"questions": ("Грязь у школы № 5",)}),
    ("object", "Здравствуйте! Возле школы убрано за 3 часа.", {"questions": ("Грязь у школы № 5",)}),
    ("object", "Здравствуйте! Автобус 14 пришёл.", {"questions": ("Долго ждали автобус",)}),
]


def text(body: str, **more: Any) -> Text:
    told = {
        "kind": CaseKind.MESSAGE,
        "channel": "webform",
        "today": TODAY,
        "outcome": "measures_taken",
        **more,
    }
    return Text(body=body, **told)


def codes(body: str, more: dict[str, Any]) -> list[str]:
    return [one.code for one in checks.remarks(text(body, **more))]


@pytest.mark.parametrize(("code", "body", "more"), SEEN, ids=[f"{c}: {b[14:50]}" for c, b, _ in SEEN])
def test_замечает(code: str, body: str, more: dict[str, Any]) -> None:
    assert code in codes(body, more)


@pytest.mark.parametrize(("code", "body", "more"), PASSED, ids=[f"{c}: {b[14:50]}" for c, b, _ in PASSED])
def test_не_придирается(code: str, body: str, more: dict[str, Any]) -> None:
    assert code not in codes(body, more)


def test_у_каждой_проверки_есть_замеченный_и_пропущенный_текст() -> None:
    named = {rule.code for rule in CHECKS}
    assert named - {"past_date"} <= {code for code, _, _ in SEEN}
    assert named - {"empty"} <= {code for code, _, _ in PASSED}


def test_место_замечания_указано_в_тексте() -> None:
    body = "Здравствуйте! Приняты меры. Яма будет заделана. Передано в ЕДДС."
    found = {one.code: body[one.start : one.end] for one in checks.remarks(text(body))}
    assert found["hollow"] == "Приняты меры"
    assert found["promise"] == "будет заделана"
    assert found["abbreviation"] == "ЕДДС"


def test_пустое_место_шаблона_показано_в_тексте() -> None:
    body = "Здравствуйте, ! Ваше сообщение о яме на дороге передано подрядчику. Спасибо за обращение."
    (seen,) = [one for one in checks.remarks(text(body, templates=(TEMPLATE,))) if one.code == "template"]
    assert body[seen.start : seen.end].startswith("Здравствуйте, !")
    other = "Здравствуйте! Возле школы № 7 убрано 1 марта."
    (seen,) = [
        one for one in checks.remarks(text(other, questions=("Грязь у школы № 5",))) if one.code == "object"
    ]
    assert other[seen.start : seen.end] == "школы № 7"


def test_хороший_ответ_без_замечаний() -> None:
    body = (
        "Здравствуйте, Ольга Петровна! Яму на Садовой, 5 засыпали щебнем 1 марта, участок проверил мастер. "
        "Асфальт положим до 20 мая, когда подсохнет основание. Фотография приложена."
    )
    more = {
        "name": "Мартынова Ольга Петровна",
        "asked": (SADOVAYA,),
        "told": (SADOVAYA,),
        "evidence": "photo",
    }
    assert checks.remarks(text(body, pictures=1, questions=("Яма на Садовой, 5",), **more)) == []


def test_город_меняет_вес_проверки_а_бланк_не_отменить() -> None:
    body = "Яма будет заделана, ____."
    weights = {"greeting": Weight.DUTY, "promise": Weight.OFF, "slot": Weight.OFF}
    found = {one.code: one for one in checks.remarks(text(body), weights=weights)}
    assert found["greeting"].is_duty
    assert "promise" not in found
    assert found["slot"].is_blocking


def test_замечание_оставлено_с_причиной_и_больше_не_держит() -> None:
    body = "Здравствуйте! Яма будет заделана."
    (held,) = [one for one in checks.remarks(text(body)) if one.code == "promise"]
    (freed,) = [
        one
        for one in checks.remarks(text(body), reasons={"promise": "срок зависит от погоды"})
        if one.code == "promise"
    ]
    assert held.holds_back
    assert not freed.holds_back
    assert freed.why == "срок зависит от погоды"


@pytest.mark.parametrize("body", ["🙂" * 300, "а" * 100_000, "<script>alert(1)</script>", "\n\n", "—" * 50])
def test_любой_текст_не_роняет_проверок(body: str) -> None:
    more = {"questions": (body, body), "name": body[:50], "templates": (body[:5000],)}
    assert isinstance(checks.remarks(text(body, **more)), list)
