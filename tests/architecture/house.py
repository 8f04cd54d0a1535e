"""The house as the architecture tests see it: its modules, read once and parsed."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "otklik"
LINTER = ROOT / "importlinter.toml"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file of ours. `where` is its path from the root; `room` is `ground.audit`, empty elsewhere."""

    path: Path

    @cached_property
    def where(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def name(self) -> str:
        return self.where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in self.nodes if isinstance(node, ast.ClassDef))

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.where}:{node.lineno}"


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """All modules of the product but migrations."""
    found = sorted(PACKAGE.rglob("*.py"))
    return tuple(Module(path) for path in found if "migrations" not in path.parts)


@lru_cache(maxsize=1)
def all_python() -> tuple[Module, ...]:
    """The product, its tests, benchmarks and the scripts of the documents."""
    folders = ("tests", "benchmarks", "docs")
    others = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return (*modules(), *(Module(path) for path in others))


@lru_cache(maxsize=1)
def _layers() -> dict[str, list[str]]:
    contracts: list[dict[str, Any]] = tomllib.loads(LINTER.read_text())["tool"]["importlinter"]["contracts"]
    return {c["containers"][0]: list(reversed(c["layers"])) for c in contracts if c["type"] == "layers"}


def contracts() -> list[str]:
    """The names of all contracts of the linter's map."""
    found = tomllib.loads(LINTER.read_text())["tool"]["importlinter"]["contracts"]
    return [contract["name"] for contract in found]


def heights() -> dict[str, tuple[int, int]]:
    """Room -> (height of its storey, its height on the storey), as the linter's map has them."""
    return {
        _bare(room): (storey, height)
        for storey, names in enumerate(_layers()["otklik"])
        for name in names.split("|")
        for height, rooms in enumerate(_layers().get(f"otklik.{_bare(name)}", []))
        for room in rooms.split("|")
    }


def _bare(name: str) -> str:
    """A room not built yet stands in parentheses."""
    return name.strip().strip("()")
