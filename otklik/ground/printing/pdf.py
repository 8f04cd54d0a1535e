"""A paper as PDF/A or as pictures of its pages, set by Typst from a template and its own fonts."""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

SCREEN_PPI = 110


def typeset(
    package: str,
    template: str,
    told: Mapping[str, object],
    *,
    day: date,
    beside: Mapping[str, bytes] | None = None,
) -> bytes:
    """PDF/A-2b with the fonts inside, dated `day`, so that the same paper gives the same bytes.

    The template reads `told` from `sys.inputs.told`; `beside` are files it may name, such as a picture.
    """
    stamp = int(datetime.combine(day, time(12), UTC).timestamp())
    made = _compile(
        package, template, told, beside or {}, format="pdf", pdf_standards=["a-2b"], timestamp=stamp
    )
    return bytes(made)


def pages(
    package: str, template: str, told: Mapping[str, object], *, beside: Mapping[str, bytes] | None = None
) -> list[bytes]:
    """The same paper as PNG, a page each, to be looked at."""
    made = _compile(package, template, told, beside or {}, format="png", ppi=SCREEN_PPI)
    return [bytes(one) for one in made] if isinstance(made, list) else [bytes(made)]


def _compile(
    package: str, template: str, told: Mapping[str, object], beside: Mapping[str, bytes], **how: Any
) -> Any:
    """Typst reads files from one folder alone: the template and what stands beside it are laid there."""
    with tempfile.TemporaryDirectory(prefix="otklik-paper-") as folder:
        place = Path(folder)
        (place / template).write_bytes(files(package).joinpath(template).read_bytes())
        for name, content in beside.items():
            (place / name).write_bytes(content)
        inputs = {"told": json.dumps(told, ensure_ascii=False)}
        return typst.compile(place / template, root=place, ignore_system_fonts=True, sys_inputs=inputs, **how)


def can_set_cyrillic() -> bool:
    """Whether Typst sets a Russian word with its own fonts (the self-test of the installation)."""
    try:
        return bytes(typst.compile("Отклик".encode(), format="pdf", ignore_system_fonts=True))[:4] == b"%PDF"
    except RuntimeError:
        return False
