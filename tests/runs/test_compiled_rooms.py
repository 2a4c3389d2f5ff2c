"""Which form the rooms that decide run in is told by what lies beside their sources."""

import os
from pathlib import Path

from flows.runs.compiled_rooms import COMPILED, PLAIN, STALE, SUFFIX, find_form, modules_of, remove_compiled


def write_rooms(root: Path) -> Path:
    flows = root / "flows"
    for room in ("text", "reconcile", "parse"):
        (flows / room).mkdir(parents=True)
        for name in ("__init__.py", "one.py"):
            (flows / room / name).write_text("", "utf-8")
    return flows


def test_the_form_follows_what_lies_beside_the_sources(tmp_path: Path) -> None:
    flows = write_rooms(tmp_path)
    modules = modules_of(flows)
    assert [path.parent.name for path in modules] == ["parse", "reconcile", "text"]
    assert find_form(flows) == PLAIN
    for path in modules:
        path.with_suffix(SUFFIX).write_bytes(b"")
    (flows / f"rooms__mypyc{SUFFIX}").write_bytes(b"")
    assert find_form(flows) == COMPILED
    later = modules[0].with_suffix(SUFFIX).stat().st_mtime + 5
    os.utime(modules[0], (later, later))
    assert find_form(flows) == STALE
    remove_compiled(flows)
    assert find_form(flows) == PLAIN
    assert not list(flows.rglob(f"*{SUFFIX}"))


def test_a_room_that_is_compiled_in_part_is_stale(tmp_path: Path) -> None:
    flows = write_rooms(tmp_path)
    modules_of(flows)[0].with_suffix(SUFFIX).write_bytes(b"")
    assert find_form(flows) == STALE
