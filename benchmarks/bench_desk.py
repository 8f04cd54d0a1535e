"""The desk at 10,000 and at 100,000 cases: the queue with any filter and at any depth, the card, the search.

Protocol: the demonstration town on SQLite in a new folder, a signed-in operator, Django's test client (no
network), 15 requests of each page after one to warm up: the median of the server's time and the number
of queries. Bars: median < 40 ms, ≤ 12 queries, growth from 10,000 to 100,000 ≤ 1.5. Signalen, for comparison:
403 ms and 387 queries for the list, 1,890 ms at 75 % depth, 61 ms for one case.
Usage: bench_desk.py [SMALL LARGE]
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

SIZES = [int(one) for one in sys.argv[1:3]] or [10_000, 100_000]
TIMES = 15


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    os.environ.update(
        OTKLIK_DATA=str(folder), OTKLIK_DEMO="1", DJANGO_SETTINGS_MODULE="otklik.config.settings"
    )
    os.environ.pop("OTKLIK_DATABASE", None)
    import django

    django.setup()
    from django.core.management import call_command

    from otklik.flow.demo.load import found_town, load_cases
    from otklik.flow.demo.town import load_town
    from otklik.kernel import clock

    call_command("migrate", verbosity=0)
    town = found_town(load_town(), now=clock.now())
    figures: list[dict[str, tuple[float, int]]] = []
    for n, size in enumerate(SIZES):
        started = time.perf_counter()
        load_cases(town, cases=size - (SIZES[n - 1] if n else 0), seed=20 + n, now=clock.now())
        print(f"{size:,} cases: loaded in {time.perf_counter() - started:.0f} s", flush=True)
        figures.append(measure(town))
    small, large = figures[0], figures[-1]
    print(f"\n{'page':<34}{'ms':>8}{'queries':>9}{'growth':>8}")
    for name, (spent, queries) in large.items():
        print(f"{name:<34}{spent:8.1f}{queries:9d}{spent / small[name][0]:8.2f}")
    worst = max(spent for spent, _ in large.values())
    growth = max(large[name][0] / small[name][0] for name in large)
    print(
        f"\nworst median {worst:.1f} ms (bar 40); most queries {max(q for _, q in large.values())} (bar 12);"
    )
    print(f"greatest growth {growth:.2f} (bar 1.50)")


def measure(municipality_id: int) -> dict[str, tuple[float, int]]:
    """Median milliseconds and queries of each page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from otklik.ground.people import selectors as people

    client = Client()
    person = people.user_by_name("zaytseva")
    assert person is not None
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for name, url in pages(municipality_id).items():
        response = client.get(url, follow=True)
        assert response.status_code == 200, (name, url, response.status_code)
        with CaptureQueriesContext(connection) as queries:
            client.get(url, follow=True)
        count = len(queries)  # the next request empties the log
        spent = []
        for _ in range(TIMES):
            started = time.perf_counter()
            client.get(url, follow=True)
            spent.append((time.perf_counter() - started) * 1000)
        found[name] = (statistics.median(spent), count)
    return found


def pages(municipality_id: int) -> dict[str, str]:
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
        "queue, a topic": f"/cases/?topic_id={busiest('topic_id')}",
        "done, newest": "/cases/?scope=done",
        "done, a recipient": f"/cases/?scope=done&recipient_id={busiest('recipient_id')}",
        "done, a rare topic": f"/cases/?scope=done&topic_id={rare}",
        "done, a district": f"/cases/?scope=done&district_id={busiest('district_id')}",
        "done, a stream and a rating": "/cases/?scope=done&stream=hotline&rating=1",
        "all at 75 % depth": f"/cases/?scope=all&after={place}",
        "all, danger at 75 % depth": f"/cases/?scope=all&urgency=2&after={place}",
        "search, frequent word": "/cases/?scope=all&text=" + quote("дом"),
        "search, two words": "/cases/?scope=all&text=" + quote("яма двор"),
        "search, rare word": "/cases/?scope=all&text=" + quote("морзянка"),
        "search by number": "/cases/?scope=all&text=" + quote(deep.number),
        "card": f"/cases/{quote(one.number)}/",
        "my day": "/",
    }


if __name__ == "__main__":
    main()
