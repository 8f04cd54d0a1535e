"""Topics of texts from a model where there is one and from keywords where there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from otklik.casework.triage.facets import told_in_words
from otklik.casework.triage.rules import SUGGESTIONS, By, Heading, Suggestion, merge, reason_of
from otklik.casework.triage.serving import Choice, Guess
from otklik.casework.triage.words import Words
from otklik.register.catalog import defaults
from otklik.register.catalog.defaults import keywords
from otklik.register.catalog.views import Snapshot

_WORDS_SHOWN = 4
_SLOPES = (0.1, 0.12)
_INTERCEPT = -1.7
_SUREST_BY_KEYWORDS = 0.8


def index_of(catalog: Snapshot) -> keywords.KeywordIndex:
    listed = [(topic.code, topic.keywords) for topic in catalog.assignable_topics()]
    return keywords.build(listed, defaults.synonyms())


@dataclass(frozen=True, slots=True)
class Meaning:
    """What labels of a model stand for in the catalog as it is now."""

    version_id: int
    topic_ids: Mapping[str, int]
    group_ids: Mapping[str, int]


def meaning_of(labels: Sequence[str], version_id: int, catalog: Snapshot) -> Meaning:
    """Labels are codes of topics; a merged topic leads on, a closed one is left out."""
    found = {label: catalog.topic_by_title(label) for label in labels}
    return Meaning(
        version_id,
        {label: topic.id for label, topic in found.items() if topic is not None},
        {topic.code: topic.id for topic in catalog.topics.values() if topic.is_group},
    )


def by_keywords(words: Words, index: keywords.KeywordIndex, catalog: Snapshot) -> Heading:
    """Three topics by their keywords; `keyword_confidence` says how sure."""
    guesses = keywords.score(words.forms, index, limit=SUGGESTIONS)
    scores = [guess.score for guess in guesses]
    return Heading(
        tuple(
            Suggestion(
                catalog.topic_ids_by_code[guess.code],
                keyword_confidence(scores, rank),
                reason_of([word.replace("_", " ") for word in guess.words[:_WORDS_SHOWN]]),
                By.KEYWORDS,
            )
            for rank, guess in enumerate(guesses)
        )
    )


def keyword_confidence(scores: Sequence[float], rank: int) -> float:
    """The best score is sure when it is high and leads; the others share the rest in proportion."""
    lead = scores[0] - (scores[1] if len(scores) > 1 else 0.0)
    told = _SLOPES[0] * scores[0] + _SLOPES[1] * lead + _INTERCEPT
    best = min(1 / (1 + exp(-told)), _SUREST_BY_KEYWORDS)
    if rank == 0:
        return best
    return min((1 - best) * scores[rank] / sum(scores), best)


def by_model(guess: Guess, meaning: Meaning, *, threshold: float) -> Heading:
    """The topics of a model's guess, and its group where the group alone is sure."""
    found = tuple(
        Suggestion(meaning.topic_ids[choice.label], choice.confidence, reason_of(choice.words), By.MODEL)
        for choice in guess.best
        if choice.label in meaning.topic_ids
    )
    group_id = meaning.group_ids.get(guess.group) if guess.group_confidence >= threshold else None
    return Heading(merge(found, ()), group_id, meaning.version_id)


def filled(heading: Heading, more: Heading) -> Heading:
    """Missing suggestions from another heading, never surer than those that stand."""
    least = min((one.confidence for one in heading.suggestions), default=1.0)
    extra = [
        Suggestion(one.topic_id, min(one.confidence, least), one.reason, one.by) for one in more.suggestions
    ]
    return replace(heading, suggestions=merge(heading.suggestions, extra))


def learned_ground(choice: Choice) -> str:
    """Why a recipient was proposed by what was done with similar cases."""
    said = told_in_words(choice.facets)
    if choice.words:
        said.append(f"слова {', '.join(choice.words)}")
    return "по похожим обращениям" + (f": {'; '.join(said)}" if said else "")


def joined(keyed: Heading, started: Heading) -> Heading:
    """Keywords and the starter model, believed equally; neither has seen the town, so never too sure."""
    found: dict[int, Suggestion] = {}
    for one in (*keyed.suggestions, *started.suggestions):
        known = found.get(one.topic_id)
        told = one.confidence / 2 + (known.confidence if known else 0.0)
        found[one.topic_id] = replace(known or one, confidence=min(told, _SUREST_BY_KEYWORDS), by=By.KEYWORDS)
    best = sorted(found.values(), key=lambda one: -one.confidence)
    return Heading(tuple(best[:SUGGESTIONS]))
