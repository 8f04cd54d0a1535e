"""What is found in hand-written conversations: how much of it is right, how much is missed."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from otklik.casework.control.rules import anger, replies
from otklik.casework.control.rules.findings import Finding, Said, Thread
from otklik.casework.control.rules.temper import temper

HERE = Path(__file__).parent
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ASKED, LAST = START + timedelta(days=32), START + timedelta(days=33)


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def said(number: int, text: str, at: datetime, *, is_answer: bool = False) -> Said:
    return Said(number, text, at, is_inbound=not is_answer, is_answer=is_answer)


def thread(row: dict[str, str]) -> Thread:
    """The citizen, perhaps an answer, the citizen again, the last answer where there is one."""
    posts = []
    if row["before"]:
        posts = [
            said(1, row["asked"], START),
            said(2, row["before"], START + timedelta(days=3), is_answer=True),
        ]
    posts.append(said(3, row["asked"], ASKED))
    if row["told"]:
        posts.append(said(4, row["told"], LAST, is_answer=True))
    return Thread(posts=tuple(posts), today=date(2026, 4, 3))


def measured(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """Precision and recall of what was found against what is there."""
    right = sum(found and there for found, there in pairs)
    return right / max(sum(found for found, _ in pairs), 1), right / max(sum(there for _, there in pairs), 1)


def found_anger(row: dict[str, str]) -> bool:
    posts = [said(1, row["first"], START), said(2, row["last"], LAST)]
    return anger.rising(posts) is not None


def test_tables_are_large_enough() -> None:
    assert len(rows("threads.tsv")) >= 60
    assert len(rows("replies.tsv")) >= 50


def test_rising_anger_is_found_and_calm_is_left() -> None:
    table = rows("threads.tsv")
    pairs = [(found_anger(row), row["is_conflict"] == "1") for row in table]
    wrong = [row["last"] for row, (got, there) in zip(table, pairs, strict=True) if got != there]
    precision, recall = measured(pairs)
    assert precision >= 0.95, wrong
    assert recall >= 0.9, wrong


@pytest.mark.parametrize("finding", [one for one in Finding if one is not Finding.ANGER])
def test_errors_of_answers_are_found(finding: Finding) -> None:
    table = rows("replies.tsv")
    got = [finding in {one.kind for one in replies.errors(thread(row))} for row in table]
    pairs = [(one, row["finding"] == finding) for one, row in zip(got, table, strict=True)]
    wrong = [
        row["told"] or row["asked"] for row, (one, there) in zip(table, pairs, strict=True) if one != there
    ]
    precision, recall = measured(pairs)
    assert precision >= 0.9, wrong
    assert recall >= 0.9, wrong


def test_the_place_and_the_reason_are_told() -> None:
    angry = [[said(1, row["first"], START), said(2, row["last"], LAST)] for row in rows("threads.tsv")]
    told = [(posts, found) for posts in angry if (found := anger.rising(posts)) is not None]
    for row in rows("replies.tsv"):
        told += [(list(thread(row).posts), one) for one in replies.errors(thread(row))]
    assert len(told) > 60
    for posts, one in told:
        text = next(post.text for post in posts if post.id == one.post_id)
        assert 0 <= one.start <= one.end <= len(text)
        assert one.reason.endswith(".") and len(one.reason) <= 300
        assert 0 < one.weight <= 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("Сколько можно ждать", "Сколько можно", id="слова"),
        pytest.param("Это БЕЗОБРАЗИЕ полное ПОЗОР", "БЕЗОБРАЗИЕ", id="заглавные"),
        pytest.param("Ждём. Напишу в прокуратуру города", "Напишу в прокуратуру", id="угроза жалобой"),
    ],
)
def test_signs_have_their_place(text: str, word: str) -> None:
    assert word in {text[one.start : one.end] for one in temper(text).signs}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Яма напротив здания суда и прокуратуры", id="место, не угроза"),
        pytest.param("Спасибо, всё сделали быстро!!!", id="радость с восклицаниями"),
        pytest.param("МУП ЖКХ обещало вывезти ТКО", id="сокращения не крик"),
        pytest.param("", id="пусто"),
    ],
)
def test_calm_is_calm(text: str) -> None:
    assert temper(text).heat < anger.ANGRY and not temper(text).has_threat


def test_a_first_message_is_no_conflict() -> None:
    assert anger.rising([said(1, "Безобразие! Вы издеваетесь! Напишу в прокуратуру!", START)]) is None
    assert replies.errors(Thread(posts=(), today=date(2026, 4, 3))) == []


def test_an_answer_to_a_repeat_is_compared_with_that_of_the_earlier_case() -> None:
    told = "Ваше обращение рассмотрено, работы включены в план и будут выполнены по мере финансирования."
    posts = (said(3, "Снова пишу, ничего нет", ASKED), said(4, told, LAST, is_answer=True))
    before = (said(1, "Нет света", START), said(2, told, START + timedelta(days=2), is_answer=True))
    kinds = {one.kind for one in replies.errors(Thread(posts=posts, before=before, today=date(2026, 4, 3)))}
    assert Finding.SAME_ANSWER in kinds
