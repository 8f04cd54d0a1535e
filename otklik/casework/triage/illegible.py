"""Whether a text can be read at all: broken encodings, keys hit at random, the wrong keyboard layout."""

import re
from collections.abc import Sequence

from otklik.kernel.language import is_known

_LOOKED_AT = 40
_GLANCE = 8
_LEAST_WORDS = 3
_SHARE = 0.6
_BROKEN = re.compile("\ufffd{2,}|[ÐÑ][^ а-яА-Я]?[ÐÑ]|(?:Р[А-Яа-яЂ-џ°±µ№»]|С[Ђ-џ€‚„…‡‰‹]){4,}")
_MARKS = ("\ufffd", "Ð", "Ñ", "Рѕ", "Р°", "Рµ", "Рё")
_LAYOUT = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю")
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_MASHED = re.compile(
    "|".join(
        (
            "[бвгджзйклмнпрстфхцчшщ]{4}|^[ыьъ]|[аеиоуыэюя]{4}|ъ[^еюя]",
            *(row[at : at + 4] for one in _ROWS for row in (one, one[::-1]) for at in range(len(one) - 3)),
        )
    )
)
_CYRILLIC, _LATIN = re.compile("[а-я]{3,}"), re.compile("[a-z]{3,}")


def illegible(tokens: Sequence[str], text: str) -> str:
    """Why the text cannot be read, in Russian; nothing for one that can."""
    if any(mark in text for mark in _MARKS) and _BROKEN.search(text):
        return "повреждена кодировка"
    if sum(map(is_known, tokens[:_GLANCE])) > _GLANCE / 2:
        return ""
    looked = tokens[:_LOOKED_AT]
    cyrillic = [token for token in looked if _CYRILLIC.fullmatch(token)]
    mashed = [token for token in cyrillic if not is_known(token) and _MASHED.search(token)]
    if len(mashed) >= _LEAST_WORDS and len(mashed) >= _SHARE * len(cyrillic):
        return "слов не разобрать"
    if len(cyrillic) <= 1 and (long := [token for token in looked if len(token) > 14]):
        return "слов не разобрать" if any(_is_mash(token) for token in long) else ""
    latin = [token for token in looked if _LATIN.fullmatch(token)]
    if len(latin) >= _LEAST_WORDS and not cyrillic:
        typed = [token.translate(_LAYOUT) for token in latin]
        if sum(map(is_known, typed)) >= len(typed) / 2:
            return "набрано в латинской раскладке"
    return ""


def _is_mash(token: str) -> bool:
    """«ывапывапывап»: a long word of the dictionary it is not, and few letters repeat in it."""
    return token.isalpha() and not is_known(token) and len(set(token)) <= len(token) // 2
