"""Roles installed before the actions of appeals existed are given them by a migration."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from otklik.ground.people import services
from otklik.ground.people.models import Role
from otklik.ground.people.roles import ROLES
from tests import builders

pytestmark = pytest.mark.django_db

FRESH = {"leave_unanswered", "terminate"}


def give():
    old = MigrationLoader(connection).project_state([("people", "0001_initial")]).apps
    module = import_module("otklik.ground.people.migrations.0002_actions_of_appeals")
    module.give(old, connection.schema_editor())


def bundles():
    return {row.code: set(row.actions) for row in Role.objects.filter(municipality=None)}


def test_old_default_roles_come_to_hold_what_new_ones_do():
    services.install_roles(now=builders.NOW)
    whole = bundles()
    for row in Role.objects.filter(municipality=None):
        row.actions = sorted(set(row.actions) - FRESH)
        row.save()
    assert bundles() != whole
    give()
    assert bundles() == whole == {row.code: {str(one) for one in row.actions} for row in ROLES}
    give()
    assert bundles() == whole
    assert all(len(row.actions) == len(set(row.actions)) for row in Role.objects.all())


def test_what_was_changed_stays_changed():
    town = builders.a_town()
    now = builders.NOW
    services.edit_role(
        municipality_id=town.id, code="centre_head", title="Наш", actions=["see_cases"], now=now
    )
    default = Role.objects.get(code="curator", municipality=None)
    default.actions = ["see_cases"]
    default.save()
    give()
    assert Role.objects.get(code="centre_head", municipality_id=town.id).actions == ["see_cases"]
    default.refresh_from_db()
    assert default.actions == ["leave_unanswered", "see_cases", "terminate"]
