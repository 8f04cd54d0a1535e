"""Documents tell what the code is: made ones are fresh, links lead somewhere, the glossary is spoken."""

import re
from dataclasses import fields

from docs import check, make_data, make_norms
from otklik.casework.deadlines.norms import TERMS
from otklik.insight.analytics.values import CaseFact
from otklik.register.cases.rules import MOVES
from tests.architecture.house import ROOT, modules

GLOSSARY = ROOT / "docs" / "glossary.md"
WORD = re.compile(r"`([A-Za-z_]\w*)`")


def test_documents_are_in_order() -> None:
    assert check.faults() == []


def test_every_row_of_law_is_in_the_list() -> None:
    told = make_norms.TARGET.read_text()
    assert [term.code for term in TERMS if term.norm not in told] == []
    assert [move for move in MOVES if move.norm not in told] == []


def test_every_row_of_law_has_a_norm() -> None:
    assert [term.code for term in TERMS if not term.norm.strip()] == []
    assert [move for move in MOVES if not move.norm.strip()] == []


def test_norms_written_in_the_code_are_found() -> None:
    """The list is made of rows; this reads the text, so that a row of a new shape is not forgotten."""
    told = make_norms.TARGET.read_text()
    written = {
        f"{module.where}: {norm}"
        for module in modules()
        if not module.where.startswith("otklik/doors/")
        for norm in re.findall(r"\b\w*norm=\"([^\"]+)\"", module.text)
    }
    assert written
    assert [one for one in sorted(written) if one.split(": ", 1)[1] not in told] == []


def test_the_dictionary_tells_every_column_and_no_other() -> None:
    assert set(make_data.MEANING) == {field.name for field in fields(CaseFact)}


def test_words_of_the_glossary_are_spoken_in_the_code() -> None:
    """Words for rooms to come stand in a table of their own, above."""
    said = set(re.findall(r"\w+", " ".join(module.text for module in modules())))
    table = GLOSSARY.read_text().partition("\n## Words of the code\n")[2]
    words = {word for line in table.splitlines() for word in WORD.findall(_identifiers(line))}
    assert len(words) > 100
    assert sorted(words - said) == []


def _identifiers(line: str) -> str:
    cells = line.split("|")
    return cells[2] if len(cells) > 3 else ""
