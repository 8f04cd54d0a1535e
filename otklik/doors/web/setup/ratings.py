"""How citizens are asked for a rating here, what a low one does, and what is asked about the centre."""

from dataclasses import replace

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction import services
from otklik.casework.satisfaction.rules.questionnaire import FORM_TITLES, Form
from otklik.casework.satisfaction.rules.rating import Manner, Reopening, Scale, promise
from otklik.casework.satisfaction.selectors import questionnaire as asking
from otklik.casework.satisfaction.services import BadSheet, Question
from otklik.doors.web.desk import words
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action

SCALES = (
    (Scale.BOTH, "и оценка, и «решено»"), (Scale.MARK, "оценка от 1 до 5"), (Scale.SOLVED, "решено или нет"),
)  # fmt: skip
REOPENING = (
    (Reopening.AT_ONCE, "возвращает в работу сразу"), (Reopening.BY_HEAD, "ждёт решения руководителя"),
    (Reopening.NEVER, "только учитывается"),
)  # fmt: skip
_PLAIN = (
    "window_days", "remind_days", "reopen_at", "needs_words", "most_reopenings", "moderator", "few_below",
    "site",
)  # fmt: skip
_BY_WORD = {title: form for form, title in FORM_TITLES.items()}


class RatingForm(forms.Form):
    scale = fields.choice("Что спрашиваем", SCALES, required=True)
    window_days = fields.whole(
        "Сколько дней после ответа можно оценить и вернуть", least=1, most=90, required=True,
        help_text="Позже оценка сохраняется, но в работу не возвращает",
    )  # fmt: skip
    remind_days = fields.whole(
        "Напомнить через, дней", least=0, most=60, required=True, help_text="0 — не напоминать"
    )
    reopening = fields.choice("Низкая оценка или «не решено»", REOPENING, required=True)
    reopen_at = fields.whole("Низкая оценка — это не больше", least=1, most=4, required=True)
    needs_words = fields.switch(
        "Возвращать только с пояснением", help_text="Слова, причина из списка или фотография"
    )
    most_reopenings = fields.whole(
        "Сколько раз возвращать без руководителя", least=0, most=20, required=True,
        help_text="Дальше решает руководитель",
    )  # fmt: skip
    moderator = fields.choice("Кто решает об оценках", (), required=True)
    reasons = fields.area(
        "Причины на выбор", rows=7, help_text="Каждая с новой строки; прежние оценки хранят свои причины"
    )
    few_below = fields.whole("Меньше скольких оценок — «мало оценок»", least=1, most=1000, required=True)
    site = fields.line(
        "Адрес сайта для ссылок в приглашении", most=200,
        help_text="Например https://otklik.gorod.ru; без него жителю назовут номер и код",
    )  # fmt: skip

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        roles = [(one.code, one.title) for one in people.roles(municipality_id)]
        self.fields["moderator"].choices = roles  # type: ignore[attr-defined]  # ChoiceField


class CentreForm(forms.Form):
    questions = fields.area(
        "Вопросы", rows=8, required=True,
        help_text="Каждый с новой строки, после вертикальной черты — как отвечать: "
        "оценка от 1 до 5, да или нет, словами. Например: Легко ли было сообщить? | да или нет",
    )  # fmt: skip


@keeper(Action.EDIT_SETTINGS)
def rating(request: HttpRequest, visit: Visit, stream: str = "") -> HttpResponseBase:
    """The town's manner, or that of one stream."""
    if stream and stream not in words.STREAMS:
        raise Http404
    manner = ratings.manner(visit.town.id, stream)
    initial = {name: getattr(manner, name) for name in _PLAIN}
    initial |= {"scale": manner.scale, "reopening": manner.reopening, "reasons": "\n".join(manner.reasons)}
    form = RatingForm(request.POST or None, initial=initial, municipality_id=visit.town.id)
    own = ratings.own_manners(visit.town.id)

    def act() -> None:
        services.set_manner(
            _manner(form.cleaned_data, manner), municipality_id=visit.town.id, stream=stream, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip

    lead = _("Житель увидит: «%s»") % promise(manner)
    page = Page(
        title=_("Оценка ответов") + (f": {words.STREAMS[stream]}" if stream else ""),
        up_url=reverse("setup:index") if not stream else reverse("setup:rating"),
        up_title=_("Настройки") if not stream else _("Оценка ответов"),
        lead=lead, template="setup/rating.html",
        more={
            "stream": stream, "is_own": stream in own,
            "streams": [(code, title, code in own) for code, title in words.STREAMS.items()],
        },
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:rating", said=_("Правила оценки сохранены."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def forget(request: HttpRequest, visit: Visit, stream: str) -> HttpResponseBase:
    """The stream lives by the town's rules again."""
    if stream not in words.STREAMS:
        raise Http404

    def act() -> object:
        return services.forget_manner(
            municipality_id=visit.town.id, stream=stream, now=visit.now, actor_id=visit.user_id
        )

    return attempt(request, act, to="setup:rating", said=_("Поток живёт по общим правилам."))


@keeper(Action.EDIT_SETTINGS)
def centre(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The questions on the centre itself."""
    told = [f"{text} | {FORM_TITLES[form]}" for text, form in asking.asked_now(visit.town.id)]
    form = CentreForm(request.POST or None, initial={"questions": "\n".join(told)})

    def act() -> None:
        services.save_items(
            _questions(form.cleaned_data["questions"]), municipality_id=visit.town.id, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(
        title=_("Анкета о центре"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        lead=_("Ссылка на анкету уходит вместе с приглашением оценить ответ. Анкета безымянная."),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:index", said=_("Анкета сохранена."))


def _manner(told: dict[str, object], manner: Manner) -> Manner:
    lines = [one.strip()[:120] for one in str(told["reasons"]).splitlines()]
    return replace(
        manner,
        **{name: told[name] for name in _PLAIN},  # type: ignore[arg-type]  # checked by the form
        scale=Scale(str(told["scale"])),
        reopening=Reopening(str(told["reopening"])),
        reasons=tuple(dict.fromkeys(one for one in lines if one)),
    )


def _questions(told: str) -> list[Question]:
    found = []
    for line in told.splitlines():
        text, _bar, way = line.rpartition("|") if "|" in line else (line, "", FORM_TITLES[Form.MARK])
        if not text.strip():
            continue
        form = _BY_WORD.get(way.strip().lower())
        if form is None:
            ways = "; ".join(FORM_TITLES.values())
            raise BadSheet(f"«{way.strip()}» — не способ ответа. Напишите один из трёх: {ways}.")
        found.append(Question(text.strip(), form))
    return found
