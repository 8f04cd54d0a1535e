"""How well topics and recipients are recognised: figures, thresholds, versions and when to learn anew."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.triage import selectors as triage
from otklik.casework.triage import services
from otklik.doors.web.desk import rows
from otklik.doors.web.setup import fields
from otklik.doors.web.setup import recognition_figures as figures
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.recognition_figures import KINDS, Chosen, Titles
from otklik.doors.web.setup.recognition_runs import told_of_run
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.flow import training
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

RETRAIN = (("weekly", "раз в неделю"), ("nightly", "каждую ночь"), ("never", "только по кнопке"))


class ThresholdForm(forms.Form):
    threshold = fields.whole(
        "Порог уверенности, %", least=30, most=100, required=True,
        help_text="От него система решает без человека; ниже решает оператор по трём подсказкам.",
    )  # fmt: skip


class LearningForm(forms.Form):
    retrain = fields.choice("Обучать самой", RETRAIN, required=True, help_text="Ночью, когда никто не ждёт.")
    after = fields.whole(
        "Если накопилось новых решений", least=10, most=10_000, required=True,
        help_text="Решений сотрудников и сообщений, тему которых указал источник.",
    )  # fmt: skip
    is_auto_promoted = fields.switch(
        "Включать новую версию самой",
        help_text="Только если на отложенных карточках она не хуже той, что в работе. Иначе включаете вы.",
    )


@keeper(Action.EDIT_SETTINGS)
def recognition(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """One kind at a time: `?kind=`, `?precision=`, `?sort=` and `?q=` of the table of labels."""
    chosen = figures.chosen(request.GET)
    threshold = triage.threshold(visit.town.id, chosen.kind)
    form = ThresholdForm(request.POST or None, initial={"threshold": round(100 * threshold)})

    def act() -> None:
        share = form.cleaned_data["threshold"] / 100
        services.set_threshold(visit.town.id, share, kind=chosen.kind, now=visit.now, actor_id=visit.user_id)

    page = _page(_shown(visit, chosen, threshold))
    return settle(request, form, act, page=page, to=_address(chosen.kind), said=_("Порог сохранён."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def learning(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """When to learn anew and whether to switch on by itself, for both kinds."""
    form = LearningForm(request.POST, auto_id="learning_%s")

    def act() -> None:
        told = services.Learning(**form.cleaned_data)
        services.set_learning(visit.town.id, told, now=visit.now, actor_id=visit.user_id)

    shown = {} if form.is_valid() else _mistyped(visit, form)
    return settle(
        request, form, act, page=_page(shown), to="setup:recognition", said=_("Порядок обучения сохранён.")
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def restore(request: HttpRequest, visit: Visit, version_id: int) -> HttpResponseBase:
    """Put another version to use."""
    kind = request.POST.get("kind", "topic")

    def act() -> None:
        services.restore(version_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)

    return attempt(
        request, act, to=_address(kind), said=_("Версия в работе. Прежнюю можно вернуть отсюда же.")
    )


@keeper(Action.EDIT_SETTINGS)
def mistakes(request: HttpRequest, visit: Visit, version_id: int) -> HttpResponseBase:
    """Held-out cases of `?true=` that the version takes for `?guessed=`, of those the person may see."""
    kind = request.GET.get("kind", "topic")
    pair = request.GET.get("true", ""), request.GET.get("guessed", "")
    found = triage.mistakes(version_id, municipality_id=visit.town.id).get(pair)
    if kind not in KINDS or found is None:
        raise Http404
    snapshot = catalog.snapshot(visit.town.id)
    titles = Titles(kind, snapshot)
    seen = cases.by_ids(visit.access, found, municipality_id=visit.town.id, action=Action.SEE_CASES)
    context = {
        "up_url": _address(kind),
        "true": titles.of(pair[0]),
        "guessed": titles.of(pair[1]),
        "rows": rows.rows(seen, visit, snapshot),
        "hidden": len(found) - len(seen),
    }
    return render(request, "setup/recognition_mistakes.html", context)


def _page(more: dict[str, object]) -> Page:
    return Page(
        title=_("Качество распознавания"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/recognition.html", more=more,
    )  # fmt: skip


def _mistyped(visit: Visit, learning: LearningForm) -> dict[str, object]:
    """The page with what was typed into the order of learning, and what is wrong with it above."""
    chosen = figures.chosen(QueryDict())
    threshold = triage.threshold(visit.town.id, chosen.kind)
    errors = [(field.id_for_label, f"{field.label}: {said}") for field in learning for said in field.errors]
    form = ThresholdForm(initial={"threshold": round(100 * threshold)})
    return {**_shown(visit, chosen, threshold), "form": form, "learning": learning, "errors": errors}


def _shown(visit: Visit, chosen: Chosen, threshold: float) -> dict[str, object]:
    """All of the page but its form of the threshold."""
    town = visit.town.id
    snapshot = catalog.snapshot(town)
    versions = triage.versions(town, chosen.kind)
    active = next((one for one in versions if one.is_active), None)
    told = triage.learning(town)
    initial = {"retrain": told.retrain, "after": told.after, "is_auto_promoted": told.is_auto_promoted}
    last_at = training.last_trained_at(town, chosen.kind)
    runs = triage.runs(town, chosen.kind)
    names = people.names([one.asked_by for one in runs if one.asked_by])
    return {
        "kinds": [(code, title, code == chosen.kind) for code, title in KINDS.items()],
        "chosen": chosen,
        "threshold": threshold,
        "active": active,
        "answers": triage.answers_by(town, chosen.kind),
        "quality": figures.quality(active, chosen, Titles(chosen.kind, snapshot)) if active else None,
        "history": figures.history(versions, chosen),
        "fresh": triage.fresh_labels(town, chosen.kind, since=last_at),
        "since": last_at,
        "learning": LearningForm(initial=initial, auto_id="learning_%s"),
        "retrain_words": dict(RETRAIN).get(told.retrain, ""),
        "learning_now": told,
        **told_of_run(runs, names, now=visit.now),
    }


def _address(kind: str) -> str:
    return f"{reverse('setup:recognition')}?kind={kind if kind in KINDS else 'topic'}"
