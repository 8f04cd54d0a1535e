"""What a new edition of a foreign classifier changes in the one we keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from otklik.register.catalog.foreign import Bad, Code, read_code

TITLE_LENGTH = 400
_MANY_CLOSED = 5  # one code in five is worth a word


class BadEdition(ValueError):
    """The edition cannot be taken; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number and cells as they are there; `group` serves codes without numbers."""

    number: int
    code: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A code as we keep it."""

    code: str
    title: str
    edition: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A code as the new edition lists it."""

    code: str
    title: str
    is_assignable: bool


@dataclass(frozen=True, slots=True)
class Retitled:
    """A code with another title; `is_correction` when the same edition is loaded anew with a typo mended."""

    code: str
    title: str
    was: str
    is_correction: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot be taken and why, in Russian."""

    number: int
    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that taking the edition would do; nothing is done yet.

    A closed code is valid to `closes_on`; it stays with the cases that bear it.
    """

    scheme: str
    edition: str
    valid_from: date
    added: tuple[Listed, ...]
    retitled: tuple[Retitled, ...]
    closed: tuple[Kept, ...]
    unchanged: int
    rejected: tuple[Rejected, ...]

    @property
    def closes_on(self) -> date:
        return self.valid_from - timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.retitled or self.closed)

    @property
    def warning(self) -> str:
        """Russian; "" where there is nothing to be careful about."""
        current = len(self.closed) + len(self.retitled) + self.unchanged
        if len(self.closed) * _MANY_CLOSED <= current:
            return ""
        return (
            f"Закроется кодов: {len(self.closed)} из {current}. "
            "Убедитесь, что в файле классификатор целиком, а не его часть."
        )


def plan(
    lines: Iterable[Line], existing: Sequence[Kept], *, scheme: str, edition: str, valid_from: date
) -> Plan:
    """Compare a whole classifier with the kept codes of its scheme. Raises `BadEdition`.

    A code the file lacks is closed on the day before, unless it is of the same edition: the rest of an
    edition may come in another file.
    """
    edition = " ".join(edition.split())
    _check_edition(existing, edition, valid_from)
    listed, rejected = _read(lines, scheme)
    if not listed:
        raise BadEdition("В файле нет ни одного кода: проверьте столбцы «Код» и «Наименование».")
    current = {row.code: row for row in existing if row.valid_to is None or row.valid_to >= valid_from}
    added = [row for row in listed.values() if row.code not in current]
    retitled = [
        Retitled(row.code, row.title, current[row.code].title, current[row.code].edition == edition)
        for row in listed.values()
        if row.code in current and current[row.code].title != row.title
    ]
    closed = [row for row in current.values() if row.code not in listed and row.edition != edition]
    return Plan(
        scheme=scheme,
        edition=edition,
        valid_from=valid_from,
        added=tuple(added),
        retitled=tuple(retitled),
        closed=tuple(closed),
        unchanged=len(listed) - len(added) - len(retitled),
        rejected=tuple(rejected),
    )


def _check_edition(existing: Sequence[Kept], edition: str, valid_from: date) -> None:
    if not edition:
        raise BadEdition("Назовите редакцию, например «на 31.10.2025».")
    for row in existing:
        if row.edition == edition and row.valid_from != valid_from:
            raise BadEdition(
                f"Редакция «{edition}» уже загружена и действует с {row.valid_from:%d.%m.%Y}: "
                "укажите эту дату или назовите редакцию иначе."
            )
        if row.edition != edition and row.valid_from >= valid_from:
            raise BadEdition(
                f"С {row.valid_from:%d.%m.%Y} уже действует редакция «{row.edition}»: "
                "укажите более позднюю дату или её название."
            )


def _read(lines: Iterable[Line], scheme: str) -> tuple[dict[str, Listed], list[Rejected]]:
    listed: dict[str, Listed] = {}
    first: dict[str, int] = {}
    rejected = []
    for line in lines:
        found = _listed(line, scheme)
        if isinstance(found, Listed) and found.code in first:
            found = _repeated(found, listed[found.code], first[found.code])
        if isinstance(found, Bad):
            rejected.append(Rejected(line.number, line.code.strip(), line.title.strip(), found.reason))
        else:
            listed[found.code] = found
            first[found.code] = line.number
    return listed, rejected


def _repeated(again: Listed, earlier: Listed, number: int) -> Bad:
    if again.title == earlier.title:
        return Bad(f"повтор строки {number}")
    return Bad(f"этот код уже был в строке {number} с другим наименованием")


def _listed(line: Line, scheme: str) -> Listed | Bad:
    code = _code(line, scheme)
    if isinstance(code, Bad):
        return code
    title = " ".join(line.title.split()) or code.rest
    if not title:
        return Bad("нет наименования")
    if len(title) > TITLE_LENGTH:
        return Bad(f"наименование длиннее {TITLE_LENGTH} знаков")
    return Listed(code.text, title, code.is_assignable)


def _code(line: Line, scheme: str) -> Code | Bad:
    """A classifier that numbers nothing is read by its groups: «Группа / Тема» is the code."""
    if not line.code.strip() and line.group.strip() and line.title.strip():
        return read_code(scheme, f"{line.group} / {line.title}")
    return read_code(scheme, line.code)
