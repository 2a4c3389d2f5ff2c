"""Text in any encoding is read as its owner reads it, and what it was taken for is told."""

from pathlib import Path

import pytest

from flows.records import SeedArticle
from flows.seedfiles import HintBook, Notice, SeedChunk, decode_chunk, find_sources, read_chunks
from flows.seedfiles.encoding import find_encoding
from flows.seedfiles.hints import Hints

TEXTS = {
    "windows-1251": "Общинският съвет обсъди ремонта на стария мост. Жителите чакат пролетта и новия път.",
    "windows-1250": "A városi tanács kedden a régi híd felújításáról tárgyalt. Az őrség tűzijátékot nem engedélyez.",
    "gbk": "县政府周三讨论了老桥的修缮方案，居民希望春天以前完工。",
    "big5": "縣政府週三討論了老橋的修繕方案，居民希望春天以前完工。",
    "shift_jis": "町議会は水曜日に古い橋の修理について話し合い、住民は春を待っている。",
    "utf-16-le": "Bæjarstjórnin ræddi um gömlu brúna á þriðjudag.",
    "utf-16-be": "Bæjarstjórnin ræddi um gömlu brúna á þriðjudag.",
}


def table(text: str, count: int = 5) -> str:
    return "url,title,text\n" + "".join(f"https://www.example.org/n/{n},{text[:10]},{text}\n" for n in range(count))


def read(path: Path, hints: Hints | None = None) -> tuple[list[SeedArticle], list[str]]:
    book = HintBook(general=hints) if hints else HintBook()
    seeds: list[SeedArticle] = []
    told = []
    sources = [source for source in find_sources([path]) if not hasattr(source, "reason")]
    for item in read_chunks(sources, hints=book):  # type: ignore[arg-type]  # rejections are taken out
        if isinstance(item, SeedChunk):
            read_seeds, rejected = decode_chunk(item)
            seeds += read_seeds
            told += [f"{found.reason}: {found.detail}" for found in rejected]
        else:
            told.append(item.text if isinstance(item, Notice) else f"{item.reason}: {item.detail}")
    return seeds, told


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("encoding", sorted(TEXTS))
def test_a_text_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, encoding: str, mark: bytes):
    if mark and mark != {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding):
        pytest.skip("the mark of another encoding")
    text = TEXTS[encoding].replace(",", ";")
    path = tmp_path / "seeds.csv"
    path.write_bytes(mark + table(text).encode(encoding))
    seeds, told = read(path)
    assert [seed.body for seed in seeds] == [text] * 5
    assert any("read as" in notice and "--encoding" in notice for notice in told)


def test_utf8_with_slips_costs_the_rows_that_have_them(tmp_path: Path):
    path = tmp_path / "seeds.csv"
    whole = table("Gemeindeväter über die größte Brücke für Füße", 20).encode()
    path.write_bytes(whole + b"https://www.example.org/n/x,Gr\xf6\xdfe,y\n")
    seeds, told = read(path)
    assert len(seeds) == 20
    assert [notice for notice in told if "invalid_utf8" in notice]


def test_what_the_owner_says_of_the_encoding_is_believed(tmp_path: Path):
    path = tmp_path / "seeds.csv"
    path.write_bytes(table("Größe").encode("mac-roman"))
    seeds, told = read(path, Hints(encoding="mac-roman"))
    assert {seed.body for seed in seeds} == {"Größe"}
    assert not any("read as" in notice for notice in told)


def test_the_encoding_that_an_xml_file_declares_is_its_own(tmp_path: Path):
    path = tmp_path / "feed.xml"
    item = "<item><title>Wieża i żuraw</title><link>https://www.example.org/n/1</link></item>"
    page = f'<?xml version="1.0" encoding="ISO-8859-2"?><rss><channel>{item}</channel></rss>'
    path.write_bytes(page.encode("iso-8859-2"))
    seeds, _ = read(path)
    assert [seed.title for seed in seeds] == ["Wieża i żuraw"]


@pytest.mark.parametrize("head", [b"\x00\x01\x02" * 50, bytes(range(256)), b"SQLite format 3\0" + bytes(84)])
def test_what_is_no_text_is_in_no_encoding(head: bytes):
    assert find_encoding(head, is_whole=True) is None


@pytest.mark.parametrize("name", ["seeds.csv", "seeds.jsonl", "seeds.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "mac_roman"])
def test_lines_that_end_in_cr_alone_are_lines(tmp_path: Path, name: str, encoding: str):
    text = "Le conseil a rouvert l'école après l'été. Où ça ? Là-bas, dit-on à Besançon."
    rule = "-" * 17
    line = {
        "seeds.csv": f'{{url}},École,"{text}\nEt la suite."\n',
        "seeds.jsonl": f'{{{{"url": "{{url}}", "text": "{text}"}}}}\n',
        "seeds.txt": f"{{url}}\n{rule}\nÉcole\n{rule}\n{text}\n{rule}\n",
    }[name]
    head = "url,title,text\n" if name == "seeds.csv" else ""
    written = head + "".join(line.format(url=f"https://a.example/n/{number}") for number in range(5))
    path = tmp_path / name
    path.write_bytes(written.replace("\n", "\r").encode(encoding))
    seeds, told = read(path, Hints(encoding=encoding) if encoding != "utf-8" else None)
    assert len(seeds) == 5, told
    assert all(seed.body and seed.body.startswith(text) for seed in seeds)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1257",
            "Kino teatras „Regina“ penktadienį vėl atidaromas. Salė devynerius metus buvo tuščia – stogas kiauras.",
        ),
        ("cp1254", "“Kraliçe” sineması cuma günü açılıyor… Çatısı aktığı için salon dokuz yıldır boştu, dedi şoför."),
    ],
)
def test_quotation_marks_of_windows_are_letters_and_no_control_characters(encoding: str, text: str):
    found = find_encoding(f"url,text\nhttps://a.example/1,{text}\n".encode(encoding), is_whole=True)
    assert found is not None
    assert text in f"url,text\n{text}".encode(encoding).decode(found.name)


def test_letters_that_would_be_frames_of_tables_inside_words_are_in_no_known_encoding():
    text = "Un phoque vu pour la dernière fois est revenu. Les pêcheurs le nourrissent bien que ce soit interdit, été."
    assert find_encoding(f"url,text\nhttps://a.example/1,{text}\n".encode("mac_roman"), is_whole=True) is None
