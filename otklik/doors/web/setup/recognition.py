"""How well topics are recognised: the threshold, training in the background, versions with their measures."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.triage import selectors as triage
from otklik.casework.triage import services
from otklik.casework.triage.selectors import VersionView
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.flow import training
from otklik.ground.people.roles import Action
from otklik.kernel import language

KINDS = {"topic": "Темы", "recipient": "Получатели"}
METRICS = {
    "accuracy": "верных", "top1": "верных", "top3": "верная среди трёх", "macro_f1": "F1 по темам",
    "coverage": "решает сама", "precision_at_threshold": "верных из решённых", "ece": "ошибка уверенности",
}  # fmt: skip


class ThresholdForm(forms.Form):
    threshold = fields.whole(
        "Порог уверенности, %", least=30, most=100, required=True,
        help_text="От него тема ставится без человека; ниже — решает оператор по трём подсказкам.",
    )  # fmt: skip


@keeper(Action.EDIT_SETTINGS)
def recognition(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    initial = {"threshold": round(100 * triage.threshold(visit.town.id))}
    form = ThresholdForm(request.POST or None, initial=initial)

    def act() -> None:
        share = form.cleaned_data["threshold"] / 100
        services.set_threshold(visit.town.id, share, now=visit.now, actor_id=visit.user_id)

    kinds = [
        (kind, title, [(one, measures(one)) for one in triage.versions(visit.town.id, kind)])
        for kind, title in KINDS.items()
    ]
    page = Page(
        title=_("Распознавание тем"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/recognition.html", more={"kinds": kinds},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:recognition", said=_("Порог сохранён."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def train(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    """Ask the worker; the new version appears here when it is ready."""
    if kind not in KINDS:
        raise Http404
    training.ask(visit.town.id, kind=kind, now=visit.now)
    messages.success(
        request, _("Обучение поставлено в очередь. Версия появится здесь через несколько минут.")
    )
    return redirect("setup:recognition")


@require_POST
@keeper(Action.EDIT_SETTINGS)
def restore(request: HttpRequest, visit: Visit, version_id: int) -> HttpResponseBase:
    """Put an earlier version back to use."""

    def act() -> None:
        services.restore(version_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)

    return attempt(request, act, to="setup:recognition", said=_("Версия снова в работе."))


def measures(version: VersionView) -> str:
    """«верных 87 %, верная среди трёх 96 %»: what was measured on texts kept aside."""
    found = []
    for name, value in version.metrics.items():
        if name in METRICS and isinstance(value, int | float):
            share = language.number(100 * value, digits=1)
            found.append(f"{METRICS[name]} {share}{language.NO_BREAK}%")
    return ", ".join(found) or "—"
