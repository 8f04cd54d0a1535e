"""Reading the questionnaire on the centre and what it has told."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from otklik.casework.satisfaction.models import Invitation, Item, Reply, Sheet
from otklik.casework.satisfaction.rules.questionnaire import DEFAULT_ITEMS, Form

MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Result:
    """What was replied to a question: how many of each mark (1–5, or 1 and 0), or the latest words."""

    item: Item
    count: int
    marks: tuple[tuple[int, int], ...]
    words: tuple[str, ...]


def items(municipality_id: int) -> list[Item]:
    """The questions asked now."""
    return list(Item.objects.filter(municipality_id=municipality_id, is_active=True))


def asked_now(municipality_id: int) -> list[tuple[str, Form]]:
    """The same as texts and forms; the usual ones where the town has never had any."""
    if not Item.objects.filter(municipality_id=municipality_id).exists():
        return list(DEFAULT_ITEMS)
    return [(one.text, Form(one.form)) for one in items(municipality_id)]


def sheets(municipality_id: int, *, since: date, until: date) -> int:
    """How many filled the questionnaire in."""
    return Sheet.objects.filter(municipality_id=municipality_id, on__range=(since, until)).count()


def asked(municipality_id: int, *, since: date, until: date) -> int:
    """How many invitations with a questionnaire went out."""
    rows = Invitation.objects.filter(municipality_id=municipality_id, asked_at__date__range=(since, until))
    return rows.exclude(code="").exclude(sent_at=None).count()


def results(municipality_id: int, *, since: date, until: date) -> list[Result]:
    """Every question that was replied to in the period or is asked now."""
    replies = Reply.objects.filter(sheet__municipality_id=municipality_id, sheet__on__range=(since, until))
    counted: dict[int, dict[int, int]] = {}
    rows = replies.exclude(mark=None).order_by().values_list("item_id", "mark").annotate(Count("id"))
    for item_id, mark, count in rows:
        counted.setdefault(item_id, {})[mark] = count
    found = []
    for item in Item.objects.filter(municipality_id=municipality_id):
        words: tuple[str, ...] = ()
        count = sum(counted.get(item.id, {}).values())
        if item.form == Form.WORDS:
            told = replies.filter(item=item)
            count = told.count()
            words = tuple(told.order_by("?").values_list("words", flat=True)[:MOST_WORDS])
        if not count and not item.is_active:
            continue
        scale = (1, 0) if item.form == Form.YES_NO else (5, 4, 3, 2, 1)
        marks = tuple((mark, counted.get(item.id, {}).get(mark, 0)) for mark in scale)
        found.append(Result(item, count, () if item.form == Form.WORDS else marks, words))
    return found
