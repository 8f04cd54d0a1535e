"""What triage made of a case, with its reasons: topics, signs, several questions, who answered before."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from otklik.border.ports.messages import CaseKind
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.triage import selectors as triage
from otklik.casework.triage.selectors import OpinionView
from otklik.casework.triage.signs import KINDS, Sign
from otklik.doors.web.desk import words
from otklik.doors.web.desk.opened import Opened
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import selectors as cases
from otklik.register.cases.selectors.cards import precedents

_LINKS = 3
_ANSWERERS = 3


@dataclass(frozen=True, slots=True)
class Answerer:
    """A recipient that answered before for such cases, and how many."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Before:
    """Who answered for the topic in the district within a year; `numbers` are of the newest cases."""

    total: int
    answerers: tuple[Answerer, ...]
    numbers: tuple[str, ...]


def thoughts(opened: Opened) -> dict[str, Any]:
    """For those who decide."""
    if not opened.can(Action.ROUTE):
        return {}
    opinion = triage.opinion(opened.case.id)
    if opinion is None:
        return {}
    return {
        "picks": _picks(opened, opinion)[:3],
        "opinion": opinion,
        "signs": _signs(opened, opinion),
        "parts": _parts(opened, opinion),
    }


def before(opened: Opened) -> Before | None:
    """Cases like this one, as a ground for the recipient; only those the person may see are linked."""
    if not opened.can(Action.ROUTE):
        return None
    found = precedents(opened.case)
    if not found:
        return None
    counts = Counter(recipient_id for _case_id, recipient_id in found)
    recipients = opened.snapshot.recipients
    answerers = tuple(
        Answerer(recipients[one].title, count)
        for one, count in counts.most_common(_ANSWERERS)
        if one in recipients
    )
    usual = opened.case.recipient_id or counts.most_common(1)[0][0]
    ids = [case_id for case_id, recipient_id in found if recipient_id == usual][:_LINKS]
    visit = opened.visit
    seen = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    return Before(len(found), answerers, tuple(one.number for one in seen))


def _picks(opened: Opened, opinion: OpinionView) -> list[dict[str, object]]:
    picks: list[dict[str, object]] = []
    for one in opinion.suggestions:
        topic = opened.snapshot.topics.get(one.topic_id)
        if topic is None:
            continue
        share = language.number(round(one.confidence * 100))
        note = _("уверенность %(share)s %%; %(reason)s") % {"share": share, "reason": one.reason}
        if one.by in words.GROUNDS:
            note += f"; {words.GROUNDS[one.by]}"
        is_on = one.topic_id == opened.case.topic_id
        picks.append({"title": topic.title, "value": one.topic_id, "note": note, "is_on": is_on})
    return picks


def _signs(opened: Opened, opinion: OpinionView) -> list[dict[str, object]]:
    """What a person has called wrong comes last."""
    found = [_sign(opened, one, opinion.said.get(one.kind)) for one in opinion.signs if one.kind in KINDS]
    return sorted(found, key=lambda one: one["said"] == "wrong")


def _sign(opened: Opened, sign: Sign, said: bool | None) -> dict[str, object]:
    """What law allows is told of an appeal alone: a message is not under 59-ФЗ."""
    kind = KINDS[sign.kind]
    is_appeal = opened.case.kind == CaseKind.APPEAL
    return {
        "kind": sign.kind,
        "said": "" if said is None else "right" if said else "wrong",
        "title": kind.title,
        "ground": sign.ground,
        "fragment": sign.fragment,
        "allows": kind.allows if is_appeal else "",
        "norm": kind.norm if is_appeal else "",
        "is_right": kind.is_right and is_appeal,
    }


def _parts(opened: Opened, opinion: OpinionView) -> list[dict[str, object]]:
    """Those written down as questions, or given a card of their own, are told so."""
    if not opinion.parts:
        return []
    is_appeal = opened.case.kind == CaseKind.APPEAL
    asked = {one.text for one in cases.questions(opened.case.id)} if is_appeal else set()
    cards = {} if is_appeal else _offshoots(opened)
    return [
        {
            "number": number,
            "text": one.text,
            "topic": opened.snapshot.topics.get(one.topic_id or 0),
            "reason": one.reason,
            "is_asked": one.text.strip() in asked,
            "is_split": number in cards,
            "card": cards.get(number, ""),
        }
        for number, one in enumerate(opinion.parts)
    ]


def _offshoots(opened: Opened) -> dict[int, str]:
    """The numbers of the cards made of questions of this one; empty where the person may not see it."""
    made, visit = duplicates.offshoots(opened.case.id), opened.visit
    if not made:
        return {}
    seen = cases.by_ids(
        visit.access, list(made.values()), municipality_id=visit.town.id, action=Action.SEE_CASES,
        known=opened.snapshot,
    )  # fmt: skip
    numbers = {one.id: one.number for one in seen}
    return {part: numbers.get(case_id, "") for part, case_id in made.items()}
