"""Doing an act of 59-ФЗ: one flow function each, and back to the card with a word of it."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.border.ports.messages import CaseKind
from otklik.casework.appeals.rules.requisites import Form, Identification
from otklik.casework.appeals.rules.special import Code
from otklik.casework.appeals.services import BadAppeal, Checked
from otklik.casework.deadlines.decisions import BadClock
from otklik.doors.web.appeals.panel import page
from otklik.doors.web.desk import card
from otklik.doors.web.desk.opened import Failed, Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow.appeals import deciding, extending, forwarding, notices, papers, questions, requests, ways
from otklik.flow.appeals.acting import Actor
from otklik.ground.people.roles import Action

Deed = Callable[[Opened, QueryDict, Actor], str]
_SEEN = {"yes": True, "no": False}


@require_POST
@staff(Action.SEE_CASES)
def act(request: HttpRequest, visit: Visit, number: str, code: str) -> HttpResponseBase:
    """Do it; a refusal shows the road with the reason and all that was typed."""
    opened = open_card(visit, number)
    is_appeal = opened.case.kind == CaseKind.APPEAL
    deed = (DEEDS if is_appeal else OF_MESSAGES).get(code)
    if deed is None:
        raise Http404
    told = request.POST
    actor = Actor(
        user_id=visit.user_id,
        label=visit.name,
        now=visit.now,
        may=opened.can,
        version=_number(told, "version"),
    )
    try:
        said = deed(opened, told, actor)
    except (BadAppeal, BadClock, *REFUSALS) as error:
        failed = Failed(code, refusal(error), told)
        return (
            page(request, opened, failed=failed) if is_appeal else card.page(request, opened, failed=failed)
        )
    messages.success(request, said)
    return redirect(opened.url)


def _number(told: QueryDict, name: str) -> int | None:
    value = told.get(name, "")
    return int(value) if value.isdecimal() else None


def _numbers(told: QueryDict, name: str) -> list[int]:
    return [int(value) for value in told.getlist(name) if value.isdecimal()]


def _day(told: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(told.get(name, ""))
    except ValueError:
        return None


def _kind(opened: Opened, told: QueryDict, actor: Actor) -> str:
    kind = papers.Kind(
        appeal_type=told.get("type", ""),
        organisation_ids=_numbers(told, "accused"),
        words=told.get("words", ""),
    )
    taken = papers.set_kind(opened.case.id, kind, actor=actor)
    if taken:
        return _("Записано. Карточка снята с тех, на кого жалуются: выберите другого получателя.")
    return _("Вид обращения записан.")


def _requisites(opened: Opened, told: QueryDict, actor: Actor) -> str:
    try:
        form, known = Form(told.get("form", "")), Identification(told.get("identification", ""))
    except ValueError as error:
        raise BadAppeal(_("Выберите форму обращения из списка.")) from error
    seen = {
        name: _SEEN.get(told.get(name, ""))
        for name in (
            "has_surname",
            "has_address",
            "has_signature",
            "has_date",
            "has_addressee",
            "has_essence",
        )
    }
    checked = Checked(
        form=form, is_collective="is_collective" in told, is_legal_person="is_legal_person" in told,
        identification=known, identification_ref=told.get("identification_ref", ""), **seen,
    )  # fmt: skip
    missing = papers.check(opened.case.id, checked, actor=actor)
    if not missing:
        return _("Реквизиты проверены: всё на месте.")
    return _("Реквизиты проверены. Не хватает: %s.") % ", ".join(one.title for one in missing)


def _add(opened: Opened, told: QueryDict, actor: Actor) -> str:
    questions.add(
        opened.case.id, told.get("text", ""), topic_id=_number(told, "topic"),
        recipient_id=_number(told, "recipient"), code=told.get("code", ""), actor=actor,
    )  # fmt: skip
    return _("Вопрос добавлен.")


def _split(opened: Opened, told: QueryDict, actor: Actor) -> str:
    parts = told.get("parts", "").splitlines()
    questions.split(opened.case.id, _number(told, "question") or 0, parts, actor=actor)
    return _("Вопрос разделён.")


def _code(opened: Opened, told: QueryDict, actor: Actor) -> str:
    questions.set_code(opened.case.id, _number(told, "question") or 0, told.get("code", ""), actor=actor)
    return _("Код вопроса записан.")


def _close_question(opened: Opened, told: QueryDict, actor: Actor) -> str:
    questions.close(
        opened.case.id, _number(told, "question") or 0, outcome=told.get("outcome", ""),
        answer_part=told.get("answer_part", ""), actor=actor,
    )  # fmt: skip
    return _("Вопрос закрыт.")


def _reopen_question(opened: Opened, told: QueryDict, actor: Actor) -> str:
    questions.reopen(opened.case.id, _number(told, "question") or 0, actor=actor)
    return _("Вопрос снова открыт.")


def _forward(opened: Opened, told: QueryDict, actor: Actor) -> str:
    order = forwarding.Order(
        organisation_id=_number(told, "organisation"), title=told.get("title", ""),
        question_ids=_numbers(told, "question"), letter_number=told.get("letter_number", ""),
        letter_on=_day(told, "letter_on"), has_control="has_control" in told,
        control_on=_day(told, "control_on"),
    )  # fmt: skip
    done = forwarding.forward(opened.case.id, order, actor=actor)
    said = _("Направлено по компетенции. Уведомление заявителю подготовлено: отправьте его.")
    return said if not done.is_late else f"{said} {_('Срок переадресации, 7 дней, пропущен.')}"


def _result(opened: Opened, told: QueryDict, actor: Actor) -> str:
    on = _day(told, "on") or opened.visit.today
    forwarding.take_result(
        opened.case.id, _number(told, "forwarding") or 0, result=told.get("result", ""), on=on, actor=actor
    )
    return _("Результат записан, направленное снято с контроля.")


def _ask(opened: Opened, told: QueryDict, actor: Actor) -> str:
    order = requests.Order(
        asked=told.get("asked", ""), organisation_id=_number(told, "organisation"),
        title=told.get("title", ""), letter_number=told.get("letter_number", ""),
        sent_on=_day(told, "sent_on"),
    )  # fmt: skip
    requests.ask(opened.case.id, order, actor=actor)
    return _("Запрос записан, срок ответа — 15 дней. Это основание продлить срок.")


def _extend(opened: Opened, told: QueryDict, actor: Actor) -> str:
    order = extending.Order(
        days=_number(told, "days") or 0, reason=told.get("reason", ""),
        decided_by=told.get("decided_by", ""), notice_on=_day(told, "notice_on"),
        notice_proof=told.get("notice_proof", ""), is_again="is_again" in told,
    )  # fmt: skip
    extending.extend(opened.case.id, order, actor=actor)
    return _("Срок продлён.") if order.notice_on else _("Продление записано: уведомите заявителя до срока.")


def _answered(opened: Opened, told: QueryDict, actor: Actor) -> str:
    on = _day(told, "on") or opened.visit.today
    requests.answered(
        opened.case.id, _number(told, "request") or 0, answer=told.get("answer", ""), on=on, actor=actor
    )
    return _("Ответ на запрос записан.")


def _remind(opened: Opened, told: QueryDict, actor: Actor) -> str:
    requests.remind(opened.case.id, _number(told, "request") or 0, actor=actor)
    return _("Напоминание подготовлено.")


def _decide(opened: Opened, told: QueryDict, actor: Actor) -> str:
    try:
        code = Code(told.get("code", ""))
    except ValueError as error:
        raise BadAppeal(_("Выберите основание решения.")) from error
    order = deciding.Order(
        code=code, ground=told.get("ground", ""), question_id=_number(told, "question"),
        public_answer_id=_number(told, "public_answer"), details=told.get("details", ""),
    )  # fmt: skip
    done = deciding.decide(opened.case.id, order, actor=actor)
    if done.notice_id is None:
        return _("Решение принято. Уведомить автора нельзя: нет имени или адреса.")
    return _("Решение принято. Уведомление подготовлено: проверьте и отправьте.")


def _resume(opened: Opened, told: QueryDict, actor: Actor) -> str:
    deciding.resume(
        opened.case.id, _number(told, "termination") or 0, reason=told.get("reason", ""), actor=actor
    )
    return _("Переписка по вопросу возобновлена.")


def _edit_notice(opened: Opened, told: QueryDict, actor: Actor) -> str:
    notices.edit(opened.case.id, _number(told, "notice") or 0, told.get("text", ""), actor=actor)
    return _("Текст уведомления записан.")


def _send_notice(opened: Opened, told: QueryDict, actor: Actor) -> str:
    notices.send(
        opened.case.id, _number(told, "notice") or 0, on=_day(told, "on"), how=told.get("how", ""),
        number=told.get("number", ""), actor=actor,
    )  # fmt: skip
    return _("Отправка записана.")


def _explain(opened: Opened, told: QueryDict, actor: Actor) -> str:
    ways.explain(opened.case.id, actor=actor)
    return _("Разъяснение подставлено в ответ: проверьте и отправьте.")


def _register(opened: Opened, told: QueryDict, actor: Actor) -> str:
    ways.register_anyway(opened.case.id, actor=actor)
    return _("Зарегистрировано как обращение, сроки — по 59-ФЗ.")


OF_MESSAGES: dict[str, Deed] = {"explain": _explain, "register": _register}
DEEDS: dict[str, Deed] = {
    "kind": _kind,
    "requisites": _requisites,
    "add": _add,
    "split": _split,
    "code": _code,
    "close_question": _close_question,
    "reopen_question": _reopen_question,
    "extend": _extend,
    "forward": _forward,
    "result": _result,
    "ask": _ask,
    "answered": _answered,
    "remind": _remind,
    "decide": _decide,
    "resume": _resume,
    "edit_notice": _edit_notice,
    "send_notice": _send_notice,
}
