"""Meeting topics of a newer edition: a foreign register names what our catalog does not hold yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from otklik.kernel import language
from otklik.register.catalog.models import Topic, TopicCode
from otklik.register.catalog.services.blocks import new_code
from otklik.register.catalog.services.changes import finish
from otklik.register.catalog.views import fold

_SCHEME = "im"
_MOST_KEYWORDS = 20
_ALIKE = 0.8


@transaction.atomic
def meet_topics(
    municipality_id: int, titles: Iterable[str], *, now: datetime, actor_id: int | None = None
) -> list[str]:
    """Take in titles «Группа / Тема» that nobody here bears; returns the titles of the topics added.

    A title that says the same as a topic of its group in other words becomes one more foreign code of it.
    A new topic stands in its group and takes after its likeliest sibling: the block, the recipient, the
    urgency; what it inherited can be changed in the settings like anything else.
    """
    added = []
    for title in dict.fromkeys(titles):
        group_title, _, own = title.partition(" / ")
        if not own.strip():
            continue
        group = _group(municipality_id, group_title.strip())
        siblings = list(Topic.objects.filter(parent=group, is_active=True, merged_into=None))
        alike, measure = _likeliest(own, siblings)
        if alike is not None and measure >= _ALIKE:
            TopicCode.objects.get_or_create(topic=alike, scheme=_SCHEME, code=title[:200])
            continue
        topic = _add(municipality_id, group, own.strip(), alike or _usual(siblings))
        TopicCode.objects.create(topic=topic, scheme=_SCHEME, code=title[:200], is_primary=True)
        added.append(title)
    finish(
        "meet_topics",
        "catalog",
        "import",
        municipality_id=municipality_id,
        now=now,
        actor_id=actor_id,
        details={"added": len(added)},
    )
    return added


def _group(municipality_id: int, title: str) -> Topic:
    """The group of that title, or of one that begins like it («Здравоохранение» and «…/Медицина»)."""
    groups = Topic.objects.filter(municipality_id=municipality_id, parent=None).order_by("id")
    known = {fold(one.title): one for one in groups}
    found = known.get(fold(title)) or next(
        (one for name, one in known.items() if fold(title) in name.split("/")), None
    )
    if found is not None:
        return found
    taken = set(Topic.objects.filter(municipality_id=municipality_id).values_list("code", flat=True))
    return Topic.objects.create(
        municipality_id=municipality_id, code=new_code("", "group-met", taken), title=title[:300]
    )


def _likeliest(title: str, siblings: Sequence[Topic]) -> tuple[Topic | None, float]:
    """The sibling that shares most words with the title, with the share of the words of both."""
    words = _words(title)
    best, measure = None, 0.0
    for one in siblings:
        theirs = _words(one.title)
        share = len(words & theirs) / len(words | theirs) if words | theirs else 0.0
        if share > measure:
            best, measure = one, share
    return best, measure


def _usual(siblings: Sequence[Topic]) -> Topic | None:
    """A sibling with the block that most of the group has."""
    blocks = Counter(one.block_id for one in siblings)
    usual = blocks.most_common(1)[0][0] if blocks else None
    return next((one for one in siblings if one.block_id == usual), None)


def _add(municipality_id: int, group: Topic, title: str, like: Topic | None) -> Topic:
    taken = set(Topic.objects.filter(municipality_id=municipality_id).values_list("code", flat=True))
    return Topic.objects.create(
        municipality_id=municipality_id,
        parent=group,
        code=new_code("", "met", taken),
        title=title[:300],
        block_id=like.block_id if like else None,
        recipient_kind=like.recipient_kind if like else "",
        recipient_id=like.recipient_id if like else None,
        urgency=like.urgency if like else 0,
        evidence=like.evidence if like else "none",
        keywords=sorted(_words(title))[:_MOST_KEYWORDS],
    )


def _words(title: str) -> set[str]:
    """Normal forms of the words that carry sense."""
    return {word for word in language.lemmas(title) if len(word) > 3}
