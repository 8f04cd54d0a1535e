"""Fields that several forms of the settings share."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Choices = list[tuple[str, str]]
Upload: TypeAlias = "UploadedFile[Any]"
EMPTY = ("", "—")


def day(label: str, *, help_text: str = "", required: bool = False) -> forms.DateField:
    """A day picked in the browser's calendar, or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


def area(label: str, *, rows: int = 4, help_text: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(label: str, *, most: int, help_text: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required)


def switch(label: str, *, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def whole(
    label: str, *, least: int, most: int, help_text: str = "", required: bool = False
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, required=required
    )


def choice(
    label: str, choices: Iterable[tuple[Any, str]], *, help_text: str = "", required: bool = False
) -> forms.ChoiceField:
    """One of the list; where it is not required, the first is «—»."""
    listed = [(str(value), title) for value, title in choices]
    return forms.ChoiceField(
        label=label, choices=listed if required else [EMPTY, *listed], help_text=help_text, required=required
    )


def id_of(told: Mapping[str, Any], name: str) -> int | None:
    """The id that a choice holds; None where nothing is chosen."""
    value = told.get(name)
    return int(value) if value else None
