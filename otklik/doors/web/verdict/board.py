"""Satisfaction by recipient, topic, place and stream; each number opens its cases."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction.rules import shares
from otklik.casework.satisfaction.rules.shares import Estimate
from otklik.casework.satisfaction.selectors import figures
from otklik.casework.satisfaction.selectors import questionnaire as asking
from otklik.casework.satisfaction.selectors.figures import Part
from otklik.doors.web.desk.rows import rows
from otklik.doors.web.verdict.laying import CUTS, asked_of, drawn, key_of, lines, titles, wanted
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

SIZE = 50
PARTS = {
    Part.RATED: "Оценённые ответы",
    Part.SATISFIED: "Довольны ответом",
    Part.LOW: "Недовольны ответом",
    Part.INVITED: "Приглашённые оценить",
    Part.SILENT: "Приглашённые, кто не оценил",
}


@staff(Action.SEE_CASES)
def board(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole of it for a period, by one cut."""
    asked = asked_of(request, visit)
    seen = wanted(visit, asked, Action.SEE_CASES)
    found = figures.tallies(seen, asked.cut)
    few = ratings.manner(visit.town.id).few_below
    whole = shares.whole(found.values())
    tabs = [
        (_(title), f"?{urlencode({**asked.query, 'cut': cut.value})}", cut is asked.cut)
        for cut, (title, _head) in CUTS.items()
    ]
    context = {
        "asked": asked,
        "tabs": tabs,
        "head": _(CUTS[asked.cut][1]),
        "whole": drawn(_("Всего"), whole, asked, few, {}),
        "lines": lines(visit, found, asked, few),
        "few": few,
        "reasons": figures.reasons(seen),
        "marks": figures.marks(seen),
        "waiting": ratings.waiting_count(seen.seen),
        "to_call": ratings.calls_count(seen.seen, now=visit.now) if visit.can(Action.ENTER_CASE) else 0,
        "files": [
            (kind, reverse("verdict:file", args=[kind]) + f"?{urlencode(asked.query)}")
            for kind in ("xlsx", "csv")
            if visit.can(Action.EXPORT)
        ],
    }
    return render(request, "verdict/board.html", context)


@staff(Action.SEE_CASES)
def behind(request: HttpRequest, visit: Visit, part: str) -> HttpResponseBase:
    """The cases of a number, a page at a time."""
    if part not in set(Part):
        raise Http404
    asked = asked_of(request, visit)
    told = request.GET.get("key")
    key = key_of(asked.cut, told) if told is not None else None
    after = request.GET.get("after", "")
    ids = figures.behind(
        wanted(visit, asked, Action.SEE_CASES),
        Part(part),
        cut=asked.cut if told is not None else None,
        key=key,
        after=int(after) if after.isdecimal() and len(after) < 19 else 0,
        most=SIZE + 1,
    )
    page = ids[:SIZE]
    snapshot = catalog.snapshot(visit.town.id)
    found = cases.by_ids(visit.access, page, municipality_id=visit.town.id, action=Action.SEE_CASES)
    query = asked.query | ({"key": told} if told is not None else {})
    lead = titles(visit, snapshot, asked.cut).get(key, _("не указано")) if told is not None else _("Все")
    context = {
        "title": _(PARTS[Part(part)]),
        "lead": lead,
        "how": _("С %(since)s по %(until)s.")
        % {
            "since": language.day(asked.since, this_year=visit.today.year),
            "until": language.day(asked.until, this_year=visit.today.year),
        },
        "up_url": reverse("verdict:board") + f"?{urlencode(asked.query)}",
        "rows": rows(found, visit, snapshot),
        "hidden": len(page) - len(found),
        "is_first": not after,
        "next_url": f"?{urlencode({**query, 'after': page[-1]})}" if len(ids) > SIZE else "",
        "first_url": f"?{urlencode(query)}" if after else "",
    }
    return render(request, "dash/behind.html", context)


@staff(Action.SEE_CASES)
def centre(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What the questionnaire on the centre says, with how many replied to each question."""
    asked = asked_of(request, visit)
    told = {"since": asked.since, "until": asked.until}
    sheets = asking.sheets(visit.town.id, **told)
    invited = asking.asked(visit.town.id, **told)
    context = {
        "asked": asked,
        "sheets": sheets,
        "invited": invited,
        "response": shares.wilson(sheets, invited) if invited else None,
        "results": [(one, _mean(one)) for one in asking.results(visit.town.id, **told)],
        "few": ratings.manner(visit.town.id).few_below,
    }
    return render(request, "verdict/centre.html", context)


def _mean(result: asking.Result) -> Estimate:
    """The mean of marks, or the share of «да»."""
    if result.item.form == "yes_no":
        return shares.wilson(dict(result.marks).get(1, 0), result.count)
    total = sum(mark * count for mark, count in result.marks)
    return shares.mean(total, sum(mark * mark * count for mark, count in result.marks), of=result.count)
