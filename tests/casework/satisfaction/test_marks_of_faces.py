"""Marks that stood on faces before the room was there become its ratings, once."""

import importlib

import pytest
from django.db import connection

from otklik.casework.satisfaction.models import Rating
from otklik.register.cases.models import Case
from tests import builders

FORTH = importlib.import_module(
    "otklik.casework.satisfaction.migrations.0002_marks_of_faces_become_ratings"
).FORTH


@pytest.mark.django_db
def test_marks_of_faces_become_ratings() -> None:
    town = builders.a_town()
    good, _none = builders.a_case("Яма", town=town), builders.a_case("Фонарь", town=town)
    Case.objects.filter(id=good.id).update(rating=4, answered_at=builders.NOW, reopened_count=1)
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(FORTH)
    row = Rating.objects.get()
    assert (row.case_id, row.round, row.mark, row.is_satisfied, row.reasons) == (good.id, 2, 4, True, [])
    assert (row.at, row.source, row.stands) == (builders.NOW, "register", True)
