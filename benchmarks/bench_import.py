"""An import of 100,000 rows with triage, deadlines and search index on SQLite.

Protocol: texts of the demonstration town in a CSV of eight columns, a fresh database in a new folder, one
process. Prints rows/s, rows/s of the first and of the last tenth and their ratio, and the peak of memory.
Bars: ≥ 1,500 rows/s, the last tenth ≥ 0.8 of the first, < 500 MB. Usage: bench_import.py [ROWS]
"""

import csv
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
HEADER = (
    "Номер",
    "Дата поступления",
    "Текст обращения",
    "Заявитель",
    "Телефон",
    "Населённый пункт",
    "Улица",
    "Дом",
)


def write_table(path: Path, rows: int) -> None:
    """The CSV to import: what the demonstration's citizens wrote, without topics and ways."""
    from otklik.flow.demo.plan import plan
    from otklik.kernel import clock

    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        for record in plan(seed=11, cases=rows, until=clock.now()):
            one = record.inbound
            local = one.received_at + timedelta(hours=3)
            table.writerow(
                (
                    one.external_id, f"{local:%d.%m.%Y %H:%M:%S}", one.text, one.author.name,
                    one.author.phone, one.place.settlement, one.place.street, one.place.house,
                )
            )  # fmt: skip


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    os.environ["OTKLIK_DATA"] = str(folder)
    os.environ.pop("OTKLIK_DATABASE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "otklik.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from otklik.flow import exchange, running
    from otklik.flow.demo.load import found_town
    from otklik.flow.demo.town import load_town
    from otklik.ground.places import selectors as places
    from otklik.kernel import clock
    from otklik.register.intake.selectors import RunView

    call_command("migrate", verbosity=0)
    town = places.municipality(found_town(load_town(), now=clock.now()))
    table = folder / "register.csv"
    write_table(table, ROWS)
    marks = [time.perf_counter()]
    seen = [0]

    def progress(task: RunView) -> None:
        if task.rows_read >= (len(marks)) * ROWS / 10:
            marks.append(time.perf_counter())
            seen.append(task.rows_read)

    run = exchange.prepare(table, town=town, now=clock.now())
    marks[0] = started = time.perf_counter()
    cpu = time.process_time()
    done = running.run(run.id, now=clock.now(), progress=progress)
    spent, cpu = time.perf_counter() - started, time.process_time() - cpu
    speeds = [(seen[n] - seen[n - 1]) / (marks[n] - marks[n - 1]) for n in range(1, len(marks))] or [
        done.added / spent
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"added {done.added}, rejected {done.rejected}, {spent:.1f} s, CPU {cpu:.1f} s")
    print(f"rows/s: {done.rows_read / spent:,.0f} (bar 1,500); by CPU: {done.rows_read / cpu:,.0f}")
    print("by tenths: " + " ".join(f"{speed:,.0f}" for speed in speeds))
    print(f"last tenth / first: {speeds[-1] / speeds[0]:.2f} (bar 0.80); peak memory {peak:.0f} MB (bar 500)")


if __name__ == "__main__":
    main()
