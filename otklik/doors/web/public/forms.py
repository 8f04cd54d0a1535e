"""What a citizen fills in; the rest of the checking is done where the message is taken in."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

_PHONE = re.compile(r"^[\d\s()+\-.,;]{5,40}$")


class Line(forms.CharField):
    """A line of text that survives control characters: they are dropped, not argued about."""

    def to_python(self, value: object) -> str:
        return super().to_python("" if value is None else str(value).replace("\x00", "")) or ""


class MessageForm(forms.Form):
    """The message, where it is and who writes."""

    text = Line(
        label=_("Что случилось"),
        error_messages={"required": _("Напишите хотя бы одно предложение: что случилось")},
    )
    topic = Line(required=False, max_length=60)
    address = Line(label=_("Где это"), required=False, max_length=500)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    name = Line(label=_("Имя"), required=False, max_length=300)
    phone = Line(label=_("Телефон"), required=False, max_length=40)
    email = forms.EmailField(
        label=_("Электронная почта"),
        required=False,
        error_messages={"invalid": _("Проверьте адрес почты: похоже, в нём ошибка. Пример: ivanov@mail.ru")},
    )
    photo = forms.Field(label=_("Фотографии"), required=False)
    consent = Line(label=_("Согласие"), required=False, max_length=64)
    publish = Line(label=_("Согласие на распространение"), required=False, max_length=64)

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError(_("Проверьте телефон: нужны цифры. Пример: 8 900 000-00-00"))
        return phone

    @property
    def is_personal(self) -> bool:
        """Whether the author has named himself in any way."""
        return any(self.cleaned_data.get(one) for one in ("name", "phone", "email"))
