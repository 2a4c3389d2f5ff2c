"""The table of faults is whole, and every test that it or SECURITY.md names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "tests" / "faults" / "README.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/.]+?)(?:::(test_\w+))?`")
DOCUMENTS = {"faults": TABLE, "security": (ROOT / "SECURITY.md").read_text("utf-8")}


def test_every_fault_has_a_row_with_a_test_and_what_is_seen():
    rows = [line.split("|") for line in TABLE.splitlines() if line.startswith("| F")]
    numbered = {row[1].strip(): row for row in rows}
    assert set(numbered) == {f"F{number}" for number in range(1, 34)}
    for name, row in numbered.items():
        assert NAMED.search(row[3]), name
        assert row[4].strip(), name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_exists(document: str):
    named = NAMED.findall(DOCUMENTS[document])
    assert len(named) > 20
    for path, function in named:
        assert (ROOT / path).exists(), path
        if function:
            assert f"def {function}(" in (ROOT / path).read_text("utf-8"), f"{path}::{function}"
