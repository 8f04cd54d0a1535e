"""Reading drafts, approvals and templates."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from otklik.casework.answers.checks import CHECKS, Weight
from otklik.casework.answers.models import Approval as Approval
from otklik.casework.answers.models import CheckWeight, DraftState, Override, Template
from otklik.casework.answers.models import Draft as Draft
from otklik.kernel import language


def living(case_id: int) -> Draft | None:
    """The draft that is being written or approved."""
    return Draft.objects.filter(case_id=case_id).exclude(state=DraftState.SENT).first()


def draft(draft_id: int) -> Draft:
    return Draft.objects.get(id=draft_id)


def approvals(case_id: int) -> list[Approval]:
    return list(Approval.objects.filter(draft__case_id=case_id).select_related("draft"))


def of_round(row: Draft) -> list[Approval]:
    """What was said yes to since the draft was last submitted, in order."""
    return list(Approval.objects.filter(draft=row, round=row.round, is_approved=True))


def turns(municipality_id: int) -> list[tuple[int, int]]:
    """Drafts of the town that wait in a chain: case and whose turn it is, the first submitted first."""
    rows = Draft.objects.filter(turn_id__gt=0, state=DraftState.SUBMITTED).order_by("updated_at")
    found = rows.values_list("case_id", "turn_id", "case__municipality_id")
    return [(case, user or 0) for case, user, town in found if town == municipality_id]


def submitted(case_ids: list[int]) -> set[int]:
    """Which of the cases have a draft waiting for approval."""
    rows = Draft.objects.filter(case_id__in=case_ids, state=DraftState.SUBMITTED)
    return set(rows.values_list("case_id", flat=True))


def templates(municipality_id: int) -> list[Template]:
    return list(Template.objects.filter(municipality_id=municipality_id).select_related("topic", "block"))


def template(municipality_id: int, template_id: int) -> Template | None:
    return Template.objects.filter(municipality_id=municipality_id, id=template_id).first()


def fitting(
    municipality_id: int, *, topic_id: int | None, block_id: int | None, most: int = 12
) -> list[Template]:
    """Templates for the case: of its topic first, then of its block, then for anything; most used first."""
    rows = Template.objects.filter(
        Q(topic_id=topic_id) | Q(topic=None, block_id=block_id) | Q(topic=None, block=None),
        municipality_id=municipality_id,
        is_active=True,
    )
    return sorted(rows, key=lambda t: (t.topic_id is None, t.block_id is None, -t.used_count, t.title))[:most]


def templates_by_words(
    municipality_id: int,
    words: str,
    *,
    channel: str = "",
    topic_id: int | None,
    block_id: int | None,
    most: int = 12,
) -> list[Template]:
    """Templates for the channel that hold every word in any form; those of the case first, then most used.

    Without words, those that fit the case (`fitting`).
    """
    groups = language.query_groups(words)
    if not groups:
        found = fitting(municipality_id, topic_id=topic_id, block_id=block_id, most=100)
        return [one for one in found if one.channel in ("", channel)][:most]
    rows = Template.objects.filter(
        municipality_id=municipality_id, is_active=True, channel__in=("", channel)
    ).select_related("topic", "block")
    held = [one for one in rows if _holds(one, groups)]
    fits = {one.id: (one.topic_id != topic_id, one.block_id != block_id, -one.used_count) for one in held}
    return sorted(held, key=lambda one: (*fits[one.id], one.title))[:most]


def _holds(one: Template, groups: list[tuple[str, ...]]) -> bool:
    """Whether the title, the text or the topic has each word, the last of them as its beginning."""
    told = " ".join((one.title, one.text, one.topic.title if one.topic else ""))
    terms = language.index_terms(told).split()
    known, typed = set(terms), groups[-1][-1]
    *whole, last = groups
    is_last = bool(known.intersection(last)) or any(term.startswith(typed) for term in terms)
    return is_last and all(known.intersection(group) for group in whole)


def weights(municipality_id: int) -> dict[str, Weight]:
    """What the town has set of its own, by code of the check."""
    rows = CheckWeight.objects.filter(municipality_id=municipality_id).values_list("code", "weight")
    known = {rule.code for rule in CHECKS}
    return {code: Weight(weight) for code, weight in rows if code in known}


def reasons(case_id: int) -> dict[str, str]:
    """Why remarks to the living draft were left as they are, by code of the check."""
    rows = Override.objects.filter(draft__case_id=case_id).exclude(draft__state=DraftState.SENT)
    return dict(rows.values_list("code", "reason"))


@dataclass(frozen=True, slots=True)
class Left:
    """A remark that was left as it is: of which check, why, by whom, in which case, when."""

    code: str
    reason: str
    user_id: int | None
    case_id: int
    at: datetime


def left(municipality_id: int, *, since: datetime, code: str = "", most: int = 200) -> list[Left]:
    """The last remarks left as they are, the newest first."""
    rows = Override.objects.filter(draft__case__municipality_id=municipality_id, at__gte=since)
    rows = rows.filter(code=code) if code else rows
    told = rows.order_by("-at", "-id").values_list("code", "reason", "user_id", "draft__case_id", "at")
    return [Left(*one) for one in told[:most]]


def overridden(municipality_id: int, *, since: datetime) -> dict[str, int]:
    """How many remarks of each check were left as they are."""
    rows = Override.objects.filter(draft__case__municipality_id=municipality_id, at__gte=since)
    return dict(rows.order_by().values_list("code").annotate(Count("id")))
