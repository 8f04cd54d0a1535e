"""Training on a file and classifying a file, outside any register."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from otklik.border.ports.tables import Table
from otklik.border.readers.tables import open_table
from otklik.casework.triage.serving import Classifier, Guess, load

_BATCH = 500


class NoColumn(ValueError):
    """The file has no such column; the message is Russian and lists those it has."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was learnt from a file; `metrics` are those of held-out rows."""

    samples: int
    labels: int
    metrics: dict[str, float]


def train_csv(source: Path, *, text: str, label: str, out: Path) -> Report:
    """Train on two columns of a table (CSV or XLSX) and write the model. Raises `NoColumn`, `TooLittle`."""
    from otklik.casework.triage import trials  # scikit-learn is heavy: only trainers load it

    labelled = [(said, name) for said, name in _columns(open_table(source), text, label) if said and name]
    names = {name for _, name in labelled}
    trial = trials.run(labelled, titles={name: name for name in names}, groups={})
    trial.write(out)
    return Report(trial.outcome.samples, len(names), trial.outcome.metrics)


def classify_csv(source: Path, *, text: str, model: Path, out: Path) -> int:
    """Write for every row a JSON line with its three best labels; the number of rows is returned."""
    classifier = load(model)
    rows = (said for (said,) in _columns(open_table(source), text))
    count = 0
    with out.open("w", encoding="utf-8") as lines:
        while batch := list(islice(rows, _BATCH)):
            lines.writelines(_lines(batch, classifier, first=count + 1))
            count += len(batch)
    return count


def _lines(batch: Sequence[str], classifier: Classifier, *, first: int) -> Iterator[str]:
    for number, guess in enumerate(classifier.classify(batch), start=first):
        yield json.dumps({"row": number, "best": _best(guess)}, ensure_ascii=False) + "\n"


def _best(guess: Guess) -> list[dict[str, object]]:
    return [{**asdict(choice), "confidence": round(choice.confidence, 4)} for choice in guess.best]


def _columns(table: Table, *names: str) -> Iterator[tuple[str, ...]]:
    for name in names:
        if name not in table.header:
            raise NoColumn(f"В файле нет столбца «{name}». Есть: {', '.join(table.header)}")
    places = [table.header.index(name) for name in names]
    for row in table.rows:
        yield tuple(_as_text(row.cells[place]) for place in places)


def _as_text(cell: str | datetime | timedelta) -> str:
    return cell if isinstance(cell, str) else str(cell)
