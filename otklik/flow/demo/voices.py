"""Who writes and how: invented authors, greetings, the words that fill the slots of a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from otklik.border.ports.messages import Author
from otklik.flow.demo.chance import below, pick
from otklik.flow.demo.names import (
    FIRST_FEMALE,
    FIRST_MALE,
    ORGANISATIONS,
    PATRONYMIC_FEMALE,
    PATRONYMIC_MALE,
    SURNAMES,
)
from otklik.flow.demo.texts import Message
from otklik.flow.demo.town import Spot, Street

SOCIAL = frozenset({"vk", "ok", "telegram", "max", "incident"})
_HOSTS = {"vk": "vk", "incident": "vk", "ok": "ok", "telegram": "t", "max": "max"}
_IN_SETTLEMENT = {"село": "в селе", "деревня": "в деревне", "посёлок": "в посёлке", "город": "в городе"}
_SCHOOLS = ("№ 1", "№ 2", "№ 3", "№ 5")
_GARDENS = ("Ромашка", "Теремок", "Солнышко", "Родничок")
_STOPS = (
    "«Вокзал»",
    "«Поликлиника»",
    "«Рынок»",
    "«Дом культуры»",
    "«Школа № 5»",
    "«Завод»",
    "«Мост»",
    "«Лесная»",
)
_ROUTES = ("№ 1", "№ 2", "№ 4", "№ 6", "№ 7", "№ 11", "№ 102", "№ 105")
_DAYS = ("два дня", "три дня", "четыре дня", "пять дней", "шесть дней", "неделю")
_WEEKS = ("две недели", "три недели", "четыре недели", "пять недель")
_GREETS = ("Здравствуйте! ", "Здравствуйте. ", "Добрый день! ", "Добрый день. ", "Добрый вечер! ")
_THANKS = (" Спасибо.", " Заранее спасибо!", " Жду ответа.", " Надеюсь на помощь.", " Очень прошу ответить.")
_AGAIN = ("Пишу второй раз. ", "Напоминаю о себе. ", "Повторно, ответа по делу не было. ", "Снова о том же. ")
_CIVIL = frozenset({"polite", "engineer", "proposal"})
_RAW = frozenset({"emoji", "irony", "laconic", "angry", "driver"})
_LATIN = (
    "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
    "f", "kh", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
)  # fmt: skip
_STREET_WORDS: dict[str, Mapping[str, str]] = {}
_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN, strict=True))


@dataclass(frozen=True, slots=True)
class Writer:
    """An author and how to speak to them; an organisation and an anonymous author have no salutation."""

    author: Author
    first: str = ""
    patronymic: str = ""
    is_female: bool = False

    def hello(self, channel: str) -> str:
        if not self.first:
            return "Здравствуйте!"
        name = self.first if channel in SOCIAL else f"{self.first} {self.patronymic}"
        return f"{name}, здравствуйте!"

    def dear(self, channel: str) -> str:
        if channel in SOCIAL:  # a profile shows no patronymic
            return self.hello(channel)
        if not self.first:
            return "Уважаемый заявитель!"
        return f"{'Уважаемая' if self.is_female else 'Уважаемый'} {self.first} {self.patronymic}!"


def meet(rng: Random, *, message: Message, channel: str, street: Street, house: str) -> Writer:
    """Somebody whose gender fits the words; phones are of a range that is never assigned."""
    chance = rng.random()
    if not message.who and (
        (channel == "phone" and chance < 0.15)
        or (channel == "webform" and chance < 0.1)
        or (channel == "email" and chance < 0.05)
    ):
        return Writer(Author())
    if not message.who and channel in ("webform", "email", "paper", "pos") and chance > 0.92:
        name = pick(rng, ORGANISATIONS)
        return Writer(Author(name=name, phone=_phone(rng), is_organisation=True))
    is_female = message.who == "f" or (not message.who and chance < 0.6)
    first = pick(rng, FIRST_FEMALE if is_female else FIRST_MALE)
    patronymic = pick(rng, PATRONYMIC_FEMALE if is_female else PATRONYMIC_MALE)
    surname = pick(rng, SURNAMES) + ("а" if is_female else "")
    author = _author(
        rng, (surname, first, patronymic), channel, f"{street.settlement}, {street.nominative}, {house}"
    )
    return Writer(author, first, patronymic, is_female)


def _author(rng: Random, name: tuple[str, str, str], channel: str, address: str) -> Author:
    surname, first, patronymic = name
    number = rng.randrange(100_000, 1_000_000)
    if channel in SOCIAL:
        host = _HOSTS[channel]
        return Author(
            name=f"{first} {surname}",
            external_id=f"{host}{number}",
            profile_url=f"https://{host}.invalid/id{number}",
        )
    full = f"{surname} {first} {patronymic}"
    if channel == "phone":
        return Author(name=full, phone=_phone(rng))
    email = f"{_latin(first)}.{_latin(surname)}{number % 100}@pochta.invalid"
    if channel == "paper":
        return Author(name=full, address=address)
    return Author(name=full, email=email, phone=_phone(rng) if channel != "email" else "", address=address)


def _phone(rng: Random) -> str:
    number = below(rng, 10_000_000)
    return f"+7 (000) {number // 10_000:03d}-{number // 100 % 100:02d}-{number % 100:02d}"


@lru_cache(maxsize=1024)
def _latin(word: str) -> str:
    return "".join(_LETTERS.get(letter, "") for letter in word.lower())


def street_words(street: Street) -> Mapping[str, str]:
    """The forms of a street and of its settlement for the slots; made once, for hashing a street is slow."""
    if street.code not in _STREET_WORDS:
        _STREET_WORDS[street.code] = _make_street_words(street)
    return _STREET_WORDS[street.code]


def _make_street_words(street: Street) -> Mapping[str, str]:
    inside = f"{_IN_SETTLEMENT[street.settlement_kind]} {street.settlement_title}"
    return {
        "street": street.nominative,
        "Street": capital(street.nominative),
        "na_street": street.prepositional,
        "Na_street": capital(street.prepositional),
        "NA_STREET": street.prepositional.upper(),
        "po_street": f"по {street.dative}",
        "street_gen": street.genitive,
        "street_acc": street.accusative,
        "short": street.name,
        "SHORT": street.name.upper(),
        "village": street.settlement,
        "Village": capital(street.settlement),
        "v_village": inside,
        "V_village": capital(inside),
    }


def words(rng: Random, *, street: Street, house: str, spot: Spot | None) -> dict[str, str]:
    """What fills every slot that does not depend on the author or on the answer."""
    found = dict(street_words(street))
    number = rng.getrandbits(30)
    place = spot.phrase if spot else f"у дома {house} {street.prepositional}"
    found.update(
        house=house,
        place=place,
        Place=capital(place),
        where=place,
        Where=capital(place),
        school=_SCHOOLS[number & 3],
        garden=_GARDENS[number >> 2 & 3],
        stop=_STOPS[number >> 4 & 7],
        route=_ROUTES[number >> 7 & 7],
        flat=str((number >> 10) % 96 + 1),
        days=_DAYS[(number >> 17) % 6],
        weeks=_WEEKS[number >> 20 & 3],
        temp=str(12 + (number >> 22) % 5),
    )
    return found


def dress(rng: Random, text: str, *, message: Message, channel: str) -> str:
    """The same words as different people begin and end them."""
    chance = rng.random()
    if message.voice in _CIVIL and channel not in ("paper", "phone"):
        if chance < 0.3 and not text.startswith(("Здравств", "Добр", "Милые")):
            text = pick(rng, _GREETS) + text
        if chance < 0.08 or chance > 0.9:
            text += pick(rng, _THANKS)
    elif message.voice in _RAW and channel in SOCIAL:
        if chance < 0.25:
            text = text.rstrip(".")
        elif chance < 0.35:
            text = text[0].lower() + text[1:]
        elif chance > 0.93:
            text += "!!"
    elif channel == "paper" and chance < 0.5:
        text = "В Администрацию Верхнереченского муниципального округа\n" + text
    return text


def again(rng: Random, text: str, *, channel: str) -> str:
    return ("Повторный звонок. " if channel == "phone" else pick(rng, _AGAIN)) + text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
