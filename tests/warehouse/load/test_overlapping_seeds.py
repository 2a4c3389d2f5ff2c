"""F18: seed files that overlap, agree, or tell an article otherwise: idempotent, conflicts listed, both kept."""

import json
from pathlib import Path

import pytest

from flows.batches.worker.seeds import clean_chunk
from flows.seedfiles import Notice, SeedChunk, find_sources, read_chunks
from warehouse.database.connect import open_writer
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.queries.find import list_queries

pytestmark = pytest.mark.usefixtures("defined")

RULE = "-" * 17
URL = "http://www.vietnamplus.vn/cau-moi/409435.vnp"
LATER_URL = "https://www.vietnamplus.vn/cau-moi-post409435.vnp?utm_source=a"
SHORT = "Cầu mới dài 900 mét. Lễ khánh thành diễn ra sáng 5/10."
LONG = "Cầu mới dài 1.250 mét. Lễ khánh thành diễn ra sáng 5/10. Hàng nghìn người dân dự lễ."


def write_seeds(folder: Path) -> None:
    folder.mkdir()
    dashed = f"{URL}\n{RULE}\nCầu mới\n{RULE}\n{SHORT}\n{RULE}\n"
    (folder / "a.txt").write_text(dashed, "utf-8")
    (folder / "a-again.txt").write_text(dashed, "utf-8")
    row = {"url": LATER_URL, "title": "Cầu mới", "text": LONG}
    (folder / "b.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")


def ingest(home: Path, seeds: list[Path], run_id: str) -> tuple[list[tuple[object, ...]], ...]:
    """Read, clean, load and publish; give the marts that a conflict shows in."""
    with open_writer(home) as connection:
        for chunk in read_chunks([found for path in seeds for found in find_sources([path])]):
            if isinstance(chunk, Notice):  # which columns were found
                continue
            assert isinstance(chunk, SeedChunk)
            load_batches(connection, [clean_chunk(chunk, home / "batches", run_id)], run_id=run_id)
        publish(connection, home)
        conflicts = next(query.sql for query in list_queries() if query.name == "conflicting_seeds")
        return tuple(
            connection.execute(query).fetchall()
            for query in (
                "select article_id, seed_count, text from marts.article",
                "select version_no, origin::varchar, text, is_current from marts.article_version order by all",
                conflicts,
                "select sum(seeds_read), sum(seeds_loaded), sum(seeds_duplicate), sum(seeds_rejected) from ops.batch",
            )
        )


def test_conflicting_seeds_are_both_kept_and_listed_and_the_longer_one_speaks(tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds")
    articles, versions, conflicts, totals = ingest(tmp_path / "home", [tmp_path / "seeds"], "one")
    assert [(row[1], row[2]) for row in articles] == [(2, LONG)]
    assert versions == [(0, "seed", SHORT, False), (1, "seed", LONG, True)]
    assert totals == [(3, 2, 1, 0)]
    ((article_id, publisher, title, count, paths),) = conflicts
    assert (article_id, publisher, title, count) == (articles[0][0], "vietnamplus.vn", "Cầu mới", 2)
    assert [Path(path).name for path in paths] in (["a-again.txt", "b.jsonl"], ["a.txt", "b.jsonl"])


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds")
    first = ingest(tmp_path / "home", [tmp_path / "seeds"], "one")
    assert ingest(tmp_path / "home", [tmp_path / "seeds"], "one") == first  # the same run id
    assert ingest(tmp_path / "home", [tmp_path / "seeds"], "two") == first


def test_which_file_comes_first_does_not_matter(tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds")
    files = [tmp_path / "seeds" / name for name in ("a.txt", "a-again.txt", "b.jsonl")]
    forth, back = ingest(tmp_path / "1", files, "one"), ingest(tmp_path / "2", files[::-1], "one")
    assert (forth[0], forth[1], forth[3]) == (back[0], back[1], back[3])
