"""Requirements are locked with hashes, name no host, and each direct one is explained."""

import re

import pytest

from tests.architecture.house import ROOT

FOLDER = ROOT / "requirements"
LOCKED = ("run.txt", "test.txt", "uv.txt")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)


def direct(file: str) -> set[str]:
    lines = (line.strip() for line in (FOLDER / file).read_text().splitlines())
    return {_name(line) for line in lines if line and not line.startswith(("#", "-"))}


def pins(file: str) -> dict[str, str]:
    """Name -> the whole pin with its hashes, its continued lines joined."""
    joined = (FOLDER / file).read_text().replace("\\\n", " ")
    lines = (line.strip() for line in joined.splitlines())
    return {_name(line): line for line in lines if line and not line.startswith("#")}


def _name(line: str) -> str:
    found = NAME.match(line)
    return re.sub(r"[._-]+", "-", found.group().lower()) if found else ""


@pytest.mark.parametrize("file", LOCKED)
def test_pins_have_a_version_and_a_hash(file: str) -> None:
    loose = [name for name, pin in pins(file).items() if "==" not in pin or "--hash=sha256:" not in pin]
    assert loose == []


@pytest.mark.parametrize("file", [*LOCKED, "run.in", "test.in", "uv.in"])
def test_no_host_is_named(file: str) -> None:
    text = (FOLDER / file).read_text()
    assert "://" not in text
    assert not re.search(r"^--?(index|extra|find|trusted|i\b|f\b)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "source,locked", [("run.in", "run.txt"), ("test.in", "test.txt"), ("uv.in", "uv.txt")]
)
def test_what_is_asked_for_is_locked(source: str, locked: str) -> None:
    assert direct(source) <= set(pins(locked))


def test_every_direct_dependency_is_explained() -> None:
    told = (ROOT / "docs/dependencies.md").read_text().lower()
    names = set(re.findall(r"\*\*([a-z0-9-]+)", told))
    assert sorted((direct("run.in") | direct("test.in") | direct("uv.in")) - names) == []


def test_nothing_gone_is_explained() -> None:
    told = (ROOT / "docs/dependencies.md").read_text().lower()
    named = set(re.findall(r"^\| \*\*([a-z0-9-]+)", told, re.MULTILINE))
    assert sorted(named - direct("run.in") - direct("test.in") - direct("uv.in")) == []
