"""The stages of messages here: which are kept, who does each and in what time; how answers are put off."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.stages import selectors as stages
from otklik.casework.stages import services
from otklik.casework.stages.rules import STAGES, StageManner, StageRule
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action


class StagesForm(forms.Form):
    """Three fields for each stage, then the promises."""

    promise_days = fields.whole("Обещать не дальше чем на, дней", least=1, most=365, required=True)
    needs_ground = fields.switch(
        "Переносить обещанный день только с причиной", help_text="Причину видит тот, кто согласует"
    )
    needs_confirmation = fields.switch(
        "После обещания отвечать только с подтверждением",
        help_text="Тем, что просит тема: фотографией или документом",
    )

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        roles = [(one.code, one.title) for one in people.roles(municipality_id)]
        for row in STAGES:
            if row.optional:
                self.fields[f"{row.stage}_is_on"] = fields.switch(row.title, help_text=row.what)
            self.fields[f"{row.stage}_role"] = fields.choice(
                _("%(stage)s: кто выполняет") % {"stage": row.title}, roles,
                help_text=_("«—» — все, кому позволяет роль; один человек может всё"),
            )  # fmt: skip
            self.fields[f"{row.stage}_hours"] = fields.whole(
                _("%(stage)s: рабочих часов") % {"stage": row.title}, least=0, most=500,
                help_text=_("0 — без своего срока"),
            )  # fmt: skip
        order = [name for name in self.fields if name not in StagesForm.base_fields]
        self.order_fields([*order, *StagesForm.base_fields])


@keeper(Action.EDIT_SETTINGS)
def stages_of_messages(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """One form for all of it."""
    manner = stages.manner(visit.town.id)
    initial: dict[str, object] = {name: getattr(manner, name) for name in StagesForm.base_fields}
    for stage, rule in manner.stages.items():
        initial |= {f"{stage}_is_on": rule.is_on, f"{stage}_role": rule.role, f"{stage}_hours": rule.hours}
    form = StagesForm(request.POST or None, initial=initial, municipality_id=visit.town.id)

    def act() -> None:
        services.set_manner(
            _read(form.cleaned_data), municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        )

    page = Page(
        title=_("Этапы сообщений"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        lead=_(
            "Модерация, координация, исполнение, согласование. Обращения по 59-ФЗ идут своим порядком. "
            "Сколько раз можно перенести обещанный день, задают сроки."
        ),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:stages", said=_("Этапы сохранены."))


def _read(told: dict[str, object]) -> StageManner:
    rules = {
        row.stage: StageRule(
            is_on=bool(told[f"{row.stage}_is_on"]) if row.optional else True,
            role=str(told[f"{row.stage}_role"] or ""),
            hours=int(str(told[f"{row.stage}_hours"] or 0)),
        )
        for row in STAGES
    }
    return StageManner(
        stages=rules,
        promise_days=int(str(told["promise_days"])),
        needs_ground=bool(told["needs_ground"]),
        needs_confirmation=bool(told["needs_confirmation"]),
    )
