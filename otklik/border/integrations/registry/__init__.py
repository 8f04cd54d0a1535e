"""Any register by a map of its columns."""

from otklik.border.integrations.registry.fields import FIELDS, Field
from otklik.border.integrations.registry.guessing import guess
from otklik.border.integrations.registry.mapping import ColumnMap, from_json, problems, to_json
from otklik.border.integrations.registry.reading import records

__all__ = ["FIELDS", "ColumnMap", "Field", "from_json", "guess", "problems", "records", "to_json"]
