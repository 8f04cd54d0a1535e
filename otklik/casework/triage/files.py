"""Training on a file and classifying a file, outside any register."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from otklik.border.ports.tables import Table
from otklik.border.readers.tables import open_table
from otklik.casework.triage.evaluation import Evaluation
from otklik.casework.triage.facets import Context, told_in_words
from otklik.casework.triage.ordering import order_of
from otklik.casework.triage.serving import Choice, Classifier
from otklik.casework.triage.weights import read_parts, write_parts
from otklik.casework.triage.words import read
from otklik.kernel import personal

TOPIC, RECIPIENT = "topic", "recipient"
_BATCH = 500

Progress = Callable[[str, str, float], None]
"""Told what is being learnt (`TOPIC` or `RECIPIENT`), the stage in Russian and its share."""


class NoColumn(ValueError):
    """The file has no such column; the message is Russian and lists those it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of columns; empty where there is none. `when` is a date or a number that grows with time."""

    text: str
    topic: str = ""
    recipient: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was learnt of a kind from a file; the evaluation is by texts while they were left out."""

    samples: int
    labels: int
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    context: Context
    labels: dict[str, str]


def train_csv(
    source: Path, columns: Columns, *, out: Path, progress: Progress | None = None
) -> dict[str, Report]:
    """Train on columns of a table (CSV or XLSX) and write one model. Raises `NoColumn`, `TooLittle`."""
    from otklik.casework.triage import training  # scikit-learn is heavy: only trainers load it

    kinds = {TOPIC: columns.topic, RECIPIENT: columns.recipient}
    rows = list(_rows(open_table(source), columns))
    models, reports = {}, {}
    for kind in (kind for kind, column in kinds.items() if column):
        samples = [
            training.Sample(row.text, row.labels[kind], 1.0, row.context)
            for row in rows
            if row.text and row.labels[kind]
        ]
        names = {sample.label for sample in samples}
        task = training.Task(samples=samples, titles={name: name for name in names})
        models[kind], judged = training.train_judged(task, progress=_told(progress, kind))
        reports[kind] = Report(len(samples), len(names), judged)
    write_parts(models, out)
    return reports


def classify_csv(source: Path, columns: Columns, *, model: Path, out: Path) -> tuple[int, int]:
    """Write for every row a JSON line with its three best labels of every kind; rows, and those without text.

    Lines stand in the order of the rows; a row without text has an empty list and says so.
    """
    models = {name or TOPIC: Classifier(weights) for name, weights in read_parts(model).items()}
    rows = _rows(open_table(source), columns)
    count = empty = 0
    with out.open("w", encoding="utf-8") as lines:
        while batch := list(islice(rows, _BATCH)):
            for line in _answers(batch, models):
                count += 1
                empty += not line[next(iter(models))]
                lines.write(json.dumps({"row": count, **line}, ensure_ascii=False) + "\n")
    return count, empty


def _answers(batch: Sequence[_Row], models: dict[str, Classifier]) -> Iterator[dict[str, Any]]:
    asked = [row for row in batch if row.text]
    words = [read(row.text) for row in asked]
    contexts = [row.context for row in asked]
    told = {
        kind: iter(model.classify_words(words, contexts=contexts) if words else [])
        for kind, model in models.items()
    }
    for row in batch:
        if row.text:
            yield {kind: [_choice(one) for one in next(guesses).best] for kind, guesses in told.items()}
        else:
            yield {**dict.fromkeys(models, ()), "note": "в строке нет текста"}


def _choice(choice: Choice) -> dict[str, Any]:
    said = [f"слова: {', '.join(choice.words)}"] if choice.words else []
    said += told_in_words(choice.facets)
    return {
        "label": choice.label,
        "confidence": round(choice.confidence, 4),
        "words": choice.words,
        "grounds": "; ".join(said) or "по тексту в целом",
    }


def _told(progress: Progress | None, kind: str) -> Callable[[str, float], None] | None:
    return None if progress is None else lambda stage, share: progress(kind, stage, share)


def _rows(table: Table, columns: Columns) -> Iterator[_Row]:
    names = {"text": columns.text, "when": columns.when, TOPIC: columns.topic, RECIPIENT: columns.recipient}
    for name in filter(None, names.values()):
        if name not in table.header:
            raise NoColumn(f"В файле нет столбца «{name}». Есть: {', '.join(table.header)}")
    places = {key: table.header.index(name) for key, name in names.items() if name}
    for row in table.rows:
        cells = {key: row.cells[place] if place < len(row.cells) else "" for key, place in places.items()}
        order = order_of(cells["when"]) if "when" in cells else None
        labels = {kind: _as_text(cells[kind]) for kind in (TOPIC, RECIPIENT) if kind in cells}
        yield _Row(personal.mask(_as_text(cells["text"])), Context(order=order), labels)


def _as_text(cell: str | datetime | timedelta) -> str:
    return (cell if isinstance(cell, str) else str(cell)).strip()
