"""Read relations of a published file as one program does: `readers.py CLIENT FILE RELATION…`, in its own environment.

Prints one JSON object: the version, and for each relation the number of rows, or the error as text.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

Reader = Callable[[str], int]


def _ask(relation: str) -> str:
    return f"select * from {relation}"


def duckdb(file: str) -> Reader:
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    return lambda relation: len(connection.execute(_ask(relation)).fetchall())


def cli(file: str) -> Reader:
    program = Path(sys.executable).with_name("duckdb")

    def read(relation: str) -> int:
        command = [str(program), "-readonly", "-json", "-c", _ask(relation), file]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise RuntimeError(answer.stderr)
        return len(json.loads(answer.stdout.strip() or "[]", strict=False))

    return read


def pandas(file: str) -> Reader:
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    return lambda relation: len(connection.sql(_ask(relation)).df())


def polars(file: str) -> Reader:
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    return lambda relation: connection.sql(_ask(relation)).pl().height


def pyarrow(file: str) -> Reader:
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    return lambda relation: connection.sql(_ask(relation)).to_arrow_table().num_rows


def ibis(file: str) -> Reader:
    import ibis

    connection = ibis.duckdb.connect(file, read_only=True)

    def read(relation: str) -> int:
        if "(" in relation:
            return len(connection.sql(_ask(relation)).execute())
        schema, name = relation.split(".")
        return len(connection.table(name, database=schema).execute())

    return read


def sqlalchemy(file: str) -> Reader:
    from sqlalchemy import create_engine, text

    connection = create_engine(f"duckdb:///{file}", connect_args={"read_only": True}).connect()
    return lambda relation: len(connection.execute(text(_ask(relation))).fetchall())


def sqlalchemy_reflection(file: str) -> Reader:
    from sqlalchemy import MetaData, Table, create_engine, select

    engine = create_engine(f"duckdb:///{file}", connect_args={"read_only": True})

    def read(relation: str) -> int:
        schema, name = relation.split(".")
        with engine.connect() as connection:
            return len(
                connection.execute(select(Table(name, MetaData(), schema=schema, autoload_with=engine))).fetchall()
            )

    return read


def marimo(file: str) -> Reader:
    import duckdb
    import marimo

    connection = duckdb.connect(file, read_only=True)
    return lambda relation: len(marimo.sql(_ask(relation), output=False, engine=connection))


def harlequin(file: str) -> Reader:
    from harlequin_duckdb import DuckDbAdapter

    connection = DuckDbAdapter([file], read_only=True).connect()
    connection.get_catalog()

    def read(relation: str) -> int:
        cursor = connection.execute(_ask(relation))
        return cursor.fetchall().num_rows

    return read


def sqlmesh(file: str) -> Reader:
    from sqlmesh.core.config.connection import DuckDBAttachOptions, DuckDBConnectionConfig

    attached = DuckDBAttachOptions(type="duckdb", path=file, read_only=True)
    adapter = DuckDBConnectionConfig(catalogs={"here": ":memory:", "news": attached}).create_engine_adapter()

    def read(relation: str) -> int:
        return len(adapter.fetchdf(_ask(relation if "(" in relation else f"news.{relation}")))

    return read


def datasette(file: str) -> Reader:
    import asyncio

    from datasette.app import Datasette

    server = Datasette(
        metadata={"plugins": {"datasette-parquet": {"news": {"file": file}}}}, settings={"max_returned_rows": 100_000}
    )
    asyncio.run(server.invoke_startup())

    def read(relation: str) -> int:
        name = relation.removeprefix("main.")
        answer = asyncio.run(server.client.get(f"/news/{name}.json?_size=max&_shape=array"))
        if answer.status_code != 200:
            raise RuntimeError(f"status {answer.status_code}: {answer.text[:200]}")
        return len(answer.json())

    return read


CLIENTS: dict[str, tuple[Callable[[str], Reader], Sequence[str]]] = {
    "duckdb": (duckdb, ["duckdb"]),
    "cli": (cli, ["duckdb-cli"]),
    "pandas": (pandas, ["pandas", "duckdb"]),
    "polars": (polars, ["polars", "duckdb"]),
    "pyarrow": (pyarrow, ["pyarrow", "duckdb"]),
    "ibis": (ibis, ["ibis-framework", "duckdb"]),
    "sqlalchemy": (sqlalchemy, ["sqlalchemy", "duckdb-engine", "duckdb"]),
    "sqlalchemy_reflection": (sqlalchemy_reflection, ["sqlalchemy", "duckdb-engine", "duckdb"]),
    "marimo": (marimo, ["marimo", "duckdb"]),
    "harlequin": (harlequin, ["harlequin", "duckdb"]),
    "sqlmesh": (sqlmesh, ["sqlmesh", "duckdb"]),
    "datasette": (datasette, ["datasette", "datasette-parquet", "duckdb"]),
}


def main() -> None:
    """Read each relation, and say how many rows it had."""
    client, file, *relations = sys.argv[1:]
    open_file, packages = CLIENTS[client]
    read = open_file(file)
    found: dict[str, int | str] = {}
    for relation in relations:
        try:
            found[relation] = read(relation)
        except Exception as error:  # noqa: BLE001 - whatever another program raises is what its row of the table says
            found[relation] = f"{type(error).__name__}: {error}"[:300]
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    sys.stdout.write("\n" + json.dumps({"version": versions, "found": found}) + "\n")


if __name__ == "__main__":
    main()
