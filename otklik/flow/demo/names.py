"""Common first names, patronymics and surnames from which authors are made up."""

from otklik.flow.demo.town import read_rows

_ROWS = read_rows("names.tsv")


def _of(kind: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in _ROWS if row["kind"] == kind)


FIRST_FEMALE = _of("first_female")
FIRST_MALE = _of("first_male")
PATRONYMIC_FEMALE = _of("patronymic_female")
PATRONYMIC_MALE = _of("patronymic_male")
SURNAMES = _of("surnames")
ORGANISATIONS = _of("organisations")
