"""Work for later: what waits, what has failed and why, and trying again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.setup.access import keeper
from otklik.doors.web.visit import Visit
from otklik.ground.audit import services as audit
from otklik.ground.outbox import selectors as outbox
from otklik.ground.outbox import services
from otklik.ground.people.roles import Action

KINDS = {
    "run_import": "загрузка выгрузки",
    "send_answer": "отправка ответа",
    "train": "обучение распознавания",
    "sync_lake": "обновление показателей",
    "try_rules": "проба автоправил",
    "nightly": "ночной порядок",
}


@keeper(Action.MAINTAIN)
def work(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    rows = [(one, KINDS.get(one.kind, one.kind)) for one in outbox.failures()]
    return render(request, "setup/work.html", {"queue": outbox.queue(), "rows": rows})


@require_POST
@keeper(Action.MAINTAIN)
def retry(request: HttpRequest, visit: Visit, delivery_id: int) -> HttpResponseBase:
    if services.retry(delivery_id, now=visit.now):
        audit.record(
            action="retry_work", subject="delivery", subject_id=delivery_id, now=visit.now,
            municipality_id=visit.town.id, actor_id=visit.user_id, ip=visit.ip,
        )  # fmt: skip
        messages.success(request, _("Работа поставлена в очередь снова."))
    else:
        messages.info(request, _("Эта работа уже идёт или сделана."))
    return redirect("setup:work")
