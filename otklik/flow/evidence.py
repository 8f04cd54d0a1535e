"""Photographs of what was done, laid by for the answer."""

from collections.abc import Sequence
from datetime import datetime

from otklik.flow import photos
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases


def lay_by(case_id: int, named: Sequence[tuple[str, bytes]], *, now: datetime, actor_id: int | None) -> int:
    """Keep the files for the coming answer; how many. Raises `photos.BadFile`."""
    waiting = len(cases_read.waiting_files(case_id))
    if waiting + len(named) > photos.MOST_FILES:
        raise photos.BadFile(f"К ответу можно приложить не больше {photos.MOST_FILES} файлов.")
    taken = photos.take(named)
    if taken:
        cases.lay_by(case_id, taken, now=now, actor_id=actor_id)
    return len(taken)


def drop(case_id: int, attachment_id: int, *, now: datetime, actor_id: int | None) -> bool:
    """Take a file back before the answer goes."""
    return cases.drop_waiting(case_id, attachment_id, now=now, actor_id=actor_id)
