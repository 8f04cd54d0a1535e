"""How the desk names channels, streams, kinds and outcomes, and which drawing stands for each channel."""

from collections.abc import Mapping

from otklik.border.ports.messages import CaseKind, Outcome, Stream

CHANNELS: Mapping[str, tuple[str, str]] = {
    "phone": ("горячая линия", "phone"),
    "webform": ("форма на сайте", "web"),
    "paper": ("письмо", "letter"),
    "reception": ("личный приём", "people"),
    "epgu": ("Госуслуги", "gov"),
    "email": ("электронная почта", "letter"),
    "pos": ("ПОС", "pos"),
    "vk": ("ВКонтакте", "vk"),
    "ok": ("Одноклассники", "ok"),
    "telegram": ("Телеграм", "telegram"),
    "max": ("MAX", "max"),
    "incident": ("«Инцидент Менеджмент»", "community"),
    "registry": ("выгрузка", "upload"),
    "demo": ("учебный канал", "spark"),
}
STREAMS: Mapping[str, str] = {
    Stream.APPEALS: "обращения по 59-ФЗ",
    Stream.POS: "ПОС",
    Stream.DIGITAL: "соцсети и сайты",
    Stream.HOTLINE: "горячие линии",
}
KINDS: Mapping[str, str] = {CaseKind.APPEAL: "обращение (59-ФЗ)", CaseKind.MESSAGE: "сообщение"}
OUTCOMES: Mapping[str, str] = {
    Outcome.MEASURES_TAKEN: "Поддержано, меры приняты",
    Outcome.SUPPORTED: "Поддержано",
    Outcome.EXPLAINED: "Разъяснено",
    Outcome.NOT_SUPPORTED: "Не поддержано",
    Outcome.FORWARDED: "Направлено по компетенции",
    Outcome.ANSWERED: "Дан ответ автору",
    Outcome.LEFT_UNANSWERED: "Оставлено без ответа автору",
}
GROUNDS: Mapping[str, str] = {"model": "выучено на решениях людей", "keywords": "по ключевым словам темы"}
"""What proposed a topic; of the source its own reason tells."""


def channel_word(channel: str) -> str:
    return CHANNELS.get(channel, (channel, ""))[0]


def channel_icon(channel: str) -> str:
    return CHANNELS.get(channel, ("", "inbox"))[1]
