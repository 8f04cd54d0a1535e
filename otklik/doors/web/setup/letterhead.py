"""The letterhead: what stands above every letter, who signs, how outgoing numbers are made."""

from dataclasses import replace

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.letters import selectors as letters
from otklik.casework.letters import services
from otklik.casework.letters.rules.paper import Head, Signatory
from otklik.casework.letters.selectors import HeadView
from otklik.casework.letters.services import BadLetter
from otklik.doors.web.desk.letter_form import pictures
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle, show
from otklik.doors.web.visit import Visit
from otklik.flow import letters as road
from otklik.ground.people.roles import Action

TYPES = {"png": "image/png", "jpg": "image/jpeg"}


class HeadForm(forms.Form):
    above = fields.area(
        "Над названием", rows=2, help_text="Страна и область, если они стоят на вашем бланке."
    )
    body = fields.area("Полное название органа", rows=3, required=True)
    address = fields.line(
        "Адрес",
        most=300,
        help_text="С индексом: он же стоит в разъяснении, как подать обращение.",
    )
    contacts = fields.line("Телефон, почта, сайт", most=300)
    codes = fields.line("ОКПО, ОГРН, ИНН и КПП", most=300)
    is_corner = fields.switch(
        "Угловой бланк", help_text="Реквизиты слева, адресат справа. Иначе — во всю ширину."
    )
    arms = forms.FileField(
        label="Герб", required=False, help_text="PNG или JPEG, до 1 МБ.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    no_arms = fields.switch("Убрать герб")
    position = fields.area("Должность того, кто подписывает", rows=2)
    signed = fields.line("Имя того, кто подписывает", most=200, help_text="Как на письме: «И. В. Соколов».")
    acting_for = fields.line("На каком основании", most=300, help_text="Если подписывает не по должности.")
    number_template = fields.line(
        "Шаблон исходящего номера", most=60, required=True,
        help_text="Понимает {centre}, {year}, {month} и {number:05d}. Меняются только новые номера.",
    )  # fmt: skip
    has_code = fields.switch(
        "Код страницы обращения",
        help_text="Внизу письма заявителю: по нему видно ход дела и можно оценить ответ.",
    )


@keeper(Action.EDIT_SETTINGS)
def letterhead(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form with a page of the letterhead beside it; «Посмотреть» shows it without keeping."""
    was = letters.letterhead(visit.town)
    form = HeadForm(request.POST or None, request.FILES or None, initial=_initial(was))
    shown, drawn = was, []
    try:
        shown = _view(form, was) if form.is_valid() else was
        drawn = road.sample(shown, today=visit.today)
    except BadLetter as error:
        form.add_error("arms", str(error))

    def act() -> None:
        services.save_letterhead(
            municipality_id=visit.town.id, head=shown.head, signatory=shown.signatory,
            number_template=shown.number_template, has_code=shown.has_code, arms=_arms(form),
            now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=_("Бланк писем"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/letterhead.html",
        more={"pages": pictures(drawn), "has_arms": bool(was.head.arms)},
    )  # fmt: skip
    if request.POST.get("act") == "look":
        return show(request, form, page=page)
    return settle(request, form, act, page=page, to="setup:letterhead", said=_("Бланк сохранён."))


@keeper(Action.EDIT_SETTINGS)
def arms(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The picture that stands on the letterhead now."""
    head = letters.letterhead(visit.town).head
    if not head.arms:
        raise Http404
    return HttpResponse(head.arms, content_type=TYPES[head.arms_type])


def _initial(view: HeadView) -> dict[str, object]:
    head, signatory = view.head, view.signatory
    return {
        "above": head.above, "body": head.body, "address": head.address, "contacts": head.contacts,
        "codes": head.codes, "is_corner": head.is_corner, "position": signatory.position,
        "signed": signatory.name, "acting_for": signatory.acting_for,
        "number_template": view.number_template, "has_code": view.has_code,
    }  # fmt: skip


def _view(form: HeadForm, was: HeadView) -> HeadView:
    """The letterhead as it stands in the form; raises `BadLetter` where its picture will not print."""
    told, content = form.cleaned_data, _arms(form)
    head = Head(
        body=told["body"], above=told["above"], address=told["address"], contacts=told["contacts"],
        codes=told["codes"], is_corner=told["is_corner"], arms=was.head.arms, arms_type=was.head.arms_type,
    )  # fmt: skip
    if content is not None:
        head = replace(head, arms=content, arms_type=services.check_arms(content) if content else "")
    return HeadView(
        head=head,
        signatory=Signatory(
            position=told["position"].replace("\r\n", "\n"),
            name=told["signed"],
            acting_for=told["acting_for"],
        ),
        number_template=told["number_template"],
        has_code=told["has_code"],
    )


def _arms(form: HeadForm) -> bytes | None:
    """The picture sent; None leaves the old one, empty takes it away."""
    sent = form.cleaned_data["arms"]
    if sent:
        sent.seek(0)
        content: bytes = sent.read(services.MOST_ARMS_BYTES + 1)
        return content
    return b"" if form.cleaned_data["no_arms"] else None
