"""What is typed into reports: entries by hand, the plan of a year, reasons of deviation."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from otklik.insight.analytics.indicators import TARGETS


class EntryForm(forms.Form):
    """The value of an indicator that no case tells; an empty one is unknown."""

    value = forms.IntegerField(
        label="Значение за месяц", min_value=0, max_value=10_000_000, required=False,
        help_text="Пустое поле — «неизвестно», в отчёте будет прочерк.",
    )  # fmt: skip
    note = forms.CharField(
        label="Откуда число", max_length=500, required=False,
        help_text="Документ, ссылка или страница, по которой его проверят.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("value") is not None and not told.get("note", "").strip():
            self.add_error("note", _("Укажите источник: без него число не проверить."))
        return told


class PlanForm(forms.Form):
    """A percent for each of the seven targets; a field left empty keeps what was."""

    def __init__(
        self, *args: Any, plan: Mapping[int, Decimal], decreed: Mapping[int, Decimal], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.plan = plan
        for number, target in TARGETS.items():
            hint = (
                _("По постановлению %(value)s %%") % {"value": decreed[number]} if number in decreed else ""
            )
            self.fields[f"p{number}"] = forms.DecimalField(
                label=f"{number}. {target.title}", min_value=0, max_value=100, max_digits=4,
                decimal_places=1, required=False, initial=plan.get(number), help_text=hint, localize=True,
            )  # fmt: skip

    def changed(self) -> dict[int, Decimal]:
        """The targets whose plan is not what it was."""
        told = {number: self.cleaned_data.get(f"p{number}") for number in TARGETS}
        return {
            number: value
            for number, value in told.items()
            if value is not None and value != self.plan.get(number)
        }


class ReasonsForm(forms.Form):
    """Why a target stands below its plan, a line for each."""

    def __init__(self, *args: Any, reasons: Mapping[int, str], wanted: frozenset[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        for number in sorted(wanted | set(reasons)):
            self.fields[f"r{number}"] = forms.CharField(
                label=f"{number}. {TARGETS[number].title}", max_length=1000, required=False,
                initial=reasons.get(number, ""), widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def changed(self) -> dict[int, str]:
        told = {int(name[1:]): text for name, text in self.cleaned_data.items()}
        return {number: text for number, text in told.items() if text != self.reasons.get(number, "")}
