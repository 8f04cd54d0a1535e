"""How a town looks for likenesses, as set and as learned."""

from dataclasses import dataclass

from otklik.casework.duplicates import rules
from otklik.casework.duplicates.models import Setting
from otklik.ground.bulk import selectors as bulk_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """`propose` and `join` are probabilities, the rest as in `Setting`."""

    horizon_days: int = 30
    metres: int = 150
    group_size: int = 5
    group_days: int = 14
    propose: float = rules.PROPOSE
    join: float = rules.JOIN
    is_set_by_hand: bool = False
    joins_by_itself: bool = True
    tells_citizens: bool = True


_NAMES = (
    "horizon_days", "metres", "group_size", "group_days", "propose", "join", "is_set_by_hand",
    "joins_by_itself", "tells_citizens",
)  # fmt: skip
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_SQL = (
    f"SELECT {_COLUMNS} "  # noqa: S608
    f"FROM {Setting._meta.db_table} WHERE municipality_id = %s"
)
USUAL = Manner()


def manner(municipality_id: int) -> Manner:
    """Asked with every message, so it is one plain query."""
    row = bulk_read.first(_SQL, [municipality_id])
    return USUAL if row is None else Manner(**dict(zip(_NAMES, row, strict=True)))
