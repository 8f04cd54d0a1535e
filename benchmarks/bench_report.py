"""The lake under load: a monthly report over a million cases, and a thousand changed cases reaching it.

    python benchmarks/bench_report.py [--cases 1000000] [--folder DIR]

The bars: report < 1 s, a thousand changed cases < 2 s. The exit code is 1 where a bar is missed.
"""

import argparse
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from otklik.insight.analytics import counts
from otklik.insight.analytics.counts import Inputs
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.lake import Lake
from otklik.insight.analytics.values import CaseFact, Period
from otklik.insight.reports.form import Centre
from otklik.insight.reports.forms import monthly
from otklik.insight.reports.render import RENDERERS

TOWN = "bench"
START = datetime(2025, 8, 1, 6, tzinfo=UTC)
DAYS = 457  # fifteen months
MONTH = Period.month(2026, 10)
INPUTS = Inputs(as_of=date(2026, 10, 31), recipients=25)
REPORT_BAR, CHANGE_BAR = 1.0, 2.0
BATCH = 20_000


def a_fact(case_id: int, dice: Random) -> CaseFact:
    registered = START + timedelta(minutes=dice.randrange(DAYS * 1440))
    done = registered + timedelta(hours=dice.randrange(1, 700)) if dice.random() < 0.9 else None
    day = registered.date()
    return CaseFact(
        case_id=case_id,
        number=f"МЦУ-{day.year}-{case_id:07d}",
        municipality=TOWN,
        stream=dice.choice(("59fz", "pos", "digital", "hotline")),
        channel="vk",
        system=dice.choice(("", "ПОС", "Инцидент Менеджмент")),
        status="closed" if done else "in_work",
        topic_code=f"im-{dice.randrange(195)}",
        topic_group="Дороги",
        topic_title="Ямы во дворах",
        block_code=f"block-{dice.randrange(10)}",
        recipient_id=dice.randrange(25),
        recipient_title="Управление дорог",
        recipient_in_centre=dice.random() < 0.9,
        district_code=f"d-{dice.randrange(6)}",
        lat_cell=f"88118{dice.randrange(400):03x}fffffff",
        is_significant_topic=dice.random() < 0.8,
        received_on=day,
        registered_at=registered,
        registered_on=day,
        routed_at=registered,
        answered_at=done,
        done_on=done.date() if done else None,
        due_at=registered + timedelta(days=30),
        is_fast_track=dice.random() < 0.5,
        fast_track_due_at=registered + timedelta(days=14),
        auto_delivered=dice.random() < 0.5,
        road_map_done=dice.random() < 0.1,
        proof=dice.choice(("none", "photo", "track")),
        rating=dice.choice((None, 1, 2, 3, 4, 5)),
        version=1,
        updated_at=registered,
    )


def generated(count: int) -> Iterator[tuple[list[CaseFact], str]]:
    dice = Random(7)
    for first in range(0, count, BATCH):
        last = min(first + BATCH, count)
        yield [a_fact(case_id, dice) for case_id in range(first, last)], str(last)


def timed(work: Callable[[], object], times: int = 1) -> list[float]:
    taken = []
    for _ in range(times):
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return taken


def changes(lake: Lake, count: int, rounds: int) -> list[float]:
    """A thousand cases from all months, changed and brought to the lake, some rounds in a row."""
    dice = Random(11)
    taken = []
    for _ in range(rounds):
        facts = [replace(a_fact(dice.randrange(count), dice), version=2) for _ in range(1000)]
        taken += timed(lambda batch=facts: lake.absorb(lambda _: [(batch, "changed")]))  # type: ignore[misc]
    return taken


def tell(what: str, taken: list[float], bar: float | None = None) -> bool:
    line = f"{what:<58} median {median(taken):7.3f} s   worst {max(taken):7.3f} s"
    if bar is None:
        print(line)
        return True
    is_met = max(taken) < bar
    print(f"{line}   bar {bar:.0f} s, {bar / max(taken):4.1f} times under  {'ok' if is_met else 'MISSED'}")
    return is_met


def run(folder: Path, count: int) -> bool:
    lake, engine = Lake(folder), Engine(folder)

    def report() -> tuple[counts.Value, ...]:
        return counts.monthly(engine, TOWN, month=MONTH, inputs=INPUTS)

    (filled_in,) = timed(lambda: lake.rebuild(lambda _: generated(count)))
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 2**20
    print(f"{count:,} facts made and written in {filled_in:.1f} s, {size:.0f} MB in Parquet")
    met = tell("monthly report, all 28 in one scan", timed(report, 9), REPORT_BAR)
    met &= tell("1,000 changed cases reach the lake", changes(lake, count, 10), CHANGE_BAR)
    met &= tell("monthly report with 10,000 fresh rows", timed(report, 9), REPORT_BAR)
    tell("seven targets of the year", timed(lambda: counts.yearly(engine, TOWN, year=2026, inputs=INPUTS), 5))
    tell(
        "a page of the cases behind a number",
        timed(lambda: counts.cases(engine, TOWN, numbers=[27], period=MONTH, after=count // 2), 9),
    )
    centre = Centre(title="МЦУ", town_genitive="города")
    form = monthly.fill(report(), month=MONTH, as_of=INPUTS.as_of, municipality=TOWN, centre=centre)
    for kind, render in RENDERERS.items():
        tell(f"the form as {kind}", timed(lambda made=render: made(form), 5))  # type: ignore[misc]
    tell("folding fresh rows into their partitions", timed(lake.fold))
    engine.close()
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="otklik-lake-"))
    try:
        return 0 if run(folder, told.cases) else 1
    finally:
        if told.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
