"""What is kept of a text to know its copies again: one hash of its words and a MinHash of their letters.

A. Z. Broder, «On the resemblance and containment of documents», 1997. The shingles are runs of four letters
within a word, so that the order of words does not matter and a typo spoils a word only in part. The smallest
hashes of every word are kept, and a text's are the smallest of its words': two microseconds a word once.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

HASHES = 64
BANDS = 4
GRAM = 4
FEWEST_WORDS = 3
_MOST_KNOWN = 40_000
_MOST_WORDS = 400
_NUMBER_LENGTH = 5

_EMPTY_WORDS = (
    "а без бы в вам вас во вот все всем вы где да для до ее если есть еще же за и из или их к как когда ко "
    "ли мне много мы на нам нас наш не нет ни но о об он она они от по при про с со так там то тут у уже "
    "что чтобы это этот я "
    "администрация благодарность вечер внимание добрый доброе день жители заранее здравствуйте меры "
    "обращаюсь обращаемся ответ помогите помочь пожалуйста примите принять просим просьба прошу спасибо "
    "срочно уважаемая уважаемые уважаемый уважением утро"
)
"""Words that tell nothing, and courtesies that are added to any text."""
_EMPTY = frozenset(_EMPTY_WORDS.split())

_random = np.random.default_rng(20_260_302)
_FACTORS = (_random.integers(1, 2**63, HASHES, dtype=np.uint64) << np.uint64(1)) | np.uint64(1)
_TERMS = _random.integers(0, 2**63, HASHES, dtype=np.uint64)
_SHIFT = np.uint64(32)
_FOLD = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True, slots=True)
class Print:
    """`same` is zero for a text too short to compare, and then there are no bands.

    `signature` is a byte a hash; `numbers` tells apart «дом 5» and «дом 7» where no register knows them.
    """

    same: int
    bands: tuple[int, ...]
    signature: bytes
    words: int
    numbers: int


class _Known:
    """The smallest hashes of words met before; forgotten all at once when there are too many."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._table: NDArray[np.uint32] = np.empty((1024, HASHES), dtype=np.uint32)
        self._lock = Lock()

    def smallest(self, texts: Sequence[Sequence[str]]) -> NDArray[np.uint32]:
        """A row of the smallest hashes for every text; none of the texts may be empty."""
        flat, starts = array("l"), array("l")
        with self._lock:
            if len(self._places) > _MOST_KNOWN:
                self._places.clear()
            for words in texts:
                starts.append(len(flat))
                flat.extend([self._place(word) for word in words])
            rows = self._table[np.frombuffer(flat, dtype=np.int64)]
        found: NDArray[np.uint32] = np.minimum.reduceat(rows, np.frombuffer(starts, dtype=np.int64), axis=0)
        return found

    def _place(self, word: str) -> int:
        place = self._places.get(word)
        if place is None:
            place = len(self._places)
            if place >= len(self._table):
                self._table = np.concatenate([self._table, np.empty_like(self._table)])
            self._table[place] = _hashes(word)
            self._places[word] = place
        return place


_known = _Known()


def _hashes(word: str) -> NDArray[np.uint32]:
    edged = f" {word} "
    grams = {edged[at : at + GRAM] for at in range(max(1, len(edged) - GRAM + 1))}
    seeds = np.array([crc32(gram.encode()) for gram in grams], dtype=np.uint64)
    mixed = (seeds[:, None] * _FACTORS + _TERMS) >> _SHIFT
    found: NDArray[np.uint32] = mixed.min(axis=0).astype(np.uint32)
    return found


def of_tokens(texts: Sequence[Sequence[str]]) -> list[Print]:
    """A print of every text, told by its tokens (`kernel.language.tokens`) in their order."""
    said = [[word for word in tokens[:_MOST_WORDS] if word not in _EMPTY] for tokens in texts]
    long = [row for row, words in enumerate(said) if len(words) >= FEWEST_WORDS]
    prints = [Print(0, (), b"", len(words), 0) for words in said]
    if not long:
        return prints
    smallest = _known.smallest([list(dict.fromkeys(said[row])) for row in long])
    signatures = smallest.astype(np.uint8)
    wide = smallest[:, : 2 * BANDS].astype(np.uint64)
    bands = (((wide[:, ::2] << _SHIFT) | wide[:, 1::2]) * _FOLD >> np.uint64(16)).tolist()
    for row, signature, band in zip(long, signatures, bands, strict=True):
        words = said[row]
        prints[row] = Print(
            _hash(" ".join(words)), tuple(band), signature.tobytes(), len(words), _numbers(words)
        )
    return prints


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) or 1


def _numbers(words: Sequence[str]) -> int:
    """A hash of the short words with digits, zero for none."""
    found = sorted({word for word in words if word[0].isdigit() and len(word) <= _NUMBER_LENGTH})
    return crc32(" ".join(found).encode()) if found else 0


def resemblance(
    ours: NDArray[np.uint8], theirs: NDArray[np.uint8], *, hashes: int = HASHES
) -> NDArray[np.float64]:
    """Row by row, which share of their letter runs two texts have in common, 0 to 1 (within some 0.06)."""
    equal = (ours == theirs).sum(axis=1) / hashes
    found: NDArray[np.float64] = np.clip((equal - 1 / 256) / (1 - 1 / 256), 0.0, 1.0)
    return found
