"""Which files a stranger may send: told by their content, never by their name."""

import base64
import binascii
from collections.abc import Sequence
from pathlib import PurePath

import puremagic

from otklik.border.ports.messages import Attachment
from otklik.kernel import language

MOST_FILES, MOST_BYTES, MOST_BYTES_TOGETHER = 5, 10 * 2**20, 45 * 2**20
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf"
_KINDS = {
    "image/jpeg": ("image/jpeg", ".jpg"),
    "image/png": ("image/png", ".png"),
    "image/webp": ("image/webp", ".webp"),
    "image/heic": ("image/heic", ".heic"),
    "image/heif": ("image/heic", ".heic"),
    "application/pdf": ("application/pdf", ".pdf"),
}
_HEAD = 4096


class BadFile(ValueError):
    """The file is not taken; the message is Russian and says what to do."""


def take(named: Sequence[tuple[str, bytes]]) -> tuple[Attachment, ...]:
    """The files under safe names and with their true types; raises `BadFile`."""
    weigh([(name, len(content)) for name, content in named])
    return tuple(_one(name, content) for name, content in named)


def take_encoded(named: Sequence[tuple[str, str]]) -> tuple[Attachment, ...]:
    """The same for files that came in base64; raises `BadFile`."""
    try:
        decoded = [(name, base64.b64decode(content, validate=True)) for name, content in named]
    except (binascii.Error, ValueError) as error:
        raise BadFile("Вложение повреждено: это не base64.") from error
    return take(decoded)


def weigh(sizes: Sequence[tuple[str, int]]) -> None:
    """Look at the number of files and their sizes in bytes before any is read; raises `BadFile`."""
    if len(sizes) > MOST_FILES:
        raise BadFile(f"Можно приложить не больше {MOST_FILES} файлов. Выберите самые понятные.")
    for name, size in sizes:
        if size > MOST_BYTES:
            raise BadFile(f"«{_shown(name)}» больше 10 МБ. Уменьшите снимок или пришлите другой.")
        if not size:
            raise BadFile(f"«{_shown(name)}» — пустой файл. Выберите другой.")
    if sum(size for _, size in sizes) > MOST_BYTES_TOGETHER:
        raise BadFile("Файлы вместе больше 45 МБ. Приложите меньше файлов.")


def _shown(name: str) -> str:
    return language.clean(PurePath(name.replace("\\", "/")).name)[:120] or "файл"


def _one(name: str, content: bytes) -> Attachment:
    shown = _shown(name)
    kind = _KINDS.get(_mime(content))
    if kind is None:
        raise BadFile(f"«{shown}» — не фотография и не PDF. Подойдут JPEG, PNG, HEIC, WebP и PDF.")
    mime, suffix = kind
    return Attachment(
        name=f"{PurePath(shown).stem[:100] or 'файл'}{suffix}", content_type=mime, content=content
    )


def _mime(content: bytes) -> str:
    """HEIC of older telephones bears a general brand, which the library does not tell."""
    head = content[:_HEAD]
    if head[4:8] == b"ftyp" and head[8:12] in (b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    try:
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""
