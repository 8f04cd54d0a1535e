"""Names of people in Russian text, told from streets named after them."""

import re
from collections.abc import Iterator

from otklik.kernel.language import grammemes, is_known

Place = tuple[int, int]

_CAPITAL = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_PATRONYMIC = re.compile(
    r"(?<![а-яё-])[а-яё]{2,20}(?:[оеь]?[иы]ч(?:а|у|ем|ом|е)?|(?:[ое]в|ич)н(?:а|ы|е|у|ой|ою))(?![а-яё-])",
    re.IGNORECASE,
)
_TURKIC = re.compile(r"\s(?:оглы|оглу|кызы|гызы)(?![а-яё])", re.IGNORECASE)
_INITIALS = re.compile(r"(?<![А-Яа-яЁё.])[А-ЯЁ]\.(?:\s?[А-ЯЁ](?:\.|(?![А-Яа-яЁё])))?")
_PAIR = re.compile(rf"(?<![А-Яа-яЁё-])(?=({_CAPITAL})[ \u00a0]({_CAPITAL})(?![а-яё]))")
_BEFORE = re.compile(r"(?<![А-Яа-яЁё-])([А-Яа-яЁё]{2,30}(?:-[А-Яа-яЁё]{2,30})?)\s{0,2}$")
_AFTER = re.compile(r"\s{0,2}([А-Яа-яЁё]{2,30}(?:-[А-Яа-яЁё]{2,30})?)")

_LONG_WORD = re.compile(r"[А-Яа-яЁё]{2,}")
_NAMED_AFTER = re.compile(
    r"(?<![а-яё])(?:ул|улиц[а-я]{0,3}|пр|пр-?кт|пр-?т|просп|проспект[а-я]{0,2}|пер|переул[а-я]{2,4}|пл|площад[а-я]{1,2}"
    r"|б-р|бул|бульвар[а-я]{0,2}|наб|набережн[а-я]{2}|ш|шоссе|проезд[а-я]{0,2}|мкр|мкрн|микрорайон[а-я]{0,2}|тупик[а-я]{0,2}"
    r"|алле[а-я]{1,2}|сквер[а-я]{0,2}|парк[а-я]{0,2}|имени|им|памятник[а-я]{0,2}|бюст[а-я]{0,2}|музе[а-я]{1,2}"
    r"|храм[а-я]{0,2}|ост|остановк[а-я]{1,2})\s?[.\s]\s?"
    r"(?:(?:академик|маршал|генерал|адмирал|полковник|майор|капитан|лейтенант|сержант|космонавт|л[её]тчик|хирург"
    r"|писател|поэт|профессор|геро|советск|союз|росси|братьев|сест[её]р)[а-я]{0,4}\s){0,4}$",
    re.IGNORECASE,
)
# Streets are called by these without the word «улица»; none can be a person's name in the nominative.
_NAMESAKES = frozenset(
    (
        "к маркса",
        "к либкнехта",
        "р люксембург",
        "к цеткин",
        "м горького",
        "а невского",
        "б хмельницкого",
        "л толстого",
        "з космодемьянской",
        "о кошевого",
        "ф дзержинского",
        "с лазо",
    )
)
_DISTRICT = re.compile(r"\s(?:район|област|округ|сельсовет|поселени)", re.IGNORECASE)
_HOUSE = re.compile(r",?\s?(?:д(?:ом)?(?:\.|\s)\s?)?№?\s?\d{1,3}+(?![\d.])(?!\s?(?:лет|год))", re.IGNORECASE)


def _has(word: str, grammeme: str) -> bool:
    return any(grammeme in reading for reading in grammemes(word.rpartition("-")[2]))


def _is_surname(word: str) -> bool:
    """A surname of the dictionary, or a capitalised word the dictionary does not hold."""
    return word[0].isupper() and (_has(word, "Surn") or not is_known(word.rpartition("-")[2]))


def _is_noun(word: str) -> bool:
    return word[0].isupper() and _has(word, "NOUN") and not _has(word, "Geox")


def _is_forename(word: str) -> bool:
    return _has(word, "Name") or not is_known(word.rpartition("-")[2])


def _agree(first: str, second: str) -> bool:
    """Whether a forename and a surname can stand in the same case."""
    cases = {"nomn", "gent", "datv", "accs", "ablt", "loct"}
    forename = {case for reading in grammemes(first) if "Name" in reading for case in reading & cases}
    surname = {
        case
        for reading in grammemes(second.rpartition("-")[2])
        if "Surn" in reading
        for case in reading & cases
    }
    return bool(forename & surname)


def _before(text: str, start: int) -> re.Match[str] | None:
    return _BEFORE.search(text, max(0, start - 40), start)


def _is_street(text: str, place: Place) -> bool:
    """Named after a person: «улица Юрия Гагарина», «им. В. И. Ленина», «угол Карла Маркса»."""
    start, end = place
    words = _LONG_WORD.findall(text, start, end)
    if f"{text[start]} {words[-1]}".lower() in _NAMESAKES or _DISTRICT.match(text, end):
        return True
    return all(_has(word, "gent") for word in words) and bool(
        _NAMED_AFTER.search(text, max(0, start - 80), start)
    )


def _with_patronymic(text: str) -> Iterator[Place]:
    for match in _PATRONYMIC.finditer(text):
        start, end = match.span()
        forename = _before(text, start)
        if not _has(match[0], "Patr"):
            continue
        if not (forename and _is_forename(forename[1])):
            if not match[0].islower():
                yield start, end
            continue
        start = forename.start(1)
        before, after = _before(text, start), _AFTER.match(text, end)
        if before and (_is_surname(before[1]) or _has(before[1], "Surn")):
            start = before.start(1)
        elif after and _is_surname(after[1]):
            end = after.end()
        yield start, end


def _with_turkic_patronymic(text: str) -> Iterator[Place]:
    for match in _TURKIC.finditer(text):
        start = match.start()
        for _ in range(3):
            before = _before(text, start)
            if not before or before[1].islower():
                break
            start = before.start(1)
        if start < match.start():
            yield start, match.end()


def _with_initials(text: str) -> Iterator[Place]:
    for match in _INITIALS.finditer(text):
        start, end = match.span()
        before, after = _before(text, start), _AFTER.match(text, end)
        if len(match[0]) == 2:
            if before and before[1][0].isupper() and _has(before[1], "Surn"):
                yield before.start(1), end
            elif (
                after
                and after[1][0].isupper()
                and _has(after[1], "Surn")
                and not _HOUSE.match(text, after.end())
            ):
                yield start, after.end()
            continue
        for fits in (_is_surname, _is_noun):
            if before and fits(before[1]):
                yield before.start(1), end
                break
            if after and fits(after[1]):
                yield start, after.end()
                break


def _of_two_words(text: str) -> Iterator[Place]:
    for match in _PAIR.finditer(text):
        first, second = match[1], match[2]
        place = match.start(1), match.end(2)
        if _has(first, "Name") and _has(second, "Surn"):
            if _agree(first, second) and not (_has(first, "gent") and _HOUSE.match(text, place[1])):
                yield place
        elif _has(first, "Surn") and _has(second, "Name") and _agree(second, first):
            yield place


def find(text: str) -> Iterator[Place]:
    """Start and end of every name, the surest first; they may overlap."""
    for places in (_with_patronymic, _with_turkic_patronymic, _with_initials, _of_two_words):
        for place in places(text):
            if not _is_street(text, place):
                yield place
