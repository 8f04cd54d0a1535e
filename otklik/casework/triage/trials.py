"""Training with a trial: held-out texts judge the new model and the one in use alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from otklik.casework.triage import weights as files
from otklik.casework.triage.evaluation import Evaluation, Progress
from otklik.casework.triage.facets import NOWHERE, Context
from otklik.casework.triage.judging import chances
from otklik.casework.triage.measures import measure
from otklik.casework.triage.outcome import Outcome, is_not_worse
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.weights import NotAModel, Weights
from otklik.casework.triage.words import copy_key, read
from otklik.kernel import personal

HELD_OUT = 7
_READING, _LEARNING = 0.2, 0.7
_TOLD_EACH = 200


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
    weights: Sequence[float] = (),
    contexts: Sequence[Context] = (),
    rival: Path | None = None,
    renamed: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Trial:
    """Train on masked texts (names and telephones must not become words of a model) and compare.

    `renamed` tells what labels of the rival are called now, so that a merged topic is no mistake of it.
    """
    report = progress or (lambda _stage, _share: None)
    samples, held_out = list[Sample](), list[tuple[int, Sample]]()
    for place, (text, label) in enumerate(labelled):
        if place % _TOLD_EACH == 0:
            report("чтение текстов", _READING * place / len(labelled))
        weight, context = weights[place] if weights else 1.0, contexts[place] if contexts else NOWHERE
        sample = Sample(personal.mask(text), label, weight, context)
        if is_held_out(sample.text):
            held_out.append((place, sample))
        else:
            samples.append(sample)
    task = Task(samples=samples, titles=titles, groups=groups)
    new = train(task, progress=lambda stage, share: report(stage, _READING + _LEARNING * share))
    report("проверка на отложенных", _READING + _LEARNING)
    found, missed = _judged(new, held_out)
    was = _rival_metrics(rival, [sample for _, sample in held_out], renamed or {})
    fresh = found.figures() if found else {}
    report("готово", 1.0)
    return Trial(new, Outcome(len(samples), fresh, was, is_not_worse(fresh, was), found, missed))


def _judged(
    weights: Weights, held_out: Sequence[tuple[int, Sample]]
) -> tuple[Evaluation | None, tuple[tuple[int, str, str], ...]]:
    if not held_out:
        return None, ()
    told = chances(weights, [sample for _, sample in held_out])
    guessed = [weights.labels[best] for best in told.argmax(axis=1)]
    missed = tuple(
        (place, sample.label, guess)
        for (place, sample), guess in zip(held_out, guessed, strict=True)
        if sample.label != guess
    )
    return measure(told, weights.labels, [sample.label for _, sample in held_out]), missed


def _rival_metrics(
    path: Path | None, held_out: Sequence[Sample], renamed: Mapping[str, str]
) -> dict[str, float] | None:
    """None where there is no rival, or its file is lost: then the new model has nobody to be worse than."""
    if path is None or not held_out:
        return None
    try:
        weights = files.read(path)
    except (FileNotFoundError, NotAModel):
        return None
    told = chances(weights, held_out)
    names = [renamed.get(label, label) for label in weights.labels]
    labels = sorted(set(names) - {""})
    if not labels:
        return None
    folded = np.zeros((len(told), len(labels)))
    for column, name in enumerate(names):
        if name:
            folded[:, labels.index(name)] += told[:, column]
    return measure(folded, labels, [sample.label for sample in held_out]).figures()
