"""Who may import what: the map of the house, and rows that belong to their room alone."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.house import ROOT, contracts

READS_ALL_ROWS = "otklik.insight.analytics.facts"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("otklik", cache_dir=None)


def test_rows_belong_to_their_room(graph: grimp.ImportGraph) -> None:
    strangers = [
        f"{importer} -> {models}"
        for models in sorted(m for m in graph.modules if m.endswith(".models"))
        for importer in graph.find_modules_that_directly_import(models)
        if importer != READS_ALL_ROWS and not importer.startswith(models.removesuffix("models"))
    ]
    assert strangers == []


def test_rows_are_read_by_facts_alone_above_their_room(graph: grimp.ImportGraph) -> None:
    """The exception is real: analytics reads the rows of cases, and through nothing but this module."""
    assert "otklik.register.cases.models" in graph.find_modules_directly_imported_by(READS_ALL_ROWS)


def test_the_map_of_the_house_is_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [tool, "--config", ROOT / "importlinter.toml", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert f"{len(contracts())} kept, 0 broken" in done.stdout, done.stdout + done.stderr
