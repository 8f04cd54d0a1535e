"""How fast the analyser reads: `python benchmarks/bench_language.py`."""

import random
import time
from collections.abc import Callable

from otklik.kernel import language, personal

STEMS = ("яма", "дорога", "батарея", "крыша", "мусор", "двор", "вода", "школа", "фонарь", "лужа", "труба")
PERSONAL = "Иванов Иван Иванович, тел. 8 (910) 123-45-67, ул. Ленина, д. 5, кв. 12."
ENDINGS = ("", "а", "ы", "ой", "ами", "ах", "ов", "у")


def texts(count: int) -> list[str]:
    """Texts of forty words with the long tail a real register has."""
    chance = random.Random(1)
    tail = ["".join(chance.choices("абвгдеиклмнопрст", k=7)) for _ in range(3_000)]
    words = [stem[:-1] + ending for stem in STEMS for ending in ENDINGS] + tail
    weights = [30] * (len(words) - len(tail)) + [1] * len(tail)
    return [" ".join(chance.choices(words, weights, k=40)).capitalize() for _ in range(count)]


def measure(name: str, call: Callable[[str], object], sample: list[str]) -> None:
    """Print texts and megabytes a second."""
    started = time.perf_counter()
    for text in sample:
        call(text)
    spent = time.perf_counter() - started
    size = sum(len(text.encode()) for text in sample) / 1e6
    print(f"{name:25} {len(sample) / spent:10,.0f} texts/s {size / spent:8.1f} MB/s")


def main() -> None:
    """Measure on one core, cold and warm."""
    sample = texts(5_000)
    measure("tokens", language.tokens, sample)
    measure("index_terms, cold", language.index_terms, sample)
    measure("index_terms, warm", language.index_terms, sample)
    measure("lemmas, warm", language.lemmas, sample)
    measure("clean", language.clean, sample)
    told = [f"{text}. {PERSONAL}" if place % 4 == 0 else text for place, text in enumerate(sample)]
    measure("mask, a quarter personal", personal.mask, told)


if __name__ == "__main__":
    main()
