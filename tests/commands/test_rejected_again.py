"""A file that was read before and is unchanged still tells what of it was rejected."""

from pathlib import Path

RULE = "-" * 17


def test_a_second_run_still_ends_with_three_and_says_how_many(seedbank, tmp_path: Path):
    good = f"http://www.example.vn/tin-1.html\n{RULE}\nTin một\n{RULE}\nMột câu.\n{RULE}\n"
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "good.txt").write_text(good, "utf-8")
    (seeds / "bad.txt").write_text(f"\n{RULE}\nKhông có địa chỉ\n{RULE}\nMột câu.\n{RULE}\n", "utf-8")
    assert seedbank("ingest", seeds).returncode == 3
    again = seedbank("ingest", seeds)
    assert again.returncode == 3
    assert "rejected by an earlier run, and still: 1" in again.stdout
    (seeds / "new.txt").write_text(good.replace("tin-1", "tin-2"), "utf-8")
    assert seedbank("ingest", seeds).returncode == 3
    ended = seedbank("sql", "--format", "csv", "select exit_code from ops.run order by started_at").stdout.split()
    assert ended == ["exit_code", "3", "3", "3"]
    assert seedbank("ingest", seeds / "good.txt").returncode == 0
