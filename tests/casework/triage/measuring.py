"""Precision and recall of what is found in sentences written for it, printed for who runs with `-s`."""

import csv
import sys
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """A table that lies beside the tests."""
    with Path(__file__).with_name(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def tell(title: str, *, hits: int, false: int, missed: int) -> tuple[float, float]:
    precision, recall = hits / (hits + false), hits / (hits + missed)
    sys.stdout.write(f"\n{title}: precision {precision:.3f}, recall {recall:.3f}\n")
    return precision, recall
