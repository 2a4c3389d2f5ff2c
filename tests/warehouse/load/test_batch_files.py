import dataclasses
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from warehouse.load.batch_files import batch_exists, write_batch
from warehouse.load.batch_folders import list_batches, remove_unfinished


def test_a_batch_folder_appears_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = write_batch(tmp_path, make_batch(make_seed(1)))
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert {path.name for path in folder.iterdir()} == {
        "batch.parquet", "seed.parquet", "reconciliation.parquet", "left_out.parquet", "media.parquet",
        "sketch.parquet",
    }  # fmt: skip


def test_a_failed_write_leaves_no_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    batch = make_batch(make_seed(1))
    monkeypatch.setattr("warehouse.load.batch_files.os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_batch(tmp_path, batch)
    assert not batch_exists(tmp_path, batch.batch_id)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_writer_left_is_no_batch_and_is_removed(tmp_path: Path) -> None:
    whole = write_batch(tmp_path, make_batch(make_seed(1)))
    (tmp_path / ".writing-abc-1").mkdir()
    (tmp_path / ".writing-abc-1" / "batch.parquet").write_bytes(b"PAR1")
    (tmp_path / "0123456789abcdef").mkdir()
    assert list_batches(tmp_path) == [whole]
    remove_unfinished(tmp_path)
    assert not (tmp_path / ".writing-abc-1").exists()


def test_writing_the_same_batch_again_keeps_the_first_files(tmp_path: Path) -> None:
    folder = write_batch(tmp_path, make_batch(make_seed(1)))
    before = (folder / "batch.parquet").stat().st_mtime_ns
    assert write_batch(tmp_path, make_batch(make_seed(1))) == folder
    assert (folder / "batch.parquet").stat().st_mtime_ns == before


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    text = "Câu\u00a0một \u200b\x00 =cmd()\n\n'; drop table raw.seed; -- 😀 NFD: e\u0302\u0301."
    folder = write_batch(tmp_path, make_batch(make_seed(1, body=text, title="=1+1")))
    row = pq.read_table(folder / "seed.parquet").to_pylist()[0]
    assert (row["body"], row["title"]) == (text, "=1+1")


def test_a_lone_surrogate_becomes_the_replacement_character(tmp_path: Path) -> None:
    seed = dataclasses.replace(make_seed(1), body="một \ud800 hai")
    batch = make_batch(seed, reconciliations=())
    row = pq.read_table(write_batch(tmp_path, batch) / "seed.parquet").to_pylist()[0]
    assert row["body"] == "một \ufffd hai"


def test_words_are_counted_by_spaces_or_by_characters(tmp_path: Path) -> None:
    vietnamese, chinese = make_seed(1, body="Hội nghị khai mạc."), make_seed(2, body="会议今天开幕。")
    found = (make_reconciliation(vietnamese), make_reconciliation(chinese, language="zh"))
    folder = write_batch(tmp_path, make_batch(vietnamese, chinese, reconciliations=found))
    rows = pq.read_table(folder / "reconciliation.parquet").to_pylist()
    assert [row["word_count"] for row in rows] == [4, 6]


def test_a_batch_of_nothing_has_its_ledger_alone(tmp_path: Path) -> None:
    folder = write_batch(tmp_path, make_batch())
    assert [path.name for path in folder.iterdir()] == ["batch.parquet"]


def test_pages_and_captures_keep_their_nested_fields(tmp_path: Path) -> None:
    seed = make_seed(1)
    capture = make_capture(seed)
    folder = write_batch(tmp_path, make_page_batch(seed, capture, make_observation(capture)))
    page = pq.read_table(folder / "page.parquet").to_pylist()[0]
    stored = pq.read_table(folder / "capture.parquet").to_pylist()[0]
    assert page["blocks"] == [{"kind": "paragraph", "text": seed.body}]
    assert [(item["name"], item["value"]) for item in stored["headers"]] == list(capture.headers)
