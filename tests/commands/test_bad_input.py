"""What a user sees when an input, the home or another run is in the way: a sentence, an exit code, nothing lost."""

import gzip
import json
import os
import tarfile
from pathlib import Path

import duckdb

RULE = "-" * 17


def write_seed(path: Path, *, number: int = 1, body: str = "Chiều 5/10, hội nghị khai mạc tại Hà Nội./.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    url = f"http://www.example.vn/tin-{number}.html"
    path.write_text(f"{url}\n{RULE}\nTin số {number}\n{RULE}\n{body}\n{RULE}\n", "utf-8")
    return path


def rejections(home: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        rows = connection.execute("select reason::varchar, source_path from ops.rejection").fetchall()
    return [(reason, Path(source_path).name) for reason, source_path in rows]


def test_bad_inputs_are_rejected_by_name_and_the_good_ones_load(seedbank, home: Path, tmp_path: Path):
    seeds = tmp_path / "seeds"
    write_seed(seeds / "good.txt")
    whole = write_seed(seeds / "bytes.txt", number=2).read_bytes()
    (seeds / "bytes.txt").write_bytes(whole.replace(b"khai", b"\xff\xfe"))
    (seeds / "picture.bin").write_bytes(bytes(range(256)))
    (seeds / "loop").symlink_to(seeds)
    (seeds / "no_url.txt").write_text(f"no address\n{RULE}\nTitle\n{RULE}\nBody.\n{RULE}\n", "utf-8")
    whole = gzip.compress(
        b"".join(write_seed(tmp_path / "x" / f"{n}.txt", number=n).read_bytes() for n in range(9, 30))
    )
    (seeds / "broken.txt.gz").write_bytes(whole[: len(whole) // 2])
    done = seedbank("ingest", seeds)
    assert done.returncode == 3, done.stderr
    found = {name: reason for reason, name in rejections(home)}
    assert found["bytes.txt"] == "invalid_utf8"
    assert found["picture.bin"] == "unknown_format"
    assert found["loop"] == "symlink_loop"
    assert found["no_url.txt"] in ("invalid_url", "unknown_format")
    assert found["broken.txt.gz"] == "truncated_archive"
    assert "ops.rejection" in done.stdout
    answer = seedbank("sql", "--format", "csv", "select count(*) from marts.article where url like '%tin-1.html'")
    assert answer.stdout.split() == ["count_star()", "1"]


def test_a_line_of_200_mb_is_rejected_and_costs_no_memory(seedbank, home: Path, tmp_path: Path):
    seeds = tmp_path / "seeds"
    write_seed(seeds / "good.txt")
    with (seeds / "long.jsonl").open("wb") as file:
        file.write(b'{"url": "http://example.vn/a.html", "title": "T", "text": "')
        for _ in range(200):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n{"url": "http://example.vn/b.html", "title": "T", "text": "B."}\n')
    done = seedbank("ingest", seeds, "--json")
    assert done.returncode == 3, done.stderr
    totals = json.loads(done.stdout)["totals"]
    assert (totals["seeds_read"], totals["seeds_loaded"], totals["seeds_rejected"]) == (3, 2, 1)
    assert rejections(home) == [("too_large", "long.jsonl")]


def test_a_missing_folder_is_wrong_usage(seedbank, tmp_path: Path):
    done = seedbank("ingest", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_is_wrong_usage(seedbank):
    done = seedbank("status", environment={"SEEDBANK_HOST_INTERVAL": "soon"})
    assert done.returncode == 2
    assert "SEEDBANK_HOST_INTERVAL" in done.stderr
    assert "soon" in done.stderr


def test_a_home_that_is_a_file_ends_with_a_sentence(seedbank, home: Path, tmp_path: Path):
    home.write_text("not a folder")
    done = seedbank("ingest", write_seed(tmp_path / "seed.txt"))
    assert done.returncode == 1
    assert str(home) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_warehouse_of_a_newer_version_is_refused(seedbank, home: Path, tmp_path: Path):
    seed = write_seed(tmp_path / "seed.txt")
    assert seedbank("ingest", seed).returncode == 0
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute(
            "insert into ops.migration by name (select * replace (9999 as version) from ops.migration limit 1)"
        )
    done = seedbank("ingest", write_seed(tmp_path / "other.txt", number=2))
    assert done.returncode == 1
    assert "newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_second_of_two_runs_is_told_who_writes(seedbank, home: Path, tmp_path: Path):
    from warehouse.database.connect import open_writer

    with open_writer(home):
        done = seedbank("ingest", write_seed(tmp_path / "seed.txt"))
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert str(os.getpid()) in done.stderr


def test_a_truncated_archive_gives_its_whole_members(seedbank, home: Path, tmp_path: Path):
    for number in range(40):
        write_seed(tmp_path / "in" / f"{number:02}.txt", number=number, body=f"Bài {number}. " + "chữ " * 5000)
    archive = tmp_path / "seeds.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(tmp_path / "in", arcname="in")
    archive.write_bytes(archive.read_bytes()[:-300])
    done = seedbank("ingest", archive, "--json")
    totals = json.loads(done.stdout)["totals"]
    assert done.returncode == 3
    assert totals["seeds_rejected"] == 1
    assert totals["seeds_loaded"] > 0
    assert rejections(home)[0][0] in ("truncated_archive", "broken_archive")


def test_the_home_folder_inside_the_seeds_is_no_seed(seedbank, home: Path):
    write_seed(home.parent / "a.txt")
    for _ in range(2):
        done = seedbank("ingest", home.parent)
        assert (done.returncode, done.stderr) == (0, "")
    assert rejections(home) == []
