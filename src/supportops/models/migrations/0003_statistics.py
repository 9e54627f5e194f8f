"""What PostgreSQL must know to read a rare kind of ticket in the order of its index: which statuses go with an alarm, and with nobody.

Taken for independent, a few dozen rows are expected where thousands are, and all of them are joined and sorted for a page of fifty."""

from django.db import migrations

KINDS = {"ticket_alarms": "status, alarmed", "ticket_owners": "status, assignee_id"}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, columns in KINDS.items():
            schema_editor.execute(f"CREATE STATISTICS {name} (mcv) ON {columns} FROM supportops_ticket")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in KINDS:
            schema_editor.execute(f"DROP STATISTICS {name}")


class Migration(migrations.Migration):
    dependencies = [("supportops", "0002_words")]
    operations = [migrations.RunPython(create, drop)]
