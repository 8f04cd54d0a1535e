"""What is asked at an import: the file, and for an unknown layout which column is which field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from otklik.border.ports.messages import CaseKind
from otklik.border.readers.moments import DayOrder
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.channels import STREAMS
from otklik.doors.web.setup.fields import Upload
from otklik.flow import uploads
from otklik.flow.columns import FIELDS, ColumnMap

KINDS = ((CaseKind.MESSAGE.value, "сообщения"), (CaseKind.APPEAL.value, "обращения (59-ФЗ)"))
ORDERS = (
    (DayOrder.AUTO.value, "понять по файлу"),
    (DayOrder.DAY_FIRST.value, "сначала день: 31.12"),
    (DayOrder.MONTH_FIRST.value, "сначала месяц: 12/31"),
)  # fmt: skip
_JOINED = "+"


class FileForm(forms.Form):
    file = forms.FileField(
        label="Файл выгрузки",
        error_messages={
            "required": "Выберите файл XLSX или CSV.",
            "empty": "Файл пуст: выгрузите его заново.",
        },
    )

    def clean_file(self) -> "Upload":
        file: Upload = self.cleaned_data["file"]
        if file.size and file.size > uploads.MOST_BYTES:
            raise forms.ValidationError(_("Файл больше 300 МБ: разделите его на части."))
        return file


class MapForm(forms.Form):
    """A select for each field of the register, the guessed columns chosen; headings go by their places."""

    kind = fields.choice("Это", KINDS, required=True)
    stream = fields.choice("Поток отчёта", STREAMS, required=True)
    day_order = fields.choice("Порядок дня и месяца", ORDERS, required=True)
    system = fields.line("Система, из которой выгрузка", most=60)
    name = fields.line("Название карты", most=120, help_text="С названием карта сохранится до другого раза.")

    def __init__(self, *args: Any, header: tuple[str, ...], plan: ColumnMap, **kwargs: Any) -> None:
        chosen = {name: list(headings) for name, headings in plan.columns.items()}
        kwargs["initial"] = {
            "kind": plan.kind.value, "stream": plan.stream.value, "day_order": plan.day_order.value,
            "system": plan.system, "name": plan.name,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.header, self.plan = header, plan
        places = [(str(place), heading or _("без названия")) for place, heading in enumerate(header)]
        for one in FIELDS:
            value = _places(chosen.get(one.name, []), header)
            joined = [(value, " + ".join(chosen[one.name]))] if _JOINED in value else []
            self.fields[f"f_{one.name}"] = forms.ChoiceField(
                label=one.title, required=one.is_required and one.name not in plan.defaults, initial=value,
                choices=[("", _("нет в файле")), *joined, *places],
                error_messages={"required": _("Укажите столбец: без него строки не взять.")},
            )  # fmt: skip

    def mapped(self) -> list[forms.BoundField]:
        return [self[f"f_{one.name}"] for one in FIELDS]

    def plain(self) -> dict[str, object]:
        """The map as the person wants it."""
        told = self.cleaned_data
        columns = {
            one.name: [self.header[int(place)] for place in told[f"f_{one.name}"].split(_JOINED)]
            for one in FIELDS
            if told[f"f_{one.name}"]
        }
        names = ("kind", "stream", "day_order", "system", "name")
        return {
            "columns": columns,
            "defaults": dict(self.plan.defaults),
            **{name: told[name] for name in names},
        }


def _places(headings: list[str], header: tuple[str, ...]) -> str:
    """Places of the headings in the file, joined; a heading the file lacks is left out."""
    return _JOINED.join(str(header.index(one)) for one in headings if one in header)
