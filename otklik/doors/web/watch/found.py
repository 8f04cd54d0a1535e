"""Findings of threads as the pages show them: the case, the words with the place marked, the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.casework.control.rules.findings import VERDICT_TITLES, Verdict
from otklik.casework.control.selectors import ConflictView
from otklik.doors.web.desk.rows import personal_of
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import personal
from otklik.register.cases import selectors as cases
from otklik.register.catalog.views import Snapshot

AROUND = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`before`, `words` and `after` are the place in the text."""

    id: int
    number: str
    kind: str
    title: str
    topic: str
    recipient: str
    reason: str
    before: str
    words: str
    after: str
    found_at: datetime
    verdict: str
    comment: str
    judged_by: str


def shown(
    found: Sequence[ConflictView], visit: Visit, snapshot: Snapshot, *, most: int
) -> tuple[list[Shown], int]:
    """The first of the findings in cases that the person may see, and how many of them there are."""
    ids = list(dict.fromkeys(one.case_id for one in found))
    rows = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    by_id = {case.id: case for case in rows}
    mine = [one for one in found if one.case_id in by_id]
    texts = cases.post_texts([one.post_id for one in mine[:most]])
    names = people.names([one.judged_by_id for one in mine[:most] if one.judged_by_id])
    sees_personal = personal_of(visit, snapshot)
    return [
        _shown(
            one, by_id[one.case_id], snapshot, texts.get(one.post_id, ""), names,
            is_masked=not sees_personal(by_id[one.case_id]),
        )
        for one in mine[:most]
    ], len(mine)  # fmt: skip


def _shown(
    one: ConflictView,
    case: cases.Case,
    snapshot: Snapshot,
    text: str,
    names: dict[int, str],
    *,
    is_masked: bool,
) -> Shown:
    topic, recipient = (
        snapshot.topics.get(case.topic_id or 0),
        snapshot.recipients.get(case.recipient_id or 0),
    )
    pieces = _cut(text, one.start, one.end)
    before, words, after = (personal.mask(piece) if is_masked else piece for piece in pieces)
    return Shown(
        id=one.id,
        number=case.number,
        kind=one.kind,
        title=one.title,
        topic=topic.title if topic else "",
        recipient=recipient.title if recipient else "",
        reason=one.reason,
        before=before,
        words=words,
        after=after,
        found_at=one.found_at,
        verdict=VERDICT_TITLES[Verdict(one.verdict)] if one.verdict else "",
        comment=one.comment,
        judged_by=names.get(one.judged_by_id or 0, ""),
    )


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The place with what stands around it."""
    line = text.replace("\n", " ")
    if end <= start:
        return line[: 2 * AROUND] + ("…" if len(line) > 2 * AROUND else ""), "", ""
    before, after = line[max(start - AROUND, 0) : start], line[end : end + AROUND]
    return (
        ("…" if start > AROUND else "") + before,
        line[start:end],
        after + ("…" if end + AROUND < len(line) else ""),
    )
