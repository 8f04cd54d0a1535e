"""`train` and `classify` on files: one model of both kinds, every row answered in its order."""

import csv
import json
from pathlib import Path

import pytest

from tests.casework.triage.texts import corpus

RECIPIENTS = {"roads": "Дорожная служба", "heat": "Теплосеть", "waste": "Чистый город", "light": "Горсвет"}


def a_file(path: Path, rows: list[tuple[str, ...]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["id", "text", "topic", "recipient"][: len(rows[0])])
        writer.writerows(rows)
    return path


def labelled() -> list[tuple[str, ...]]:
    rows = enumerate(corpus(per_label=40), start=1)
    return [(str(number), text, label, RECIPIENTS[label]) for number, (text, label) in rows]


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("cp1251", ";"), ("utf-8-sig", "\t")], ids=str
)
def test_one_model_holds_topics_and_recipients(installation, tmp_path, encoding, delimiter):
    source = a_file(tmp_path / "known.csv", labelled(), encoding=encoding, delimiter=delimiter)
    model, answers = tmp_path / "m" / "model", tmp_path / "answers.jsonl"
    model.parent.mkdir()
    taught = installation.otklik(
        "train", "--csv", source, "--text", "text", "--topic", "topic", "--recipient", "recipient",
        "--when", "id", "--out", model, "--json",
    )  # fmt: skip
    assert taught.code == 0, taught.err
    assert taught.told["topic"]["metrics"]["top_1"] > 0.9
    assert taught.told["recipient"]["labels"] == 4
    assert [path.name for path in model.parent.iterdir()] == ["model"]

    asked = [
        ("1", "Глубокая яма на дороге"),
        ("2", ""),
        ("3", "🙂 мусор, контейнер 🙂"),
        ("4", "батарея " * 9999),
    ]
    unknown = a_file(tmp_path / "asked.csv", asked, encoding="utf-8")
    done = installation.otklik(
        "classify", "--csv", unknown, "--text", "text", "--model", model, "--out", answers, "--json"
    )
    assert (done.code, done.told["rows"], done.told["without_text"]) == (0, 4, 1), done.err
    roads, empty, waste, heat = lines_of(answers)
    assert [line["row"] for line in lines_of(answers)] == [1, 2, 3, 4]
    assert [line["topic"][0]["label"] for line in (roads, waste, heat)] == ["roads", "waste", "heat"]
    assert [line["recipient"][0]["label"] for line in (roads, heat)] == ["Дорожная служба", "Теплосеть"]
    assert len(roads["topic"]) == len(roads["recipient"]) == 3
    assert "яма" in roads["topic"][0]["words"]
    assert roads["topic"][0]["grounds"].startswith("слова: ")
    assert (empty["topic"], empty["recipient"], empty["note"]) == ([], [], "в строке нет текста")


def test_topics_alone_are_learnt_too(installation, tmp_path):
    source = a_file(tmp_path / "known.csv", labelled())
    model, answers = tmp_path / "model.npz", tmp_path / "answers.jsonl"
    assert installation.otklik("train", "--csv", source, "--out", model).code == 0
    assert installation.otklik("classify", "--csv", source, "--model", model, "--out", answers).code == 0
    assert set(lines_of(answers)[0]) == {"row", "topic"}
    assert len(lines_of(answers)) == 160


@pytest.mark.parametrize(
    ("rows", "args", "reason"),
    [
        (labelled()[:5], (), "Мало"),
        ([(*row[:2], "roads", row[3]) for row in labelled()], (), "Мало"),
        (labelled(), ("--topic", "тема"), "нет столбца «тема»"),
        (labelled(), ("--text", "сообщение"), "нет столбца «сообщение»"),
    ],
    ids=["мало строк", "одна тема", "нет столбца темы", "нет столбца текста"],
)
def test_what_cannot_be_learnt_is_said(installation, tmp_path, rows, args, reason):
    source, model = a_file(tmp_path / "known.csv", rows), tmp_path / "model.npz"
    done = installation.otklik("train", "--csv", source, "--out", model, *args, "--json")
    assert (done.code, done.told["ok"]) == (1, False)
    assert reason in done.told["error"]
    assert not model.exists()


def test_a_foreign_model_is_refused(installation, tmp_path):
    source = a_file(tmp_path / "known.csv", labelled())
    done = installation.otklik(
        "classify", "--csv", source, "--model", source, "--out", tmp_path / "answers", "--json"
    )
    assert (done.code, done.told["ok"]) == (1, False)
    assert "не файл модели" in done.told["error"]
