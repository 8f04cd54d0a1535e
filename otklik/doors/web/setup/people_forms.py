"""What is typed of a person, of a password and of a role that a person takes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.ground.people import selectors as people
from otklik.register.catalog.views import Snapshot

_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class PersonForm(forms.Form):
    full_name = fields.line("Фамилия, имя, отчество", most=200, required=True)
    position = fields.line("Должность", most=300)
    organisation = fields.choice("Организация", ())
    email = forms.EmailField(label="Электронная почта", required=False)
    phone = fields.line("Телефон", most=60)
    is_active = fields.switch("Может входить")

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(row_id), title) for row_id, title in organisations]
        self.fields["organisation"].choices = [fields.EMPTY, *listed]  # type: ignore[attr-defined]  # ChoiceField


class NewPersonForm(PersonForm):
    """With the name for signing in and the first password, which the person changes at the first sign-in."""

    username = forms.CharField(
        label="Имя для входа", max_length=60, validators=[UnicodeUsernameValidator()],
        help_text="Латинскими или русскими буквами, без пробелов. Потом не меняется.",
    )  # fmt: skip
    password = forms.CharField(
        label="Временный пароль", widget=_PASSWORD, help_text="От 10 знаков. При первом входе его сменят."
    )
    role = fields.choice("Роль", (), required=True)
    block = fields.choice("Отраслевой блок", (), help_text="Для руководителя блока.")
    act = fields.line("Основание", most=300, help_text="Постановление или распоряжение: номер и дата.")
    field_order = ["username", "password", "full_name", "position", "organisation", "role", "block", "act"]

    def __init__(self, *args: Any, roles: fields.Choices, snapshot: Snapshot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_roles(self, roles, snapshot)

    def clean_username(self) -> str:
        """A name that somebody has is refused here: the service would change that person."""
        username: str = self.cleaned_data["username"].strip()
        if people.user_by_name(username) is not None:
            raise forms.ValidationError(_("Такое имя для входа уже есть: возьмите другое."))
        return username


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Временный пароль", widget=_PASSWORD, help_text="От 10 знаков. При следующем входе его сменят."
    )


class RoleForm(forms.Form):
    role = fields.choice("Роль", (), required=True)
    block = fields.choice("Отраслевой блок", (), help_text="Для ролей блока.")
    organisation = fields.choice("Организация", (), help_text="Для ролей получателя: с подведомственными.")
    act = fields.line("Основание", most=300, help_text="Постановление или распоряжение: номер и дата.")
    since = fields.day("С какого дня", help_text="Пусто — сразу.")
    until = fields.day("По какой день", help_text="Пусто — бессрочно.")

    def __init__(
        self,
        *args: Any,
        roles: fields.Choices,
        snapshot: Snapshot,
        organisations: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offer_roles(self, roles, snapshot)
        listed = [(str(row_id), title) for row_id, title in organisations]
        self.fields["organisation"].choices = [fields.EMPTY, *listed]  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", _("Последний день раньше первого: исправьте даты."))
        return told


def offer_roles(form: forms.Form, roles: fields.Choices, snapshot: Snapshot) -> None:
    form.fields["role"].choices = roles  # type: ignore[attr-defined]  # ChoiceField
    blocks = [(one.code, one.title) for one in snapshot.blocks.values() if one.is_active]
    form.fields["block"].choices = [fields.EMPTY, *blocks]  # type: ignore[attr-defined]  # ChoiceField
