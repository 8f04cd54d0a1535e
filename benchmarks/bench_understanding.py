"""The whole understanding of a message against a register of 100,000: one core, one process.

Protocol: a fresh SQLite database gets 100,000 of the demonstration messages by the ordinary import; models of
topics and recipients learn from 5,000 of its decided texts; the demonstration's rules are
on, and a hundred more that ask words of messages about their topics. Then 5,000 messages of another seed,
without topics of their source, are understood in another process in batches of 500 and one by one: words,
address, topic, recipient, urgency, signs, questions, rules, terms and the look-up of duplicates; nothing is
written. The first 500 warm the dictionary and are not counted.
Bars: ≥ 1,000 messages/s of CPU in batches, < 300 MB in the measuring process.
Usage: bench_understanding.py [REGISTER [MESSAGES]]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

REGISTER = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
MESSAGES = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
BATCH, WARM, ALONE = 500, 500, 300
TRAINING = 5_000
RULES = 100


def main() -> None:
    folder = os.environ.get("OTKLIK_BENCH_DATA", "")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["OTKLIK_DATA"] = folder or tempfile.mkdtemp(prefix="otklik-bench-")
    os.environ.pop("OTKLIK_DATABASE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "otklik.config.settings"
    import django

    django.setup()
    if folder:
        measure()
        return
    prepare()
    command = [sys.executable, __file__, str(REGISTER), str(MESSAGES)]
    subprocess.run(command, check=True, env={**os.environ, "OTKLIK_BENCH_DATA": os.environ["OTKLIK_DATA"]})


def prepare() -> None:
    from bench_import import write_table
    from django.core.management import call_command

    from otklik.flow import exchange, running, training
    from otklik.flow.demo.load import load
    from otklik.ground.places import selectors as places
    from otklik.kernel import clock

    call_command("migrate", verbosity=0)
    load(cases=TRAINING, now=clock.now())
    town = places.municipalities()[0]
    for kind in ("topic", "recipient"):
        training.train(town.id, kind=kind, now=clock.now())
    add_rules(town.id)
    table = Path(os.environ["OTKLIK_DATA"]) / "register.csv"
    write_table(table, REGISTER - TRAINING)
    started = time.perf_counter()
    running.run(exchange.prepare(table, town=town, now=clock.now()).id, now=clock.now())
    print(f"a register of {REGISTER:,} loaded in {time.perf_counter() - started:.0f} s", flush=True)


def add_rules(municipality_id: int) -> None:
    """A hundred rules that ask words of messages about their topics."""
    from otklik.casework.automation import services
    from otklik.casework.automation.rules.effects import Effects
    from otklik.casework.automation.rules.shape import Body
    from otklik.flow import listing
    from otklik.kernel import clock
    from otklik.kernel.conditions import All, Test
    from otklik.register.catalog import selectors as catalog

    topics = [one.id for one in catalog.snapshot(municipality_id).assignable_topics()]
    lists = listing.lists(municipality_id)
    for number in range(RULES):
        topic = Test("topic", "is", str(topics[number % len(topics)]))
        condition = All((topic, Test("text", "contains_words", "прошу срочно")))
        draft = services.Draft(
            title=f"Правило {number}", body=Body(condition, Effects(tags=(f"метка {number}",)))
        )
        services.save(draft, municipality_id=municipality_id, lists=lists, now=clock.now(), is_on=True)


def measure() -> None:
    from otklik.border.ports.messages import Record
    from otklik.casework.duplicates import selectors as duplicates
    from otklik.flow import receive
    from otklik.flow.demo.plan import plan
    from otklik.flow.duplicates import groups_of
    from otklik.ground.places import selectors as places
    from otklik.kernel import clock

    now = clock.now()
    town = places.municipalities()[0]
    manner, groups = duplicates.manner(town.id), groups_of(town.id)
    inbounds = [one.inbound for one in plan(seed=23, cases=MESSAGES + WARM, until=now)]
    records = [
        Record(row=n, inbound=replace(one, topic="", recipient="", external_id=f"u{n}", received_at=now))
        for n, one in enumerate(inbounds, start=1)
    ]

    def understood(batch: Sequence[Record]) -> tuple[float, float]:
        started = time.process_time()
        thoughts = receive.think(batch, town=town, now=now, is_live=True)
        thought = time.process_time()
        told = [one.found.told for one in thoughts]
        duplicates.alike(told, municipality_id=town.id, groups=groups, manner=manner, now=now)
        return thought - started, time.process_time() - thought

    for start in range(0, WARM, BATCH):
        understood(records[start : start + BATCH])
    thinking = looking = 0.0
    for start in range(WARM, len(records), BATCH):
        spent = understood(records[start : start + BATCH])
        thinking, looking = thinking + spent[0], looking + spent[1]
    count = len(records) - WARM
    alone = [sum(understood([one])) for one in records[WARM : WARM + ALONE]]
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage keeps the peak of the parent
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    whole = (thinking + looking) / count
    print(f"in batches of {BATCH}: {1 / whole:,.0f} messages/s of CPU, {whole * 1e6:.0f} µs a message")
    print(f"  thinking {thinking / count * 1e6:.0f} µs, look-up of duplicates {looking / count * 1e6:.0f} µs")
    print(f"one by one: {sorted(alone)[len(alone) // 2] * 1e3:.2f} ms (median)")
    print(f"peak of memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
