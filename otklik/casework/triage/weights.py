"""A trained model as numbers: one `.npz` file with a JSON header inside and nothing that runs."""

import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.features import Vocabulary

FORMAT = 1


class NotAModel(ValueError):
    """The file is not a model of ours, or of another edition."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become probabilities.

    Scores are multiplied by `sharpness` and normalised; then the precision of the best one is a logistic
    function of `signs(...)` with `slopes` and `intercept`.
    """

    sharpness: float
    slopes: tuple[float, ...]
    intercept: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: `matrix` is features × labels; `counts` are the samples of every label."""

    labels: tuple[str, ...]
    groups: Mapping[str, str]
    counts: NDArray[np.float64]
    vocabulary: Vocabulary
    matrix: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    calibration: Calibration


def write(weights: Weights, path: Path) -> None:
    """Write the model so that the file is either the whole new one or the old one."""
    header = {
        "format": FORMAT,
        "labels": weights.labels,
        "groups": dict(weights.groups),
        "features": weights.vocabulary.names,
        "unseen": weights.vocabulary.unseen,
        "sharpness": weights.calibration.sharpness,
        "slopes": weights.calibration.slopes,
        "intercept": weights.calibration.intercept,
    }
    buffer = io.BytesIO()
    np.savez(
        buffer,
        header=np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8),
        rarity=weights.vocabulary.rarity,
        counts=weights.counts,
        matrix=weights.matrix,
        intercepts=weights.intercepts,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(buffer.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path) -> Weights:
    """Read a model; `NotAModel` where the file is something else."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            header = json.loads(stored["header"].tobytes())
            arrays = {name: stored[name] for name in ("rarity", "counts", "matrix", "intercepts")}
    except (KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise NotAModel(f"{path.name}: не файл модели") from error
    if header.get("format") != FORMAT:
        raise NotAModel(f"{path.name}: модель другого издания")
    return Weights(
        labels=tuple(header["labels"]),
        groups=header["groups"],
        counts=arrays["counts"],
        vocabulary=Vocabulary(tuple(header["features"]), arrays["rarity"], header["unseen"]),
        matrix=arrays["matrix"],
        intercepts=arrays["intercepts"],
        calibration=Calibration(header["sharpness"], tuple(header["slopes"]), header["intercept"]),
    )
