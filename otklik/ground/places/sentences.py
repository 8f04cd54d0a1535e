"""A text cut into words for reading places, each word with its place in the text as it was given."""

import re
from functools import cached_property

# «пр-т», «б-р», «мкр-н» stay whole.
_WORD = re.compile(r"[^\W\d_]+(?:-(?:к?т|з?д|р|н|л|к|се|дь|ца)(?![^\W_]))?|\d+")
_INSIDE = frozenset("\u00ad\u0300\u0301\u200b\u200c\u200d\u2060\ufeff")
_INSIDE_WORDS = re.compile(f"[{''.join(sorted(_INSIDE))}]")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-я]")
_MIXED = re.compile(r"(?=[а-я]*[a-z])(?=[a-z]*[а-я])[а-яa-z]+")
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_SOUNDS = re.compile("shch|sch|sh|ch|zh|kh|ts|ya|yu|yo|ia|iu|[a-z]")
_LETTERS = {
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстувввыз", strict=True)),
    **{"x": "кс", "y": "ы", "shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц"},
    **{"ya": "я", "yu": "ю", "yo": "е", "ia": "ия", "iu": "ию"},
}


class Sentence:
    """Words in lower case with ё as е; Latin letters that look Cyrillic inside a Russian word are Cyrillic,
    a text wholly in Latin letters is read by its sounds. What is dear to know is found when asked."""

    def __init__(self, text: str, *, is_address: bool = False) -> None:
        self.given = text
        self.is_address = is_address
        self._origin: list[int] | None = None
        self._starts: list[int] = []
        if _INSIDE_WORDS.search(text):
            self._origin = [place for place, letter in enumerate(text) if letter not in _INSIDE]
            text = "".join(text[place] for place in self._origin)
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(one if len(one) == 1 else "?" for one in map(str.lower, text))
        self.text, self.low = text, lowered.replace("ё", "е")
        if _LATIN.search(self.low):
            self._read_latin()
        self.words: list[str] = _WORD.findall(self.low)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text as it was given; `end` is after the last letter."""
        if self._origin is None or start >= end:
            return start, end
        return self._origin[start], self._origin[end - 1] + 1

    def start(self, place: int) -> int:
        """Where the word begins; the words before it are found on the way."""
        starts = self._starts
        count = len(starts)
        if place >= count:
            words, low = self.words, self.low
            at = starts[-1] + len(words[count - 1]) if count else 0
            for word in words[count : place + 1]:
                at = low.index(word, at)
                starts.append(at)
                at += len(word)
        return starts[place]

    def end(self, place: int) -> int:
        return self.start(place) + len(self.words[place])

    def between(self, place: int, after: int) -> str:
        """What stands between two words."""
        return self.low[self.end(place) : self.start(after)]

    def gap(self, place: int, after: int) -> str:
        """What stands between two words, any white space being one space."""
        gap = self.between(place, after)
        return " " if gap.isspace() else gap

    @cached_property
    def has_case(self) -> bool:
        """Whether capitals tell anything: not in a text written in capitals alone."""
        return not self.text.isupper()

    @cached_property
    def has_no_capitals(self) -> bool:
        return self.text.islower()

    def is_capital(self, place: int) -> bool:
        return self.has_case and self.text[self.start(place)].isupper()

    def is_first(self, place: int) -> bool:
        """Whether the word opens the text or a sentence."""
        before = self.low[: self.start(place)].rstrip(" \t\xa0«\"'(—–-")
        return not before or not (before[-1].isalnum() or before[-1] in ",:;)»")

    def _read_latin(self) -> None:
        if _CYRILLIC.search(self.low):
            self.low = _MIXED.sub(lambda found: found[0].translate(_LOOKALIKES), self.low)
            return
        low, text, origin = [], [], []
        place = 0
        while place < len(self.low):
            sound = _SOUNDS.match(self.low, place)
            end = sound.end() if sound else place + 1
            letters = _LETTERS[sound[0]] if sound else self.low[place]
            low.append(letters)
            text.append(letters.upper() if self.text[place].isupper() else letters)
            origin += [self._origin[place] if self._origin else place] * len(letters)
            place = end
        self.low, self.text, self._origin = "".join(low), "".join(text), origin
