"""What may be asked of the queue, as a value that lives in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Scope(StrEnum):
    """Which cases at all: those in work, those done, or both."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of the queue; an empty one does not narrow. Ids are of rows, `text` is searched by words.

    `due_in` is in days, `is_behind` means that no answer waits for approval yet; `repeats` and `hops` are the
    least number; `untaken_since` is the moment since which the recipient has not taken the case.
    """

    scope: Scope = Scope.OPEN
    text: str = ""
    status: str = ""
    stream: str = ""
    kind: str = ""
    channel: str = ""
    tag: str = ""
    sign: str = ""
    urgency: int | None = None
    topic_id: int | None = None
    group_id: int | None = None
    block_id: int | None = None
    recipient_id: int | None = None
    district_id: int | None = None
    assignee_id: int | None = None
    is_overdue: bool = False
    is_due_today: bool = False
    is_promise_broken: bool = False
    is_urgent: bool = False
    needs_decision: bool = False
    is_behind: bool = False
    is_returned: bool = False
    due_in: int | None = None
    repeats: int | None = None
    hops: int | None = None
    untaken_since: datetime | None = None
    rating: int | None = None
    received_from: date | None = None
    received_to: date | None = None


_NUMBERS = (
    "urgency", "topic_id", "group_id", "block_id", "recipient_id", "district_id", "assignee_id", "rating",
    "due_in", "repeats", "hops",
)  # fmt: skip
_FLAGS = (
    "is_overdue", "is_due_today", "is_promise_broken", "is_urgent", "needs_decision", "is_behind",
    "is_returned",
)  # fmt: skip
_WORDS = ("text", "status", "stream", "kind", "channel", "tag", "sign")

_LONGEST_NUMBER = 18  # no database holds more


def read(query: Mapping[str, str]) -> Asked:
    """Filters from a query string; what cannot be understood is left out."""
    values: dict[str, object] = {name: query[name].strip() for name in _WORDS if query.get(name, "").strip()}
    for name in _NUMBERS:
        told = query.get(name, "")
        if told.isdecimal() and len(told) <= _LONGEST_NUMBER:
            values[name] = int(told)
    for name in _FLAGS:
        if query.get(name) == "1":
            values[name] = True
    for name in ("received_from", "received_to"):
        try:
            values[name] = date.fromisoformat(query.get(name, ""))
        except ValueError:
            continue
    if (since := _moment(query.get("untaken_since", ""))) is not None:
        values["untaken_since"] = since
    if query.get("scope") in set(Scope):
        values["scope"] = Scope(query["scope"])
    return Asked(**values)  # type: ignore[arg-type]  # names and types are those of the tables above


def write(asked: Asked) -> dict[str, str]:
    """The filters as a query string's pairs; defaults are left out."""
    pairs = {name: getattr(asked, name) for name in (*_WORDS, *_NUMBERS)}
    told = {name: str(value) for name, value in pairs.items() if value not in ("", None)}
    told.update({name: "1" for name in _FLAGS if getattr(asked, name)})
    for name in ("received_from", "received_to"):
        if (day := getattr(asked, name)) is not None:
            told[name] = day.isoformat()
    if asked.untaken_since is not None:
        told["untaken_since"] = asked.untaken_since.isoformat()
    if asked.scope is not Scope.OPEN:
        told["scope"] = asked.scope
    return told


def _moment(told: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the ordered queue: the sort moment and the id of the row there (keyset paging)."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


def place(told: str) -> Place | None:
    """A place from its text in the address, None where there is none or it is broken."""
    at, _, row = told.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return Place(moment, int(row)) if moment.tzinfo else None
    except ValueError:
        return None
