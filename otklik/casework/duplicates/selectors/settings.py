"""How a town looks for likenesses, as set and as learned."""

from dataclasses import dataclass

from otklik.casework.duplicates import rules
from otklik.casework.duplicates.models import Outbreak, Setting
from otklik.casework.duplicates.outbreaks import State
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
    has_outbreaks: bool = False


MANNER = (
    "horizon_days", "metres", "group_size", "group_days", "propose", "join", "is_set_by_hand",
    "joins_by_itself", "tells_citizens",
)  # fmt: skip
_COLUMNS = ", ".join(f's."{name}"' for name in MANNER)
_SQL = (
    f"SELECT EXISTS (SELECT 1 FROM {Outbreak._meta.db_table} "  # noqa: S608
    f"WHERE municipality_id = t.id AND state IN ('{State.SUGGESTED}', '{State.OPEN}')), s.id, {_COLUMNS} "
    f"FROM (SELECT CAST(%s AS bigint) AS id) t LEFT JOIN {Setting._meta.db_table} s "
    "ON s.municipality_id = t.id"
)


def manner(municipality_id: int) -> Manner:
    """Asked with every message, so it is one plain query."""
    row = bulk_read.first(_SQL, [municipality_id])
    if row is None or row[1] is None:
        return Manner(has_outbreaks=bool(row and row[0]))
    return Manner(**dict(zip(MANNER, row[2:], strict=True)), has_outbreaks=bool(row[0]))
