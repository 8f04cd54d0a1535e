"""The journal of actions: filters in the address, keyset paging, and the proof that nobody has touched it."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.desk.export import Echo
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.journal_names import Names, names_of
from otklik.doors.web.setup.journal_words import ACTIONS, DETAILS, SUBJECTS
from otklik.doors.web.setup.terms import UNITS
from otklik.doors.web.visit import Visit
from otklik.flow import journal as journals
from otklik.ground.audit import selectors as audit
from otklik.ground.audit.selectors import Line, Sought
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import ACTION_TITLES, ROLES, Action
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import STATUS_TITLES

SIZE = 50
_NO_CASE = "-"
_VALUES: dict[str, dict[str, str]] = {
    "actions": {one.value: title for one, title in ACTION_TITLES.items()},
    "role": {one.code: one.title for one in ROLES},
    "unit": {one.value: title for one, title in UNITS},
    "by": {"source": "источник", "keywords": "слова темы", "model": "модель", "person": "человек"},
}


POSTS = {
    "message": "«сообщение»", "comment": "«дополнение»", "interim": "«промежуточный ответ»",
    "answer": "«ответ»", "note": "«служебная заметка»",
}  # fmt: skip
_KINDS: dict[str, str] = {
    **{one.value: f"«{title}»" for one, title in STATUS_TITLES.items()},
    **POSTS,
}


class SoughtForm(forms.Form):
    action = fields.choice("Что сделано", sorted(ACTIONS.items(), key=lambda pair: pair[1]))
    actor = fields.choice("Кто", ())
    case = fields.line("Номер карточки", most=60)
    subject_id = fields.line("Номер строки", most=64)
    since = fields.day("С")
    until = fields.day("По")

    def __init__(self, *args: object, persons: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        listed = [(str(row_id), name) for row_id, name in persons]
        self.fields["actor"].choices = [fields.EMPTY, *listed]  # type: ignore[attr-defined]  # ChoiceField


@keeper(Action.SEE_JOURNAL)
def journal(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    persons = [(one.id, one.full_name) for one in people.persons(visit.town.id)]
    form = SoughtForm(request.GET, persons=persons)
    told = form.cleaned_data if form.is_valid() else {}
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    lines = audit.latest(
        municipality_ids=frozenset({visit.town.id}), before_id=before_id, most=SIZE + 1,
        actor_ids=frozenset(row_id for row_id, _name in persons), sought=_sought(told, visit),
    )  # fmt: skip
    page = lines[:SIZE]
    names = people.names([line.actor_id for line in page if line.actor_id])
    told_of = names_of(page, visit)
    query = urlencode({name: value for name, value in request.GET.items() if name != "before" and value})
    context = {
        "form": form,
        "lines": [
            (
                line,
                names.get(line.actor_id or 0, ""),
                _what(line, told_of),
                _details(line, told_of),
                told_of.number(line),
            )
            for line in page
        ],
        "next_url": f"?{query}&before={page[-1].id}" if len(lines) > SIZE else "",
        "first_url": f"?{query}" if before_id else "",
        "is_narrowed": bool(query),
        "filters": query,
    }
    return render(request, "setup/journal.html", context)


@keeper(Action.SEE_JOURNAL)
def export(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What is shown by the filters, all of it, as CSV; the taking is an entry itself."""
    persons = [(one.id, one.full_name) for one in people.persons(visit.town.id)]
    form = SoughtForm(request.GET, persons=persons)
    told = form.cleaned_data if form.is_valid() else {}
    rows = journals.export(
        municipality_id=visit.town.id, sought=_sought(told, visit), form="csv", now=visit.now,
        actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    writer = csv.writer(Echo(), delimiter=";")
    table = chain([journals.COLUMNS], map(journals.cells, rows))
    lines = (str(writer.writerow(row)) for row in table)
    response = StreamingHttpResponse(chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{visit.today:%Y-%m-%d}.csv"'
    return response


def _sought(told: Mapping[str, Any], visit: Visit) -> Sought:
    """The filters; the number of a case that is not there finds nothing."""
    number = told.get("case", "")
    found = _case_id(number, visit) if number else None
    return Sought(
        action=told.get("action", ""),
        actor_id=fields.id_of(told, "actor"),
        subject="case" if number else "",
        subject_id=str(found or _NO_CASE) if number else told.get("subject_id", ""),
        since=_midnight(told.get("since"), visit),
        until=_midnight(told.get("until"), visit, days=1),
    )


def _case_id(number: str, visit: Visit) -> int | None:
    told = [number.strip().upper(), number.strip()]
    found = cases.by_numbers(visit.access, told, municipality_id=visit.town.id, action=Action.SEE_CASES)
    return found[0].id if found else None


@require_POST
@keeper(Action.SEE_JOURNAL)
def verify(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Walk the chain of hashes from the first entry."""
    verdict = audit.verify()
    if verdict.broken_at is None:
        messages.success(request, _("Журнал цел: проверено записей %(count)s.") % {"count": verdict.checked})
    else:
        told = _("Журнал нарушен на записи %(id)s: её изменили мимо системы. Позовите техническую службу.")
        messages.error(request, told % {"id": verdict.broken_at})
    return redirect("setup:journal")


def _what(line: Line, told_of: Names) -> str:
    subject = SUBJECTS.get(line.subject, line.subject)
    action, _colon, kind = line.action.partition(":")
    said = ACTIONS.get(line.action) or " ".join([ACTIONS.get(action, action), _KINDS.get(kind, kind)]).strip()
    return f"{said} · {subject} {told_of.of_subject(line)}"


def _details(line: Line, told_of: Names) -> str:
    return "; ".join(
        f"{DETAILS.get(name, name)}: {_told(line, name, value, told_of)}"
        for name, value in line.details.items()
        if value not in (None, "", {})
    )


def _told(line: Line, name: str, value: object, told_of: Names) -> str:
    if isinstance(value, list):
        return ", ".join(_told(line, name, one, told_of) for one in value)
    return told_of.of_detail(line, name, value) or _value(name, value)


def _value(name: str, value: object) -> str:
    """What is kept as a code is told as the screens call it."""
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    return _VALUES.get(name, {}).get(str(value), str(value))


def _midnight(day: date | None, visit: Visit, *, days: int = 0) -> datetime | None:
    """The instant the day (or the one after it) begins in the town."""
    return datetime.combine(day + timedelta(days=days), time(), visit.zone) if day else None
