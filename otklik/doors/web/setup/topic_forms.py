"""The form of a topic: all that a town may set of it, codes and keywords a line each."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.register.cases.rules import URGENCY_TITLES
from otklik.register.catalog.defaults import CodeRow, recipient_kinds
from otklik.register.catalog.rules import EVIDENCE
from otklik.register.catalog.services import TopicFields
from otklik.register.catalog.views import Snapshot, TopicView

SCHEMES = {"im": "«Инцидент Менеджмент»", "otk": "общероссийский классификатор", "pos": "ПОС"}


class TopicForm(forms.Form):
    """`is_group` leaves what a group has not."""

    title = fields.line("Название", most=300, required=True)
    parent = fields.choice("Группа", (), required=True)
    block = fields.choice(
        "Отраслевой блок", (), help_text="Темы с блоком считаются в отчёте (п. 2.7 Положения)."
    )
    is_significant = fields.switch("Социально значимая по разметке «Инцидент Менеджмент»")
    is_fast_track = fields.switch("Фаст-трек", help_text="Ускоренное рассмотрение с коротким сроком.")
    fast_track_days = fields.whole("Срок фаст-трека, рабочих дней", least=1, most=365)
    internal_days = fields.whole(
        "Внутренний срок, рабочих дней", least=1, most=365, help_text="Короче закона; пусто — общий."
    )
    urgency = fields.choice("Срочность", URGENCY_TITLES.items(), required=True)
    evidence = fields.choice("Подтверждение работы", EVIDENCE.items(), required=True)
    season = fields.line("Сезон", most=20, help_text="Месяц и день: 11-01..03-31. Пусто — круглый год.")
    recipient = fields.choice(
        "Получатель по умолчанию", (), help_text="Если таблица ответственности не говорит иного."
    )
    recipient_kind = fields.choice("Род получателя", ())
    keywords = fields.area(
        "Ключевые слова", rows=4,
        help_text="Через запятую, в начальной форме. Слова рядом соединяют знаком «_»: горячий_вода.",
    )  # fmt: skip
    codes = fields.area(
        "Коды классификаторов", rows=4,
        help_text="По строке: «otk 0001.0002.0025.0092». Первый в классификаторе — основной.",
    )  # fmt: skip
    is_active = fields.switch("Действует")

    def __init__(self, *args: Any, snapshot: Snapshot, is_group: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = sorted(
            (
                (topic.id, topic.title)
                for topic in snapshot.topics.values()
                if topic.is_group and topic.is_active
            ),
            key=lambda pair: pair[1],
        )
        self._offer("parent", groups)
        self._offer("block", [(one.id, one.title) for one in snapshot.blocks.values() if one.is_active])
        self._offer("recipient", [(one.id, one.title) for one in snapshot.active_recipients()])
        self._offer("recipient_kind", [(kind.code, kind.title) for kind in recipient_kinds()])
        if is_group:
            for name in list(self.fields):
                if name not in ("title", "is_active"):
                    del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        chosen = self.fields[name]
        empty = [] if chosen.required else [fields.EMPTY]
        listed = [*empty, *((str(value), title) for value, title in choices)]
        chosen.choices = listed  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean_codes(self) -> tuple[CodeRow, ...]:
        """The lines as codes; the first of each classifier is the primary one."""
        found: list[CodeRow] = []
        for line in self.cleaned_data["codes"].splitlines():
            scheme, _space, code = line.strip().partition(" ")
            if not scheme:
                continue
            if scheme not in SCHEMES or not code.strip():
                known = ", ".join(SCHEMES)
                told = _("«%(line)s»: начните строку с %(known)s, затем через пробел код.")
                raise forms.ValidationError(told % {"line": line, "known": known})
            is_first = all(one.scheme != scheme for one in found)
            found.append(CodeRow(scheme, code.strip(), is_first))
        return tuple(found)

    def told(self) -> TopicFields:
        """The topic as the person wants it."""
        told = self.cleaned_data
        if "parent" not in self.fields:
            return TopicFields(title=told["title"], is_active=told["is_active"])
        words = told["keywords"].replace("\n", ",").split(",")
        return TopicFields(
            title=told["title"], parent_id=fields.id_of(told, "parent"), block_id=fields.id_of(told, "block"),
            is_significant=told["is_significant"], is_fast_track=told["is_fast_track"],
            fast_track_days=told["fast_track_days"], internal_days=told["internal_days"],
            urgency=int(told["urgency"]), evidence=told["evidence"], season=told["season"],
            keywords=tuple(word.strip() for word in words if word.strip()),
            recipient_kind=told["recipient_kind"], recipient_id=fields.id_of(told, "recipient"),
            is_active=told["is_active"], codes=told["codes"],
        )  # fmt: skip


def initial(topic: TopicView, codes: tuple[tuple[str, str, bool], ...]) -> dict[str, object]:
    """What the form shows of a topic; primary codes stand first."""
    ordered = sorted(codes, key=lambda code: (code[0], not code[2], code[1]))
    return {
        "title": topic.title, "parent": topic.parent_id, "block": topic.block_id,
        "is_significant": topic.is_significant, "is_fast_track": topic.is_fast_track,
        "fast_track_days": topic.fast_track_days, "internal_days": topic.internal_days,
        "urgency": topic.urgency, "evidence": topic.evidence, "season": topic.season,
        "recipient": topic.recipient_id, "recipient_kind": topic.recipient_kind,
        "keywords": ", ".join(topic.keywords), "is_active": topic.is_active,
        "codes": "\n".join(f"{scheme} {code}" for scheme, code, _primary in ordered),
    }  # fmt: skip
