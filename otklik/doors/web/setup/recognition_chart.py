"""The curve of reliability as a drawing: what the model promised against what came true."""

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.casework.triage.evaluation import ReliabilityBin

WIDTH, HEIGHT = 400, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 40
_LEAST_DOT, _MOST_DOT = 3.0, 9.0
_FEW = 5
"""Fewer texts in a bin say little: such a bin is drawn hollow and the line goes past it."""

_MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A bin: where it stands, how big it is, whether it is of few texts, and what it says."""

    x: str
    y: str
    radius: str
    is_few: bool
    told: ReliabilityBin


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid with its words."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers for the template, as text, because a template would write them in the Russian way."""

    view: str
    left: str
    right: str
    top: str
    bottom: str
    line: str
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    bins: tuple[ReliabilityBin, ...]


def chart(bins: Sequence[ReliabilityBin]) -> Chart:
    most = max(one.count for one in bins)
    dots = tuple(
        Dot(
            _x(one.confidence),
            _y(one.accuracy),
            f"{_LEAST_DOT + (_MOST_DOT - _LEAST_DOT) * (one.count / most) ** 0.5:.1f}",
            one.count < _FEW,
            one,
        )
        for one in bins
    )
    return Chart(
        view=f"0 0 {WIDTH} {HEIGHT}",
        left=_x(0),
        right=_x(1),
        top=_y(1),
        bottom=_y(0),
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots if not dot.is_few),
        dots=dots,
        marks=tuple(Mark(_x(share), _y(share), f"{round(100 * share)}") for share in _MARKS),
        bins=tuple(bins),
    )


def _x(share: float) -> str:
    return f"{_LEFT + (WIDTH - _LEFT - _RIGHT) * share:.1f}"


def _y(share: float) -> str:
    return f"{HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share:.1f}"
