"""Writes `docs/norms.md`: every clause of law and regulation that the code acts by, from the code itself."""

import ast
import csv
import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from itertools import groupby
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "norms.md"
FIELDS = ("norm", "extension_norm")
SILENT = {"migrations", "doors"}
HEAD = """# Norms

Every clause the code acts by: rows of tables, constants and what is written to the journal. Made by
`docs/make_norms.py` from the code; a test holds the two equal. «(настройка)» marks a term that no act sets:
the centre may change it. The clauses are in Russian, as the user sees them beside the decision.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A clause, what acts by it and the file that says so."""

    where: str
    order: int
    norm: str
    what: str


def found() -> list[Found]:
    """All clauses of the product, by file and in the order they are told there."""
    _set_up()
    rows = [one for path in _sources() for one in _of_module(path)]
    return sorted(
        [*rows, *(one for path in _tables() for one in _of_table(path))],
        key=lambda one: (one.where, one.order),
    )


def text() -> str:
    """The document as it must be."""
    parts = [HEAD]
    for where, rows in groupby(found(), key=lambda one: one.where):
        merged: dict[str, list[str]] = {}
        for row in rows:
            merged.setdefault(row.norm, []).append(row.what)
        lines = [f"| {norm} | {', '.join(dict.fromkeys(whats))} |" for norm, whats in merged.items()]
        parts.append("\n".join([f"\n## {where}", "", "| clause | acts by it |", "|---|---|", *lines, ""]))
    return "".join(parts)


def _set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _sources() -> list[Path]:
    """The modules that speak of norms; doors hold no law, they only show it."""
    found = [path for path in sorted((ROOT / "otklik").rglob("*.py")) if not SILENT & set(path.parts)]
    return [path for path in found if "norm" in path.read_text().lower()]


def _tables() -> Iterator[Path]:
    for path in (ROOT / "otklik").rglob("*.tsv"):
        if "norm" in path.open().readline().rstrip("\n").split("\t"):
            yield path


def _of_table(path: Path) -> Iterator[Found]:
    with path.open() as file:
        for order, row in enumerate(csv.DictReader(file, delimiter="\t")):
            if row["norm"]:
                yield Found(_where(path), order, row["norm"], f"`{row['code']}` {row['title']}")


def _of_module(path: Path) -> list[Found]:
    name = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
    tree, module = ast.parse(path.read_text()), importlib.import_module(name)
    where = _where(path)
    rows = [
        Found(where, order, norm, what)
        for order, assigned in enumerate(_assigned(tree))
        for norm, what in _in_value(assigned, getattr(module, assigned, None))
    ]
    known = {row.norm for row in rows}
    said = [
        Found(where, 10_000 + line, norm, f"`{function}`")
        for line, function, norm in _in_calls(tree, module)
        if norm not in known
    ]
    return rows + said


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _in_value(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Clauses of a constant named after a norm, or of a table of rows."""
    if isinstance(value, str):
        if name.endswith("NORM") or name.startswith("NORM"):
            yield value, f"`{name}`"
        return
    rows = value.values() if isinstance(value, Mapping) else value
    for row in rows if isinstance(rows, Iterable) and not isinstance(rows, bytes) else [value]:
        if is_dataclass(row) and not isinstance(row, type):
            for field in FIELDS:
                norm = getattr(row, field, "")
                if isinstance(norm, str) and norm and _label(row):
                    yield norm, _label(row) + (" (продление)" if field == "extension_norm" else "")


def _label(row: object) -> str:
    told = {
        name: getattr(row, name, None) for name in ("source", "target", "code", "number", "year", "title")
    }
    if isinstance(told["source"], str) and isinstance(told["target"], str):
        return f"`{told['source']}` → `{told['target']}`"
    number = f"№ {told['number']}" if told["number"] is not None else ""
    year = f"за {told['year']} год" if told["year"] is not None else ""
    code = f"`{told['code']}`" if told["code"] else ""
    return " ".join(part for part in (code, number, year, str(told["title"] or "")) if part)


def _in_calls(tree: ast.Module, module: ModuleType) -> Iterator[tuple[int, str, str]]:
    """Clauses written where they are used; those that a variable holds are told by its source."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.keyword) and node.arg in FIELDS:
                    norm = _value(node.value, module)
                    if norm:
                        yield node.value.lineno, function.name, norm


def _value(node: ast.expr, module: ModuleType) -> str:
    try:
        value = eval(compile(ast.Expression(node), "norm", "eval"), vars(module))  # noqa: S307  # our own code
    except (NameError, AttributeError, TypeError):
        return ""
    return value if isinstance(value, str) else ""


def _where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    TARGET.write_text(text())
