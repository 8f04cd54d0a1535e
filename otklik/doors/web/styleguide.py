"""The guide of the design system: every part and the mock-ups, with invented people and addresses."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from otklik.doors.web.queue_row import Row
from otklik.kernel import clock

PAGES = {
    "parts": "Части",
    "queue": "Очередь",
    "case": "Карточка",
    "dash": "Страница главы",
    "form": "Форма жителя",
    "signin": "Вход",
}
_HERE = Path(__file__).parent
_WAITING = 37
_ROWS_OF_PRETENDED_IMPORT = 1180


def styleguide(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """One page of the guide."""
    if page not in PAGES:
        raise Http404
    mockups = json.loads((_HERE / "mockups.json").read_text("utf-8"))
    mockups["queue"]["rows"] = [Row(**row) for row in mockups["queue"]["rows"]]
    shell = mockups["shell"]
    active = shell["active"].get(page)
    shell["nav"] = [
        {
            "code": code,
            "title": title,
            "icon": icon,
            "url": "#",
            "active": code == active,
            "count": _WAITING if code == "inbox" else None,
        }
        for code, title, icon in shell["nav"]
    ]
    content = _parts(mockups) if page == "parts" else mockups[page]
    return render(request, f"styleguide/{page}.html", {"pages": PAGES, "page": page} | shell | content)


def styleguide_progress(request: HttpRequest) -> JsonResponse:
    """A pretended long work for the progress bar: a minute goes by, then it starts again."""
    done = _ROWS_OF_PRETENDED_IMPORT * clock.now().second // 60
    text = f"Принято строк: {done}"
    return JsonResponse({"done": done, "total": _ROWS_OF_PRETENDED_IMPORT, "state": "running", "text": text})


def _parts(mockups: dict[str, Any]) -> dict[str, object]:
    now = clock.now()
    away = (-timedelta(hours=4, minutes=3), timedelta(hours=6, minutes=3), timedelta(days=2, hours=1))
    sprite = (_HERE / "static/otklik/icons.svg").read_text("utf-8")
    return {
        **mockups["queue"],
        **mockups["case"],
        **mockups["dash"],
        "dues": [now + span for span in away],
        "icons": re.findall(r'<symbol id="([\w-]+)"', sprite),
        "heat_levels": range(6),
        "errors": [("guide-name", "Укажите фамилию и имя"), ("guide-mail", "В адресе почты нет знака @")],
    }
