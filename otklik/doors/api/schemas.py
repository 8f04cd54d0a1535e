"""What the API takes and tells; the keys of a message are those of the town's own form."""

from datetime import date, datetime

from ninja import Field, Schema
from pydantic import ConfigDict


class AttachmentIn(Schema):
    """A file in base64; its type is told by the content."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("файл", max_length=255)
    content_type: str = Field("", max_length=100)
    content: str = Field(..., max_length=14_000_000, description="Содержимое в base64, до 10 МБ")


class MessageIn(Schema):
    """A message of a citizen."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(..., min_length=1, max_length=100_000, description="Что случилось")
    key: str = Field(
        "", max_length=200, description="Ключ отправки: та же отправка не создаст второй карточки"
    )
    name: str = Field("", max_length=300)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    postal_address: str = Field("", max_length=500)
    is_organisation: bool = False
    address: str = Field("", max_length=500, description="Где это")
    settlement: str = Field("", max_length=200)
    street: str = Field("", max_length=200)
    house: str = Field("", max_length=40)
    landmark: str = Field("", max_length=300)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    topic: str = Field("", max_length=300, description="Код или название темы, если известна")
    recipient: str = Field("", max_length=300)
    may_publish: bool = False
    consent: bool = Field(
        False, description="Согласие на обработку персональных данных: нужно, если указаны имя или контакты"
    )
    attachments: list[AttachmentIn] = Field(default_factory=list, max_length=5)


class Guess(Schema):
    """The topic the system has chosen; a person may change it."""

    code: str
    title: str


class MessageOut(Schema):
    """The receipt."""

    number: str
    public_code: str
    due_at: datetime | None
    topic: Guess | None
    is_new: bool = Field(..., description="Ложь, если такая отправка уже была")


class Utterance(Schema):
    """One utterance of the correspondence."""

    kind: str
    is_mine: bool
    at: datetime
    text: str


class StatusOut(Schema):
    """A case as its author sees it."""

    number: str
    state: str
    is_open: bool
    received_at: datetime
    due_at: datetime | None
    promised_on: date | None
    rating: int | None
    posts: list[Utterance]


class HookOut(Schema):
    """What became of the pushed messages."""

    taken: int
    numbers: list[str]


class Trouble(Schema):
    """A field and what is wrong with it."""

    field: str
    message: str


class Refusal(Schema):
    """Why the request was not taken, in Russian."""

    detail: str
    errors: list[Trouble] = Field(default_factory=list)
