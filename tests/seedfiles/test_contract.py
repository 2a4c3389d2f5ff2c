"""seeds/README.md promises only what the code keeps."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns.names import Role, rank_of
from flows.seedfiles.formats import all_readers

README = (Path(__file__).parents[2] / "seeds" / "README.md").read_text(encoding="utf-8")


def named_after(start: str) -> list[str]:
    line = next(line for line in README.splitlines() if line.startswith(start))
    return re.findall(r"`(\w+)`", line)


def test_the_example_of_dashed_text_is_a_seed(tmp_path: Path, read: Callable[..., Any]):
    example = README.split("```")[1].removeprefix("\n")
    (tmp_path / "a.txt").write_text(example, encoding="utf-8")
    ((seed,), rejections) = read(tmp_path)
    assert rejections == []
    assert (seed.format, seed.title) == (SeedFormat.DASHED_TEXT, "Cầu mới thông xe")


def test_every_column_name_in_the_contract_is_known():
    urls, titles, texts = named_after("the URL is "), named_after("the title "), named_after("the text ")
    assert min(len(urls), len(titles), len(texts)) > 3
    for role, names in ((Role.URL, urls), (Role.TITLE, titles), (Role.TEXT, texts)):
        assert [name for name in names if rank_of(name, role) is None] == []


def test_every_suffix_of_a_reader_is_in_the_contract():
    named = set(re.findall(r"`(\.\w+)`", README))
    readers = [reader for reader in all_readers() if reader.format is not SeedFormat.PARQUET]
    assert {suffix for reader in readers for suffix in reader.suffixes} - named <= {".jsonlines"}


def test_every_reason_in_the_contract_is_in_the_vocabulary():
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]
    reasons = [reason for row in rows for reason in re.findall(r"`(\w+)`", row)]
    assert len(reasons) > 10
    assert set(reasons) <= set(Reason)
