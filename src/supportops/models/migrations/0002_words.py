"""The full text index, in each database's own way."""

from django.db import migrations

from supportops.models.search import CREATE


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE supportops_words")


class Migration(migrations.Migration):
    dependencies = [("supportops", "0001_tables")]
    operations = [migrations.RunPython(create, drop)]
