"""A JSON payload of one of our own forms, read with limits into a message."""

import base64
import binascii
import json
from datetime import datetime

from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Attachment, Author, CaseKind, Inbound, Place, Stream
from otklik.border.readers.cells import clean_text
from otklik.border.readers.identity import stable_id

MAX_BODY_BYTES = 64 * 1024 * 1024
MAX_TEXT = 100_000
MAX_FIELD = 1_000
MAX_ATTACHMENTS = 10
MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024

_CUT = "\n[Текст длиннее ста тысяч знаков, конец не принят.]"


class Payload:
    """The fields of a form; what is wrong is `Unreadable`, in Russian for the person at the form."""

    __slots__ = ("_body", "_fields")

    def __init__(self, body: bytes):
        if len(body) > MAX_BODY_BYTES:
            raise Unreadable("Сообщение с вложениями больше 64 МБ. Приложите меньше файлов.")
        try:
            fields = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Unreadable("Форма прислала не JSON.") from error
        if not isinstance(fields, dict):
            raise Unreadable("Форма прислала не объект JSON.")
        self._body, self._fields = body, fields

    def text(self, name: str, limit: int = MAX_FIELD) -> str:
        """One line of the form."""
        value = self._fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool | dict | list):
            raise Unreadable(f"Поле «{name}» должно быть текстом.")
        return clean_text(str(value).encode("utf-8", "replace").decode("utf-8")[: limit + 1])[:limit].strip()

    def is_set(self, name: str) -> bool:
        """Whether the box is ticked."""
        return self._fields.get(name) in (True, "true", "on", "1", 1)

    def degrees(self, name: str, limit: int) -> float | None:
        """A latitude or longitude."""
        told = self.text(name).replace(",", ".")
        if not told:
            return None
        try:
            value = float(told)
        except ValueError as error:
            raise Unreadable("Точка на карте указана неверно.") from error
        if not -limit <= value <= limit:
            raise Unreadable("Точка на карте указана неверно.")
        return value

    def message(self) -> str:
        """The text, which must be there; beyond the limit it is cut, and says so."""
        told = self.text("text", MAX_TEXT + 1)
        if not told:
            raise Unreadable("Напишите, что случилось: текст сообщения пуст.")
        return told if len(told) <= MAX_TEXT else told[: MAX_TEXT - len(_CUT)] + _CUT

    def attachments(self) -> tuple[Attachment, ...]:
        """The files, in base64."""
        told = self._fields.get("attachments") or []
        if not isinstance(told, list) or len(told) > MAX_ATTACHMENTS:
            raise Unreadable(f"Можно приложить не больше {MAX_ATTACHMENTS} файлов.")
        return tuple(map(_attachment, told))

    def inbound(self, channel: str, stream: Stream, *, now: datetime) -> Inbound:
        """The message; `key`, made by the form when it was opened, keeps a second sending from counting."""
        key = self.text("key")
        return Inbound(
            channel=channel,
            external_id=stable_id(channel, key)
            if key
            else stable_id(channel, self._body.decode("utf-8", "replace")),
            text=self.message(),
            received_at=now,
            kind=CaseKind.MESSAGE,
            stream=stream,
            author=Author(
                name=self.text("name"),
                phone=self.text("phone"),
                email=self.text("email"),
                address=self.text("postal_address"),
                is_organisation=self.is_set("is_organisation"),
            ),
            place=Place(
                text=self.text("address"),
                settlement=self.text("settlement"),
                street=self.text("street"),
                house=self.text("house"),
                landmark=self.text("landmark"),
                lat=self.degrees("lat", 90),
                lon=self.degrees("lon", 180),
            ),
            topic=self.text("topic"),
            recipient=self.text("recipient"),
            may_publish=self.is_set("may_publish"),
            attachments=self.attachments(),
        )


def _attachment(told: object) -> Attachment:
    if not isinstance(told, dict) or not isinstance(told.get("content"), str):
        raise Unreadable("Вложение повреждено: приложите файл ещё раз.")
    try:
        content = base64.b64decode(told["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("Вложение повреждено: приложите файл ещё раз.") from error
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise Unreadable("Файл больше 20 МБ. Приложите файл поменьше.")
    name = str(told.get("name") or "файл").replace("\\", "/").rsplit("/", 1)[-1]
    content_type = str(told.get("content_type") or "application/octet-stream")
    return Attachment(name=clean_text(name)[:200], content_type=content_type[:100], content=content)
