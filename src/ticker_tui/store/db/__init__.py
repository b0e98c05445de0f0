"""The database file: connections, schema, migrations, backup and rescue."""
