"""The card of an exported dataset folder: what it holds, in the form that the Hugging Face hub reads."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse.database.sql_files import read_sql


def write_card(connection: duckdb.DuckDBPyConnection, path: Path, counts: Mapping[str, int]) -> None:
    """Write README.md with a YAML head that names a configuration for each mart, and its columns below."""
    languages = [row[0] for row in connection.execute(read_sql("export/languages")).fetchall()]
    head = ["---", "pretty_name: News articles and what became of them", "license: other"]
    if languages:
        head += ["language:", *(f"- {language}" for language in languages)]
    head += ["task_categories:", "- text-generation", "configs:"]
    for mart in counts:
        head += [f"- config_name: {mart}", "  data_files:", "  - split: train", f"    path: {mart}/train.parquet"]
        if mart == "article":
            head.append("  default: true")
    about = (
        "Made by Seedbank from a collection of articles that was scraped earlier: each article was compared with its "
        "source page, and repaired where the page allowed it. The texts belong to their publishers."
    )
    body = ["---", "", "# News articles and what became of them", "", about]
    for mart, count in counts.items():
        body += ["", f"## {mart}: {count:,} rows", "", "| column | type | meaning |", "|---|---|---|"]
        columns = connection.execute(read_sql("export/mart_columns"), {"mart": mart}).fetchall()
        body += [f"| `{name}` | {kind.lower()} | {meaning} |" for name, kind, meaning in columns]
    path.write_text("\n".join(head + body) + "\n", "utf-8")
