"""The municipality itself: its names, its zone, and how its cases are numbered."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.places import services as places
from otklik.register.cases.rules import BadTemplate, check_template, make_number

ZONES = (
    ("Europe/Kaliningrad", "МСК−1, Калининград"),
    ("Europe/Moscow", "МСК, Москва"),
    ("Europe/Samara", "МСК+1, Самара"),
    ("Europe/Saratov", "МСК+1, Саратов"),
    ("Europe/Ulyanovsk", "МСК+1, Ульяновск"),
    ("Asia/Yekaterinburg", "МСК+2, Екатеринбург"),
    ("Asia/Omsk", "МСК+3, Омск"),
    ("Asia/Krasnoyarsk", "МСК+4, Красноярск"),
    ("Asia/Novosibirsk", "МСК+4, Новосибирск"),
    ("Asia/Irkutsk", "МСК+5, Иркутск"),
    ("Asia/Yakutsk", "МСК+6, Якутск"),
    ("Asia/Vladivostok", "МСК+7, Владивосток"),
    ("Asia/Magadan", "МСК+8, Магадан"),
    ("Asia/Kamchatka", "МСК+9, Камчатка"),
)


class TownForm(forms.Form):
    title = fields.line("Название", most=200, required=True)
    title_genitive = fields.line(
        "Название в родительном падеже", most=200, required=True,
        help_text="Так оно печатается в отчётах: «города Заречья».",
    )  # fmt: skip
    region = fields.line("Субъект федерации", most=120)
    population = fields.whole("Население, человек", least=1, most=20_000_000)
    centre_title = fields.line(
        "Название центра", most=40, required=True, help_text="Как в вашем постановлении: МЦУ или МЦУР."
    )
    head_title = fields.line("Должность руководителя центра", most=120)
    number_template = fields.line(
        "Шаблон номера карточки", most=60, required=True,
        help_text="Понимает {centre}, {year}, {month} и {number:06d}. Меняются только новые номера.",
    )  # fmt: skip
    timezone = fields.choice("Часовой пояс", ZONES, required=True)

    def __init__(self, *args: object, zone: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        if zone not in dict(ZONES) and zone in available_timezones():
            chosen = self.fields["timezone"]
            chosen.choices = [*ZONES, (zone, zone)]  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["number_template"].widget.attrs |= {
            "hx-get": reverse("setup:number_example"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#number-example",
        }

    def clean_number_template(self) -> str:
        template: str = self.cleaned_data["number_template"].strip()
        try:
            check_template(template)
        except BadTemplate as error:
            raise forms.ValidationError(str(error)) from error
        return template


@keeper(Action.EDIT_SETTINGS)
def town(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    here = visit.town
    initial = {name: getattr(here, name) for name in TownForm.base_fields}
    form = TownForm(request.POST or None, initial=initial, zone=here.timezone)

    def act() -> None:
        places.save_municipality(
            code=here.code, now=visit.now, actor_id=visit.user_id, ip=visit.ip, **form.cleaned_data
        )

    page = Page(
        title=_("Муниципалитет"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/town.html", more={"example": _example(visit, here.number_template)},
    )  # fmt: skip
    return settle(
        request, form, act, page=page, to="setup:town", said=_("Настройки муниципалитета сохранены.")
    )


@keeper(Action.EDIT_SETTINGS)
def number_example(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What a number by the template being typed looks like, or what is wrong with it."""
    return HttpResponse(_example(visit, request.GET.get("number_template", "")), content_type="text/plain")


def _example(visit: Visit, template: str) -> str:
    try:
        check_template(template)
    except BadTemplate as error:
        return str(error)
    today = visit.today
    number = make_number(
        template, centre=visit.town.centre_title, year=today.year, month=today.month, number=123
    )
    return _("Например: %(number)s") % {"number": number}
