"""The correspondence as the card shows it; who wrote is told only where it was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.doors.web import speech
from otklik.doors.web.desk.opened import Opened
from otklik.doors.web.desk.words import channel_icon, channel_word
from otklik.ground.people.roles import Action
from otklik.kernel import language, personal
from otklik.register.cases.selectors import ThreadFile, ThreadPost

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_KINDS = {
    "interim": gettext_lazy("промежуточный ответ"),
    "answer": gettext_lazy("ответ"),
    "note": gettext_lazy("видно только сотрудникам"),
}
_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class File:
    name: str
    size: str
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as `parts/post.html` draws it."""

    author: str
    at: str
    channel: str
    channel_word: str
    text: str
    kind: str
    status: str
    url: str
    photos: list[File]
    files: list[File]


def posts(opened: Opened, thread: Sequence[ThreadPost], *, is_named: bool) -> list[Shown]:
    """`is_named` shows who wrote, which must have been journalled."""
    return [_shown(opened, post, is_named=is_named) for post in thread]


def _shown(opened: Opened, post: ThreadPost, *, is_named: bool) -> Shown:
    visit, case = opened.visit, opened.case
    sees_personal = opened.can(Action.SEE_PERSONAL)
    kind = "citizen" if post.is_inbound else "inner" if post.kind == "note" else "ours"
    files = post.files if sees_personal else []
    return Shown(
        author=_author(opened, post, is_named=is_named),
        at=speech.moment_words(post.at.astimezone(visit.zone), now=visit.now.astimezone(visit.zone)),
        channel=channel_icon(case.channel) if post.is_inbound else "",
        channel_word=channel_word(case.channel) if post.is_inbound else str(_KINDS.get(post.kind, "")),
        text=post.text if sees_personal else personal.mask(post.text),
        kind=kind,
        status=_("отправлено") if kind == "ours" and post.sent_at else "",
        url=post.url if post.url.startswith(("https://", "http://")) else "",
        photos=[_file(one) for one in files if one.content_type in PICTURES],
        files=[_file(one) for one in files if one.content_type not in PICTURES],
    )


def _author(opened: Opened, post: ThreadPost, *, is_named: bool) -> str:
    if post.is_inbound:
        return (post.by_label if is_named else "") or _("Заявитель")
    if post.by_label:
        return post.by_label
    return opened.recipient.title if opened.recipient else opened.visit.town.centre_title


def _file(one: ThreadFile) -> File:
    url = reverse("desk:file", args=[one.id])
    if one.content_type in PICTURES:
        url += "?view=1"
    return File(one.name, _size(one.size), url, _("Фотография: %(name)s") % {"name": one.name})


def _size(size: int) -> str:
    if size >= _MEBIBYTE:
        return f"{language.number(size / _MEBIBYTE, digits=1)}{language.NO_BREAK}МБ"
    return f"{max(1, size // 1024)}{language.NO_BREAK}КБ"
