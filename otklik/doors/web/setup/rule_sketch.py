"""A rule as its form holds it: rows and groups that can be half filled, read from what was posted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any as Anything

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.casework.automation.rules import shape
from otklik.casework.automation.rules.effects import AUTO, MOST_AMOUNT, Effects, EffectsError, Internal
from otklik.casework.automation.rules.fields import FIELDS, Lists, shown
from otklik.casework.automation.rules.shape import Body
from otklik.kernel.conditions import All, Any, Condition, Not, Test

ALL, ANY, NONE = "all", "any", "none"
LACKS = "lacks_words"
YES, NO = "1", "0"
MOST_NODES = 60


class Unfilled(ValueError):
    """The form is not filled so far; the message is Russian and says what is missing."""


@dataclass(slots=True)
class Row:
    """One question; `values` are as typed, empty ones are left out."""

    field: str = ""
    op: str = ""
    values: list[str] = dataclasses.field(default_factory=list)
    is_fresh: bool = False


@dataclass(slots=True)
class Group:
    """Rows and groups of which all, any or none hold."""

    join: str = ALL
    items: list[Row | Group] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    """The whole form."""

    title: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    root: Group = dataclasses.field(default_factory=lambda: Group(items=[Row()]))
    effects: dict[str, list[str]] = dataclasses.field(default_factory=dict)


def posted(told: QueryDict) -> Sketch:
    """The form as it came, and what a pressed button of it asks."""
    sketch = Sketch(
        title=told.get("title", ""), since=told.get("since", ""), until=told.get("until", ""),
        note=told.get("note", ""), root=Group(),
        effects={key[2:]: told.getlist(key) for key in told if key.startswith("e:")},
    )  # fmt: skip
    groups: dict[str, Group] = {}
    nodes: dict[str, tuple[Group, Row | Group]] = {}
    for told_node in told.getlist("node")[:MOST_NODES]:
        path, _sep, kind = told_node.partition(":")
        if kind == "group":
            node: Row | Group = Group(told.get(f"join:{path}", ALL))
            groups[path] = node  # type: ignore[assignment]  # a group by its kind
        else:
            node = Row(told.get(f"f:{path}", ""), told.get(f"o:{path}", ""), told.getlist(f"v:{path}"))
        parent = groups.get(path.rpartition("-")[0])
        if parent is None:
            sketch.root = node if isinstance(node, Group) else sketch.root
            continue
        parent.items.append(node)
        nodes[path] = (parent, node)
    _press(sketch, told.get("do", ""), groups, nodes)
    for _path, (_parent, node) in nodes.items():
        if isinstance(node, Row):
            _fit(node)
    return sketch


def _press(
    sketch: Sketch, do: str, groups: dict[str, Group], nodes: dict[str, tuple[Group, Row | Group]]
) -> None:
    act, _sep, path = do.partition(":")
    if act == "add" and path in groups:
        groups[path].items.append(Row(is_fresh=True))
    elif act == "group" and path in groups:
        groups[path].items.append(Group(ANY, [Row(is_fresh=True), Row()]))
    elif act == "drop" and path in nodes:
        parent, node = nodes[path]
        parent.items.remove(node)
    elif act == "value" and path in nodes and isinstance(row := nodes[path][1], Row):
        row.values.append("")
    elif act == "more":
        sketch.effects.setdefault(path, []).append("")


def _fit(row: Row) -> None:
    """Another field asks otherwise: what does not suit it is left out."""
    if row.field not in FIELDS:
        row.field, row.op, row.values = "", "", []
        return
    offered = [op for op, _title in operations(row.field)]
    if row.op not in offered:
        row.op, row.values = offered[0], []


def operations(name: str) -> list[tuple[str, str]]:
    """What may be asked of a field, in words."""
    asked = FIELDS[name]
    words = {
        "in": _("это"), "not_in": _("не"), "is_empty": asked.unknown,
        "is_not_empty": asked.unknown.removeprefix("не "), "contains_words": _("содержит слова"),
        LACKS: _("не содержит слов"), "is": _("это"),
        "ge": _("не раньше") if asked.kind == "day" else _("не меньше"),
        "le": _("не позже") if asked.kind == "day" else _("не больше"), "between": _("от и до"),
    }  # fmt: skip
    found = [(op, words[op]) for op in shape.operations(name)]
    return [*found, (LACKS, words[LACKS])] if name == "text" else found


def sketch_of(body: Body) -> tuple[Group, dict[str, list[str]]]:
    """A kept rule as the form shows it."""
    root = _node(body.condition)
    return (root if isinstance(root, Group) else Group(items=[root])), _effects_of(body.effects)


def _node(condition: Condition) -> Row | Group:
    match condition:
        case All(parts):
            return Group(ALL, [_node(part) for part in parts])
        case Any(parts):
            return Group(ANY, [_node(part) for part in parts])
        case Not(Test(name, "contains_words", value)):
            return Row(name, LACKS, [str(value)])
        case Not(Any(parts)):
            return Group(NONE, [_node(part) for part in parts])
        case Not(part):
            return Group(NONE, [_node(part)])
        case Test(name, op, value):
            told = value if isinstance(value, tuple) else () if value is None else (value,)
            one = {"is": "in", "is_not": "not_in"}.get(op, op) if FIELDS[name].kind != "flag" else op
            return Row(name, one, [_typed(each) for each in told])


def _typed(value: object) -> str:
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _effects_of(effects: Effects) -> dict[str, list[str]]:
    told = {key: getattr(effects, key) for key in effects.keys()}  # noqa: SIM118  # a method of ours
    internal = told.pop("internal", None)
    found = {
        key: [_typed(one) for one in (value if isinstance(value, tuple) else (value,))]
        for key, value in told.items()
    }
    if effects.executor == AUTO:
        found["executor"] = ["auto"]
    if internal is not None:
        found |= {"amount": [str(internal.amount)], "unit": [internal.unit]}
    return found | ({"stops": [YES]} if effects.stops else {})


def body_of(sketch: Sketch, lists: Lists) -> Body:
    """What the form says; raises `Unfilled`, `ConditionError` or `EffectsError`."""
    body = Body(shape.tidy(_condition(sketch.root, lists)), effects_of(sketch.effects))
    shape.check(body, lists)
    return body


def _condition(node: Row | Group, lists: Lists) -> Condition:
    if isinstance(node, Row):
        return _test(node, lists) if node.field else All(())
    parts = tuple(_condition(one, lists) for one in node.items)
    if node.join == NONE:
        kept = tuple(part for part in parts if part != All(()))
        return Not(Any(kept)) if kept else All(())
    return Any(parts) if node.join == ANY else All(parts)


def _test(row: Row, lists: Lists) -> Condition:
    asked = FIELDS[row.field]
    values = [one.strip() for one in row.values if one.strip()]
    if row.op in ("is_empty", "is_not_empty"):
        return Test(row.field, row.op)
    if not values or (row.op == "between" and len(values) < 2):
        raise Unfilled(_("Заполните условие «%(title)s».") % {"title": asked.title})
    if row.op in ("contains_words", LACKS):
        words = Test(row.field, "contains_words", " ".join(values[0].split()))
        return Not(words) if row.op == LACKS else words
    read = [_read(one, row.field, lists) for one in values]
    if row.op == "between":
        return Test(row.field, "between", tuple(read[:2]))
    return Test(row.field, row.op, tuple(read) if row.op in ("in", "not_in") else read[0])


def _read(told: str, name: str, lists: Lists) -> Anything:
    """A typed value in the kind of its field; a label typed in full is as good as its choice."""
    asked = FIELDS[name]
    if asked.kind == "flag":
        return told == YES
    if asked.kind == "number":
        if not told.isdecimal() or not asked.bounds[0] <= int(told) <= asked.bounds[1]:
            least, most = asked.bounds
            raise Unfilled(
                _("«%(title)s»: целое число от %(least)s до %(most)s.")
                % {"title": asked.title, "least": least, "most": most}
            )
        return int(told)
    if name == "house":
        return told.lower()
    labels = lists.labels(name)
    if asked.kind in ("choice", "many") and told not in labels:
        found = next((value for value, title in labels.items() if title in (told, shown(told))), None)
        if found is None:
            raise Unfilled(
                _("«%(title)s»: выберите из списка, «%(told)s» в нём нет.")
                % {"title": asked.title, "told": told}
            )
        return found
    return told


def effects_of(told: dict[str, list[str]]) -> Effects:
    """The actions of the form; raises `Unfilled` or `EffectsError`."""

    def ids(key: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(int(one) for one in told.get(key, ()) if one.isdecimal()))

    def first(key: str) -> str:
        return next((one.strip() for one in told.get(key, ()) if one.strip()), "")

    def whole(key: str) -> int | None:
        return int(first(key)) if first(key).isdecimal() else None

    tags = dict.fromkeys(" ".join(one.split()) for line in told.get("tags", ()) for one in line.split(","))
    return Effects(
        recipient=whole("recipient"),
        executor=AUTO if first("executor") == "auto" else whole("executor"),
        co_executors=ids("co_executors"),
        fast_track=first("fast_track") == YES if first("fast_track") else None,
        internal=_internal(first("amount"), first("unit")),
        urgency=whole("urgency"),
        template=whole("template"),
        approvers=ids("approvers"),
        tags=tuple(one for one in tags if one),
        stops=first("stops") == YES,
    )


def _internal(amount: str, unit: str) -> Internal | None:
    if not amount:
        return None
    most = MOST_AMOUNT.get(unit, 0)
    if not amount.isdecimal() or not 1 <= int(amount) <= most:
        raise EffectsError(_("Внутренний срок: целое число от 1 до %(most)s.") % {"most": most})
    return Internal(int(amount), unit)


def days_of(sketch: Sketch) -> tuple[date | None, date | None]:
    """From which day and till which; raises `Unfilled`."""
    try:
        since, until = (date.fromisoformat(told) if told else None for told in (sketch.since, sketch.until))
    except ValueError:
        raise Unfilled(
            _("Дни действия указаны неверно. Выберите их в календаре или оставьте пустыми.")
        ) from None
    return since, until


def walk(group: Group, path: str = "c") -> Iterator[tuple[str, Row | Group]]:
    """Every node with its place."""
    yield path, group
    for number, node in enumerate(group.items):
        if isinstance(node, Group):
            yield from walk(node, f"{path}-{number}")
        else:
            yield f"{path}-{number}", node
