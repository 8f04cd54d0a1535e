"""The layouts of foreign registers that we read."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from otklik.border.integrations import incident, registry
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Record, Rejected
from otklik.border.ports.tables import Table
from otklik.ground.places.selectors import MunicipalityView

INCIDENT, REGISTRY = "incident", "registry"


def records(
    table: Table, *, layout: str, plan: registry.ColumnMap | None, town: MunicipalityView
) -> Iterator[Record | Rejected]:
    """The rows of the table as its layout tells them, in the town's time. Raises `Unreadable`."""
    zone = ZoneInfo(town.timezone)
    if layout == INCIDENT:
        return incident.records(table, zone=zone)
    if plan is None:
        raise Unreadable("Для этого файла нужна карта столбцов: сопоставьте столбцы и запустите снова.")
    return registry.records(table, plan, zone=zone)
