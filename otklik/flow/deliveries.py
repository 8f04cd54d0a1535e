"""Which function does which work for later, and one turn of the worker."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import connection

from otklik.border.ports.errors import Refused
from otklik.flow import (
    addresses,
    answer,
    duplicates,
    exchange,
    inviting,
    mailing,
    mass_acts,
    nightly,
    outbreaks,
    publish,
    running,
    telling,
    training,
    trying,
    watch,
)
from otklik.ground.outbox import services as outbox
from otklik.ground.outbox.rules import LEASE
from otklik.ground.outbox.services import Job

log = logging.getLogger(__name__)

Work = Callable[[Mapping[str, object], datetime], None]
Question = Callable[[], bool]


class Stopped(SystemExit):
    """Told to stop: raised between two questions to the database, when none is under way."""


def _never() -> bool:
    return False


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


def _compare(payload: Mapping[str, object], now: datetime) -> None:
    likely = {int(case_id): int(topic) for case_id, topic in dict(payload["topics"]).items()}  # type: ignore[call-overload]  # as `compare_later` put it
    duplicates.compare(likely, municipality_id=int(str(payload["municipality"])), now=now)


def _seek_outbreaks(payload: Mapping[str, object], now: datetime) -> None:
    outbreaks.seek(int(str(payload["municipality"])), now=now)


def _outbreak_run(payload: Mapping[str, object], now: datetime) -> None:
    mass_acts.go_on(int(str(payload["run"])), now=now)


def _try_rules(payload: Mapping[str, object], now: datetime) -> None:
    trying.run(int(str(payload["municipality"])), int(str(payload["trial"])), now=now)


def _watch(payload: Mapping[str, object], now: datetime) -> None:
    watch.turn(now=now)
    watch.ask_again(now=now)


def _mail_notice(payload: Mapping[str, object], now: datetime) -> None:
    mailing.deliver(int(str(payload["notice"])), now=now)


def _nightly(payload: Mapping[str, object], now: datetime) -> None:
    nightly.run(now=now)
    nightly.ask_again(now=now)


KINDS: Mapping[str, Work] = {
    answer.SEND: _send_answer,
    inviting.INVITE: inviting.deliver,
    inviting.REMIND: inviting.remind,
    exchange.RUN: _run_import,
    addresses.RUN: _load_addresses,
    training.TRAIN: _train,
    publish.SYNC: _sync_lake,
    trying.TRY: _try_rules,
    nightly.NIGHTLY: _nightly,
    duplicates.COMPARE: _compare,
    outbreaks.SEEK: _seek_outbreaks,
    mass_acts.RUN: _outbreak_run,
    watch.WATCH: _watch,
    mailing.MAIL: _mail_notice,
    telling.TELL: telling.deliver,
}


_SPEAKS_OUTSIDE = {answer.SEND, inviting.INVITE, inviting.REMIND, mailing.MAIL, telling.TELL}
"""What has been said outside cannot be rolled back: such a piece is finished, however soon the stop."""


def turn(*, worker: str, now: Callable[[], datetime], most: int = 20, is_stopping: Question = _never) -> int:
    """Do what is due, a piece at a time; returns how many pieces were taken up.

    A piece that fails is tried again later with a growing pause; one that the other side refused is not.
    When `is_stopping` says so, the piece in hand goes back to the queue; what it has written stays.
    """
    taken = 0
    while taken < most and not is_stopping() and outbox.is_due(now=now()):
        jobs = outbox.claim(worker=worker, now=now())
        if not jobs:
            break
        for job in jobs:
            _do(job, worker=worker, now=now, is_stopping=is_stopping)
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


@contextmanager
def _obeying(is_stopping: Question) -> Iterator[None]:
    """Work that is left at its next question to the database; what it has begun there is rolled back."""
    told = False

    def ask(execute: Callable[..., object], *asked: object) -> object:
        nonlocal told
        if not told and is_stopping():
            told = True  # what is asked on the way out is not stopped
            raise Stopped
        return execute(*asked)

    with connection.execute_wrapper(ask):
        yield


def _do(job: Job, *, worker: str, now: Callable[[], datetime], is_stopping: Question) -> None:
    work = KINDS.get(job.kind)
    if work is None:
        outbox.failed(job, worker=worker, now=now(), error=f"Неизвестная работа «{job.kind}».", is_final=True)
        return
    may_leave = _never if job.kind in _SPEAKS_OUTSIDE else is_stopping
    try:
        with _held(job, worker=worker, now=now), _obeying(may_leave):
            work(job.payload, now())
    except Refused as error:
        outbox.failed(job, worker=worker, now=now(), error=str(error), is_final=True)
    except Exception as error:  # noqa: BLE001  # a fault in one piece may not stop the others for ever
        log.warning("%s %s failed: %s", job.kind, job.id, type(error).__name__)
        outbox.failed(job, worker=worker, now=now(), error=f"{type(error).__name__}: {error}")
    except Stopped:
        outbox.put_back(job, worker=worker, now=now())
    else:
        outbox.done(job, worker=worker, now=now())
