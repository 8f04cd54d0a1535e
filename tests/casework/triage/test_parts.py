"""One long text with several questions is told from a long text about one thing."""

from functools import cache

import pytest

from otklik.casework.triage.parts import Turn, pieces
from otklik.casework.triage.rules import Asked, Proposal
from otklik.casework.triage.triager import Triager
from otklik.register.catalog import defaults
from otklik.register.catalog.views import Snapshot, TopicView, fold
from tests.casework.triage.builders import a_topic
from tests.casework.triage.measuring import rows, tell


@cache
def triager() -> Triager:
    """The default catalog by keywords alone: what a new town starts with."""
    groups = {group.title: number for number, group in enumerate(defaults.groups(), start=10_000)}
    topics: list[TopicView] = [
        a_topic(
            id=number,
            code=row.code,
            title=row.title,
            group_title=row.group,
            parent_id=groups[row.group],
            block_id=None,
            keywords=row.keywords,
        )
        for number, row in enumerate(defaults.topics(), start=1)
    ]
    catalog = Snapshot(
        municipality_id=1,
        edition=1,
        blocks={},
        topics={topic.id: topic for topic in topics},
        recipients={},
        responsibilities=(),
        topic_ids_by_title={fold(topic.title): topic.id for topic in topics},
        topic_ids_by_code={topic.code: topic.id for topic in topics},
        recipient_ids_by_title={},
    )
    return Triager(catalog=catalog, threshold=0.7)


def propose(text: str) -> Proposal:
    (proposal,) = triager().propose([Asked(text=text)])
    return proposal


def test_precision_first() -> None:
    hits, missed, false = [], [], []
    for row in rows("parts.tsv"):
        text = row["text"].replace("\\n", "\n")
        is_several, found = int(row["topics"]) > 1, len(propose(text).parts)
        (hits if is_several and found else missed if is_several else false if found else []).append(text)
    precision, recall = tell("several questions", hits=len(hits), false=len(false), missed=len(missed))
    assert precision >= 0.95, false
    assert recall >= 0.65, missed


def test_a_part_has_its_words_topic_and_ground() -> None:
    first, second = propose(
        "Прошу решить: 1) не вывозят мусор с контейнерной площадки; 2) отремонтируйте детскую площадку,"
        " качели сломаны."
    ).parts
    assert first.text.startswith("не вывозят мусор")
    assert second.text.startswith("отремонтируйте детскую")
    assert second.topic_id is not None
    assert "площадк" in triager().catalog.topics[second.topic_id].title.casefold()
    assert second.reason.startswith("пункт списка «2)»; слова: ")
    assert 0.3 <= second.confidence <= 1


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Коротко. Также коротко.", [Turn.START]),
        ("а" * 70, [Turn.PARAGRAPH]),
        ("Прошу прошу прошу: 1) убрать весь снег; 2) вывезти весь мусор со двора дома", [Turn.ITEM] * 2),
        (
            "Позвонили 1. Дом пять, потом 2. Дом семь, а также шесть, и никто ничего не сделал",
            [Turn.PARAGRAPH],
        ),
        ("Снег лежит на улице Мира давно. Также не работает лифт в доме.", [Turn.PARAGRAPH, Turn.WORD]),
        ("Первый абзац длинного обращения жителя\n\nВторой абзац длинного обращения", [Turn.PARAGRAPH] * 2),
    ],
    ids=["короткое", "одно слово", "список", "цифры не список", "связка", "абзацы"],
)
def test_where_a_text_may_be_cut(text: str, turns: list[Turn]) -> None:
    assert [piece.turn for piece in pieces(text)] == turns


def test_a_very_long_list_is_capped() -> None:
    kinds = ["вывезти мусор с площадки", "починить лифт в подъезде", "включить отопление в доме"] * 10
    text = " ".join(f"{number}) {kind};" for number, kind in enumerate(kinds, start=1))
    assert 2 <= len(propose(text).parts) <= 8
