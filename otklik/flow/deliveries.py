"""Which function does which work for later, and one turn of the worker."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import connection

from otklik.border.ports.errors import Refused
from otklik.flow import addresses, answer, exchange, nightly, publish, running, training
from otklik.ground.outbox import services as outbox
from otklik.ground.outbox.rules import LEASE
from otklik.ground.outbox.services import Job

log = logging.getLogger(__name__)

Work = Callable[[Mapping[str, object], datetime], None]


def _send_answer(payload: Mapping[str, object], now: datetime) -> None:
    answer.deliver(int(str(payload["draft"])), str(payload["adapter"]), now=now)


def _run_import(payload: Mapping[str, object], now: datetime) -> None:
    running.run(int(str(payload["run"])), now=now)


def _load_addresses(payload: Mapping[str, object], now: datetime) -> None:
    addresses.run(int(str(payload["loading"])), now=now)


def _train(payload: Mapping[str, object], now: datetime) -> None:
    training.run(int(str(payload["run"])), now=now)


def _sync_lake(payload: Mapping[str, object], now: datetime) -> None:
    publish.sync_lake(now=now)
    publish.ask_again(now=now)


def _nightly(payload: Mapping[str, object], now: datetime) -> None:
    nightly.run(now=now)
    nightly.ask_again(now=now)


KINDS: Mapping[str, Work] = {
    answer.SEND: _send_answer,
    exchange.RUN: _run_import,
    addresses.RUN: _load_addresses,
    training.TRAIN: _train,
    publish.SYNC: _sync_lake,
    nightly.NIGHTLY: _nightly,
}


def turn(*, worker: str, now: Callable[[], datetime], most: int = 20) -> int:
    """Do what is due, a piece at a time; returns how many pieces were taken up.

    A piece that fails is tried again later with a growing pause; one that the other side refused is not.
    """
    taken = 0
    while taken < most and outbox.is_due(now=now()):
        jobs = outbox.claim(worker=worker, now=now())
        if not jobs:
            break
        for job in jobs:
            _do(job, worker=worker, now=now)
            taken += 1
    return taken


@contextmanager
def _held(job: Job, *, worker: str, now: Callable[[], datetime]) -> Iterator[None]:
    """A long piece keeps its lease for as long as this process lives."""
    is_over = Event()

    def prolong() -> None:
        try:
            while not is_over.wait(LEASE.total_seconds() / 3):
                outbox.prolong(job, worker=worker, now=now())
        finally:
            connection.close()

    holder = Thread(target=prolong, daemon=True)
    holder.start()
    try:
        yield
    finally:
        is_over.set()
        holder.join()


def _do(job: Job, *, worker: str, now: Callable[[], datetime]) -> None:
    work = KINDS.get(job.kind)
    if work is None:
        outbox.failed(job, worker=worker, now=now(), error=f"Неизвестная работа «{job.kind}».", is_final=True)
        return
    try:
        with _held(job, worker=worker, now=now):
            work(job.payload, now())
    except Refused as error:
        outbox.failed(job, worker=worker, now=now(), error=str(error), is_final=True)
    except Exception as error:  # noqa: BLE001  # a fault in one piece may not stop the others for ever
        log.warning("%s %s failed: %s", job.kind, job.id, type(error).__name__)
        outbox.failed(job, worker=worker, now=now(), error=f"{type(error).__name__}: {error}")
    except (SystemExit, KeyboardInterrupt):
        outbox.put_back(job, worker=worker, now=now())
        raise
    else:
        outbox.done(job, worker=worker, now=now())
