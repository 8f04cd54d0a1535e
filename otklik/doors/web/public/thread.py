"""The correspondence as the author's page draws it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from otklik.doors.web import speech
from otklik.flow.author import AuthorsCase, Said

PICTURES = ("image/jpeg", "image/png", "image/webp")
_AUTHORS = {"message": "Вы", "comment": "Вы", "interim": "Промежуточный ответ", "answer": "Ответ"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A file with its address."""

    name: str
    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance for `parts/post.html`."""

    author: str
    at: str
    text: str
    kind: str
    photos: tuple[Linked, ...]
    files: tuple[Linked, ...]


def lines(seen: AuthorsCase, code: str, *, now: datetime) -> list[Line]:
    """Utterances in order; `now` is in the zone of the town."""
    return [_line(post, seen.number, code, now=now) for post in seen.posts]


def _line(post: Said, number: str, code: str, *, now: datetime) -> Line:
    linked = [(one, _file_url(number, one.id, code)) for one in post.files]
    return Line(
        author=_(_AUTHORS[post.kind]) if post.is_mine or post.kind != "comment" else _("Сообщение"),
        at=speech.moment_words(post.at.astimezone(now.tzinfo), now=now),
        text=post.text,
        kind="citizen" if post.is_mine else "ours",
        photos=tuple(
            Linked(one.name, url, _("Фотография")) for one, url in linked if one.content_type in PICTURES
        ),
        files=tuple(Linked(one.name, url) for one, url in linked if one.content_type not in PICTURES),
    )


def _file_url(number: str, attachment_id: int, code: str) -> str:
    address = reverse("public:file", args=[number, attachment_id])
    return f"{address}?{urlencode({'code': code})}"
