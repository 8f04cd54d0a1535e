"""What automatic rules cost: a message with a hundred rules, and a trial over a hundred thousand cases.

Protocol: a throw-away SQLite database with the default catalog, a hundred rules that are on (three quarters
name a topic, a quarter ask words, place, hour or urgency of any message) and 100,000 cases written straight
into the table, each with its first text. A message is timed in batches of 500 records made and asked as the
road does it (`ruling.record_of`, `Ruleset.act`), best of five, CPU time. A trial is timed for a rule that the
database narrows, for one by words, and for one that only the program can ask; and all rules together.
Run: `nice -n -20 .venv/bin/python -m benchmarks.bench_automation [cases]`.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DATA = tempfile.mkdtemp(prefix="otklik-bench-automation-")
os.environ |= {"OTKLIK_DATA": DATA, "DJANGO_SETTINGS_MODULE": "otklik.config.settings"}
os.environ.pop("OTKLIK_DATABASE", None)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from otklik.border.ports.messages import Author  # noqa: E402
from otklik.casework.automation import selectors as automation  # noqa: E402
from otklik.casework.automation import services  # noqa: E402
from otklik.casework.automation.rules.effects import Effects, Internal  # noqa: E402
from otklik.casework.automation.rules.shape import Body  # noqa: E402
from otklik.flow import founding, listing, ruling, trying  # noqa: E402
from otklik.ground.bulk import services as bulk  # noqa: E402
from otklik.ground.places.matching import Found  # noqa: E402
from otklik.kernel import language  # noqa: E402
from otklik.kernel.conditions import All, Condition, Not, Test  # noqa: E402
from otklik.register.cases import search_index  # noqa: E402
from otklik.register.cases.models import Case, Post  # noqa: E402
from otklik.register.catalog import selectors as catalog  # noqa: E402

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RULES, SEED, REPEATS = 100, 7, 5
WORDS = (
    "яма",
    "дорога",
    "вода",
    "фонарь",
    "двор",
    "снег",
    "мусор",
    "автобус",
    "отопление",
    "люк",
    "площадка",
)
RECIPIENT_TITLES = ("Дороги", "Водоканал", "Теплосеть")


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    town = founding.found(
        code="bench", title="Город", title_genitive="города", region="", centre_title="МЦУ",
        head_title="Руководитель", timezone="Europe/Moscow", now=NOW,
    )  # fmt: skip
    chance = random.Random(SEED)
    topics = [one.id for one in catalog.snapshot(town).assignable_topics()]
    make_rules(town, topics, chance)
    make_cases(town, topics, chance, cases)
    message(town, topics, chance)
    trials(town, topics)
    return 0


def make_rules(town: int, topics: list[int], chance: random.Random) -> None:
    lists = listing.lists(town)
    for number in range(RULES):
        condition: Condition
        if number % 4:
            condition = All(
                (
                    Test("topic", "is", str(chance.choice(topics))),
                    Test("text", "contains_words", chance.choice(WORDS)),
                )
            )
        else:
            word = Test("text", "contains_words", f"{chance.choice(WORDS)} {chance.choice(WORDS)}")
            other = (Test("hour", "ge", 18), Test("urgency", "is", "2"), Test("street", "is_empty"), word)
            condition = All((word, other[number // 4 % 4]))
        effects = Effects(internal=Internal(3, "days"), tags=(f"метка {number}",))
        draft = services.Draft(title=f"Правило {number}", body=Body(condition, effects))
        services.save(draft, municipality_id=town, lists=lists, now=NOW, is_on=True)


def make_cases(town: int, topics: list[int], chance: random.Random, count: int) -> None:
    names = (
        "municipality_id", "number", "public_code", "kind", "stream", "channel", "status", "is_open",
        "status_since", "topic_id", "received_at", "registered_at", "attention_at", "updated_at",
        "returned_count",
    )  # fmt: skip
    texts = [" ".join(chance.choice(WORDS) for _ in range(40)) for _ in range(500)]
    terms = [language.index_terms(text) for text in texts]
    for start in range(0, count, 10_000):
        rows = []
        for number in range(start, min(start + 10_000, count)):
            at = NOW - timedelta(seconds=chance.randrange(1, 300 * 86_400))
            rows.append(
                (
                    town, f"B-{number}", f"{number:012d}", "message", chance.choice(("digital", "hotline")),
                    "webform", "answered", False, at, chance.choice(topics), at, at, at, at, 0,
                )
            )  # fmt: skip
        with transaction.atomic():
            ids = bulk.insert(Case, names, rows)
            bulk.add(
                Post, ("case_id", "kind", "is_inbound", "text", "at"),
                [(id, "message", True, texts[id % 500], NOW) for id in ids],
            )  # fmt: skip
            search_index.put([(id, terms[id % 500]) for id in ids])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def message(town: int, topics: list[int], chance: random.Random) -> None:
    """Without the one tiny query a batch."""
    snapshot = catalog.snapshot(town)
    rules = automation.ruleset(snapshot)
    assert rules is not None
    at = NOW.astimezone(ZoneInfo("Europe/Moscow"))
    subjects = [
        ruling.Subject(
            topic=snapshot.topics[chance.choice(topics)], block_id=None, spot=Found(), stream="digital",
            kind="message", channel="webform", author=Author(name="Иванов"), urgency=0, signs=(),
            confidence=0.8, at=at,
            terms=f" {language.index_terms(' '.join(chance.choice(WORDS) for _ in range(8)))} ",
        )
        for _ in range(500)
    ]  # fmt: skip

    def ask() -> int:
        return sum(
            bool(rules.act(ruling.record_of(one, rules.fields), on=at.date()).hits) for one in subjects
        )

    seconds, hits = best(ask)
    print(f"a message with {RULES} rules: {seconds / len(subjects) * 1e6:.1f} µs, {hits} of 500 met a rule")
    seconds, _ = best(lambda: [automation.ruleset(snapshot) for _ in range(500)])
    print(f"whether the kept rules are still good: {seconds / 500 * 1e6:.1f} µs a batch")


def trials(town: int, topics: list[int]) -> None:
    asked: dict[str, Condition] = {
        "narrowed by the database": Test("topic", "is", str(topics[3])),
        "by words": All((Test("text", "contains_words", "яма"), Test("stream", "is", "hotline"))),
        "asked one by one": Not(Test("hour", "between", (8, 17))),
    }
    trying.AT_ONCE = 10_000_000
    for title, condition in asked.items():
        body = Body(condition, Effects(urgency=1))
        seconds, trial = best(
            lambda body=body: trying.ask(body, municipality_id=town, days=365, now=NOW), repeats=1
        )
        found = automation.trial(town, trial)
        assert found is not None
        print(f"a trial, {title}: {seconds:.2f} s, {found.result['matched']} of {found.total} cases")
    seconds, _ = best(lambda: trying.ask(None, municipality_id=town, days=365, now=NOW), repeats=1)
    print(f"all {RULES} rules over the register: {seconds:.2f} s")


def best(work: Callable[[], int], *, repeats: int = REPEATS) -> tuple[float, int]:
    """The least CPU time, and what the work gave."""
    times, given = [], 0
    for _ in range(repeats):
        begun = time.process_time()
        given = work()
        times.append(time.process_time() - begun)
    return min(times), given


if __name__ == "__main__":
    sys.exit(main())
