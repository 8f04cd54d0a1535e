"""Near copies found and how fast: registers of 1,000, 10,000 and 100,000 messages of fifteen months.

Protocol: the demonstration's texts and town, a fresh SQLite database, one process, seed 7. Of up to 1,000
messages of the last thirty days a copy is made: a typo in every twelfth word, sentences in another order in
half of them, a greeting before or a signature after in six of ten, another author, up to five days later. It
comes without the place of the form in three of ten of those whose text alone names it. A copy is found when
its original is among its likenesses. What it is said to be near to is wrong unless it is the original, or was
nearly the same text about the same place before copying: the register is full of one text about other houses,
and of one matter on other streets. Look-up is timed in batches of 500 and one by one.
Bars: recall and precision ≥ 0.95; a hundred times the register takes much less than a hundred times the time.
Usage: bench_duplicates.py [LARGEST [DAYS]]: with DAYS the whole register came in so many days, which no town
of 3,600 houses writes; it shows what a flood does.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

LARGEST = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
DAYS = int(sys.argv[2]) if len(sys.argv) > 2 else 0
COPIES = 1_000
_GREETINGS = (
    "Здравствуйте! ", "Добрый день! ", "Уважаемая администрация! ", "Добрый вечер. Прошу помочь. ",
)  # fmt: skip
_SIGNATURES = (
    " С уважением, Иванова Мария Петровна", " Заранее спасибо, жители дома.", " Просим принять меры!",
    " Петров И. И., тел. 8 000 123 45 67",
)  # fmt: skip
_LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюя"


def misspelt(word: str, rng: random.Random) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    at, chance = rng.randrange(1, len(word) - 1), rng.random()
    if chance < 1 / 3:
        return word[:at] + rng.choice(_LETTERS) + word[at + 1 :]
    return (
        word[:at] + word[at + 1 :] if chance < 2 / 3 else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    )


def copied(text: str, rng: random.Random) -> str:
    words = text.split()
    for at in rng.sample(range(len(words)), max(1, len(words) // 12)):
        words[at] = misspelt(words[at], rng)
    text = " ".join(words)
    if rng.random() < 0.5:
        parts = [part.strip() for part in text.replace("!", ".").split(".") if part.strip()]
        rng.shuffle(parts)
        text = ". ".join(parts)
    if rng.random() < 0.6:
        text = rng.choice(_GREETINGS) + text
    return text + rng.choice(_SIGNATURES) if rng.random() < 0.6 else text


def grams(text: str) -> set[str]:
    from otklik.kernel import language

    edged = [f" {word} " for word in language.tokens(text)]
    return {word[at : at + 4] for word in edged for at in range(max(1, len(word) - 3))}


def alike(first: str, second: str) -> float:
    ours, theirs = grams(first), grams(second)
    return len(ours & theirs) / max(1, len(ours | theirs))


def main() -> None:
    os.environ["OTKLIK_DATA"] = tempfile.mkdtemp(prefix="otklik-bench-")
    os.environ.pop("OTKLIK_DATABASE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "otklik.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    register = Register()
    print(
        f"{'register':>9} {'recall':>7} {'precision':>9} {'same thing':>10} {'µs in 500':>10} {'µs alone':>9}"
    )
    size = 0
    for size in (1_000, 10_000, 100_000):
        if size <= LARGEST:
            register.grow(size)
            register.report(size)
    print(
        f"kept: {register.kept / max(size, 1) * 1e6:.0f} µs a message, told by: {register.said * 1e6:.0f} µs"
    )


class Register:
    """Messages of thirty days in a database, and copies of some of them."""

    def __init__(self) -> None:
        from otklik.casework.duplicates.selectors import manner
        from otklik.flow.demo.load import found_town
        from otklik.flow.demo.plan import plan
        from otklik.flow.demo.town import load_town
        from otklik.ground.places import selectors as places
        from otklik.kernel import clock

        self.now = clock.now()
        self.town = places.municipality(found_town(load_town(), now=self.now))
        self.manner = manner(self.town.id)
        self.rng = random.Random(7)
        self.kept = self.said = 0.0
        self.texts: list[str] = []
        self.places: list[tuple[int, str]] = []
        messages = [record.inbound for record in plan(seed=7, cases=LARGEST, until=self.now)]
        self.rng.shuffle(messages)
        self._source = iter(messages)
        self._told: list[object] = []
        self._originals: list[object] = []

    def grow(self, size: int) -> None:
        from django.db import transaction

        from otklik.casework.duplicates import services as duplicates

        while len(self.texts) < size:
            batch = list(islice(self._source, min(500, size - len(self.texts))))
            batch = [
                replace(one, received_at=self.now - timedelta(days=5 + 20 * self.rng.random()))
                for one in batch
            ]
            told = self._understood(batch)
            with transaction.atomic():
                ids = self._written(batch)
                told = [replace(one, case_id=id) for one, id in zip(told, ids, strict=True)]
                started = time.process_time()
                duplicates.keep(told, municipality_id=self.town.id)
                self.kept += time.process_time() - started
            self.texts += [one.text for one in batch]
            self._originals += batch
            self._told += told

    def _understood(self, batch: Sequence[object]) -> list:  # type: ignore[type-arg]
        """Every fifth comes without a topic of its source."""
        from otklik.casework.triage import selectors as triage
        from otklik.flow import duplicates
        from otklik.ground.places import matching

        matcher = matching.matcher(self.town.id)
        spots = [matcher.find(one.place, one.text) for one in batch]  # type: ignore[attr-defined]
        self._spots = spots
        asked = [
            triage.Asked(text=one.text, topic_hint="" if self.rng.random() < 0.2 else one.topic)  # type: ignore[attr-defined]
            for one in batch
        ]
        proposals = triage.triager(self.town.id).propose(asked)
        self._proposals = proposals
        started = time.process_time()
        told = duplicates.tell(batch, spots, proposals, municipality_id=self.town.id)  # type: ignore[arg-type]
        self.said = (time.process_time() - started) / len(batch)
        return told

    def _written(self, batch: Sequence[object]) -> list[int]:
        from otklik.ground.bulk import services as bulk
        from otklik.register.cases.arrivals import Arrival, Face
        from otklik.register.cases.models import Case
        from otklik.register.cases.services.facing import face_of

        faces = []
        for one, spot, proposal in zip(batch, self._spots, self._proposals, strict=True):
            face = Face(
                topic_id=proposal.topic_id, district_id=spot.district_id, settlement_id=spot.settlement_id,
                street_id=spot.street_id, house_id=spot.house_id, address=spot.address,
                lat=spot.lat, lon=spot.lon,
            )  # fmt: skip
            arrival = Arrival(
                inbound=one, account_id=None, registered_at=one.received_at, face=face, terms=""
            )  # type: ignore[arg-type,attr-defined]
            self.places.append((spot.house_id or 0, spot.address))
            number = f"B-{len(self.places)}"
            faces.append(
                face_of(arrival, municipality_id=self.town.id, number=number, applicant_id=None, now=self.now)
            )
        names = tuple(faces[0])
        return bulk.insert(Case, names, [tuple(face[name] for name in names) for face in faces])

    def report(self, size: int) -> None:
        from otklik.casework.duplicates import selectors as duplicates
        from otklik.casework.duplicates.rules import Kind
        from otklik.flow.duplicates import groups_of

        rng = random.Random(11)
        since = self.now - timedelta(days=30)
        recent = [at for at in range(size) if self._told[at].at > since and len(self.texts[at].split()) > 5]  # type: ignore[attr-defined]
        chosen = rng.sample(recent, min(COPIES, len(recent)))
        told, originals = self._copies(chosen, rng)
        groups = groups_of(self.town.id)

        def look(batch: list) -> list:  # type: ignore[type-arg]
            return duplicates.alike(
                batch, municipality_id=self.town.id, groups=groups, manner=self.manner, now=self.now
            )

        look(told[:10])
        started = time.process_time()
        found = [one for at in range(0, len(told), 500) for one in look(told[at : at + 500])]
        together = (time.process_time() - started) / len(told)
        started = time.process_time()
        for one in told[:200]:
            look([one])
        alone = (time.process_time() - started) / 200
        hits = right = said = others = 0
        for at, likenesses in zip(originals, found, strict=True):
            hits += any(one.case_id == self._told[at].case_id for one in likenesses)  # type: ignore[attr-defined]
            for one in likenesses:
                if one.kind is Kind.SAME_PROBLEM:
                    others += 1
                    continue
                said += 1
                right += self._is_right(at, one.case_id - self._told[0].case_id)  # type: ignore[attr-defined]
        print(
            f"{size:>9,} {hits / len(told):>7.3f} {right / max(said, 1):>9.3f} {others / len(told):>10.2f} "
            f"{together * 1e6:>10.0f} {alone * 1e6:>9.0f}",
            flush=True,
        )

    def _copies(self, chosen: Sequence[int], rng: random.Random) -> tuple[list, list[int]]:  # type: ignore[type-arg]
        from otklik.border.ports.messages import Author, Inbound, Place

        batch = [
            Inbound(
                channel="webform", external_id=f"copy-{at}", text=copied(self.texts[at], rng),
                received_at=min(self.now, self._told[at].at + timedelta(days=5 * rng.random())),  # type: ignore[attr-defined]
                author=Author(name="Другой автор"),
                place=Place() if self._is_named(at) and rng.random() < 0.3 else self._originals[at].place,
            )
            for at in chosen
        ]  # fmt: skip
        return self._understood(batch), list(chosen)

    def _is_named(self, at: int) -> bool:
        """Whether the place stands in the words."""
        from otklik.border.ports.messages import Place
        from otklik.ground.places import matching

        found = matching.matcher(self.town.id).find(Place(), self.texts[at])
        return (found.house_id or 0, found.address) == self.places[at]

    def _is_right(self, at: int, other: int) -> bool:
        from otklik.kernel.geometry import distance_m

        if at == other:
            return True
        ours, theirs = self._told[at].spot, self._told[other].spot  # type: ignore[attr-defined]
        is_near = ours.lat and theirs.lat and distance_m((ours.lat, ours.lon), (theirs.lat, theirs.lon)) < 30
        is_here = is_near or self.places[at] == self.places[other]
        return bool(is_here) and alike(self.texts[at], self.texts[other]) > 0.4


if __name__ == "__main__":
    if not Path(__file__).exists():
        raise SystemExit
    main()
