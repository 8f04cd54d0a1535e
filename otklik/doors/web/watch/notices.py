"""«Уведомления»: what this person has been told, read and unread."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.marks import LEVEL_TITLES, Level
from otklik.casework.control.selectors import NoticeView, ReminderView
from otklik.doors.web import bell
from otklik.doors.web.visit import Visit, staff
from otklik.kernel import language

SIZE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A mark of a digest."""

    number: str
    words: str
    level: str
    norm: str
    tone: str


@dataclass(frozen=True, slots=True)
class Item:
    """A notice with its marks."""

    notice: NoticeView
    has_page: bool
    lines: list[Line]


@staff()
def notices(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The newest first; `?scope=unread` leaves those not read."""
    is_unread = request.GET.get("scope") == "unread"
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = control.notices(
        visit.user_id, municipality_id=visit.town.id, is_unread=is_unread, before_id=before_id, most=SIZE + 1
    )
    scope = "scope=unread&" if is_unread else ""
    return render(
        request,
        "watch/notices.html",
        {
            "items": [_item(one) for one in rows[:SIZE]],
            "is_unread": is_unread,
            "has_unread": any(not one.is_read for one in rows),
            "next_url": f"?{scope}before={rows[SIZE - 1].id}" if len(rows) > SIZE else "",
            "first_url": f"?{scope}" if before_id else "",
        },
    )


@require_POST
@staff()
def read_all(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Everything is read."""
    count = services.read_all(visit.user_id, municipality_id=visit.town.id, now=visit.now)
    bell.forget(visit.user_id)
    told = language.counted(count, "уведомление", "уведомления", "уведомлений")
    messages.success(request, _("Прочитано: %s.") % told)
    return redirect("watch:notices")


@require_POST
@staff()
def opened(request: HttpRequest, visit: Visit, notice_id: int) -> HttpResponseBase:
    """Read it and go where it leads."""
    services.read(notice_id, user_id=visit.user_id, now=visit.now)
    bell.forget(visit.user_id)
    rows = control.notices(visit.user_id, municipality_id=visit.town.id, before_id=notice_id + 1, most=1)
    about = rows[0].about if rows and rows[0].id == notice_id else ""
    return redirect(_address(about))


def _address(about: str) -> str:
    kind, _colon, told = about.partition(":")
    if kind == "case" and told:
        return reverse("desk:case", args=[told])
    return reverse("watch:notices")


def _item(one: NoticeView) -> Item:
    return Item(one, bool(one.about), [_line(line) for line in one.lines])


def _line(one: ReminderView) -> Line:
    level = _("вам как %s") % LEVEL_TITLES[Level(one.level)]
    return Line(one.case_number, one.title, level, one.norm, "danger" if one.is_over else "warn")
