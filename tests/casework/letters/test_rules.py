"""Letters by their rules: the ways of an answer, what proves a sending, whom a letter greets, its slots."""

import re
from datetime import date

import pytest

from otklik.border.ports.messages import CaseKind
from otklik.casework.answers.rules import RUSSIAN
from otklik.casework.letters.rules.kinds import KINDS, fitting
from otklik.casework.letters.rules.paper import Wording, paragraphs, reference
from otklik.casework.letters.rules.proof import BadProof, Sending, Way, check_proof, check_sending, ways
from otklik.kernel import naming

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kind", "channel", "has_email", "first"),
    [
        ("appeal", "paper", True, Way.POST),
        ("appeal", "reception", False, Way.POST),
        ("appeal", "webform", True, Way.EMAIL),
        ("appeal", "webform", False, Way.CABINET),
        ("appeal", "epgu", True, Way.EPGU),
        ("message", "pos", False, Way.EPGU),
        ("message", "vk", False, Way.CHANNEL),
        ("message", "phone", False, Way.CHANNEL),
    ],
    ids=lambda one: str(one),
)
def test_ответ_уходит_туда_откуда_пришло_обращение_р1_4(kind, channel, has_email, first):
    found = ways(kind=kind, channel=channel, has_email=has_email, to_body=False)
    assert found[0] is first
    assert len(found) == len(set(found)) > 1
    assert has_email or Way.EMAIL not in found


def test_письмо_в_орган_идёт_по_сэд():
    assert ways(kind="appeal", channel="paper", has_email=False, to_body=True)[0] is Way.MEDO


@pytest.mark.parametrize(
    "told",
    [
        "исх. № 12 от 02.03.2026, почтой",
        "№ 7 от 03.03.2026, почтой",
        "исх. ОГ-00012/2026 от 2.3.26, вручено лично",
        "исходящий номер 5 от 01.02.2026 на Госуслуги",
        "https://vk.com/wall-1_2?reply=3",
    ],
)
def test_подтверждение_принято(told):
    assert check_proof(f" {told} ") == told


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ("", "исходящий номер, дату, способ"),
        ("отправлено", "исходящий номер, дату, способ"),
        ("№ 12 от 02.03.2026", "способ отправки"),
        ("почтой 02.03.2026", "исходящий номер"),
        ("исх. № 12, почтой", "дату"),
        ("исх. № 12 от 31.02.2026, почтой", "дату"),
        ("https://", "исходящий номер"),
    ],
    ids=["пусто", "одно слово", "без способа", "без номера", "без даты", "такого дня нет", "не ссылка"],
)
def test_без_номера_дня_или_способа_не_подтверждено(told, missing):
    with pytest.raises(BadProof, match=missing):
        check_proof(told)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"number": " "}, "исходящий номер"),
        ({"sent_on": None}, "день отправки"),
        ({"sent_on": date(2026, 3, 3)}, "ещё не наступил"),
        ({"way": "голубем"}, "как отправлено"),
        ({"way": "email"}, "куда отправлено"),
    ],
    ids=["номер", "день", "завтра", "способ", "куда"],
)
def test_отметка_отправки_просит_недостающее(more, said):
    whole = {"number": "12", "sent_on": TODAY, "way": "post", "detail": ""}
    assert check_sending(Sending(**whole), today=TODAY).told() == "исх. № 12 от 02.03.2026, почтой"
    with pytest.raises(BadProof, match=said):
        check_sending(Sending(**{**whole, **more}), today=TODAY)


@pytest.mark.parametrize(
    ("name", "dative", "greeting"),
    [
        ("Мартынова Ольга Петровна", "Мартыновой Ольге Петровне", "Уважаемая Ольга Петровна!"),
        ("Иванов Пётр Сергеевич", "Иванову Петру Сергеевичу", "Уважаемый Пётр Сергеевич!"),
        ("Черных Иван Ильич", "Черных Ивану Ильичу", "Уважаемый Иван Ильич!"),
        ("Петрова-Водкина Мария Кузьминична", "Петровой-Водкиной Марии Кузьминичне",
         "Уважаемая Мария Кузьминична!"),
        ("Шевчук Ирина Львовна", "Шевчук Ирине Львовне", "Уважаемая Ирина Львовна!"),
        ("Ольга", "Ольга", "Здравствуйте, Ольга!"),
        ("", "", "Здравствуйте!"),
    ],
)  # fmt: skip
def test_кому_письмо_и_как_обратиться(name, dative, greeting):
    assert (naming.dative(name), naming.salutation(name)) == (dative, greeting)


def test_пункты_списка_стоят_своими_абзацами():
    text = "Можно:\n— на сайте;\n— письмом,\nс подписью.\n\n\nЖдём."
    assert paragraphs(text) == ["Можно:", "— на сайте;", "— письмом,\nс подписью.", "Ждём."]
    assert reference(Wording(addressee="", subject="", body="", on_number="5")) == "На № 5"
    assert reference(Wording(addressee="", subject="", body="")) == ""


def test_у_каждого_письма_есть_норма_и_все_его_места_известны():
    known = {*RUSSIAN, "ответ", "адрес_органа"}
    for kind in KINDS:
        slots = set(re.findall(r"\{(\w+)\}", kind.text))
        assert kind.norm, kind.code
        assert slots <= known | {one.name for one in kind.asks}, kind.code
        assert len(kind.subject) < 80
    assert {one.code for one in fitting(CaseKind.MESSAGE)} < {one.code for one in fitting(CaseKind.APPEAL)}
