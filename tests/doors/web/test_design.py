"""Templates, drawings and scripts of the design system hold to its rules."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "otklik/doors/web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "static/otklik/js").glob("*.js"))
PARTS = sorted((WEB / "templates/parts").glob("*.html"))
SPRITE = (WEB / "static/otklik/icons.svg").read_text("utf-8")
DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))


def name(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_nothing_inline_and_nothing_foreign(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son(?!e=)\w+=|javascript:|hx-on|js:", text)
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_icons_are_drawn(template: Path) -> None:
    text = template.read_text("utf-8")
    assert set(re.findall(r'{% icon "([\w-]+)"', text)) <= DRAWN
    assert set(re.findall(r'\bicon_name="([\w-]+)"', text)) <= DRAWN


@pytest.mark.parametrize("part", PARTS, ids=name)
def test_part_says_what_it_wants(part: Path) -> None:
    assert part.read_text("utf-8").startswith("{% comment %}")


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_script_stands_alone(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("// ")
    assert not re.search(
        r"^import |\beval\(|new Function|https?://|\.style\b|setAttribute\(\"style", text, re.M
    )
    assert len(text.splitlines()) <= 300


def test_drawings_take_the_colour_of_the_text() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\")|style=|<script", SPRITE)
    assert len(DRAWN) == SPRITE.count("<symbol ")
