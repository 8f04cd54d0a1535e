"""Reading and understanding a long file in a process of its own, while this one writes.

Half of the time of an import is thinking, which holds nothing and writes nothing: on two cores it is free.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from otklik.flow.parcels import packed, unpacked
from otklik.flow.stretches import Batch, Task
from otklik.ground.bulk import selectors as bulk

_PATIENCE = 0.5
_YOUNG = 50_000
"""New values after which dead rings are looked for: ours make none, and every 700th costs a tenth."""


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
        with _rarely_swept():
            yield from _received(ours)
    finally:
        ours.close()
        child.terminate()
        child.join()


@contextmanager
def _rarely_swept() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _received(ours: Connection) -> Iterator[Batch]:
    while True:
        while not ours.poll(_PATIENCE):
            bulk.first("SELECT 1")  # a worker that is told to stop leaves at a question to the database
        try:
            told = unpacked(ours.recv_bytes())
        except EOFError:
            raise RuntimeError("Чтение файла прервалось. Запустите загрузку ещё раз.") from None
        if told is None:
            return
        if isinstance(told, BaseException):
            raise told
        yield told


def _child(task: Task, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends the child
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    import django

    django.setup()
    from otklik.flow import thinking

    gc.freeze()  # the words, the places and the models stay to the end
    gc.set_threshold(_YOUNG)
    try:
        for batch in thinking.thought_batches(task):
            pipe.send_bytes(packed(batch))
        pipe.send_bytes(packed(None))
    except BrokenPipeError:
        return
    except (OSError, ValueError, RuntimeError, LookupError) as error:
        pipe.send_bytes(packed(error))
    except Exception as error:
        pipe.send_bytes(packed(RuntimeError(f"{type(error).__name__}: {error}")))
        raise
