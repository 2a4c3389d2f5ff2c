"""The database itself: a DuckDB file or a lake is opened, locked, migrated, and given SQL from files."""
