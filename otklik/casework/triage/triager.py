"""One town's triage, ready to answer: its catalog, routes, keywords, models and threshold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.facets import Context, of_case
from otklik.casework.triage.guessing import (
    Meaning,
    by_keywords,
    by_model,
    filled,
    index_of,
    joined,
    learned_ground,
    meaning_of,
)
from otklik.casework.triage.parts import Piece, Reading, pieces, questions
from otklik.casework.triage.routing import RouteBy, Routes, routes_of
from otklik.casework.triage.rules import (
    DEFAULT_THRESHOLD,
    SUGGESTIONS,
    Asked,
    Heading,
    Proposal,
    decide,
    told_by_source,
)
from otklik.casework.triage.serving import Classifier
from otklik.casework.triage.words import Words, read
from otklik.register.catalog import defaults
from otklik.register.catalog.defaults.keywords import KeywordIndex
from otklik.register.catalog.views import Snapshot


@dataclass(frozen=True, slots=True)
class Served:
    """A model in use: labels are codes of topics, or ids of recipients as text."""

    version_id: int
    classifier: Classifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Triager:
    """Answers from memory alone; made anew when the catalog, a model or the threshold changes."""

    catalog: Snapshot
    threshold: float
    recipient_threshold: float = DEFAULT_THRESHOLD
    topics: Served | None = None
    recipients: Served | None = None
    starter: Classifier | None = None
    routes: Routes = field(init=False)
    _keywords: KeywordIndex = field(init=False)
    _meaning: Meaning = field(init=False)
    _usable: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        titles = {kind.code: kind.title for kind in defaults.recipient_kinds()}
        used = self.topics.classifier if self.topics else self.starter
        labels = used.labels if used else ()
        version_id = self.topics.version_id if self.topics else 0
        object.__setattr__(self, "routes", routes_of(self.catalog, titles))
        object.__setattr__(self, "_keywords", index_of(self.catalog))
        meaning = meaning_of(labels, version_id, self.catalog)
        usable = np.array([label in meaning.topic_ids for label in labels], dtype=bool)
        object.__setattr__(self, "_meaning", meaning)
        object.__setattr__(self, "_usable", usable)

    def propose(self, items: Sequence[Asked]) -> list[Proposal]:
        """What to make of every message, in their order; one or many cost the same apiece."""
        words = [read(item.text) for item in items]
        headings = self._headings(items, words)
        proposals = [
            decide(
                item, heading, words=said, catalog=self.catalog, routes=self.routes, threshold=self.threshold
            )
            for item, heading, said in zip(items, headings, words, strict=True)
        ]
        return self._parted(self._addressed(proposals, items, words), items)

    def _parted(self, proposals: list[Proposal], items: Sequence[Asked]) -> list[Proposal]:
        """The questions of long texts: their pieces of all messages are read together."""
        cut = {row: pieces(item.text) for row, item in enumerate(items)}
        flat = [(row, piece) for row, told in cut.items() if len(told) > 1 for piece in told]
        if not flat:
            return proposals
        headings = self._guess([read(piece.text) for _row, piece in flat])
        found: dict[int, list[tuple[Piece, Reading | None]]] = {}
        for (row, piece), heading in zip(flat, headings, strict=True):
            found.setdefault(row, []).append((piece, self._reading(heading)))
        for row, told in found.items():
            if parts := questions(told):
                proposals[row] = replace(proposals[row], parts=parts)
        return proposals

    def _reading(self, heading: Heading) -> Reading | None:
        if not heading.suggestions:
            return None
        best = heading.suggestions[0]
        return Reading(
            best.topic_id, self.catalog.topics[best.topic_id].parent_id, best.confidence, best.reason
        )

    def _headings(self, items: Sequence[Asked], words: Sequence[Words]) -> list[Heading]:
        told = [told_by_source(item, self.catalog) for item in items]
        unknown = [row for row, suggestion in enumerate(told) if suggestion is None]
        guessed = dict(zip(unknown, self._guess([words[row] for row in unknown]), strict=True))
        return [
            guessed[row] if suggestion is None else Heading((suggestion,))
            for row, suggestion in enumerate(told)
        ]

    def _guess(self, texts: Sequence[Words]) -> list[Heading]:
        if self.topics is None:
            return self._begin(texts)
        guesses = self.topics.classifier.classify_words(texts, usable=self._usable)
        return [
            self._completed(by_model(guess, self._meaning, threshold=self.threshold), words)
            for guess, words in zip(guesses, texts, strict=True)
        ]

    def _begin(self, texts: Sequence[Words]) -> list[Heading]:
        """Before the town has taught a model: by keywords, and by the starter model where it is."""
        keyed = [by_keywords(words, self._keywords, self.catalog) for words in texts]
        if self.starter is None:
            return keyed
        guesses = self.starter.classify_words(texts, usable=self._usable)
        return [
            joined(heading, by_model(guess, self._meaning, threshold=self.threshold))
            for heading, guess in zip(keyed, guesses, strict=True)
        ]

    def _completed(self, heading: Heading, words: Words) -> Heading:
        if len(heading.suggestions) == SUGGESTIONS:
            return heading
        return filled(heading, by_keywords(words, self._keywords, self.catalog))

    def _addressed(
        self, proposals: list[Proposal], items: Sequence[Asked], words: Sequence[Words]
    ) -> list[Proposal]:
        """Where neither source nor table names a recipient, what was done with similar cases may."""
        open_rows = [
            row for row, one in enumerate(proposals) if one.topic_id is not None and one.recipient_id is None
        ]
        if self.recipients is None or not open_rows:
            return proposals
        guesses = self.recipients.classifier.classify_words(
            [words[row] for row in open_rows],
            contexts=[self._context(items[row], proposals[row]) for row in open_rows],
        )
        for row, guess in zip(open_rows, guesses, strict=True):
            best = guess.best[0]
            recipient = self.catalog.recipients.get(int(best.label))
            if best.confidence >= self.recipient_threshold and recipient is not None and recipient.is_active:
                proposals[row] = replace(
                    proposals[row],
                    recipient_id=recipient.id,
                    recipient_by=RouteBy.MODEL,
                    recipient_ground=learned_ground(best),
                    needs_decision=False,
                )
        return proposals

    def _context(self, item: Asked, proposal: Proposal) -> Context:
        topic = self.catalog.topics.get(proposal.topic_id or 0)
        return of_case(
            topic.code if topic is not None else "",
            district_id=item.district_id,
            settlement_id=item.settlement_id,
            on=item.on,
        )
