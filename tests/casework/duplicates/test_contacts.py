"""Where a follower asks to be told: what is a mail, what a telephone, what neither."""

import pytest

from otklik.casework.duplicates.contacts import BadContact, read


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (" olga@example.ru ", ("email", "olga@example.ru")), ("8 (900) 123-45-67", ("phone", "+79001234567")),
        ("+7 900 1234567", ("phone", "+79001234567")),
    ],
)  # fmt: skip
def test_a_contact_is_told_apart(told: str, kept: tuple[str, str]) -> None:
    assert read(told) == kept


@pytest.mark.parametrize("told", ["", "Ольга", "123-45", "olga@", "@example.ru", "a@b.ru, c@d.ru", "8900"])
def test_what_nobody_can_be_told_by_is_refused(told: str) -> None:
    with pytest.raises(BadContact, match="телефон с кодом"):
        read(told)
