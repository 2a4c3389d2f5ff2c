import dataclasses
import functools
import io
import itertools
import json
import random
import shutil
import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from forging import change_json, differing, forge, read_zip, write_zip
from show_corpus import HOSTILE_TITLE, Corpus
from warcio.archiveiterator import ArchiveIterator

from flows.batches.worker.pages import examine_page
from flows.cli import run
from flows.evidence import verify, warc_records
from flows.evidence.bag import MANIFEST, TAG_MANIFEST, BundleError, read_bag
from flows.evidence.collect import find_document
from flows.evidence.verify import verify_evidence
from flows.fetch.archive.members import inflate, parse_member, read_members
from flows.fetch.archive.replay import iter_captures
from flows.records import PageFinding, PageJob, SeedArticle
from flows.seedfiles import read_seeds

STORIES = ("edited", "same", "hostile", "extended", "replaced", "gone", "blocked", "empty", "english")


def make_bundle(corpus: Corpus, name: str, file: Path) -> Path:
    assert run(["evidence", corpus.ids[name], "-o", str(file), "--home", str(corpus.home)]) == 0
    return file


@pytest.fixture(scope="session")
def packed(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Pack the evidence of one story, once for all tests."""
    folder = tmp_path_factory.mktemp("bundles")
    return functools.cache(lambda name: make_bundle(corpus, name, folder / f"{name}.zip"))


@pytest.fixture
def pack(packed: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """Give a test the evidence of one story in a file of its own, which it may change."""
    return lambda name: Path(shutil.copy(packed(name), tmp_path))


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse in this process: a child takes a second to start, and only some tests are about it."""

    def examine_here(jobs: Sequence[PageJob]) -> dict[str, PageFinding]:
        return {job.capture.capture_id: examine_page(job) for job in jobs if job.payload}

    monkeypatch.setattr(verify, "examine", examine_here)


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", STORIES)
def test_the_verdict_of_every_kind_follows_from_its_bundle(pack: Callable[[str], Path], corpus: Corpus, name: str):
    found = verify_evidence(pack(name))
    assert differing(found) == ""
    assert found.is_sound
    assert found.article_id == corpus.ids[name]


def test_what_agrees_is_said_in_sentences(pack: Callable[[str], Path], capsys: pytest.CaptureFixture[str]):
    file = pack("edited")
    capsys.readouterr()
    assert run(["evidence", "--verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert "decoded again, give this seed letter for letter" in said
    assert "Reconciled again, the content is edited (rule some_changed; sentences: 3 same, 2 edited" in said
    assert said.rstrip().endswith("The verdict follows from the bundle.")


@pytest.mark.usefixtures("in_process")
def test_two_looks_of_a_gone_page_say_how_far_they_are_apart(pack: Callable[[str], Path]):
    told = " ".join(sentence.text for sentence in verify_evidence(pack("gone")).sentences)
    assert "shows missing (rule not_found)" in told
    assert "shows gone (rule not_found), 2 days, 0:00:00 after it was first seen missing" in told


def test_the_bundle_holds_the_answers_as_they_came(pack: Callable[[str], Path], corpus: Corpus):
    warc = read_zip(pack("edited"))["data/warc/captures.warc.gz"]
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(warc))]
    assert kinds == ["response", "request", "metadata"]
    assert any(warc in path.read_bytes() for path in (corpus.home / "warc").iterdir())


def test_the_same_evidence_gives_the_same_manifest(pack: Callable[[str], Path], corpus: Corpus, tmp_path: Path):
    first = read_zip(pack("edited"))
    second = read_zip(make_bundle(corpus, "edited", tmp_path / "again.zip"))
    differing_names = {name for name in first if first[name] != second[name]}
    assert differing_names <= {"data/about.json", MANIFEST, TAG_MANIFEST}


@pytest.mark.parametrize(
    "name", ["data/seed/seed.json", "data/warc/captures.warc.gz", "data/verdict.json", "README.txt"]
)
def test_a_changed_file_is_named(pack: Callable[[str], Path], name: str):
    file = pack("edited")
    files = read_zip(file)
    files[name] = files[name][:-3] + b"xyz"
    found = verify_evidence(write_zip(file, files))
    assert not found.is_sound
    assert f"{name} is not the file that was packed" in differing(found)


def test_a_lost_and_a_slipped_in_file_are_named(pack: Callable[[str], Path]):
    file = pack("edited")
    files = read_zip(file)
    del files["data/diff.html"]
    files["data/more.html"] = b"<p>"
    told = differing(verify_evidence(write_zip(file, files)))
    assert "data/diff.html was packed and is not there" in told
    assert "data/more.html is there, and no manifest names it" in told


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("data/verdict.json", change_json("reconciliation", "content", value="identical"), "the bundle says identical"),
        ("data/verdict.json", change_json("article", "content", value="identical"), "is said to be identical"),
        ("data/verdict.json", change_json("article", "existence", value="gone"), "is said to be gone"),
        ("data/verdict.json", change_json("fact_changes", 0, "after", value="99"), "these differ: fact_changes"),
        ("data/verdict.json", change_json("observations", 0, "existence", value="gone"), "and the bundle says gone"),
        ("data/verdict.json", change_json("observations", 0, "capture_id", value="0" * 16), "is not in the bundle"),
        ("data/captures.json", change_json(0, "http_status", value=404), "not what the fetcher wrote down"),
        ("data/captures.json", change_json(0, "payload_digest", value="sha256:00"), "not the one that was fetched"),
        ("data/captures.json", change_json(0, "bundled_offset", value=7), "the record cannot be read"),
        ("data/captures.json", change_json(0, "bundled_offset", value=10**9), "outside the WARC file"),
        ("data/parse/page.json", change_json("title", value="Khác"), "reads otherwise: title"),
        ("data/seed/seed.json", change_json("body", value="Khác."), "is not the hash of its address, title and text"),
        ("data/seed/seed.json", change_json("url", value="http://a.example/1"), "names another article"),
        ("data/seed/document.bin", lambda data: data.replace(b"412", b"413"), "give another seed"),
    ],
)  # fmt: skip
def test_a_forgery_with_fitting_hashes_does_not_follow_from_the_bytes(
    pack: Callable[[str], Path], name: str, change: Callable[[bytes], bytes], told: str
):
    found = verify_evidence(forge(pack("edited"), name, change))
    assert told in differing(found)
    assert not found.is_sound


def change_look(existence: str, rule: str) -> Callable[[bytes], bytes]:
    """Say in the whole bundle that the newest look showed this."""

    def change(data: bytes) -> bytes:
        document = json.loads(data)
        document["article"]["existence"] = existence
        document["observations"][-1] |= {"existence": existence, "rule": rule}
        return json.dumps(document, ensure_ascii=False).encode()

    return change


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(("existence", "rule"), [("blocked", "shown_everywhere"), ("missing", "invented_address")])
def test_what_rests_on_other_addresses_of_a_host_is_a_note(pack: Callable[[str], Path], existence: str, rule: str):
    change = change_look(existence, rule)
    found = verify_evidence(forge(pack("replaced"), "data/verdict.json", change))
    notes = [item.text for item in found.sentences if item.mark == "note"]
    assert differing(found) == ""
    assert any(f"shows {existence} (rule {rule}) if the host showed the same" in text for text in notes)
    lie = verify_evidence(forge(pack("edited"), "data/verdict.json", change))
    assert f"and the bundle says {existence} (rule {rule})" in differing(lie)


@pytest.mark.usefixtures("in_process")
def test_another_version_of_the_rules_is_said(pack: Callable[[str], Path]):
    file = forge(pack("edited"), "data/verdict.json", change_json("reconciliation", "rules_version", value="0"))
    notes = " ".join(sentence.text for sentence in verify_evidence(file).sentences if sentence.mark == "note")
    assert "the rules have version 0, this Seedbank's" in notes


@pytest.mark.usefixtures("in_process")
def test_a_seed_file_that_is_gone_is_said_and_the_rest_holds(corpus: Corpus, tmp_path: Path):
    home = tmp_path / "home"
    shutil.copytree(corpus.home, home)
    hidden = corpus.seeds.rename(corpus.seeds.with_name("hidden"))
    try:
        file = tmp_path / "edited.zip"
        assert run(["evidence", corpus.ids["edited"], "-o", str(file), "--home", str(home)]) == 0
    finally:
        hidden.rename(corpus.seeds)
    found = verify_evidence(file)
    assert found.is_sound
    assert any("The bytes of the seed are not in it" in sentence.text for sentence in found.sentences)


def test_a_lost_warc_file_is_said_and_the_verdict_is_not_derived(corpus: Corpus, tmp_path: Path):
    home = tmp_path / "home"
    shutil.copytree(corpus.home, home)
    shutil.rmtree(home / "warc")
    file = tmp_path / "edited.zip"
    assert run(["evidence", corpus.ids["edited"], "-o", str(file), "--home", str(home)]) == 0
    found = verify_evidence(file)
    assert "its page is not in the bundle" in differing(found)
    assert any("cannot be read at" in sentence.text for sentence in found.sentences)


def test_a_title_with_a_script_is_text_in_the_bundle(pack: Callable[[str], Path]):
    files = read_zip(pack("hostile"))
    assert b"<script" not in files["data/diff.html"]
    assert json.loads(files["data/seed/seed.json"])["title"] == HOSTILE_TITLE


@pytest.mark.parametrize("kind", ["csv", "zip"])
def test_the_bytes_of_a_seed_are_found_in_tables_and_archives(tmp_path: Path, kind: str):
    rows = "url,title,text\n" + "".join(f"http://a.example/{n}.html,Tin {n},Câu {n}.\n" for n in range(5))
    if kind == "zip":
        write_zip(tmp_path / "seeds.zip", {"in/rows.csv": rows.encode()})
    else:
        (tmp_path / "rows.csv").write_text(rows, "utf-8")
    seeds = [seed for seed in read_seeds([tmp_path]) if isinstance(seed, SeedArticle)]
    document = find_document(seeds[3])
    assert document is not None
    assert document.data == "http://a.example/3.html,Tin 3,Câu 3.\n".encode()
    assert b'"names": ["url", "title", "text"]' in document.header


# -- files from strangers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/evil.txt", "data/../../evil.txt", "data\\..\\evil", "C:evil", "data//x", "data/\x1b[2J"],
)
def test_a_name_that_leads_elsewhere_is_refused(pack: Callable[[str], Path], name: str):
    file = pack("same")
    write_zip(file, {**read_zip(file), name: b"x"})
    with pytest.raises(BundleError, match="a name or a kind that no bundle has"):
        verify_evidence(file)


def test_a_link_is_refused(pack: Callable[[str], Path]):
    file = pack("same")
    with zipfile.ZipFile(file, "a") as bundle:
        entry = zipfile.ZipInfo("data/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        bundle.writestr(entry, "/etc/passwd")
    with pytest.raises(BundleError, match="a name or a kind"):
        read_bag(file)


def test_a_file_that_would_swell_is_refused(pack: Callable[[str], Path]):
    file = pack("same")
    write_zip(file, {**read_zip(file), "data/bomb": bytes(40_000_000)})
    with pytest.raises(BundleError, match="would swell to 40,000,000 bytes"):
        read_bag(file)


def test_a_thousand_small_files_are_refused(tmp_path: Path):
    file = write_zip(tmp_path / "many.zip", {f"data/{number}": b"" for number in range(1_001)})
    with pytest.raises(BundleError, match="1,001 files"):
        read_bag(file)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(pack: Callable[[str], Path]):
    file = pack("same")
    with zipfile.ZipFile(file, "a") as bundle:
        bundle.writestr("data/verdict.json", b"{}")
    with pytest.raises(BundleError, match="two files of the same name"):
        read_bag(file)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not really", b"hello"])
def test_what_is_no_zip_is_a_sentence(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "x.zip"
    file.write_bytes(data)
    assert run(["evidence", "--verify", str(file)]) == 2
    assert "is no bundle of evidence" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"format": 1}', b"\xff", b"[" * 100_000])
def test_a_damaged_document_is_a_sentence(pack: Callable[[str], Path], data: bytes):
    with pytest.raises(BundleError, match="has a document that cannot be read"):
        verify_evidence(forge(pack("same"), "data/about.json", lambda _: data))


@pytest.mark.parametrize("arguments", [[], ["abc"], ["abc", "--verify", "x.zip"], ["-o", "x.zip", "--verify", "y.zip"]])
def test_half_a_command_is_wrong_usage(arguments: list[str], corpus: Corpus, capsys: pytest.CaptureFixture[str]):
    assert run(["evidence", *arguments, "--home", str(corpus.home)]) == 2
    assert "seedbank evidence ARTICLE -o FILE.zip" in capsys.readouterr().err


def without_capture_records(data: bytes) -> bytes:
    """Leave the answers of a WARC file alone, as an older bundle with many hosts in between had them."""
    kept = io.BytesIO()
    for member in read_members(io.BytesIO(data)):
        if parse_member(member).rec_type != "metadata":
            kept.write(member)
    return kept.getvalue()


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("captured_at", "2001-01-01T00:00:00+00:00"),
        ("target_uri", "https://other.example/"),
        ("final_uri", "https://other.example/"),
        ("http_status", 203),
        ("redirects", [{"uri": "https://other.example/", "http_status": 301, "location": "https://a.example/"}]),
    ],
)
def test_a_capture_without_the_fetchers_record_is_never_sound(pack: Callable[[str], Path], field: str, value: object):
    stripped = forge(pack("edited"), "data/warc/captures.warc.gz", without_capture_records)
    found = verify_evidence(forge(stripped, "data/captures.json", change_json(0, field, value=value)))
    assert not found.is_sound
    assert "rest on nothing" in differing(found)


@pytest.mark.usefixtures("in_process")
def test_what_is_not_derived_again_is_named(pack: Callable[[str], Path]):
    forged = forge(pack("edited"), "README.txt", lambda data: data + b"Believe it.")
    assert "README.txt is not the text" in differing(verify_evidence(forged))
    notes = " ".join(item.text for item in verify_evidence(pack("same")).sentences if item.mark == "note")
    assert "data/diff.html" in notes


def test_a_record_is_found_whatever_stands_between(corpus: Corpus, tmp_path: Path):
    """Records of a hundred other hosts, and the end of one file and the begin of the next."""
    source = max((corpus.home / "warc").glob("*.warc.gz"), key=lambda path: path.stat().st_size)
    members = list(read_members(io.BytesIO(source.read_bytes())))
    records = [parse_member(member) for member in members]
    offsets = list(itertools.accumulate(map(len, members), initial=0))
    capture = next(item for item in iter_captures([source]) if item.warc_offset in offsets)
    written = [
        number
        for number, record in enumerate(records)
        if record.rec_type == "metadata" and capture.capture_id.encode() in inflate(members[number])
    ]
    other = next(
        number for number, record in enumerate(records) if record.rec_type == "metadata" and number not in written
    )
    (ends,) = written
    folder = tmp_path / "warc"
    folder.mkdir()
    (folder / "seedbank-run-1-a.warc.gz").write_bytes(b"".join([*members[:ends], *[members[other]] * 100]))
    (folder / "seedbank-run-1-b.warc.gz").write_bytes(members[ends])
    moved = dataclasses.replace(capture, warc_file="warc/seedbank-run-1-a.warc.gz")
    copied = warc_records.copy_records(tmp_path, [moved])
    assert capture.capture_id in warc_records.read_written_captures(copied.warc)


@pytest.mark.usefixtures("in_process")
def test_damaged_bundles_end_in_sentences(pack: Callable[[str], Path], tmp_path: Path):
    """Sixty flipped bits, other compressions and files that are none: never a traceback, and never sound as before."""
    whole, chance = pack("edited").read_bytes(), random.Random(7)
    for number in range(60):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file = tmp_path / f"{number}.zip"
        file.write_bytes(damaged)
        assert run(["evidence", "--verify", str(file)]) in {0, 1, 2}
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED):
        file = tmp_path / f"method-{method}.zip"
        with zipfile.ZipFile(file, "w", method) as bundle:
            for name, data in read_zip(pack("edited")).items():
                bundle.writestr(name, data)
        assert run(["evidence", "--verify", str(file)]) == 0
    for data in (b"", b"PK", whole[: len(whole) // 2]):
        (tmp_path / "none.zip").write_bytes(data)
        assert run(["evidence", "--verify", str(tmp_path / "none.zip")]) == 2


@pytest.mark.usefixtures("in_process")
def test_flips_inside_a_document_that_fits_its_hash_end_in_sentences(pack: Callable[[str], Path]):
    """A forger's manifests fit: what is damaged then is a WARC file or a document itself."""
    chance = random.Random(11)
    for name in ("data/warc/captures.warc.gz", "data/captures.json", "data/verdict.json", "data/seed/seed.json"):
        for _ in range(8):
            place, bit = chance.random(), chance.randrange(8)

            def flip(data: bytes, place: float = place, bit: int = bit) -> bytes:
                damaged = bytearray(data)
                damaged[int(place * len(damaged))] ^= 1 << bit
                return bytes(damaged)

            assert run(["evidence", "--verify", str(forge(pack("edited"), name, flip))]) in {0, 1, 2}
