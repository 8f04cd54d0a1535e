"""Checks the documents: links lead somewhere, named code exists, made documents are fresh."""

import ast
import re
import sys
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs import make_data, make_norms  # noqa: E402  # the root of the checkout is put on the path above

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[A-Za-z_]+(\.[A-Za-z_]\w*)+(\(.*\))?$")
FILE = re.compile(r"[\w./<>*{}-]*\.(py|md|toml|tsv|txt|html|css|js|typ|geojson|in|sh)$|[\w.-]+(/[\w.-]+)*/$")
DATA = (".json", ".jsonl", ".sqlite3", ".key", ".parquet", ".xlsx", ".csv", ".xls", ".png")
FOREIGN = re.compile(r"(https?|mailto):")
FENCE = re.compile(r"(?s)^```.*?^```", re.MULTILINE)
TOP = ("README.md", "README.ru.md")
FUTURE = {"glossary.md", "conventions.md"}  # these also name what later rooms will hold


def documents() -> list[Path]:
    return [*(ROOT / name for name in TOP if (ROOT / name).exists()), *sorted((ROOT / "docs").rglob("*.md"))]


def faults() -> list[str]:
    """Everything wrong in the documents, a line each."""
    found = [fault for path in documents() for fault in _of_document(path)]
    for path, text in ((make_norms.TARGET, make_norms.text), (make_data.TARGET, make_data.text)):
        if not path.exists() or path.read_text() != text():
            found.append(f"{_where(path)}: stale, run docs/make_{path.stem}.py")
    return found


def _of_document(path: Path) -> list[str]:
    whole = path.read_text()
    text = FENCE.sub(lambda m: "\n" * m.group().count("\n"), whole)
    found = [
        f"{_where(path)}:{_line(text, match.start())} link to nowhere: {match.group(1)}"
        for match in LINK.finditer(text)
        if not _leads(path, match.group(1))
    ]
    if path.name in FUTURE:
        return found
    return found + [
        f"{_where(path)}:{_line(text, match.start())} no such code: {match.group(1)}"
        for match in CODE.finditer(text)
        if not _exists(match.group(1))
    ]


def _leads(path: Path, target: str) -> bool:
    if FOREIGN.match(target):
        return True
    name, _, anchor = target.partition("#")
    whither = (path.parent / name) if name else path
    if not whither.exists():
        return False
    return not anchor or anchor in {
        _anchor(line) for line in whither.read_text().splitlines() if line[:1] == "#"
    }


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")


def _exists(code: str) -> bool:
    """Whether what looks like a path or a dotted name of ours is there; other code is not judged."""
    if FILE.match(code):
        return "<" in code or "{" in code or "*" in code or _is_path(code)
    if not DOTTED.match(code) or '"' in code or code.endswith(DATA):
        return True
    *rooms, last = code.split("(")[0].split(".")
    if rooms[0] in _foreign():
        return True
    return (
        any(_has(path, last) for path in _places(rooms))
        or _is_module([*rooms, last])
        or _is_member(rooms, last)
    )


def _is_path(code: str) -> bool:
    name = code.strip("/")
    return (ROOT / name).exists() or name in _made() or any(one.endswith("/" + name) for one in _paths())


@lru_cache(maxsize=1)
def _paths() -> frozenset[str]:
    folders = ("otklik", "docs", "tests", "benchmarks", "requirements")
    return frozenset("/" + _where(path) for folder in folders for path in (ROOT / folder).rglob("*"))


def _made() -> set[str]:
    """Folders that appear in use, not in the checkout."""
    return {"var", ".venv", "lake", "files", "models", "imports", "addresses"}


@lru_cache(maxsize=1)
def _foreign() -> frozenset[str]:
    return frozenset({"django", "settings", "queryset", "duckdb", "json", "e", "otklik_ui", "git", "read"})


@lru_cache(maxsize=1)
def _modules() -> dict[str, Path]:
    found = {}
    for path in (*(ROOT / "otklik").rglob("*.py"), *(ROOT / "tests").rglob("*.py")):
        name = _where(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        found[name] = path
    return found


def _places(rooms: list[str]) -> list[Path]:
    """Modules that `deadlines.start` may speak of: the room's faces, or a module of that name."""
    tail = "." + ".".join(rooms)
    faces = ("", ".services", ".selectors", ".rules", ".models")
    direct = [
        path for name, path in _modules().items() if any(("." + name).endswith(tail + f) for f in faces)
    ]
    inside = [
        path
        for name, path in _modules().items()
        if f"{tail}.services." in "." + name or f"{tail}." in "." + name
    ]
    return [*direct, *inside]


def _is_module(parts: list[str]) -> bool:
    tail = "." + ".".join(parts)
    return any(("." + name).endswith(tail) for name in _modules())


def _is_member(rooms: list[str], last: str) -> bool:
    """`Case.due_at`, `cases.rules.Status.NEW`: a name within a class of ours."""
    return any(
        rooms[-1] in _classes(path) and last in _classes(path)[rooms[-1]] for path in _modules().values()
    )


@cache
def _names(path: Path) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return frozenset(names)


@cache
def _classes(path: Path) -> dict[str, frozenset[str]]:
    return {
        node.name: frozenset(
            name
            for child in node.body
            for name in (
                [child.name]
                if isinstance(child, ast.FunctionDef)
                else [
                    t.id
                    for t in getattr(child, "targets", [getattr(child, "target", None)])
                    if isinstance(t, ast.Name)
                ]
            )
        )
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    }


def _has(path: Path, name: str) -> bool:
    return name in _names(path)


def _where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


if __name__ == "__main__":
    told = faults()
    print("\n".join(told) or f"documents: {len(documents())} are in order")  # noqa: T201  # a script speaks
    sys.exit(1 if told else 0)
