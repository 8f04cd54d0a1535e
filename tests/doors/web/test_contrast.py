"""The colours of the design system keep their contrast, light and dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "otklik/doors/web/static/otklik/css"
TEXT, MARK = 4.5, 3.0

ON_SURFACES = [
    (ink, surface, TEXT)
    for surface in ("paper", "ground", "sunk", "selected")
    for ink in ("ink", "ink-2", "ink-3", "accent", "danger", "warn", "good")
]
ON_SOFT = [
    *[(ink, f"{ink}-soft", TEXT) for ink in ("accent", "danger", "warn", "good")],
    *[("ink", f"{soft}-soft", TEXT) for soft in ("accent", "danger", "warn", "good")],
    ("ink-3", "warn-soft", TEXT),
    ("ink-3", "accent-soft", TEXT),
]
ON_FILLS = [
    ("accent-ink", "accent", TEXT),
    ("accent-ink", "accent-hover", TEXT),
    ("danger-ink", "danger", TEXT),
    ("paper", "ink", TEXT),
    *[(f"heat-{level}-ink", f"heat-{level}", TEXT) for level in range(1, 6)],
]
MARKS = [
    (mark, surface, MARK)
    for surface in ("paper", "ground")
    for mark in ("line-strong", "warn-mark", "danger", "good", "accent", "focus")
]
PAIRS = ON_SURFACES + ON_SOFT + ON_FILLS + MARKS


def blocks() -> dict[str, dict[str, str]]:
    """The colour tokens of the three themes as written: light, dark by the system, dark by hand."""
    found = re.findall(r"\{([^{}]*--paper[^{}]*)\}", (CSS / "tokens.css").read_text("utf-8"))
    themes = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)) for block in found]
    light, system, hand = themes
    return {"light": light, "dark": light | system, "by hand": light | hand}


THEMES = blocks()


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_measure_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "surface", "least"), PAIRS)
def test_contrast(theme: str, ink: str, surface: str, least: float) -> None:
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[surface]) >= least


def test_dark_by_hand_is_dark_by_system() -> None:
    assert THEMES["by hand"] == THEMES["dark"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_heat_goes_one_way_in_lightness(theme: str) -> None:
    steps = [luminance(THEMES[theme][f"heat-{level}"]) for level in range(1, 6)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert (
        min(contrast(THEMES[theme][f"heat-{n}"], THEMES[theme][f"heat-{n + 1}"]) for n in range(1, 5)) > 1.2
    )


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_sheets_take_colours_from_tokens(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert not re.search(r"url\(|@import|https?:", text)
    if sheet.name not in {"tokens.css", "print.css"}:
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", text)
