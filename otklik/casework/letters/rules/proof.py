"""What proves that a letter or an answer was sent, and by which ways it may go."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otklik.border.ports.messages import CaseKind

NORM = "59-ФЗ, ст. 10, ч. 4"
"""The answer goes to the e-mail or the cabinet named in an electronic appeal, by post for a written one."""


class Way(StrEnum):
    """How a letter goes; kept in rows."""

    POST = "post"
    EMAIL = "email"
    EPGU = "epgu"
    CABINET = "cabinet"
    HAND = "hand"
    CHANNEL = "channel"
    MEDO = "medo"


WAY_TITLES: dict[Way, str] = {
    Way.POST: "почтой",
    Way.EMAIL: "электронной почтой",
    Way.EPGU: "в личный кабинет на Госуслугах",
    Way.CABINET: "в личный кабинет на сайте",
    Way.HAND: "вручено лично",
    Way.CHANNEL: "ответом в том же канале",
    Way.MEDO: "по СЭД или МЭДО",
}
_ELECTRONIC = (Way.EMAIL, Way.EPGU, Way.CABINET)
_SOCIAL = frozenset({"vk", "ok", "telegram", "max", "incident"})
_NUMBER = re.compile(r"(?:№|исх\w*\.?|номер\w*)\s*(?:№\s*)?[\w./-]*\d", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b")
_LINK = re.compile(r"https?://[^\s]+\.[^\s]+")
_WAY = re.compile(
    r"почт|письм|вруч|личн|лично|кабинет|госуслуг|епгу|электронн|e-?mail|курьер|сэд|мэдо|канал|сообщени"
    r"|телефон|звонк|мессендж",
    re.IGNORECASE,
)


class BadProof(ValueError):
    """The sending is not proven; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A sending by hand, as a person tells it: the outgoing number, the day, the way, what confirms it."""

    number: str
    sent_on: date | None
    way: str
    detail: str = ""

    def told(self) -> str:
        """«исх. № ОГ-12 от 02.03.2026, почтой»."""
        on = f"{self.sent_on:%d.%m.%Y}" if self.sent_on else ""
        said = f"исх. № {self.number.strip()} от {on}, {WAY_TITLES[Way(self.way)]}"
        return f"{said}; {self.detail.strip()}" if self.detail.strip() else said


def check_sending(told: Sending, *, today: date) -> Sending:
    """Raises `BadProof` while the number, the day or the way is missing or the day is not yet."""
    if told.way not in set(Way):
        raise BadProof("Выберите, как отправлено: почтой, на Госуслуги, лично или иначе.")
    if not told.number.strip():
        raise BadProof("Впишите исходящий номер: без него отправка не подтверждена.")
    if told.sent_on is None:
        raise BadProof("Укажите день отправки.")
    if told.sent_on > today:
        raise BadProof("День отправки ещё не наступил: отметьте, когда письмо уйдёт.")
    if told.way in (Way.EMAIL, Way.EPGU, Way.CABINET) and not told.detail.strip():
        raise BadProof("Впишите, куда отправлено: адрес электронной почты или номер в личном кабинете.")
    return told


def check_proof(text: str) -> str:
    """The words of a proof: a link to the answer, or outgoing number, a day and a way. Raises `BadProof`."""
    told = text.strip()
    if _LINK.search(told):
        return told
    missing = [
        name
        for name, is_there in (
            ("исходящий номер", bool(_NUMBER.search(told))),
            ("дату", _has_day(told)),
            ("способ отправки", bool(_WAY.search(told))),
        )
        if not is_there
    ]
    if missing:
        raise BadProof(
            f"Отправка не подтверждена: впишите {', '.join(missing)} — или ссылку на ответ. "
            "Например: «исх. № 12 от 02.03.2026, почтой»."
        )
    return told


def _has_day(text: str) -> bool:
    for found in _DAY.finditer(text):
        day, month, year = (int(one) for one in found.groups())
        try:
            date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            continue
        return True
    return False


def ways(*, kind: str, channel: str, has_email: bool, to_body: bool) -> list[Way]:
    """The ways a letter may go by, the usual one first.

    An answer goes where the author asked for it: a written appeal by post, an electronic one to the e-mail or
    the cabinet named in it, a message in its own channel [M for the post].
    """
    if to_body:
        return [Way.MEDO, Way.POST, Way.EMAIL, Way.HAND]
    if channel in ("pos", "epgu"):
        usual = [Way.EPGU]
    elif kind == CaseKind.MESSAGE or channel in _SOCIAL:
        usual = [Way.CHANNEL]
    elif channel in ("paper", "reception", "phone"):
        usual = [Way.POST]
    else:
        usual = [Way.EMAIL, Way.CABINET] if has_email else [Way.CABINET, Way.POST]
    rest = [Way.POST, Way.HAND, *(_ELECTRONIC if has_email else (Way.EPGU, Way.CABINET))]
    return list(dict.fromkeys([*usual, *rest]))
