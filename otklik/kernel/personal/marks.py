"""Personal data known by its shape: numbers, addresses of mail and profiles, flats and birth dates."""

import re
from collections.abc import Callable, Iterator

_GAP = r"[ \t\u00a0\u202f().\-–—]"
_DATE = (
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:19|20)?\d{2}"
    r"|\d{1,2}\s(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}\.?\s(?:19|20)\d{2}"
    r"|(?:19|20)\d{2})(?!\d)"
)
_HOSTS = (
    r"(?:vk\.com|vk\.ru|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me|wa\.me|max\.ru"
    r"|instagram\.com|facebook\.com)"
)
_COMMUNITIES = r"(?:wall-|photo-|video-|topic-|album-|club\d|public\d|event\d|group/|feed\b|[\w.]*\?w=wall-)"


def _digits(text: str) -> list[int]:
    return [int(sign) for sign in text if sign.isdecimal()]


def _is_card(text: str) -> bool:
    """Luhn's check of a card number."""
    odd, even = (_digits(text)[::-1][start::2] for start in (0, 1))
    return (sum(odd) + sum(digit * 2 - 9 * (digit > 4) for digit in even)) % 10 == 0


def _is_snils(text: str) -> bool:
    """The check sum of СНИЛС: weights 9 to 1, modulo 101."""
    digits = _digits(text)
    total = sum(digit * weight for digit, weight in zip(digits, range(9, 0, -1))) % 101 % 100
    return any(digits) and total == digits[9] * 10 + digits[10]


def _is_inn(text: str) -> bool:
    """Both check digits of a person's ИНН."""
    digits = _digits(text)
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    first = sum(digit * weight for digit, weight in zip(digits, weights[1:])) % 11 % 10
    second = sum(digit * weight for digit, weight in zip(digits, weights)) % 11 % 10
    return any(digits) and digits[10:] == [first, second]


def _is_dialled(text: str) -> bool:
    """A list of houses («8 10 12 14 16 18») is not a phone: without a plus some group has three digits."""
    return "+" in text or any(len(group) >= 3 for group in re.split(_GAP, text))


def _is_no_date(text: str) -> bool:
    """«55-12-34» is a phone, «05-12-24» is a day."""
    first, second, _ = map(int, text.split("-"))
    return not (1 <= first <= 31 and 1 <= second <= 12)


def _is_number(text: str) -> bool:
    """«Звонил 07.10.21» tells a day."""
    return not re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}", text)


def _any(_text: str) -> bool:
    return True


# Earlier rows win where two overlap. The named group `it`, where there is one, is what is covered.
_ROWS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("name", r"\[(?:id|club)\d+\|[^\]\n]{1,80}\]", _any),
    (
        "profile",
        rf"(?<![\w.@-])(?:https?://)?(?:www\.|m\.|new\.)?{_HOSTS}/(?!{_COMMUNITIES})"
        r"[^\s<>«»\"()\[\]]{0,200}[^\s<>«»\"()\[\].,;:!?]",
        _any,
    ),
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", _any),
    (
        "email",
        r"(?<![\w.+-])[\w.+-]{1,64} ?\(?(?:собака|at)\)? ?[a-z0-9-]{1,63}\.(?:ru|com|рф|su|net|org)\b",
        _any,
    ),
    ("nick", r"(?<![\w@./])@[a-z_][\w.]{1,40}\w", _any),
    ("profile", r"(?<![\w/])id\d{4,12}\b", _any),
    ("card", r"(?<!\d)\d{4}(?:[ \u00a0-]?\d{4}){3}(?:[ \u00a0-]?\d{2,3})?(?!\d)", _is_card),
    ("card", r"карт[а-я]{0,4}[^\d\n]{0,20}(?P<it>\d{4}(?:[ \u00a0-]?\d{4}){3})(?!\d)", _any),
    ("account", r"(?<!\d)4(?:08|23|26)\d{17}(?!\d)", _any),
    (
        "account",
        r"(?:лиц(?:\.|ев[а-я]{2,3}) ?сч[её]т[а-я]{0,2}|\bл ?/ ?с)[^\d\n]{0,10}(?P<it>\d[\d -]{3,18}\d)(?!\d)",
        _any,
    ),
    ("snils", r"(?<!\d)\d{3}-\d{3}-\d{3}[ \u00a0-]\d{2}(?!\d)", _any),
    ("snils", r"снилс[^\d\n]{0,10}(?P<it>\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d{2})(?!\d)", _any),
    ("inn", r"инн[^\d\n]{0,6}(?P<it>\d{12})(?!\d)", _any),
    ("inn", r"(?<!\d)\d{12}(?!\d)", _is_inn),
    ("passport", r"сери[а-я]{1,2}[:\s]{0,3}\d{2}\s?\d{2}[\s,]{0,3}(?:№|номер|n)?[:\s]{0,3}\d{6}(?!\d)", _any),
    ("passport", r"паспорт[а-я]{0,4}[^\d\n]{0,30}(?P<it>\d{2}\s?\d{2}[\s№-]{0,4}\d{6})(?!\d)", _any),
    ("passport", r"(?<!\d)\d{2} ?\d{2} (?:№ ?)?\d{6}(?!\d)", _any),
    (
        "birth",
        rf"(?<!\d){_DATE}\s?(?:г(?:ода?)?\b\.?)?,?\s?(?:г\.? ?р\b\.?|(?:года? )?рожд[а-я]{{0,5}})",
        _any,
    ),
    (
        "birth",
        r"(?:дат[аыуе] рожд[а-я]{0,5}|родил(?:ся|ась)|рожд(?:\.|[её]на?(?![а-я]))|\bд\. ?р\.|\bг\. ?р\.)"
        rf"\W{{0,4}}(?:в )?(?P<it>{_DATE})",
        _any,
    ),
    ("phone", rf"(?<![\d+])(?:\+ ?7|[78])(?:{_GAP}{{0,3}}\d){{10}}(?!\d)", _is_dialled),
    ("phone", r"(?<!\w)\+\d{1,3}(?:[ ()-]{0,2}\d){8,11}(?!\d)", _any),
    ("phone", rf"(?<!\d)(?:\(9\d\d\)|9\d\d){_GAP}{{0,2}}\d{{3}}{_GAP}?\d\d{_GAP}?\d\d(?!\d)", _any),
    ("phone", rf"\(\d{{3,5}}\) ?\d{{1,3}}{_GAP}?\d\d{_GAP}?\d\d(?!\d)", _any),
    ("phone", r"(?<![\d.-])\d{1,3}-\d\d-\d\d(?![\d-])", _is_no_date),
    (
        "phone",
        r"(?<![а-яё])(?:тел(?:ефон[а-я]{0,3})?|т\.|моб(?:ильн[а-я]{2,3})?|сот(?:ов[а-я]{2,3})?|факс"
        r"|whatsapp|viber|в[ао]тсапп?|вайбер|(?:по)?звон[а-я]{2,4}|домашн[а-я]{2,3})(?![а-яё])"
        rf"[.:,№\s]{{0,3}}(?:на |по )?(?P<it>\+?\d(?:{_GAP}{{0,2}}\d){{4,11}})(?!\d)",
        _is_number,
    ),
    ("snils", r"(?<!\d)\d{11}(?!\d)", _is_snils),
    (
        "flat",
        r"(?<![а-яё])(?:кв(?:артир(?:а|ы|е|у|ой))?|ком(?:нат(?:а|ы|е|у|ой))?)(?![а-яё])\.?,?\s?(?:№\s?)?"
        r"\d{1,4}+(?:[а-я](?![а-яё]))?(?!\s?(?:месяц|дн|недел|год|лет|час|раз|сут|м2|м²|кв|подъезд|(?:[,.-]\d{1,2})?\s?(?:градус|°|%)))",
        _any,
    ),
    ("flat", r"(?<!\d)\d{1,4}(?:-?(?:й|я|ая|ой|ю|ую|ей))? (?:квартир|комнат)(?:е|у|ой)(?![а-яё])", _any),
)
_TABLE = tuple((kind, re.compile(shape, re.IGNORECASE), accepts) for kind, shape, accepts in _ROWS)
# Fewer digits in the whole text, and the rows of the kind need not be tried.
_LEAST_DIGITS = {"birth": 4, "phone": 5, "account": 5, "inn": 10, "passport": 10, "snils": 11, "card": 16}
_DIGIT = re.compile(r"\d")
_ADDRESSES = {"email", "nick", "profile"}
_ADDRESS = re.compile(r"@|собака|\(at\)|id\d|\.(?:com|ru|me)/", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of everything found, the surest first; they may overlap."""
    digits, has_address = len(_DIGIT.findall(text)), _ADDRESS.search(text) is not None
    for kind, shape, accepts in _TABLE:
        if not has_address if kind in _ADDRESSES else digits < _LEAST_DIGITS.get(kind, 1):
            continue
        group: int | str = "it" if "it" in shape.groupindex else 0
        for match in shape.finditer(text):
            if accepts(match[group]):
                yield *match.span(group), kind
