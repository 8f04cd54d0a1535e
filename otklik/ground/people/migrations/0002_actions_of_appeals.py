"""Default roles installed before the decisions of 59-ФЗ had actions of their own are given them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEW = {
    "curator": ("leave_unanswered", "terminate"),
    "centre_head": ("leave_unanswered", "terminate"),
    "block_head": ("leave_unanswered",),
    "town_head": ("leave_unanswered", "terminate"),
}


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A town's own edition of a role stays as the town has made it."""
    for role in apps.get_model("people", "Role").objects.filter(municipality=None, code__in=NEW):
        have = sorted({*role.actions, *NEW[role.code]})
        if have != sorted(role.actions):
            role.actions = have
            role.save(update_fields=["actions"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
