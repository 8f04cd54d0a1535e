"""A trained model as numbers: one `.npz` file with a JSON header inside and nothing that runs."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.facets import Facet
from otklik.casework.triage.features import Vocabulary
from otklik.casework.triage.themes import Clock, MeaningMap, Themes

FORMAT = 3


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
    """Two models side by side: `matrix` is features × (labels, then labels again), and so stand `themes`.

    The first columns score a label; the last guess its share by least squares, and the logarithm of the share
    times `belief` is added to the score. `counts` are the samples of every label.
    """

    labels: tuple[str, ...]
    groups: Mapping[str, str]
    counts: NDArray[np.float64]
    vocabulary: Vocabulary
    matrix: NDArray[np.float16]
    themes: Themes
    intercepts: NDArray[np.float32]
    belief: float
    calibration: Calibration
    facets: tuple[Facet, ...] = ()


def write(weights: Weights, path: Path) -> None:
    """Write the model so that the file is either the whole new one or the old one."""
    write_parts({"": weights}, path)


def write_parts(parts: Mapping[str, Weights], path: Path) -> None:
    """Write several models into one file, each under its name."""
    arrays: dict[str, Any] = {}
    for name, weights in parts.items():
        arrays |= {f"{name}/{key}": value for key, value in _packed(weights).items()}
    names = json.dumps({"format": FORMAT, "parts": list(parts)}).encode()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, parts=np.frombuffer(names, dtype=np.uint8), **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(buffer.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path) -> Weights:
    """Read a model, the first of a file of several; `NotAModel` where the file is something else."""
    return next(iter(read_parts(path).values()))


def read_parts(path: Path) -> dict[str, Weights]:
    """All models of a file by name, at least one; `NotAModel` where the file is something else."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            told = json.loads(stored["parts"].tobytes())
            if told.get("format") != FORMAT or not told["parts"]:
                raise NotAModel(f"{path.name}: модель другого издания")
            return {name: _unpacked(stored, name) for name in told["parts"]}
    except NotAModel:
        raise
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, EOFError, AttributeError) as error:
        raise NotAModel(f"{path.name}: не файл модели") from error


def _packed(weights: Weights) -> dict[str, NDArray[np.generic]]:
    """Arrays of a model; the large ones are halves, as training left them."""
    header = {
        "labels": weights.labels,
        "groups": dict(weights.groups),
        "features": weights.vocabulary.names,
        "unseen": weights.vocabulary.unseen,
        "belief": weights.belief,
        "calibration": asdict(weights.calibration),
        "marks": weights.themes.clock.marks if weights.themes.clock else None,
        "facets": [[one.name, one.values, one.starts] for one in weights.facets],
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "header": np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8),
        "rarity": weights.vocabulary.rarity,
        "counts": weights.counts,
        "matrix": weights.matrix,
        "intercepts": weights.intercepts,
    }
    arrays |= _packed_themes(weights.themes)
    for number, facet in enumerate(weights.facets):
        arrays[f"facet{number}"] = facet.table.astype(np.float16)
    return arrays


def _packed_themes(themes: Themes) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
        "map.starts": themes.map.starts,
        "map.columns": themes.map.columns.astype(np.int16),
        "map.values": themes.map.values,
        "map.mean": themes.map.mean,
        "landmarks": themes.landmarks,
        "themes": themes.matrix,
        "practice": themes.practice,
    }
    return arrays if themes.clock is None else arrays | {"clock": themes.clock.usual}


def _unpacked_themes(numbers: Callable[[str], Any], marks: Sequence[float] | None) -> Themes:
    return Themes(
        MeaningMap(
            numbers("map.starts").astype(np.int64),
            numbers("map.columns").astype(np.int32),
            numbers("map.values").astype(np.float16),
            numbers("map.mean").astype(np.float32),
        ),
        numbers("landmarks").astype(np.float16),
        numbers("themes").astype(np.float16),
        None if marks is None else Clock(tuple(marks), numbers("clock").astype(np.float32)),
        numbers("practice").astype(np.float16),
    )


def _unpacked(stored: Mapping[str, NDArray[np.generic]], name: str) -> Weights:
    def numbers(key: str) -> Any:
        return stored[f"{name}/{key}"]

    header = json.loads(stored[f"{name}/header"].tobytes())
    facets = tuple(
        Facet(called, tuple(values), tuple(starts), numbers(f"facet{number}").astype(np.float32))
        for number, (called, values, starts) in enumerate(header["facets"])
    )
    vocabulary = Vocabulary(tuple(header["features"]), numbers("rarity").astype(np.float64), header["unseen"])
    told = header["calibration"]
    return Weights(
        labels=tuple(header["labels"]),
        groups=header["groups"],
        counts=numbers("counts").astype(np.float64),
        vocabulary=vocabulary,
        matrix=numbers("matrix").astype(np.float16),
        themes=_unpacked_themes(numbers, header["marks"]),
        intercepts=numbers("intercepts").astype(np.float32),
        belief=float(header["belief"]),
        calibration=Calibration(told["sharpness"], tuple(told["slopes"]), told["intercept"]),
        facets=facets,
    )
