"""What the page of recognition shows of a version: its figures, curve, confusions, labels and history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from django.urls import reverse

from otklik.casework.triage.evaluation import CurvePoint, Evaluation, LabelMeasures
from otklik.casework.triage.selectors import VersionView
from otklik.doors.web.setup.recognition_chart import Chart, chart
from otklik.register.catalog.views import Snapshot, fold

KINDS = {"topic": "Темы", "recipient": "Получатели"}
PRECISIONS = (80, 85, 90, 95)
_LEAST_THRESHOLD = 30
_MOST_CONFUSIONS = 12
_SHOWN_LABELS = 25

SORTS: dict[str, Callable[["LabelRow"], tuple[float | str, ...]]] = {
    "title": lambda row: (row.title,),
    "count": lambda row: (-row.count, row.title),
    "precision": lambda row: (row.precision if row.precision is not None else 2.0, row.title),
    "recall": lambda row: (row.recall if row.recall is not None else 2.0, row.title),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks to see."""

    kind: str
    precision: int
    sort: str
    query: str
    shows_all: bool = False

    def address(self, **changes: object) -> str:
        told: dict[str, object] = {
            "kind": self.kind, "precision": self.precision, "sort": self.sort, "q": self.query,
            "all": "1" if self.shows_all else "",
        }  # fmt: skip
        return f"?{urlencode({name: value for name, value in (told | changes).items() if value})}"


@dataclass(frozen=True, slots=True)
class Titles:
    """What labels of a model are called in the town."""

    kind: str
    snapshot: Snapshot

    def of(self, label: str) -> str:
        if self.kind == "recipient":
            recipient = self.snapshot.recipients.get(int(label)) if label.isdigit() else None
            return recipient.title if recipient else label
        topic = self.snapshot.topics.get(self.snapshot.topic_ids_by_code.get(label, 0))
        return topic.full_title if topic else label


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A label on held-out cases; a share is None where there is nothing to take it of."""

    title: str
    count: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionRow:
    true: str
    guessed: str
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading that sorts: `url` is empty where the table stands so already."""

    title: str
    url: str
    is_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Of the model in use. `advice` is the threshold in per cent that gives the chosen precision, or None.

    `all_url` is where the rest of the labels are, empty where all are shown.
    """

    evaluation: Evaluation
    gain: float | None
    points: tuple[tuple[int, bool], ...]
    coverage: float | None
    advice: int | None
    chart: Chart | None
    confusions: tuple[ConfusionRow, ...]
    columns: tuple[Column, ...]
    labels: tuple[LabelRow, ...]
    found_labels: int
    all_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A version in the history, with its coverage at the chosen precision."""

    version: VersionView
    coverage: float | None
    gain: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The newest first; `values` are for the line, the oldest first."""

    rows: tuple[Past, ...]
    values: tuple[float, ...]


def chosen(asked: Mapping[str, str]) -> Chosen:
    """From the address; what is not known falls to the usual."""
    kind, precision, sort = asked.get("kind", ""), asked.get("precision", ""), asked.get("sort", "")
    return Chosen(
        kind=kind if kind in KINDS else "topic",
        precision=int(precision) if precision in map(str, PRECISIONS) else 90,
        sort=sort if sort in SORTS else "count",
        query=asked.get("q", "").strip()[:100],
        shows_all=asked.get("all") == "1",
    )


def quality(version: VersionView, asked: Chosen, titles: Titles) -> Quality | None:
    """None where nothing was held out, so nothing is known."""
    told = version.evaluation
    if not told.texts:
        return None
    point = _point(told, asked.precision)
    labels = [one for row in told.per_label if fold(asked.query) in fold((one := _label(row, titles)).title)]
    labels.sort(key=SORTS[asked.sort])
    is_cut = len(labels) > _SHOWN_LABELS and not asked.shows_all
    return Quality(
        evaluation=told,
        gain=_gain(version),
        points=tuple((one, one == asked.precision) for one in PRECISIONS),
        coverage=point.coverage if point else None,
        advice=max(ceil(100 * point.threshold), _LEAST_THRESHOLD) if point and point.coverage else None,
        chart=chart(told.reliability) if len(told.reliability) > 1 else None,
        confusions=tuple(
            ConfusionRow(
                true=titles.of(one.true), guessed=titles.of(one.guessed), count=one.count,
                url=_mistakes_url(version, one.true, one.guessed),
            )
            for one in told.confusions[:_MOST_CONFUSIONS]
        ),
        columns=_columns(asked),
        labels=tuple(labels[:_SHOWN_LABELS] if is_cut else labels),
        found_labels=len(labels),
        all_url=asked.address(all="1") if is_cut else "",
    )  # fmt: skip


def history(versions: Sequence[VersionView], asked: Chosen) -> History:
    rows = []
    for one in versions:
        point = _point(one.evaluation, asked.precision)
        rows.append(Past(version=one, coverage=point.coverage if point else None, gain=_gain(one)))
    values = [one.metrics["top_1"] for one in reversed(versions) if "top_1" in one.metrics]
    return History(tuple(rows), tuple(values))


def _point(told: Evaluation, precision: int) -> CurvePoint | None:
    return next((one for one in told.curve if round(100 * one.precision) == precision), None)


def _gain(version: VersionView) -> float | None:
    """By how much more often the first answer is right than that of the model then in use, on the same."""
    if not version.was or "top_1" not in version.metrics:
        return None
    return version.metrics["top_1"] - version.was["top_1"]


def _label(one: LabelMeasures, titles: Titles) -> LabelRow:
    return LabelRow(
        title=titles.of(one.label),
        count=one.count,
        precision=one.precision if one.guessed else None,
        recall=one.recall if one.count else None,
    )


def _columns(asked: Chosen) -> tuple[Column, ...]:
    name = "Тема" if asked.kind == "topic" else "Получатель"
    titles = (("title", name), ("count", "Проверено"), ("precision", "Названа верно"), ("recall", "Узнана"))
    return tuple(
        Column(
            title=title, url="" if asked.sort == sort else asked.address(sort=sort), is_number=sort != "title"
        )
        for sort, title in titles
    )


def _mistakes_url(version: VersionView, true: str, guessed: str) -> str:
    query = urlencode({"kind": version.kind, "true": true, "guessed": guessed})
    return f"{reverse('setup:mistakes', args=[version.id])}?{query}"
