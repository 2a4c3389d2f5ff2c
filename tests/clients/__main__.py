"""Read a published file with many programs, and write the table of clients of warehouse/README.md.

`python tests/clients [NAME…]` makes the demo, installs each client by name in an environment of its own in a temporary
folder, and reads every view of `marts` and of `main`, and the macros, with it. Wants a package registry, npm and
Chromium, so it is run by hand; what `make test` has at hand is in tests/warehouse/database/test_clients.py.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import duckdb
from playwright.sync_api import sync_playwright
from range_server import serve

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "warehouse" / "README.clients.md"
BIN = Path(sys.executable).parent
MACROS = ("marts.search('phà')", "marts.as_of(timestamptz '2020-01-01 00:00:00+00')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one client said: its version, and for each relation the rows it saw, or an error."""

    version: str
    found: dict[str, int | str]
    note: str = ""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command, and give what it printed."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def read_truth(file: Path) -> dict[str, int]:
    """Count the rows of every view and macro with the version that wrote them."""
    with duckdb.connect(str(file), read_only=True) as connection:
        views = connection.execute(
            "select schema_name || '.' || view_name from duckdb_views() "
            "where schema_name in ('marts', 'main') and not internal"
        ).fetchall()
        relations = [*sorted(row[0] for row in views), *MACROS]
        return {name: connection.sql(f"select count(*) from {name}").fetchall()[0][0] for name in relations}


def in_python(name: str, packages: list[str], file: Path, relations: list[str], work: Path) -> Answer:
    """Read with a Python package, installed in an environment of its own."""
    place = work / name
    run(BIN / "uv", "venv", "-q", "--python", sys.executable, place)
    os.environ["VIRTUAL_ENV"] = str(place)
    run(BIN / "uv", "pip", "install", "-q", *packages)
    reader = name.split("-", maxsplit=1)[0]
    told = run(place / "bin/python", HERE / "readers.py", reader, file, *relations)
    return Answer(**json.loads(told.strip().splitlines()[-1]))


def in_node(name: str, packages: list[str], file: Path, relations: list[str], work: Path) -> Answer:
    """Read with Node's package."""
    place = work / name
    place.mkdir()
    run("npm", "install", "--silent", *packages, cwd=place)
    shutil.copy(HERE / "read_node.cjs", place)
    return Answer(**json.loads(run("node", "read_node.cjs", file, *relations, cwd=place)))


def in_browser(name: str, packages: list[str], file: Path, relations: list[str], work: Path) -> Answer:
    """Read in Chromium, over HTTP, asking for ranges."""
    place = work / name
    place.mkdir()
    run("npm", "install", "--silent", *packages, cwd=place)
    places = {page: HERE / page for page in ("read_wasm.html", "read_wasm.js")}
    places |= {"node_modules": place / "node_modules", "published.duckdb": file}
    with serve(places) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/read_wasm.html")
        page.wait_for_function("() => Boolean(window.readAll)")
        address = f"http://127.0.0.1:{server.server_port}/published.duckdb"
        told = page.evaluate("([file, relations]) => window.readAll(file, relations)", [address, relations])
        browser.close()
    return Answer(version=f"{packages[0].replace('@1', ' 1')} (DuckDB {told['version']})", found=told["found"])


def in_dbt(name: str, packages: list[str], file: Path, relations: list[str], work: Path) -> Answer:
    """Build, test and document a small project on the sources that `seedbank export --format dbt` writes."""
    place = work / name
    run(BIN / "uv", "venv", "-q", "--python", sys.executable, place)
    os.environ["VIRTUAL_ENV"] = str(place)
    run(BIN / "uv", "pip", "install", "-q", *packages)
    project = work / "dbt_project"
    shutil.copytree(HERE / "dbt_project", project)
    run(BIN / "seedbank", "export", "--home", file.parent, "--format", "dbt", "-o", project / "models" / "sources.yml")
    os.environ |= {"SEEDBANK_PUBLISHED": str(file), "DO_NOT_TRACK": "1"}
    told = run(place / "bin/dbt", "build", "--profiles-dir", ".", cwd=project)
    run(place / "bin/dbt", "docs", "generate", "--profiles-dir", ".", cwd=project)
    documented = json.loads((project / "target" / "catalog.json").read_text("utf-8"))["sources"]
    counts = told.strip().splitlines()[-1].split("Done. ")[-1]
    version = ", ".join(packages).replace("==", " ").replace("<", " <")
    reads = {relation: -1 for relation in relations if relation.startswith("marts.") and "(" not in relation}
    return Answer(version=version, found=reads, note=f"`dbt build`: {counts}; {len(documented)} tables in its docs")


WAYS = {"python": in_python, "node": in_node, "browser": in_browser, "dbt": in_dbt}


def describe(answer: Answer, truth: dict[str, int]) -> str:
    """Say in one cell what was read whole, and what broke."""
    parts = []
    for title, names in (
        ("views of `marts`", [name for name in truth if name.startswith("marts.") and "(" not in name]),
        ("views of `main`", [name for name in truth if name.startswith("main.")]),
        ("macros", [name for name in truth if "(" in name]),
    ):
        asked = [name for name in names if name in answer.found]
        whole = [name for name in asked if answer.found[name] in (truth[name], -1)]
        if asked:
            parts.append(f"{len(whole)} of {len(names)} {title}")
    return ", ".join([*parts, *filter(None, [answer.note])])


def main() -> None:
    """Print the table, and what was said where something broke; write the table where all were asked."""
    clients = tomllib.loads((HERE / "clients.toml").read_text("utf-8"))
    lines = ["| program | version | reads | remarks |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory(prefix="clients-") as folder:
        work = Path(folder)
        run(BIN / "seedbank", "demo", "--home", work)
        file = work / "demo" / "published.duckdb"
        truth = read_truth(file)
        for name in sys.argv[1:] or clients:
            client = clients[name]
            answer = WAYS[client["way"]](name, client["packages"], file, list(truth), work)
            lines.append(f"| {client['title']} | {answer.version} | {describe(answer, truth)} | {client['remark']} |")
            print(lines[-1], flush=True)
            for said in {text for text in answer.found.values() if isinstance(text, str)}:
                print(f"  {said[:160]!r}", file=sys.stderr)
    if not sys.argv[1:]:
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
