"""The full-text index: FTS5 on SQLite, a `simple` tsvector on PostgreSQL; both hold normal forms."""

from django.db import migrations

UP = {
    "sqlite": [
        "CREATE VIRTUAL TABLE cases_search USING fts5(terms, detail=none, tokenize=\"unicode61 remove_diacritics 0\")",
    ],
    "postgresql": [
        "CREATE TABLE cases_search (case_id bigint PRIMARY KEY REFERENCES cases_case (id) ON DELETE CASCADE, terms tsvector NOT NULL)",
        "CREATE INDEX cases_search_terms ON cases_search USING gin (terms)",
    ],
}


def create(apps, schema_editor):
    for statement in UP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
