"""Address understanding: how right, and how fast over 2,800 streets of 40 houses and 300 landmarks.

Run `python -m benchmarks.bench_places`. Rightness is over the sentences written by hand for the demonstration
town (`tests/ground/places/sentences_*.tsv`): `tune` and `final` were parted before the matcher was tuned on
`tune`, `fresh` was written afterwards and measured at once. The bars: precision of streets at least 0.95,
recall at least 0.90. Speed is over texts of some 40 words; a quarter name a street with its word and a house,
a quarter inflected and bare, a quarter misspell it, a quarter name none. The bars: the best pass takes at
most 150 microseconds a text on one core; no text of the last quarter is given a street.
"""

import random
import time
import tracemalloc

from otklik.border.ports.messages import Place
from otklik.ground.places.houses import HouseRow
from otklik.ground.places.index import Index, Landmark, Settlement, Street
from otklik.ground.places.rules import Found, Matcher
from tests.ground.places.demo_sentences import HALVES, demo_matcher, judged, score

SEED, STREETS, HOUSES, LANDMARKS, TEXTS = 7, 2_800, 40, 300, 6_000
KINDS = ("with its word", "inflected and bare", "misspelt", "none")
_ROOTS = (
    "садов лугов полев лесн озерн речн цветочн вишнев сиренев кленов березов сосн дубов рябинов ягодн снежн "
    "солнечн звездн радужн светл ясн весенн летн осенн зимн утренн вечерн степн горн песчан каменн глинян "
    "заводск фабричн рабоч кузнечн литейн кирпичн гончарн ткацк мельничн пекарн рыбацк охотнич пастушь"
)
_BEGINNINGS = ("", "ново", "старо", "верхне", "нижне", "мало", "больше", "красно", "бело", "черно", "под")
_ENDINGS = ("ова", "ева", "ина", "енко", "ского")
_WORDS = (
    "добрый день прошу принять меры уже целую неделю нет света вода течёт слабо яма глубокая машины "
    "дети идут школу тротуар чистили давно управляющая компания молчит звонили диспетчеру ждите соседи "
    "жалуются фонарь мигает ночью темно мусор вывозят редко собаки бегают площадка сломана скамейка лавочка "
    "подъезд крыша протекает батареи холодные горячая вода ржавая автобус ходит остановка без крыши"
)


def a_register(rng: random.Random) -> tuple[Index, list[Street]]:
    names = sorted({f"{start}{root}" for start in _BEGINNINGS for root in _ROOTS.split()})
    surnames = [f"{root.capitalize()}{ending}" for root in names for ending in _ENDINGS]
    titles = [f"{name.capitalize()}{'яя' if name.endswith('нн') else 'ая'}" for name in names] + surnames
    settlements = [Settlement(1, "город", "Город1")]
    settlements += [Settlement(number, "село", f"Село{number}") for number in range(2, 31)]
    streets = [
        Street(number, 1 if number % 2 else 1 + number % 30, "улица", titles[number % len(titles)])
        for number in range(1, STREETS + 1)
    ]
    houses: list[HouseRow] = [
        (street.id * 100 + place, street.id, str(place), None, 56 + rng.random(), 48 + rng.random())
        for street in streets
        for place in range(1, HOUSES + 1)
    ]
    landmarks = [
        Landmark(number, kind, "", str(number // 4 + 1), (), 1, streets[number].id)
        for number, kind in enumerate(("школа", "детский сад", "поликлиника", "аптека") * (LANDMARKS // 4))
    ]
    return Index(settlements=settlements, streets=streets, houses=houses, landmarks=landmarks), streets


def a_text(rng: random.Random, street: Street, kind: int) -> str:
    words = rng.choices(_WORDS.split(), k=36)
    title, house = street.title, rng.randint(1, HOUSES)
    inflected = f"{title[:-2]}ой" if title.endswith("ая") else title
    if kind == 0:
        place = f"на улице {inflected}, д. {house}"
    elif kind == 1:
        place = f"на {inflected} {house}"
    elif kind == 2:
        cut = rng.randint(2, len(title) - 3)
        place = f"ул. {title[:cut]}{title[cut + 1 :]}, {house}"
    else:
        place = "во дворе у дома"
    words.insert(rng.randint(1, 30), place)
    return " ".join(words)


def weigh() -> None:
    """The register's memory, apart: tracing slows the rest."""
    tracemalloc.start()
    index, _streets = a_register(random.Random(SEED))
    print(f"register: {len(index.houses):,} houses, {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MiB")
    tracemalloc.stop()


def judge() -> None:
    """The shares right, half by half."""
    names = (
        "precision",
        "recall",
        "houses",
        "landmarks",
        "also",
        "ambiguous",
        "nothing",
        "wholly",
        "calibration",
    )
    print(f"{'sentences':14}", *(f"{name:>11}" for name in names))
    for half in HALVES:
        one = score(judged(half, demo_matcher()))
        print(f"{half:6} {one.count:7}", *(f"{getattr(one, name):11.3f}" for name in names))


def main() -> None:
    judge()
    rng = random.Random(SEED)
    began = time.perf_counter()
    index, streets = a_register(rng)
    print(f"built in {time.perf_counter() - began:.1f} s")
    matcher, nowhere = Matcher(index), Place()
    asked = [
        (kind, street, a_text(rng, street, kind))
        for kind in range(len(KINDS))
        for street in rng.choices(streets, k=TEXTS // len(KINDS))
    ]
    rng.shuffle(asked)
    found: list[Found] = []
    for title in ("first pass", "second pass", "third pass", "fourth pass"):
        began = time.process_time()
        found = [matcher.find(nowhere, text) for _kind, _street, text in asked]
        spent = time.process_time() - began
        print(f"{title:11} {spent / len(asked) * 1e6:5.0f} us a text, {len(asked) / spent:8,.0f} texts/s")
    for kind, title in enumerate(KINDS):
        pairs = [(one, street) for one, (of, street, _text) in zip(found, asked) if of == kind]
        named = sum(bool(one.address) for one, _street in pairs)
        right = sum(street.title in one.address for one, street in pairs)
        print(f"{title:22} named {named / len(pairs):.3f}, rightly {right / len(pairs):.3f}")
    weigh()


if __name__ == "__main__":
    main()
