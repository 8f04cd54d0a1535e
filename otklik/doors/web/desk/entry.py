"""An appeal or a message entered by hand: a letter, a personal reception, a card of another system."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.border.ports.messages import Author, CaseKind
from otklik.doors.web.desk import words
from otklik.doors.web.visit import Visit, staff
from otklik.flow import entering, photos
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import APPEAL_TYPE_TITLES
from otklik.register.intake import selectors as intake

MOST_QUESTIONS = 5
_UNPROCESSABLE = 422
_TEXT = forms.Textarea(attrs={"rows": 7})
_DAY = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class EntryForm(forms.Form):
    """What the paper tells."""

    account = forms.ChoiceField(label=gettext_lazy("Откуда пришло"))
    kind = forms.ChoiceField(label=gettext_lazy("Что это"), choices=list(words.KINDS.items()))
    appeal_type = forms.ChoiceField(
        label=gettext_lazy("Вид обращения"),
        choices=[("", gettext_lazy("не указан")), *((str(k), v) for k, v in APPEAL_TYPE_TITLES.items())],
        required=False,
        help_text=gettext_lazy("Только для обращений по 59-ФЗ"),
    )
    received_at = forms.DateTimeField(label=gettext_lazy("Когда поступило"), widget=_DAY)
    registration = forms.CharField(
        label=gettext_lazy("Входящий номер"), max_length=100, required=False,
        help_text=gettext_lazy("Тот же номер второй раз не заведёт вторую карточку"),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Текст"), widget=_TEXT, max_length=100_000)
    name = forms.CharField(label=gettext_lazy("Заявитель"), max_length=300, required=False)
    is_organisation = forms.BooleanField(label=gettext_lazy("Это организация"), required=False)
    phone = forms.CharField(label=gettext_lazy("Телефон"), max_length=60, required=False)
    email = forms.EmailField(label=gettext_lazy("Электронная почта"), required=False)
    postal_address = forms.CharField(
        label=gettext_lazy("Почтовый адрес заявителя"), max_length=500, required=False
    )
    address = forms.CharField(
        label=gettext_lazy("Где случилось"), max_length=500, required=False,
        help_text=gettext_lazy("Если пусто, адрес поищем в тексте"),
    )  # fmt: skip


@staff(Action.ENTER_CASE)
def entry(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form, and what became of it."""
    form = EntryForm(request.POST or None, initial={"received_at": visit.now.astimezone(visit.zone)})
    accounts = [(one.code, one.title) for one in intake.accounts(visit.town.id) if one.is_active]
    form.fields["account"].choices = accounts  # type: ignore[attr-defined]  # a field of choices
    form.fields["account"].initial = "paper"
    asked = [text.strip() for text in request.POST.getlist("question") if text.strip()]
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, visit, form.cleaned_data, asked[:MOST_QUESTIONS])
        except (entering.BadEntry, photos.BadFile) as error:
            form.add_error(None, str(error))
    blanks = [*asked, *[""] * MOST_QUESTIONS][:MOST_QUESTIONS]
    status = _UNPROCESSABLE if form.errors else 200
    return render(request, "desk/entry.html", {"form": form, "questions": blanks}, status=status)


def _enter(
    request: HttpRequest, visit: Visit, told: dict[str, Any], questions: list[str]
) -> HttpResponseBase:
    received_at: datetime = told["received_at"]
    found = entering.Entry(
        account_code=told["account"],
        kind=CaseKind(told["kind"]),
        text=told["text"],
        received_at=received_at,
        registration=told["registration"].strip(),
        appeal_type=told["appeal_type"] if told["kind"] == CaseKind.APPEAL else "",
        author=Author(
            name=told["name"].strip(),
            phone=told["phone"],
            email=told["email"],
            address=told["postal_address"],
            is_organisation=told["is_organisation"],
        ),
        address=told["address"],
        attachments=photos.take([_read(one) for one in request.FILES.getlist("files")]),
        questions=questions,
    )
    taken = entering.enter(found, town=visit.town, now=visit.now, actor_id=visit.user_id)
    number = taken.number or cases.by_id(taken.case_id or 0).number
    if taken.verdict == "added":
        messages.success(request, _("Внесено под номером %(number)s.") % {"number": number})
    else:
        messages.info(request, _("Этот входящий номер уже внесён: вот его карточка."))
    return redirect("desk:case", number)


def _read(file: "UploadedFile[bytes]") -> tuple[str, bytes]:
    return file.name or "", file.read()
