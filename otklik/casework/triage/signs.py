"""Signs of a message that a person should know of before deciding: each with its ground and its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from otklik.casework.triage.illegible import illegible
from otklik.casework.triage.phrases import Book, fragment, lists_of, phrase_of, rows
from otklik.casework.triage.rudeness import obscene
from otklik.casework.triage.words import Words

APPEAL = "appeal"
_MOST_GREETING = 6
_MOST_THANKS = 80


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind` is of the table of kinds, `ground` is Russian, `fragment` is quoted from the text."""

    kind: str
    ground: str
    fragment: str


@dataclass(frozen=True, slots=True)
class SignKind:
    """What a sign means: `allows` is what law lets a person do, `is_right` marks the decisions of art. 11."""

    kind: str
    title: str
    norm: str
    allows: str
    is_right: bool


KINDS = {
    row["code"]: SignKind(
        row["code"], row["title"], row["norm"] or "", row["allows"] or "", row["is_right"] == "1"
    )
    for row in rows("sign_kinds")
}

_LISTS = lists_of("sign_lists")
TABLE = [(row["kind"], row["ground"], phrase_of(row, _LISTS)) for row in rows("signs")]
_BOOK = Book([phrase for _kind, _ground, phrase in TABLE])
_GREETINGS, _THANKS, _ASKING = (_LISTS[name] for name in ("@greeting", "@thanks", "@asking"))
_NAMED = re.compile(
    r"(?<!\w)(?P<before>[А-ЯЁ][а-яё]+[ \n]+[А-ЯЁ][а-яё]+[ \n]+)?[А-ЯЁ][а-яё]+(?:ович|евич|овн|евн|ичн|ьич)"
    r"(?:[ауеы]|ем|ом|ой)?(?!\w)(?P<after>[ \n]+[А-ЯЁ][а-яё]+(?:ов|ев|ин|ын|ая|ий|ко|их)\w{0,3})?"
)
_PATRONYMICS = frozenset({"ович", "евич", "овна", "евна", "ична", "ьмич", "льич", "укич"})
_OFFICIAL = re.compile(
    r"уважаем|глав|мэр|губернатор|депутат|директор|начальник|министр|президент|врач|председател|доктор"
    r"|руководител|заместител|имени|им\.|ул\.|улиц|спасибо|благодар|тренер|учител|воспитател|фельдшер|от ",
    re.IGNORECASE,
)
_BEFORE_NAME = 45


def find(
    words: Words, text: str, *, kind: str = "", author: str = "", reply_to: str = ""
) -> tuple[Sign, ...]:
    """Signs in the order of the table of kinds, one of each. `author` and `reply_to` matter to an appeal."""
    found = {sign.kind: sign for sign in _found(words, text, author)}
    if kind == APPEAL and (nameless := _nameless(author, reply_to)):
        found.setdefault("anonymous", nameless)
    if "unreadable" in found:
        found = {"unreadable": found["unreadable"]}
    return tuple(found[one] for one in KINDS if one in found)


def _found(words: Words, text: str, author: str) -> Iterator[Sign]:
    """Later ones of a kind give way to earlier ones."""
    found = list(_BOOK.find(words))
    for row, span in reversed(found):
        kind, ground, _phrase = TABLE[row]
        yield Sign(kind, ground, fragment(words.tokens, span))
    rude = obscene(text, words.tokens)
    if rude:
        yield Sign("abuse", "нецензурное слово", rude)
    if any(lemma[-4:] in _PATRONYMICS for lemma in words.lemmas) and (name := _other_person(text, author)):
        yield Sign("third_party", "назван другой человек", name)
    if reason := illegible(words.tokens, text):
        yield Sign("unreadable", reason, " ".join(words.tokens[:4]))
    elif _says_nothing(words):
        yield Sign("no_essence", "в тексте нет ни вопроса, ни просьбы", " ".join(words.tokens))
    elif thanks := _thanks(words, is_blamed=bool(found) or "?" in text):
        yield thanks


def _says_nothing(words: Words) -> bool:
    return len(words.tokens) <= _MOST_GREETING and all(
        token in _GREETINGS or token.isdigit() for token in words.tokens
    )


def _thanks(words: Words, *, is_blamed: bool) -> Sign | None:
    """Thanks, and nothing asked besides: «спасибо за внимание» ends any complaint."""
    if is_blamed or len(words.tokens) > _MOST_THANKS:
        return None
    place = next((n for n, forms in enumerate(words.forms) if not _THANKS.isdisjoint(forms)), None)
    if place is None or any(not _ASKING.isdisjoint(forms) for forms in words.forms):
        return None
    if any(token in _ASKING or token in {"не", "нет", "без"} for token in words.tokens):
        return None
    after = words.lemmas[place + 1 : place + 3]
    if "внимание" in after or "понимание" in after or (place > 8 and place + 3 >= len(words.tokens)):
        return None
    return Sign("thanks", "благодарят и ничего не просят", fragment(words.tokens, (place, place + 4)))


def _nameless(author: str, reply_to: str) -> Sign | None:
    """Without a surname or without an address an appeal of 59-ФЗ gets no answer."""
    if not any(len(part) > 1 and part.isalpha() for part in author.replace("-", "").split()):
        return Sign("anonymous", "фамилия не указана", "")
    return None if reply_to.strip() else Sign("anonymous", "адрес для ответа не указан", "")


def _other_person(text: str, author: str) -> str:
    """The initials of a full name in the text that is neither the author's nor an official's."""
    for match in _NAMED.finditer(text):
        if match["before"] is None and match["after"] is None:
            continue
        parts = match[0].split()
        told = text[max(match.start() - _BEFORE_NAME, 0) : match.start()]
        if _OFFICIAL.search(told) or _OFFICIAL.search(parts[0]):
            continue
        if any(part[:4].casefold() in author.casefold() for part in parts):
            continue
        return " ".join(f"{part[0]}." for part in parts)
    return ""
