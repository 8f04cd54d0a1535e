"""The desk at 10,000 and at 100,000 cases: the queue with any filter and at any depth, the card, the search.

Protocol: the demonstration town on SQLite, a folder and a process for each size, a signed-in operator, the
test client of Django (no network), each page 5 times to warm up and 25 times measured: median and ninth
decile of the server's time, its processor time (which a busy machine spoils less), the number of queries.
Bars: median < 40 ms, ≤ 12 queries, growth from 10,000 to 100,000 ≤ 1.5; where all of 100,000 cases are open,
the counters of the desk, «Мой день» and the office < 80 ms for every role. Signalen, for comparison: 403 ms
and 387 queries for the list, 1,890 ms at 75 % depth, 61 ms for one case.
Usage: bench_desk.py [--data FOLDER] [SMALL LARGE]; a folder that is named is kept and used again.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

WARM, TIMES = 5, 25
OPEN_PAGES = (
    "queue",
    "queue, overdue",
    "queue, due today",
    "queue, for approval",
    "queue, a topic",
    "search, frequent word",
    "my day",
)
ROLES = {
    "head of the centre": "rukovoditel",
    "curator": "kurator",
    "head of two blocks and an office": "zhkh",
    "head of blocks": "uslugi",
    "head of a recipient": "blago",
    "executor": "dor-master",
}
"""People of the demonstration town; where all is open, what each sees first is measured."""
ROLE_PAGES = {"my day": "/", "queue": "/cases/", "overdue": "/cases/?is_overdue=1", "office": "/office/"}

_REOPEN = """
    UPDATE cases_case SET is_open = 1, closed_at = NULL, answered_at = NULL,
        status = CASE id % 10 WHEN 0 THEN 'new' WHEN 1 THEN 'approval' WHEN 2 THEN 'postponed'
            WHEN 3 THEN 'routed' ELSE 'in_work' END,
        needs_decision = id % 30 = 0,
        due_at = datetime('now', (id * 7919 % 40 - 10) || ' days', (id * 31 % 24) || ' hours'),
        promised_on = CASE WHEN id % 10 = 2 THEN date('now', (id * 13 % 20 - 5) || ' days') END
"""
_ATTENTION = """
    UPDATE cases_case SET attention_at = CASE urgency WHEN 0 THEN due_at
        WHEN 1 THEN MIN(due_at, datetime(registered_at, '+1 day')) ELSE MIN(due_at, registered_at) END
"""
Figures = dict[str, dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--data", type=Path, help="keep the loaded towns here")
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        print(json.dumps(measure(told.data, size=told.sizes[0], is_open=told.one == "open")))
        return
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as new:
        root = told.data or Path(new)
        small, large = (_child(root / str(size), size) for size in told.sizes)
        opened = root / f"open-{told.sizes[1]}"
        if not opened.exists():
            shutil.copytree(root / str(told.sizes[1]), opened)
        table(small, large, _child(opened, told.sizes[1], "open"))


def _child(folder: Path, size: int, what: str = "usual") -> Figures:
    command = [sys.executable, __file__, "--one", what, "--data", str(folder), str(size)]
    found: Figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def table(small: Figures, large: Figures, opened: Figures) -> None:
    print(f"{'page':<44}{'p50 ms':>8}{'p90 ms':>8}{'CPU ms':>8}{'queries':>9}{'growth':>8}")
    growth = {name: large[name]["cpu"] / small[name]["cpu"] for name in large}
    for name, one in large.items():
        print(f"{name:<44}{_line(one)}{growth[name]:8.2f}")
    print("\nall of them open")
    for name, one in opened.items():
        print(f"{name:<44}{_line(one)}")
    worst = max(one["p50"] for one in large.values())
    most = max(one["queries"] for one in (*large.values(), *opened.values()))
    print(f"\nworst median {worst:.1f} ms (bar 40); most queries {most:.0f} (bar 12);")
    print(f"greatest growth of processor time {max(growth.values()):.2f} (bar 1.50);")
    print(f"all open: worst median {max(one['p50'] for one in opened.values()):.1f} ms (bar 80)")


def _line(one: dict[str, float]) -> str:
    return f"{one['p50']:8.1f}{one['p90']:8.1f}{one['cpu']:8.1f}{one['queries']:9.0f}"


def measure(folder: Path, *, size: int, is_open: bool) -> Figures:
    """What each page costs in a town of so many cases, loaded first where it is not."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        OTKLIK_DATA=str(folder), OTKLIK_DEMO="1", DJANGO_SETTINGS_MODULE="otklik.config.settings"
    )
    os.environ.pop("OTKLIK_DATABASE", None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    _load(size)
    if is_open:
        with connection.cursor() as cursor:
            cursor.execute(_REOPEN)
            cursor.execute(_ATTENTION)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    asked = pages()
    chosen = OPEN_PAGES if is_open else tuple(asked)
    client = _signed_in("zaytseva")
    found = {name: _page(client, asked[name]) for name in chosen}
    return found | _of_roles() if is_open else found


def _of_roles() -> Figures:
    """The first pages of every role; those that a role does not open are left out."""
    found = {}
    for role, username in ROLES.items():
        client = _signed_in(username)
        for page, url in ROLE_PAGES.items():
            if client.get(url, follow=True).status_code == 200:
                found[f"{page}, {role}"] = _page(client, url)
    return found


def _load(size: int) -> None:
    from otklik.flow.demo.load import found_town, load_cases
    from otklik.flow.demo.town import load_town
    from otklik.kernel import clock
    from otklik.register.cases.models import Case

    there = Case.objects.count()
    if there >= size:
        return
    started = time.perf_counter()
    town = found_town(load_town(), now=clock.now())
    load_cases(town, cases=size - there, seed=20, now=clock.now())
    print(f"{size:,} cases: loaded in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def _signed_in(username: str) -> Any:
    from django.test import Client

    from otklik.ground.people import selectors as people

    person = people.user_by_name(username)
    assert person is not None
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _page(client: Any, url: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    response = client.get(url, follow=True)
    assert response.status_code == 200, (url, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(url, follow=True)
    count = len(queries)  # the next request empties the log
    for _ in range(WARM):
        client.get(url, follow=True)
    spent, burnt = [], []
    for _ in range(TIMES):
        started, begun = time.perf_counter(), time.process_time()
        client.get(url, follow=True)
        burnt.append((time.process_time() - begun) * 1000)
        spent.append((time.perf_counter() - started) * 1000)
    return {
        "p50": statistics.median(spent),
        "p90": statistics.quantiles(spent, n=10)[-1],
        "cpu": statistics.median(burnt),
        "queries": count,
    }


def pages() -> dict[str, str]:
    """Addresses of the pages to ask for; ids are those of the busiest rows."""
    from django.db.models import Count

    from otklik.register.cases.models import Case

    def busiest(field: str) -> int:
        rows = Case.objects.exclude(**{field: None}).values_list(field).annotate(n=Count("id")).order_by("-n")
        return int(rows[0][0])

    deep = Case.objects.order_by("-received_at")[int(Case.objects.count() * 0.75)]
    one = Case.objects.filter(is_open=True).order_by("attention_at").first() or deep
    rare = (
        Case.objects.values_list("topic_id")
        .annotate(n=Count("id"))
        .order_by("n")
        .exclude(topic_id=None)[0][0]
    )
    place = quote(f"{deep.received_at.isoformat()}~{deep.id}")
    return {
        "queue": "/cases/",
        "queue, overdue": "/cases/?is_overdue=1",
        "queue, due today": "/cases/?is_due_today=1",
        "queue, urgent": "/cases/?is_urgent=1",
        "queue, for approval": "/cases/?status=approval",
        "queue, a topic": f"/cases/?topic_id={busiest('topic_id')}",
        "done, newest": "/cases/?scope=done",
        "done, a recipient": f"/cases/?scope=done&recipient_id={busiest('recipient_id')}",
        "done, a rare topic": f"/cases/?scope=done&topic_id={rare}",
        "done, a district": f"/cases/?scope=done&district_id={busiest('district_id')}",
        "done, a stream and a rating": "/cases/?scope=done&stream=hotline&rating=1",
        "all at 75 % depth": f"/cases/?scope=all&after={place}",
        "all, danger at 75 % depth": f"/cases/?scope=all&urgency=2&after={place}",
        "search, frequent word": "/cases/?scope=all&text=" + quote("дом"),
        "search, frequent, in a topic": f"/cases/?scope=all&topic_id={busiest('topic_id')}&text="
        + quote("дом"),
        "search, beginning of a word": "/cases/?scope=all&text=" + quote("улиц"),
        "search, two words": "/cases/?scope=all&text=" + quote("яма двор"),
        "search, rare word": "/cases/?scope=all&text=" + quote("морзянка"),
        "search by number": "/cases/?scope=all&text=" + quote(deep.number),
        "card": f"/cases/{quote(one.number)}/",
        "my day": "/",
    }


if __name__ == "__main__":
    main()
