"""Training with a trial: held-out texts judge the new model and the one in use alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from otklik.casework.triage import weights as files
from otklik.casework.triage.evaluation import Progress
from otklik.casework.triage.outcome import Outcome, is_not_worse
from otklik.casework.triage.training import Sample, Task, evaluate, train
from otklik.casework.triage.weights import NotAModel, Weights
from otklik.casework.triage.words import copy_key, read
from otklik.kernel import personal

HELD_OUT = 7


@dataclass(frozen=True, slots=True)
class Trial:
    weights: Weights
    outcome: Outcome

    def write(self, path: Path) -> None:
        files.write(self.weights, path)


def is_held_out(text: str) -> bool:
    """One text of seven, by its words: always the same ones, copies together."""
    return crc32(copy_key(read(text)).encode()) % HELD_OUT == 0


def run(
    labelled: Sequence[tuple[str, str]],
    *,
    titles: Mapping[str, str],
    groups: Mapping[str, str],
    rival: Path | None = None,
    progress: Progress | None = None,
) -> Trial:
    """Train on masked texts (names and telephones must not become words of a model) and compare."""
    samples = [Sample(personal.mask(text), label) for text, label in labelled]
    kept, held_out = list[Sample](), list[Sample]()
    for sample in samples:
        (held_out if is_held_out(sample.text) else kept).append(sample)
    new = train(Task(samples=kept, titles=titles, groups=groups), progress=progress)
    found = evaluate(new, held_out) if held_out else None
    fresh = found.figures() if found else {}
    was = _rival_measures(rival, held_out)
    return Trial(new, Outcome(len(kept), fresh, was, is_not_worse(fresh, was), found))


def _rival_measures(path: Path | None, held_out: Sequence[Sample]) -> dict[str, float] | None:
    """None where there is no rival, or its file is lost: then the new model has nobody to be worse than."""
    if path is None or not held_out:
        return None
    try:
        return evaluate(files.read(path), held_out).figures()
    except (FileNotFoundError, NotAModel):
        return None
