"""One line of a queue, drawn by hand: a template takes ten times as long over the fifty lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from otklik.doors.web.icons import icon

_TONES = {"danger": ("tone-danger", "overdue"), "warn": ("tone-warn", "clock"), "ok": ("tone-good", "check")}
_NO_TONE = ("soft", "clock")
_BOX = (
    '<label class="queue-check"><input type="checkbox" name="case" value="{id}" data-row-key="x" '
    'data-key-title="%(key_title)s"><span class="sr">%(mark)s {number}</span></label>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a line says; `edge` is danger, warn, ok or none, `tone` the same for the term alone.

    `id` is for the box of bulk actions, `channel` names an icon, `alarm` is a word.
    """

    number: str
    url: str
    id: int | str = ""
    where: str = ""
    who: str = ""
    what: str = ""
    edge: str = "none"
    tone: str = "none"
    left: str = ""
    state_word: str = ""
    topic: str = ""
    recipient: str = ""
    channel: str = ""
    alarm: str = ""
    alarm_tone: str = "warn"
    is_new: bool = False
    selected: bool = False

    def __getitem__(self, name: str) -> object:
        """Templates ask by key first: an answer spares them an exception for every value of a page."""
        return getattr(self, name)


def drawn(rows: Iterable[Row], *, is_short: bool = False) -> SafeString:
    """The lines of a list; a short one has no boxes to mark. Every word that was told is escaped."""
    box = "" if is_short else _BOX % {"key_title": _("Отметить карточку"), "mark": _("Отметить")}
    return SafeString("".join(_line(row, box=box) for row in rows))


def _line(row: Row, *, box: str) -> str:
    number = escape(row.number)
    marks = (" is-selected" if row.selected else "") + (" is-new" if row.is_new else "")
    return f"""
<li class="queue-row edge-{escape(row.edge)}{marks}" data-row{' aria-current="true"' if row.selected else ""}>
  {box.format(id=escape(str(row.id)), number=number) if box and row.id else ""}
  <div class="queue-who">{_who(row, number)}</div>
  <div class="queue-what"><a href="{escape(row.url)}">{escape(row.what or _("Текста нет"))}</a></div>
  <div class="queue-topic tag">{escape(row.topic or _("тема не выбрана"))}</div>
  <div class="queue-recipient tag">{escape(row.recipient or _("получатель не выбран"))}</div>
  <div class="queue-due">{_due(row)}</div>
  <div class="queue-state clip">{escape(row.state_word)}</div>
</li>
"""


def _who(row: Row, number: str) -> str:
    channel = icon(row.channel, size="small") if row.channel else ""
    alarm = ""
    if row.alarm:
        drawing = icon("warn", size="small")
        alarm = f'<span class="badge badge-{escape(row.alarm_tone)}">{drawing}{escape(row.alarm)}</span>'
    where = f'<span class="queue-where clip">{escape(row.where or _("адрес не указан"))}</span>'
    who = f'<span class="queue-person clip">{escape(row.who)}</span>' if row.who else ""
    return f'{channel}<span class="num">{number}</span>{alarm}{where}{who}'


def _due(row: Row) -> str:
    tone, drawing = _TONES.get(row.tone, _NO_TONE)
    left = row.left if row.tone in _TONES else row.left or _("без срока")
    return f'<span class="tone {tone}">{icon(drawing, size="small")}{escape(left)}</span>'
