"""The map of columns of a foreign register as a screen offers it: fields, headings, a map as plain JSON."""

import json
from collections.abc import Mapping

from otklik.border.integrations import registry
from otklik.border.integrations.registry import FIELDS, ColumnMap, Field

__all__ = ["FIELDS", "ColumnMap", "Field", "as_map", "as_plain"]


def as_plain(column_map: ColumnMap) -> dict[str, object]:
    """The map as it is kept under a name."""
    plain: dict[str, object] = json.loads(registry.to_json(column_map))
    return plain


def as_map(plain: Mapping[str, object]) -> ColumnMap:
    """The map from what was kept or told; raises ValueError with a Russian text."""
    return registry.from_json(json.dumps(plain))
