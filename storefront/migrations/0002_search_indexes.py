"""What makes search fast: a trigram index on PostgreSQL, an FTS5 table with triggers on SQLite."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

POSTGRESQL_INDEX = (
    "CREATE INDEX storefront_searchtext_trigram"
    " ON storefront_searchtext USING gin (text gin_trgm_ops)"
)

# External content: the FTS table holds only the index. The triggers also cover cascading deletes.
SQLITE_TABLE = """
CREATE VIRTUAL TABLE storefront_searchtext_fts USING fts5(
    text, content='storefront_searchtext', content_rowid='id', tokenize='trigram'
)
"""
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER storefront_searchtext_added AFTER INSERT ON storefront_searchtext BEGIN
        INSERT INTO storefront_searchtext_fts(rowid, text) VALUES (new.id, new.text);
    END
    """,
    """
    CREATE TRIGGER storefront_searchtext_removed AFTER DELETE ON storefront_searchtext BEGIN
        INSERT INTO storefront_searchtext_fts(storefront_searchtext_fts, rowid, text)
        VALUES ('delete', old.id, old.text);
    END
    """,
    """
    CREATE TRIGGER storefront_searchtext_changed AFTER UPDATE ON storefront_searchtext BEGIN
        INSERT INTO storefront_searchtext_fts(storefront_searchtext_fts, rowid, text)
        VALUES ('delete', old.id, old.text);
        INSERT INTO storefront_searchtext_fts(rowid, text) VALUES (new.id, new.text);
    END
    """,
)


def add_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_INDEX)
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_TABLE)
        for trigger in SQLITE_TRIGGERS:
            schema_editor.execute(trigger)


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS storefront_searchtext_trigram")
    elif schema_editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS storefront_searchtext_{name}")
        schema_editor.execute("DROP TABLE IF EXISTS storefront_searchtext_fts")


class Migration(migrations.Migration):
    dependencies = [("storefront", "0001_initial")]

    operations = [
        TrigramExtension(),
        migrations.RunPython(add_indexes, drop_indexes),
    ]
