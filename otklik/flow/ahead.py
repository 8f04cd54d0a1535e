"""Reading and understanding a long file in a process of its own, while this one writes.

Half of the time of an import is thinking, which holds nothing and writes nothing: on two cores it is free.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otklik.border.ports.messages import Rejected
    from otklik.flow.receive import Thought


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is read: the file, its layout and map of columns (JSON), and how many rows to pass over."""

    run_id: int
    path: Path
    layout: str
    plan: str
    municipality_id: int
    skip: int
    batch: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of the file in order: what was thought of those that can be taken, and those that cannot."""

    rows: int
    thoughts: "Sequence[Thought]"
    rejected: "Sequence[Rejected]"


def batches(task: Task) -> Iterator[Batch]:
    """The batches of the file, thought over in a child process a batch or two ahead.

    The child's failure is raised here as it was; a child that dies is a RuntimeError; leaving ends the child.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(task, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        while True:
            try:
                told = ours.recv()
            except EOFError:
                raise RuntimeError("Чтение файла прервалось. Запустите загрузку ещё раз.") from None
            if told is None:
                return
            if isinstance(told, BaseException):
                raise told
            yield told
    finally:
        ours.close()
        child.terminate()
        child.join()


def _child(task: Task, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends the child
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    import django

    django.setup()
    from otklik.flow import running

    try:
        for batch in running.thought_batches(task):
            pipe.send(batch)
        pipe.send(None)
    except BrokenPipeError:
        return
    except (OSError, ValueError, RuntimeError, LookupError) as error:
        pipe.send(error)
    except Exception as error:
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
        raise
