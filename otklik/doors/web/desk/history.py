"""What happened to a case, as one list of plain sentences: moves, posts and entries of the journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.doors.web import speech
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import Status

_MOVES: Mapping[str, str] = {
    Status.NEW: "вернулось на распределение",
    Status.ROUTED: "направлено получателю",
    Status.IN_WORK: "принято в работу",
    Status.APPROVAL: "ответ отправлен на согласование",
    Status.POSTPONED: "дан промежуточный ответ с обещанным сроком",
    Status.ANSWERED: "дан ответ",
    Status.FORWARDED: "направлено по компетенции",
    Status.REFUSED: "решено, что ответ не требуется",
    Status.REOPENED: "возобновлено",
    Status.CLOSED: "снято с контроля",
}
_ENTRIES: Mapping[str, str] = {
    "register": "зарегистрировано",
    "decide": "выбраны тема и получатель",
    "relocate": "уточнён адрес",
    "assign": "назначен исполнитель",
    "add_co_executors": "назначены соисполнители",
    "remove_co_executor": "убран соисполнитель",
    "link_duplicate": "отмечен дубль",
    "rate": "поставлена оценка",
    "apply_rules": "автоправила спрошены снова",
    "tag": "поставлены метки",
    "set_urgency": "изменена срочность",
    "see_personal": "показаны данные заявителя",
    "approve_draft": "ответ согласован",
    "save_question": "изменён вопрос обращения",
    "remove_question": "удалён вопрос обращения",
    "set_appeal_type": "указан вид обращения",
    "post:note": "добавлена заметка",
    "post:comment": "заявитель дополнил",
    "refresh": "обновлено из источника",
    "set_term": "пересчитан срок",
    "split_case": "вопрос выделен в свою карточку",
    "judge_sign": "отмечено, верен ли признак",
    "ask_part": "запрошена часть ответа",
    "hand_in_part": "сдана часть ответа",
    "return_part": "часть ответа возвращена",
    "register_letter": "зарегистрировано письмо",
    "send_letter": "отправлено письмо",
    "annul_letter": "аннулировано письмо",
}


_ENDED: Mapping[str, str] = {
    "delivery": "автоматическая доставка больше не считается",
    "fast_track": "фаст-трек больше не считается",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence of the timeline."""

    at: str
    text: str
    norm: str = ""
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    at: datetime
    user_id: int | None
    by: str
    what: str
    norm: str
    comment: str = ""
    is_loud: bool = False
    instead: tuple[int, ...] = ()


@staff(Action.SEE_CASES)
def history(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The timeline: brought into the card when it is read to there, a page of its own without that."""
    opened = open_card(visit, number)
    name = "parts/timeline.html" if request.headers.get("HX-Request") else "desk/history.html"
    return render(request, name, {"events": events(opened), "case": opened.case})


def events(opened: Opened) -> list[Event]:
    """All that is known, the newest first."""
    moves = _moves(opened)
    entries = _entries(opened)
    told = [
        *moves[:0:-1],
        *entries[::-1],
        *_bases(opened),
        *moves[:1],
    ]  # at one moment: it came, was decided, went on
    said = sorted(told, key=lambda one: one.at, reverse=True)
    names = people.names([user for one in said for user in (one.user_id or 0, *one.instead) if user])
    return [_event(one, names, opened.visit) for one in said]


def _moves(opened: Opened) -> list[_Said]:
    return [
        _Said(
            at=change.at,
            user_id=change.user_id,
            by=change.by_label,
            what=_what(change.source, change.target),
            norm=change.norm,
            comment=change.comment,
            is_loud=change.target in (Status.ANSWERED, Status.POSTPONED, Status.REOPENED),
        )
        for change in cases.changes(opened.case.id)
    ]


def _what(source: str, target: str) -> str:
    """A draft that the head sends back comes to work anew, though nobody has taken it."""
    if not source:
        return _("поступило и зарегистрировано")
    if (source, target) == (Status.APPROVAL, Status.IN_WORK):
        return _("ответ возвращён на доработку")
    return _MOVES[target]


def _entries(opened: Opened) -> list[_Said]:
    """The journal, without what the moves tell already."""
    lines = [
        line
        for line in audit.of_subject("case", opened.case.id)
        if line.action in _ENTRIES and line.action != "register"
    ]
    brought = people.names([one for line in lines for one in _brought(line)])
    return [
        _Said(
            at=line.at,
            user_id=line.actor_id,
            by=_ground(line),
            what=_whom(line, brought),
            norm=line.norm,
            instead=_instead(line),
        )
        for line in lines
    ]


def _ground(line: audit.Line) -> str:
    """What did it where it was nobody: the rule, at the head of a sentence."""
    told = str(line.details.get("ground", ""))
    return told[:1].upper() + told[1:]


def _brought(line: audit.Line) -> list[int]:
    """The people that an entry is about besides who did it."""
    users = line.details.get("users")
    return [one for one in users if isinstance(one, int)] if isinstance(users, list) else []


def _whom(line: audit.Line, names: Mapping[int, str]) -> str:
    told = ", ".join(names[one] for one in _brought(line) if one in names) or str(
        line.details.get("letter", "")
    )
    return f"{_ENTRIES[line.action]}: {told}" if told else _ENTRIES[line.action]


def _instead(line: audit.Line) -> tuple[int, ...]:
    """For whom somebody else has approved."""
    told = line.details.get("instead")
    return tuple(one for one in told if isinstance(one, int)) if isinstance(told, list) else ()


def _bases(opened: Opened) -> Iterator[_Said]:
    """On what basis the case counts as delivered automatically and as fast-tracked, and what ended that."""
    for one in cases.bases(opened.case.id):
        is_delivery = one.kind == "delivery"
        what = _("доставлено автоматически") if is_delivery else _("идёт по фаст-треку")
        took = _(", через %(time)s") % {"time": _lasting(one.seconds)} if is_delivery else ""
        if one.undone_at is not None:
            yield _Said(one.undone_at, None, "", f"{_ENDED[one.kind]}: {one.undone_reason}", one.norm)
        yield _Said(one.at, None, "", f"{what}: {one.ground}{took}", one.norm)


def _lasting(seconds: int) -> str:
    if seconds < _MINUTE:
        return _("%(count)s с") % {"count": seconds}
    if seconds < _HOUR:
        return _("%(count)s мин") % {"count": seconds // _MINUTE}
    if seconds < _DAY:
        return _("%(count)s ч") % {"count": seconds // _HOUR}
    return language.counted(seconds // _DAY, "день", "дня", "дней")


def _event(one: _Said, names: Mapping[int, str], visit: Visit) -> Event:
    who = names.get(one.user_id or 0, "") or one.by
    sentence = one.what[:1].upper() + one.what[1:]
    if who and who != "система":
        sentence = f"{who}: {one.what}"
    if one.instead:
        told = ", ".join(names.get(user, "") for user in one.instead)
        sentence += _(" (вместо: {names})").format(names=told)
    if one.comment:
        sentence += f" — {one.comment}"
    at = speech.moment_words(one.at.astimezone(visit.zone), now=visit.now.astimezone(visit.zone))
    end = "" if sentence.endswith((".", "!", "?", "…")) else "."
    return Event(at, sentence + end, one.norm, one.is_loud)
