"""Copies of the marts for others: Parquet, CSV, JSON Lines, a data set with its card, an Atom feed, sources for dbt."""
