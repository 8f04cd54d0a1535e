"""A model for a town that has taught none: words of the shipped catalog and messages written by hand."""

from collections.abc import Sequence
from pathlib import Path

from otklik.casework.triage import weights
from otklik.register.catalog import defaults

STARTER = "starter.npz"
MOST_FEATURES = 12_000


def stands(path: Path) -> bool:
    """Whether a starter model of this edition is there."""
    try:
        weights.read(path)
    except (FileNotFoundError, weights.NotAModel):
        return False
    return True


def build(messages: Sequence[tuple[str, str]], out: Path) -> int:
    """Learn «Группа / Тема» of messages and write the model; its labels are codes of the shipped catalog.

    Takes seconds. Returns how many messages were of topics that the catalog knows.
    """
    from otklik.casework.triage.training import Sample, Task, train  # heavy: only trainers load it

    topics = defaults.topics()
    codes = {f"{topic.group} / {topic.title}": topic.code for topic in topics}
    said = [Sample(text, codes[title]) for text, title in messages if title in codes]
    known = [Sample(f"{topic.title} {topic.group}", topic.code) for topic in topics]
    known += [Sample(" ".join(topic.keywords).replace("_", " "), topic.code) for topic in topics]
    titles = {topic.code: topic.title for topic in topics}
    weights.write(train(Task(samples=[*said, *known], titles=titles, most_features=MOST_FEATURES)), out)
    return len(said)
