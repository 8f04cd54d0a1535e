"""A thread is looked at when it grows: what goes wrong in it is kept and shown to the head."""

from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.casework.control import services as control
from otklik.casework.control.rules import anger, replies
from otklik.casework.control.rules.findings import Found, Said, Thread
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read

ANSWERS = frozenset({"interim", "answer"})
_SEEN = frozenset({"message", "comment"}) | ANSWERS


def look(case_id: int, *, now: datetime) -> list[Found]:
    """What the last utterance of a thread shows; asked once a further message or an answer has come."""
    case = cases_read.by_id(case_id)
    posts = [_said(post) for post in cases_read.thread(case_id) if post.kind in _SEEN]
    if len(posts) < 2:
        return []
    zone = ZoneInfo(places.municipality(case.municipality_id).timezone)
    earlier = cases_read.thread(case.repeat_of_id) if case.repeat_of_id else []
    thread = Thread(
        posts=tuple(posts),
        before=tuple(_said(post) for post in earlier if post.kind in _SEEN),
        today=now.astimezone(zone).date(),
    )
    found = replies.errors(thread)
    if posts[-1].is_inbound and (one := anger.rising([*thread.before, *posts])) is not None:
        found.append(one)
    if found:
        control.keep_found(case_id, found, municipality_id=case.municipality_id, now=now)
    return found


def _said(post: cases_read.ThreadPost) -> Said:
    return Said(post.id, post.text, post.at, post.is_inbound, post.kind in ANSWERS)
