"""The table of responsibility: a topic, a group or a block, a district or the whole town, and who answers."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.setup import fields, undo
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services
from otklik.register.catalog.selectors import ResponsibilityLine
from otklik.register.catalog.services import Duty
from otklik.register.catalog.views import fold


class DutyForm(forms.Form):
    topic = fields.choice(
        "Тема или группа", (), help_text="Строка говорит о теме или о блоке, не о том и другом."
    )
    block = fields.choice("Отраслевой блок", ())
    district = fields.choice("Район", (), help_text="Пусто — весь муниципалитет. Строка с районом важнее.")
    recipient = fields.choice("Кто отвечает", (), required=True)
    since = fields.day("С какого дня", help_text="Пусто — всегда.")
    until = fields.day("По какой день", help_text="Пусто — бессрочно.")

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        snapshot = catalog.snapshot(municipality_id)
        topics = sorted(
            (one for one in snapshot.topics.values() if one.is_active), key=lambda one: one.full_title
        )
        offered = {
            "topic": [(one.id, one.full_title) for one in topics],
            "block": [(one.id, one.title) for one in snapshot.blocks.values() if one.is_active],
            "district": [(one.id, one.title) for one in places.districts(municipality_id)],
            "recipient": [(one.id, one.title) for one in snapshot.active_recipients()],
        }
        for name, rows in offered.items():
            listed = [(str(row_id), title) for row_id, title in rows]
            chosen = self.fields[name]
            chosen.choices = listed if chosen.required else [fields.EMPTY, *listed]  # type: ignore[attr-defined]

    def told(self) -> Duty:
        told = self.cleaned_data
        return Duty(
            recipient_id=int(told["recipient"]), topic_id=fields.id_of(told, "topic"),
            block_id=fields.id_of(told, "block"), district_id=fields.id_of(told, "district"),
            since=told["since"], until=told["until"],
        )  # fmt: skip


@keeper(Action.EDIT_CATALOG)
def duties(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    query = request.GET.get("q", "").strip()
    lines = [line for line in catalog.responsibility_rows(visit.town.id) if _fits(line, query)]
    return render(request, "setup/duties.html", {"lines": lines, "query_of_duties": query})


@keeper(Action.EDIT_CATALOG)
def duty(request: HttpRequest, visit: Visit, duty_id: int | None = None) -> HttpResponseBase:
    """Add a row of the table or change it."""
    line = _line(visit, duty_id) if duty_id is not None else None
    initial = (
        {
            "topic": line.row.topic_id, "block": line.row.block_id, "district": line.row.district_id,
            "recipient": line.row.recipient_id, "since": line.row.since, "until": line.row.until,
        }
        if line
        else {}
    )  # fmt: skip
    form = DutyForm(request.POST or None, initial=initial, municipality_id=visit.town.id)

    def act() -> None:
        services.set_responsibility(
            form.told(), municipality_id=visit.town.id, responsibility_id=duty_id, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=_("Кто отвечает") if line else _("Новая строка ответственности"),
        up_url=reverse("setup:duties"), up_title=_("Таблица ответственности"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:duties", said=_("Строка сохранена."))


@require_POST
@keeper(Action.EDIT_CATALOG)
def remove(request: HttpRequest, visit: Visit, duty_id: int) -> HttpResponseBase:
    row = _line(visit, duty_id).row
    kept = {
        "recipient_id": row.recipient_id, "topic_id": row.topic_id, "block_id": row.block_id,
        "district_id": row.district_id, "since": row.since.isoformat() if row.since else "",
        "until": row.until.isoformat() if row.until else "",
    }  # fmt: skip
    return attempt(
        request,
        lambda: services.remove_responsibility(
            duty_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:duties",
        said=_("Строка убрана."),
        undo=undo.address(visit, "duty", reverse("setup:duties"), kept),
    )


def _line(visit: Visit, duty_id: int) -> ResponsibilityLine:
    found = next((one for one in catalog.responsibility_rows(visit.town.id) if one.id == duty_id), None)
    if found is None:
        raise Http404
    return found


def _fits(line: ResponsibilityLine, query: str) -> bool:
    told = fold(f"{line.topic_title} {line.block_title} {line.district_title} {line.recipient_title}")
    return all(word in told for word in fold(query).split())
