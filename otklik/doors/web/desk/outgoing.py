"""The journal of outgoing letters: what went, to whom and how, and what has not gone yet."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from otklik.casework.letters import selectors as letters
from otklik.casework.letters.rules.kinds import BY_CODE, KINDS
from otklik.casework.letters.rules.proof import WAY_TITLES, Way
from otklik.doors.web.desk import letter_form
from otklik.doors.web.desk.letters import STATES, may_see_journal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card, seeing
from otklik.ground.people.roles import Action

MOST_ROWS = 20_000
HEADS = (
    "№", "Дата", "Вид", "Кому", "Карточка", "Кто подписал", "Состояние", "Как отправлено", "Когда",
    "Подтверждение",
)  # fmt: skip


@staff(Action.SEE_PERSONAL)
def journal(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A page of the journal; addressees are personal data, so it is for those who may see them everywhere."""
    _permit(visit)
    asked, page = _asked(request), _page(request)
    seeing.page("outgoing", municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip)
    rows = letters.outgoing(visit.town.id, asked, page=page)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "rows": [
            (one, BY_CODE[one.kind].title, STATES[one.state], _how(one)) for one in rows[: letters.PAGE]
        ],
        "asked": asked,
        "kinds": [(one.code, one.title) for one in KINDS],
        "states": list(STATES.items()),
        "page": page,
        "has_next": len(rows) > letters.PAGE,
        "query": query.urlencode(),
        "may_export": visit.can(Action.EXPORT),
    }
    return render(request, "desk/outgoing.html", context)


@staff(Action.EXPORT)
def export(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The same rows as CSV; the taking is journalled."""
    _permit(visit)
    asked = _asked(request)
    card.exported(
        form="outgoing", query=request.GET.urlencode(), municipality_id=visit.town.id, now=visit.now,
        actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows(_cells(letters.outgoing(visit.town.id, asked, most=MOST_ROWS)))
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="outgoing-{visit.today:%Y-%m-%d}.csv"'
    return answer


def _permit(visit: Visit) -> None:
    if not may_see_journal(visit):
        raise Http404


def _cells(rows: letters.Rows) -> Iterator[list[str]]:
    for one in rows:
        yield [
            _safe(told)
            for told in (
                one.number, f"{one.dated_on:%d.%m.%Y}", BY_CODE[one.kind].title, _line(one.addressee),
                one.case.number, one.signed_by, STATES[one.state],
                WAY_TITLES[Way(one.way)] if one.way else "",
                f"{one.sent_on:%d.%m.%Y}" if one.sent_on else "", one.sent_detail or one.annulled_reason,
            )
        ]  # fmt: skip


def _line(told: str) -> str:
    return " ".join(told.split())


def _safe(told: str) -> str:
    """A cell that a spreadsheet would take for a formula is quoted."""
    return f"'{told}" if told.startswith(("=", "+", "-", "@", "\t", "\r")) else told


def _how(one: letters.Letter) -> str:
    if one.state == "sent" and one.sent_on:
        return f"{WAY_TITLES[Way(one.way)]}, {one.sent_on:%d.%m.%Y}"
    return one.annulled_reason


def _asked(request: HttpRequest) -> letters.Asked:
    told = request.GET
    return letters.Asked(
        since=letter_form.day(told.get("since", "")),
        until=letter_form.day(told.get("until", "")),
        kind=told.get("kind", "") if told.get("kind", "") in BY_CODE else "",
        state=told.get("state", "") if told.get("state", "") in STATES else "",
        number=told.get("number", "").strip()[:60],
    )


def _page(request: HttpRequest) -> int:
    told = request.GET.get("page", "")
    return max(1, int(told)) if told.isdecimal() and len(told) < 6 else 1
