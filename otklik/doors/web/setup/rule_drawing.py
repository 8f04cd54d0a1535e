"""The form of a rule ready to draw: every row with what it offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from otklik.casework.automation.rules.fields import FIELDS, FIXED, Lists
from otklik.doors.web.setup import rule_sketch as sketching
from otklik.doors.web.setup.rule_sketch import Group, Row, Sketch

FEW = 7
MANY = 400
Options = list[tuple[str, str]]
_CLOSED = "(закрыто)"
_OUTER = str.maketrans("„“", "«»")


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: the fields and operations to choose from, and how its values are picked."""

    path: str
    field: str
    fields: Options
    op: str
    ops: Options
    picker: str  # "none", "checks", "selects", "list", "words", "number", "day", "flag"
    values: list[str]
    options: Options
    is_fresh: bool
    title: str
    bounds: tuple[int, int]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    path: str
    join: str
    joins: Options
    items: list[Any]
    is_root: bool
    is_group: bool = True


def context(sketch: Sketch, lists: Lists) -> dict[str, Any]:
    """All that the templates of the form want."""
    effects = sketch.effects

    def first(key: str) -> str:
        return next(iter(effects.get(key, ())), "")

    people, recipients = _options(lists.people), _options(lists.recipients)
    return {
        "sketch": sketch,
        "group": _group(sketch.root, "c", lists),
        "streets": [title for _value, title in _options(lists.labels("street"))],
        "effect": {
            "recipient": first("recipient"), "executor": first("executor"), "fast_track": first("fast_track"),
            "amount": first("amount"), "unit": first("unit") or "days", "urgency": first("urgency"),
            "template": first("template"), "tags": ", ".join(effects.get("tags", ())),
            "stops": first("stops"), "co_executors": effects.get("co_executors") or [""],
            "approvers": effects.get("approvers") or [""],
        },
        "recipients": recipients,
        "executors": [("auto", _("по дежурству и нагрузке")), *people],
        "people": people,
        "templates": _options(lists.templates),
        "urgencies": list(FIXED["urgency"].items()),
        "yes_no": [(sketching.YES, _("да")), (sketching.NO, _("нет"))],
        "units": [("days", _("рабочих дней")), ("hours", _("рабочих часов"))],
    }  # fmt: skip


def _group(group: Group, path: str, lists: Lists) -> GroupView:
    return GroupView(
        path=path,
        join=group.join,
        joins=[
            (sketching.ALL, _("все условия верны")), (sketching.ANY, _("верно хотя бы одно")),
            (sketching.NONE, _("ни одно не верно")),
        ],
        items=[
            _group(node, f"{path}-{number}", lists)
            if isinstance(node, Group)
            else _row(node, f"{path}-{number}", lists)
            for number, node in enumerate(group.items)
        ],
        is_root=path == "c",
    )  # fmt: skip


def _row(row: Row, path: str, lists: Lists) -> RowView:
    asked = FIELDS.get(row.field)
    options = _options(lists.labels(row.field)) if asked else []
    picker = _picker(row, options)
    values = list(row.values) or ([""] if picker not in ("checks", "none") else [])
    if row.op == "between":
        values = [*values, "", ""][:2]
    return RowView(
        path=path,
        field=row.field,
        fields=[(one.name, one.title) for one in FIELDS.values()],
        op=row.op,
        ops=sketching.operations(row.field) if asked else [],
        picker=picker,
        values=[_shown(one, lists.labels(row.field)) for one in values] if picker == "list" else values,
        options=options,
        is_fresh=row.is_fresh,
        title=asked.title if asked else "",
        bounds=asked.bounds if asked else (0, 0),
    )


def _picker(row: Row, options: Options) -> str:
    asked = FIELDS.get(row.field)
    if asked is None or row.op in ("is_empty", "is_not_empty"):
        return "none"
    if asked.kind in ("number", "day", "flag"):
        return asked.kind
    if asked.kind == "text":
        return "words" if row.field == "text" else "texts"
    if len(options) <= FEW:
        return "checks"
    return "list" if len(options) > MANY else "selects"


def _options(labels: Mapping[str, str]) -> Options:
    """The closed are offered last; by themselves titles stand in the outer quotes, as everywhere."""
    shown = [(value, title.translate(_OUTER)) for value, title in labels.items()]
    return sorted(shown, key=lambda one: _CLOSED in one[1])


def _shown(value: str, labels: Mapping[str, str]) -> str:
    return labels.get(value, value)
