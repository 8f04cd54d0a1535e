"""A stretch of a file to read and the batches that come of it: plain values that travel between processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process that has just begun reads these values before it knows any rows
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
