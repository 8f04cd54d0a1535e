"""Acts on one case: which are offered, and doing one with what was typed kept when it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.border.ports.messages import CaseKind
from otklik.doors.web.desk.opened import Failed, Opened
from otklik.ground.people.roles import Action
from otklik.register.cases.rules import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EDITING = (Action.EDIT_CASE, Action.ROUTE, Action.TAKE)


@dataclass(frozen=True, slots=True)
class Act:
    """An act: who may (any of `actions`), where the case goes, what the sheet asks, empty for none."""

    code: str
    title: "StrOrPromise"
    icon: str
    actions: tuple[Action, ...]
    target: Status | None = None
    sheet: str = ""
    hint: "StrOrPromise" = ""
    key: str = ""
    is_main: bool = False


ACTS = (
    Act("take", gettext_lazy("В работу"), "check", (Action.TAKE,), Status.IN_WORK, key="w", is_main=True),
    Act("route", gettext_lazy("Направить"), "route", (Action.ROUTE,), Status.ROUTED, "route", key="r"),
    Act(
        "give_back", gettext_lazy("Вернуть"), "back", (Action.TAKE,), Status.NEW, "reason",
        gettext_lazy("Почему это не ваш вопрос и чей он"),
    ),
    Act(
        "forward", gettext_lazy("Переслать"), "arrow", (Action.ROUTE,), Status.FORWARDED, "forward",
        gettext_lazy("В другой орган по компетенции, с уведомлением заявителя"),
    ),
    Act(
        "refuse", gettext_lazy("Не требует ответа"), "cross", (Action.REFUSE,), Status.REFUSED, "reason",
        gettext_lazy("Причина: реклама, не наш город, нет сути"),
    ),
    Act(
        "close", gettext_lazy("Снять с контроля"), "lock", (Action.CLOSE,), Status.CLOSED, "reason",
        gettext_lazy("Чем закончилось"),
    ),
    Act(
        "reopen", gettext_lazy("Возобновить"), "undo", (Action.REOPEN,), Status.REOPENED, "reason",
        gettext_lazy("Что осталось нерешённым: причину увидит исполнитель"),
    ),
    Act("assign", gettext_lazy("Исполнитель"), "person", (Action.ROUTE, Action.APPROVE), sheet="assign"),
    Act("note", gettext_lazy("Заметка"), "edit", EDITING, sheet="note"),
    Act("duplicate", gettext_lazy("Дубль"), "duplicate", (Action.EDIT_CASE,), sheet="duplicate", key="d"),
)  # fmt: skip
CO_EXECUTING = Act(
    "co_executor", gettext_lazy("Позвать соисполнителя"), "person", (Action.ROUTE, Action.APPROVE),
    sheet="co_executor",
)  # fmt: skip
URGENCY = Act("urgency", gettext_lazy("Изменить срочность"), "warn", EDITING, sheet="urgency")
ASIDE = (CO_EXECUTING, replace(CO_EXECUTING, code="remove_co_executor", sheet=""), URGENCY)
"""Acts that stand on the card beside what they change."""
NOT_OF_APPEALS = frozenset({"refuse", "forward"})
"""An appeal is sent and left unanswered by 59-ФЗ alone: on the road of the appeal."""
IN_HAND = frozenset({Status.IN_WORK, Status.POSTPONED, Status.APPROVAL})
SHEETS_BROUGHT = frozenset({"route", "assign", "co_executor", "duplicate"})


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on the card; `reason` and `typed` are of the try that was refused."""

    act: Act
    url: str
    sheet_url: str
    reason: str = ""
    typed: Mapping[str, str] | None = None


def known(code: str) -> Act | None:
    return next((one for one in (*ACTS, *ASIDE) if one.code == code), None)


def may(opened: Opened, act: Act) -> bool:
    """Whether this person may do the act with this case now."""
    if act.code == "note" and opened.is_co_executor:
        return True
    if act.code in NOT_OF_APPEALS and opened.case.kind == CaseKind.APPEAL:
        return False
    if act.code == "refuse" and opened.case.status in IN_HAND:
        return False  # a message in work is answered or given back
    if act.target is None:
        return opened.can(*act.actions)
    if act.code == "take" and opened.case.status == Status.APPROVAL:
        return False  # the draft is returned from the answer, with a reason
    return opened.can(*act.actions) and opened.may_move(act.target)


def offered(opened: Opened, failed: Failed | None) -> list[Offered]:
    """Buttons of the card."""
    return [offer(opened, act, failed) for act in ACTS if may(opened, act)]


def offer(opened: Opened, act: Act, failed: Failed | None) -> Offered:
    """The act as the card draws it; a refused try keeps what was typed."""
    is_failed = failed is not None and failed.code == act.code
    sheet = act.sheet in SHEETS_BROUGHT and not is_failed
    return Offered(
        act,
        act_url(opened, act.code),
        reverse("desk:sheet", args=[opened.case.number, act.code]) if sheet else "",
        failed.reason if failed and is_failed else "",
        {k: str(v) for k, v in failed.typed.items()} if failed and is_failed else None,
    )


def act_url(opened: Opened, code: str) -> str:
    return reverse("desk:act", args=[opened.case.number, code])


def undo(opened: Opened, code: str, values: Mapping[str, object]) -> str:
    """The tag of a toast that takes the act back: the same act with what was there before."""
    query = QueryDict(mutable=True)
    query.update({name: "" if value is None else str(value) for name, value in values.items()})
    return f"undo={act_url(opened, code)}?{query.urlencode()}"


def queue_url() -> str:
    return reverse("desk:queue")


def card_url(number: str) -> str:
    return reverse("desk:case", args=[number])


def done(code: str) -> str:
    """What the toast says."""
    said = {
        "take": _("Принято в работу."),
        "route": _("Направлено."),
        "give_back": _("Возвращено на распределение."),
        "forward": _("Переслано по компетенции."),
        "refuse": _("Отмечено: ответ не требуется."),
        "close": _("Снято с контроля."),
        "reopen": _("Возобновлено, срок пошёл заново."),
        "assign": _("Исполнитель записан."),
        "co_executor": _("Соисполнитель записан."),
        "remove_co_executor": _("Соисполнитель убран."),
        "urgency": _("Срочность изменена."),
        "note": _("Заметка добавлена."),
        "duplicate": _("Отмечено как дубль."),
        "place": _("Адрес записан."),
        "question": _("Вопрос записан."),
        "remove_question": _("Вопрос убран."),
        "split": _("Вопрос выделен в свою карточку."),
        "appeal_type": _("Вид обращения записан."),
    }
    return said[code]
