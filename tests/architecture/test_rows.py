"""Rows: foreign keys point down the house, integrity has readable names, nothing hides in `save`."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from tests.architecture.house import heights, modules

READABLE = re.compile(r"[a-z]+(_[a-z0-9]+)+$")
MADE_BY_DJANGO = re.compile(r"_[0-9a-f]{6,}_(idx|uniq)$|_[0-9a-f]{8}")


def our_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith("otklik."))


def crossings() -> Iterator[tuple[Any, tuple[int, int], tuple[int, int]]]:
    rooms = heights()
    for model in our_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model:
                source, target = model._meta.app_label, field.related_model._meta.app_label
                if source != target and source in rooms and target in rooms:
                    yield field, rooms[source], rooms[target]


def test_foreign_keys_point_down() -> None:
    assert [str(field) for field, source, target in crossings() if target >= source] == []


def test_foreign_keys_leave_no_accessor_in_the_room_below() -> None:
    assert [str(field) for field, _, _ in crossings() if not field.remote_field.hidden] == []


def test_there_are_foreign_keys_to_look_at() -> None:
    assert len(list(crossings())) > 10


def test_constraints_and_indexes_have_names_that_read() -> None:
    named = [
        f"{model.__name__}: {one.name}"
        for model in our_models()
        for one in (*model._meta.constraints, *model._meta.indexes)
        if not READABLE.match(one.name) or MADE_BY_DJANGO.search(one.name)
    ]
    assert named == []


def test_every_constraint_is_named_and_none_is_anonymous() -> None:
    assert [model.__name__ for model in our_models() if model._meta.unique_together] == []


def test_nobody_overrides_save_or_delete() -> None:
    overridden = [
        f"{module.at(method)} {one.name}.{method.name}"
        for module in modules()
        if module.path.name == "models.py"
        for one in module.classes()
        for method in one.body
        if getattr(method, "name", "") in {"save", "delete", "clean", "full_clean"}
    ]
    assert overridden == []


def test_rows_are_inherited_from_the_framework_alone() -> None:
    parents = [
        f"{model.__name__} <- {parent.__name__}"
        for model in our_models()
        for parent in model.__mro__[1:]
        if parent.__module__.startswith("otklik.") and issubclass(parent, models.Model)
    ]
    assert parents == []
