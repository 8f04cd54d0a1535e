"""Small made-up corpora to train on in a second."""

import random

WORDS = {
    "roads": "яма асфальт дорога выбоина колесо ремонт проезжая часть грейдер колея разбита",
    "heat": "батарея отопление тепло холодно квартира котельная температура мёрзнем радиатор стояк",
    "waste": "мусор контейнер вывоз свалка бак помойка отходы площадка пакеты запах",
    "light": "фонарь освещение темно лампа улица столб вечером светильник горит опора",
}
COMMON = (
    "на", "улице", "Ленина", "дом", "5", "прошу", "принять", "меры", "уже", "неделя",
    "сколько", "можно", "у", "нас", "во", "дворе", "снова", "жители",
)  # fmt: skip


def corpus(per_label: int = 30, seed: int = 1) -> list[tuple[str, str]]:
    """Texts with their labels, in mixed order; some words are of no use."""
    chance = random.Random(seed)
    made = [
        (" ".join(chance.sample(words.split(), 3) + chance.sample(COMMON, 6)), label)
        for label, words in WORDS.items()
        for _ in range(per_label)
    ]
    chance.shuffle(made)
    return made
