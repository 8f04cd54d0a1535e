"""How fast triage understands: `bench_triage.py [appeals.csv]`; how well: `bench_recognition.py`."""

import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


from otklik.casework.triage import urgency
from otklik.casework.triage.rules import Asked
from otklik.casework.triage.serving import Classifier, load
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.triager import Served, Triager
from otklik.casework.triage.weights import Weights, write
from otklik.casework.triage.words import read
from otklik.kernel import language
from otklik.register.catalog.views import Snapshot, TopicView, fold


def speed(samples: list[Sample]) -> None:
    started = time.process_time()
    weights = train(Task(samples=samples, titles={s.label: s.label for s in samples}))
    spent = time.process_time() - started
    print(f"training on {len(samples)} texts, {len(weights.labels)} labels: {spent:.1f} s")
    texts = [sample.text for sample in samples]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        write(weights, path)
        before, started = _memory(), time.process_time()
        classifier = load(path)
        print(f"file {path.stat().st_size / 1e6:.0f} MB, loaded in {time.process_time() - started:.2f} s")
        language.forms.cache_clear()
        _rate("classify, cold", texts, lambda: classifier.classify(texts))
        _rate("classify, warm", texts, lambda: classifier.classify(texts))
        words = [read(text) for text in texts]
        _rate("classify words read", texts, lambda: classifier.classify_words(words))
        print(f"memory of a loaded and warm model: {_memory() - before:.0f} MB")
    started = time.process_time()
    for text in texts[:500]:
        classifier.classify([text])
    print(f"one text: {(time.process_time() - started) / 500 * 1e3:.3f} ms")
    _rate("urgency", texts, lambda: [urgency.of_words(one) for one in words])
    _propose(texts, weights)


def _propose(texts: list[str], weights: Weights) -> None:
    triager = Triager(catalog=_catalog(weights.labels), threshold=0.7, topics=Served(1, Classifier(weights)))
    items = [Asked(text=text) for text in texts]
    batches = [items[start : start + 500] for start in range(0, len(items), 500)]
    for name in ("propose, batches of 500, cold", "propose, batches of 500, warm"):
        _rate(name, texts, lambda: [triager.propose(batch) for batch in batches])
    started = time.process_time()
    for item in items[:500]:
        triager.propose([item])
    print(f"propose one: {(time.process_time() - started) / 500 * 1e3:.3f} ms")
    bare = Triager(catalog=_catalog(weights.labels), threshold=0.7)
    _rate("propose by keywords", texts, lambda: [bare.propose(batch) for batch in batches])


def _catalog(labels: Sequence[str]) -> Snapshot:
    """Every label a topic of one group, with its words for keywords."""
    topics = [
        TopicView(
            id=number,
            code=label,
            title=label,
            group_title="Всё",
            parent_id=9999,
            block_id=1,
            is_significant=False,
            is_fast_track=False,
            fast_track_days=None,
            internal_days=None,
            urgency=0,
            evidence="none",
            season="",
            keywords=tuple(language.lemmas(label)),
            recipient_kind="",
            recipient_id=None,
            merged_into_id=None,
            is_active=True,
        )
        for number, label in enumerate(labels, start=1)
    ]
    return Snapshot(
        municipality_id=1,
        edition=1,
        blocks={},
        topics={topic.id: topic for topic in topics},
        recipients={},
        responsibilities=(),
        topic_ids_by_title={fold(topic.title): topic.id for topic in topics},
        topic_ids_by_code={topic.code: topic.id for topic in topics},
        recipient_ids_by_title={},
    )


def _rate(name: str, texts: Sequence[str], call: Callable[[], object]) -> None:
    started = time.process_time()
    call()
    spent = time.process_time() - started
    print(f"{name:32} {len(texts) / spent:10,.0f} texts/s {spent / len(texts) * 1e6:8.0f} µs a text")


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    default = Path(__file__).resolve().parents[2] / "shared" / "data" / "kursk" / "appeals.csv"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    if not path.exists():
        sys.exit(f"no {path.name}: give a CSV with the columns text, topic and recipient")
    with path.open(encoding="utf-8") as file:
        samples = [Sample(row["text"], row["topic"]) for row in csv.DictReader(file)]
    speed(samples)


if __name__ == "__main__":
    main()
