"""What a model proved worth on texts it had not seen: figures, curves, confusions and labels, as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

PRECISIONS = (0.8, 0.85, 0.9, 0.95, 0.98)

Progress = Callable[[str, float], None]
"""Told the stage in Russian and its share of the whole, 0 to 1; what it raises stops the work."""


class TooLittle(ValueError):
    """There are too few samples to learn from, or all of one label; the message is Russian."""


class Stopped(Exception):
    """Raised by a `Progress` to stop a training; nothing is written then."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """`coverage` of texts reach `precision` when a topic stands from the confidence `threshold` on."""

    precision: float
    coverage: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Texts whose confidence lies between `low` and `high`: what was promised and what came true."""

    low: float
    high: float
    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often `true` was taken for `guessed`; both are labels, never equal."""

    true: str
    guessed: str
    count: int


@dataclass(frozen=True, slots=True)
class LabelMeasures:
    """`count` texts are of the label, `guessed` were said to be, `right` of those are."""

    label: str
    count: int
    guessed: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """`texts` were asked; `labels` the model knows; the most frequent labels and confusions come first.

    `coverage_90` is the share of texts that can be left to the model at 90 % precision;
    `calibration_error` is the expected difference between confidence and precision over ten bins.
    """

    texts: int
    labels: int
    top_1: float
    top_3: float
    weighted_f1: float
    coverage_90: float
    calibration_error: float
    curve: tuple[CurvePoint, ...] = ()
    reliability: tuple[ReliabilityBin, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    per_label: tuple[LabelMeasures, ...] = ()
    seconds: float = 0.0

    def figures(self) -> dict[str, float]:
        """The measures that are one number, for a line of text and for comparing models."""
        names = ("texts", "top_1", "top_3", "weighted_f1", "coverage_90", "calibration_error")
        return {name: round(getattr(self, name), 4) for name in names}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: Mapping[str, Any]) -> Evaluation:
    """What `Evaluation.as_json` gave; figures alone, as older versions kept them, are enough."""
    figures = {name: float(kept.get(name, 0.0)) for name in ("top_1", "top_3", "weighted_f1")}
    return Evaluation(
        **figures,
        texts=int(kept.get("texts", 0)),
        labels=int(kept.get("labels", 0)),
        coverage_90=float(kept.get("coverage_90", 0.0)),
        calibration_error=float(kept.get("calibration_error", 0.0)),
        curve=tuple(CurvePoint(**one) for one in kept.get("curve", ())),
        reliability=tuple(ReliabilityBin(**one) for one in kept.get("reliability", ())),
        confusions=tuple(Confusion(**one) for one in kept.get("confusions", ())),
        per_label=tuple(LabelMeasures(**one) for one in kept.get("per_label", ())),
        seconds=float(kept.get("seconds", 0.0)),
    )
