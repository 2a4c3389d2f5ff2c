"""The warehouse: batch files loaded into DuckDB, marts built from them, and a snapshot for readers."""
