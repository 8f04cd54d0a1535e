"""Following without writing: what a citizen is shown of others' messages, and «me too» counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.casework.duplicates import prints
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import State
from otklik.casework.duplicates.selectors import OutbreakView, Told
from otklik.flow import duplicates as likeness
from otklik.ground.places.matching import Found
from otklik.kernel import language, personal
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.rules import STATUS_TITLES, Status

MOST_SHOWN = 3
_TEXT = 160
_STATES = {
    Status.NEW: "приняли, выбирают исполнителя",
    Status.ROUTED: "передали исполнителю",
    Status.IN_WORK: "в работе",
    Status.APPROVAL: "готовят ответ",
    Status.POSTPONED: "работы назначены",
    Status.REOPENED: "снова в работе",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCase:
    """Another's open message as a stranger may see it: no names, no flat, the text masked.

    The number is for the centre's people alone.
    """

    id: int
    number: str
    text: str
    place: str
    on: datetime
    state: str
    followers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenProblem:
    """A published mass problem."""

    code: str
    title: str
    text: str
    people: int
    promised_on: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is alike: mass problems first, then single messages; `people` is how many have told of it."""

    problems: tuple[SeenProblem, ...] = ()
    cases: tuple[SeenCase, ...] = ()
    people: int = 0


def look(
    municipality_id: int, text: str, *, topic_id: int, found: Found, now: datetime, is_exact: bool = False
) -> Seen:
    """Open messages that seem to be about the same, for the one who is writing."""
    groups = likeness.groups_of(municipality_id)
    (print_,) = prints.of_tokens([language.tokens(text)])
    told = Told(
        print=print_,
        spot=likeness.spot_at(found, topic_id, groups, is_exact=is_exact),
        authors=(),
        at=now,
    )
    manner = duplicates_read.manner(municipality_id)
    (alike,) = duplicates_read.alike(
        [told], municipality_id=municipality_id, groups=groups, manner=manner, now=now
    )
    ids = [one.case_id for one in alike if one.is_open]
    if not ids:
        return Seen()
    problems = _problems(ids, municipality_id, now=now)
    people = max([len(ids), *(one.people for one in problems)])
    return Seen(problems=problems, cases=() if problems else _cases(ids[:MOST_SHOWN]), people=people)


def _problems(ids: Sequence[int], municipality_id: int, *, now: datetime) -> tuple[SeenProblem, ...]:
    living = {id for id, state in duplicates_read.problems_of(ids).values() if state is State.OPEN}
    views = [duplicates_read.problem(one, municipality_id=municipality_id, now=now) for one in sorted(living)]
    return tuple(_problem(one) for one in views if one is not None and one.is_public)


def _problem(view: OutbreakView) -> SeenProblem:
    return SeenProblem(
        code=view.public_code,
        title=view.title,
        text=view.public_text,
        people=view.cases + view.followers,
        promised_on=view.promised_on,
    )


def _cases(ids: Sequence[int]) -> tuple[SeenCase, ...]:
    followers = duplicates_read.followers_of(ids)
    rows = {case.id: case for case in cases_read.of_ids(ids)}
    return tuple(_case(rows[one], followers.get(one, 0)) for one in ids if one in rows)


def _case(case: cases_read.Case, followers: int) -> SeenCase:
    text = personal.mask(case.summary)
    return SeenCase(
        id=case.id,
        number=case.number,
        text=text if len(text) <= _TEXT else text[: _TEXT - 1].rstrip() + "…",
        place=case.address.split(", кв")[0],
        on=case.received_at,
        state=_STATES.get(Status(case.status), STATUS_TITLES[Status(case.status)].lower()),
        followers=followers,
    )


def follow_case(case_id: int, *, municipality_id: int, key: str, now: datetime) -> int | None:
    """Count one more follower of an open message; how many there are, None where there is no such message."""
    rows = cases_read.of_ids([case_id])
    if not rows or rows[0].municipality_id != municipality_id or not rows[0].is_open:
        return None
    duplicates.follow_case(case_id, key=key, now=now)
    return duplicates_read.followers_of([case_id]).get(case_id, 0)


def follow(code: str, *, key: str, now: datetime, is_wanted: bool = True) -> bool:
    """Follow a published mass problem or stop; false where there is none."""
    found = duplicates_read.public_problem(code, now=now)
    if found is None:
        return False
    if is_wanted:
        duplicates.follow(found[1].id, key=key, now=now)
    else:
        duplicates.unfollow(found[1].id, key=key)
    return True


def followed(key: str, *, municipality_id: int) -> tuple[SeenCase, ...]:
    """The messages this browser follows in the town."""
    ids = duplicates_read.followed_cases(key)
    rows = [case for case in cases_read.of_ids(ids) if case.municipality_id == municipality_id]
    followers = duplicates_read.followers_of(ids)
    ordered = sorted(rows, key=lambda case: case.received_at, reverse=True)
    return tuple(_case(case, followers.get(case.id, 0)) for case in ordered)
