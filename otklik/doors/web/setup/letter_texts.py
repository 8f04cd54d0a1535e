"""The words of letters: the usual ones, and the town's own where it has changed them."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.casework.answers.rules import RUSSIAN, SLOTS
from otklik.casework.letters import selectors as letters
from otklik.casework.letters import services
from otklik.casework.letters.rules.kinds import BY_CODE, KINDS, Kind
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action


class TextForm(forms.Form):
    subject = fields.line("Заголовок", most=300, required=True)
    text = fields.area("Текст", rows=14, required=True)


@keeper(Action.EDIT_TEMPLATES)
def letter_texts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    own = letters.own_wordings(visit.town.id)
    return render(request, "setup/letter_texts.html", {"rows": [(one, one.code in own) for one in KINDS]})


@keeper(Action.EDIT_TEMPLATES)
def letter_text(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    """The words of a kind; the usual ones typed back are no longer kept as the town's own."""
    row = BY_CODE.get(kind)
    if row is None:
        raise Http404
    subject, text, is_own = letters.wording(visit.town.id, row.code)
    form = TextForm(request.POST or None, initial={"subject": subject, "text": text})

    def act() -> None:
        back = request.POST.get("act") == "usual"
        services.save_wording(
            municipality_id=visit.town.id, kind=row.code,
            subject=row.subject if back else form.cleaned_data["subject"],
            text=row.text if back else form.cleaned_data["text"],
            now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=row.title, up_url=reverse("setup:letter_texts"), up_title=_("Тексты писем"),
        template="setup/letter_text.html", lead=row.norm, more={"slots": _slots(row), "is_own": is_own},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:letter_texts", said=_("Текст письма сохранён."))


def _slots(row: Kind) -> list[tuple[str, str]]:
    """What may stand in braces in this letter, and what each is."""
    asked = [(one.name, one.title.lower()) for one in row.asks]
    of_case = [(name, SLOTS[key]) for name, key in RUSSIAN.items() if name not in dict(asked)]
    more = [("ответ", "текст ответа из карточки"), ("адрес_органа", "адрес с бланка")]
    return [*asked, *of_case, *more]
