"""A message over HTTP with all its consequences: requests a second and CPU of the site for each.

Starts one granian worker on loopback over a demonstration town of its own, loads it from a second process and
reads the CPU of the site with psutil. `--profile` calls the same view in this process under cProfile instead.

    python benchmarks/bench_http.py --cases 2000 --requests 2000 --clients 4
"""

import argparse
import cProfile
import http.client
import json
import os
import pstats
import socket
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing import get_context
from pathlib import Path

TEXTS = (
    "Напротив дома {n} по улице {s} яма во всю полосу, вчера машина пробила колесо",
    "Третий день нет отопления, улица {s}, дом {n}, в комнате плюс четырнадцать",
    "Не горят фонари от дома {n} по улице {s} до детского сада, вечером страшно ходить",
    "Контейнеры у дома {n} на улице {s} не вывозят с пятницы, мусор по всему двору",
    "Собаки у магазина на {s}, {n} бросаются на людей, примите меры",
    "Автобус утром не остановился на остановке у дома {n} по {s}, дети опоздали в школу",
)
STREETS = ("Речной", "Садовой", "Лесной", "Советской", "Мира", "Заводской", "Полевой", "Школьной")
PATH = "/api/v1/messages"


def message(number: int) -> bytes:
    """A message like no other, with an address."""
    street, house = STREETS[number % len(STREETS)], number % 60 + 1
    text = TEXTS[number % len(TEXTS)].format(n=house, s=street)
    told = {"text": f"{text}. Писал(а) уже {number % 7} раз", "key": f"bench-{os.getpid()}-{number}"}
    return json.dumps(told, ensure_ascii=False).encode()


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def load(port: int, token: str, requests: int, clients: int, out: object) -> None:
    """Send the messages over kept connections; puts seconds, failures and the sorted latencies."""
    latencies: list[float] = []
    failures = [0]
    numbers = iter(range(requests))
    lock = threading.Lock()

    def client() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            start = time.perf_counter()
            line.request("POST", PATH, message(number), headers(token))
            answer = line.getresponse()
            answer.read()
            latencies.append(time.perf_counter() - start)
            failures[0] += answer.status != 201

    start = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    out.put((time.perf_counter() - start, failures[0], sorted(latencies)))  # type: ignore[attr-defined]


def prepare(data: Path, cases: int) -> str:
    """A demonstration town in the folder, and a token of its form."""
    os.environ |= {
        "OTKLIK_DATA": str(data),
        "OTKLIK_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
    }
    command = [sys.executable, "-m", "otklik.doors.jobs.cli"]
    if not (data / "otklik.sqlite3").exists():
        subprocess.run([*command, "init"], check=True, capture_output=True)
        subprocess.run(
            [*command, "demo", "load", "--cases", str(cases), "--json"], check=True, capture_output=True
        )
    import django

    django.setup()
    from otklik.ground.places import selectors as places
    from otklik.kernel import clock
    from otklik.register.intake import selectors as intake_read
    from otklik.register.intake import services as intake

    account = intake_read.account(places.municipalities()[0].id, "webform")
    assert account is not None
    return intake.issue_token(account.id, now=clock.now())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the site did not start")


def measure(token: str, requests: int, clients: int) -> None:
    import psutil

    port = free_port()
    site = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "1", "--blocking-threads", "1", "--no-ws",
            "--log-level", "warning",
            "otklik.config.wsgi:application",
        ]
    )  # fmt: skip
    try:
        wait_for(port)
        context = get_context("spawn")
        results = context.Queue()
        for count in (50, requests):  # the first round warms the process
            workers = [psutil.Process(site.pid), *psutil.Process(site.pid).children(recursive=True)]
            before = sum(sum(one.cpu_times()[:2]) for one in workers)
            loader = context.Process(target=load, args=(port, token, count, clients, results))
            loader.start()
            seconds, failures, latencies = results.get(timeout=600)
            loader.join()
            cpu = sum(sum(one.cpu_times()[:2]) for one in workers) - before
        memory = sum(one.memory_info().rss for one in workers) / 2**20
        print(f"requests/s           {requests / seconds:8.0f}")
        print(f"CPU ms per request   {1000 * cpu / requests:8.2f}")
        print(f"median, ms           {1000 * latencies[len(latencies) // 2]:8.1f}")
        print(f"95 %, ms             {1000 * latencies[int(len(latencies) * 0.95)]:8.1f}")
        print(f"memory of the site   {memory:8.0f} MB")
        print(f"failures             {failures:8d}")
    finally:
        site.terminate()
        site.wait(20)


def profile(token: str, requests: int, lines: int) -> None:
    """Where the time goes, in this process and without a network."""
    from django.test import Client

    client = Client(headers={"authorization": f"Bearer {token}"})

    def send(number: int) -> None:
        answer = client.post(PATH, message(number), content_type="application/json")
        assert answer.status_code == 201, answer.content

    for number in range(20):
        send(number)
    start = time.process_time()
    for number in range(100, 100 + requests):
        send(number)
    print(f"CPU ms per request, with the test client   {1000 * (time.process_time() - start) / requests:.2f}")
    watch = cProfile.Profile()
    watch.enable()
    for number in range(100_000, 100_000 + requests):
        send(number)
    watch.disable()
    pstats.Stats(watch).sort_stats("cumulative").print_stats("otklik|ninja|pydantic|middleware", lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", help="a folder to keep the town in between runs")
    options.add_argument("--cases", type=int, default=2000)
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--profile", action="store_true")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        token = prepare(Path(told.data or temporary), told.cases)
        if told.profile:
            profile(token, told.requests, 60)
        else:
            measure(token, told.requests, told.clients)


if __name__ == "__main__":
    main()
