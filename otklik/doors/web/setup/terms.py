"""The table of terms with norms, the town's own lengths, and how days are counted."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines import services, speech
from otklik.casework.deadlines.norms import COUNTING_NORM
from otklik.casework.deadlines.selectors import TermView
from otklik.casework.deadlines.terms import Confidence, Regime, Track, Unit
from otklik.casework.deadlines.times import Amount, CountFrom
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.worktime.rules import Shift

REGIMES = {
    Regime.APPEAL: "обращение (59-ФЗ)",
    Regime.INFORMATION: "запрос информации (8-ФЗ)",
    Regime.POS: "ПОС",
    Regime.SOCIAL: "соцсети",
    Regime.PLAIN: "горячая линия, сайт",
    Regime.SERVICE: "жалоба на услугу (210-ФЗ)",
    Regime.SERVICE_REFUSAL: "жалоба на отказ в услуге (210-ФЗ)",
    Regime.DEPUTY: "запрос депутата (3-ФЗ)",
    Regime.MIGRATION: "миграция, главе региона (59-ФЗ)",
}
TRACKS = {
    Track.FAST: "фаст-трек",
    Track.URGENT: "срочное",
    Track.CALM: "не срочное",
    Track.USUAL: "обычный путь",
}
CONFIDENCE = {
    Confidence.READ: ("прочитано в тексте", "good"),
    Confidence.READ_ABOUT: ("по описаниям нормы", "none"),
    Confidence.KNOWN: ("известно, сверьте с редакцией", "none"),
    Confidence.UNCERTAIN: ("требует проверки юристом", "warn"),
    Confidence.OURS: ("правило центра", "none"),
}
UNITS = (
    (Unit.CALENDAR_DAYS, "календарные дни"),
    (Unit.WORKING_DAYS, "рабочие дни"),
    (Unit.WORKING_HOURS, "рабочие часы"),
    (Unit.MINUTES, "минуты"),
)


class CountingForm(forms.Form):
    count_from = fields.choice(
        "Первый день срока",
        ((CountFrom.NEXT_DAY, "следующий день"), (CountFrom.SAME_DAY, "тот же день")), required=True,
    )  # fmt: skip
    shift = fields.choice(
        "Если последний день нерабочий",
        (
            (Shift.PREVIOUS_WORKDAY, "исполнить в рабочий день до него"),
            (Shift.NEXT_WORKDAY, "срок переходит на рабочий день после"), (Shift.NONE, "не переносить"),
        ),
        required=True, help_text="59-ФЗ об этом молчит; строже — рабочий день до.",
    )  # fmt: skip
    most_promises = fields.whole(
        "Сколько раз можно обещать жителю новый день", least=1, most=10, required=True,
        help_text="Дальше — только окончательный ответ.",
    )  # fmt: skip
    most_pause_days = fields.whole(
        "На сколько дней можно приостановить срок по сообщению", least=1, most=365, required=True
    )


class TermForm(forms.Form):
    amount = fields.whole("Сколько", least=1, most=10_000, required=True)
    unit = fields.choice("Чего", UNITS, required=True)


@keeper(Action.EDIT_SETTINGS)
def terms(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole table; the rules of counting are changed here too."""
    settings = deadlines.settings_of(visit.town.id)
    initial = {
        "count_from": settings.count_from.value, "shift": settings.shift.value,
        "most_promises": settings.most_promises, "most_pause_days": settings.most_pause_days,
    }  # fmt: skip
    form = CountingForm(request.POST or None, initial=initial)

    def act() -> None:
        services.set_counting(
            municipality_id=visit.town.id, count_from=CountFrom(form.cleaned_data["count_from"]),
            shift=Shift(form.cleaned_data["shift"]), most_promises=form.cleaned_data["most_promises"],
            most_pause_days=form.cleaned_data["most_pause_days"], now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=_("Сроки"), up_url=reverse("setup:index"), up_title=_("Настройки"), template="setup/terms.html",
        more={"groups": _groups(deadlines.terms_of(visit.town.id)), "counting_norm": COUNTING_NORM},
    )  # fmt: skip
    said = _("Правила счёта сохранены: новые карточки посчитаются по ним.")
    return settle(request, form, act, page=page, to="setup:terms", said=said)


@keeper(Action.EDIT_SETTINGS)
def term(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    found = _editable(visit, code)
    now_set = found.own or Amount(found.term.amount or 1, found.term.unit)
    form = TermForm(request.POST or None, initial={"amount": now_set.amount, "unit": now_set.unit.value})

    def act() -> None:
        length = Amount(form.cleaned_data["amount"], Unit(form.cleaned_data["unit"]))
        services.set_term(
            municipality_id=visit.town.id, code=code, length=length, now=visit.now, actor_id=visit.user_id
        )

    most = speech.length(found.term.most, found.term.unit) if found.term.most else ""
    told = _("%(norm)s. Не больше: %(most)s.") if most else _("%(norm)s.")
    page = Page(
        title=found.term.title, up_url=reverse("setup:terms"), up_title=_("Сроки"),
        template="setup/term.html", lead=told % {"norm": found.term.norm, "most": most},
        more={"code": code, "has_own": found.own is not None},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:terms", said=_("Срок сохранён."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def forget_term(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    """Return to the length of the table."""
    _editable(visit, code)
    return attempt(
        request,
        lambda: services.set_term(
            municipality_id=visit.town.id, code=code, length=None, now=visit.now, actor_id=visit.user_id
        ),
        to="setup:terms",
        said=_("Срок снова как в таблице."),
    )


def _editable(visit: Visit, code: str) -> TermView:
    found = next((one for one in deadlines.terms_of(visit.town.id) if one.term.code == code), None)
    if found is None or not found.term.editable:
        raise Http404
    return found


def _groups(views: tuple[TermView, ...]) -> list[tuple[str, list[dict[str, object]]]]:
    """The table by regimes, a term that serves several standing in each."""
    return [
        (title, [_line(view) for view in views if regime in view.term.regimes])
        for regime, title in REGIMES.items()
    ]


def _line(view: TermView) -> dict[str, object]:
    one = view.term
    usual = speech.length(one.amount, one.unit) if one.amount else _("по теме")
    own = speech.length(view.own.amount, view.own.unit) if view.own else ""
    word, tone = CONFIDENCE[one.confidence]
    return {
        "term": one, "usual": usual, "own": own, "track": TRACKS.get(one.track, ""), "confidence": word,
        "tone": tone,
    }  # fmt: skip
