"""Files as strangers write them: tables with titles above, JSON in any shape, feeds, sheets, databases."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.records import SeedArticle, SeedFormat
from flows.seedfiles.documents import RawDocument, Remark
from flows.seedfiles.formats import json_document
from flows.seedfiles.streams import ByteStream

SITE = "https://www.example.se/nytt/"
PROSE = "Kommunen möttes i tisdags för att tala om bron; den ska, sade man, vara stängd hela våren och sommaren ut."
TABBED = f'{SITE}1\tBron\t"{PROSE}"\n{SITE}2\t"Tornet, ""högst"" av alla"\t"{PROSE}"\n'
READ = [(f"{SITE}1", "Bron", PROSE), (f"{SITE}2", 'Tornet, "högst" av alla', PROSE)]


@pytest.fixture
def read_file(tmp_path: Path, read: Callable[..., Any]) -> Callable[..., Any]:
    def read_one(name: str, content: bytes | str) -> Any:  # noqa: ANN401  what `read` gives
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return read_one


QUOTED = f'{SITE}1;Bron;"{PROSE}"\n{SITE}2;"Tornet, ""högst"" av alla";"{PROSE}"\n'


@pytest.mark.parametrize(
    "content",
    [
        f"länk;rubrik;text\n{QUOTED}",
        f"sep=;\nlänk;rubrik;text\n{QUOTED}",
        f"\n\nlänk;rubrik;text\n\n{QUOTED}\n",
        f"Utdrag ur arkivet\n2020-03-04\nlänk;rubrik;text\n{QUOTED}",
        "länk;rubrik;text\n" + QUOTED.replace('""', '\\"'),  # quotes escaped as MySQL and Spark do
        "länk\trubrik\ttext\n" + TABBED,
    ],
)
def test_a_table_is_read_whatever_stands_above_it_and_in_its_cells(read_file, content: str):
    found = read_file("frö.csv", content)
    assert found.texts == READ
    assert found.rejections == []


def test_a_table_without_a_header_loses_no_row(read_file):
    found = read_file("frö.csv", "\ufeff" + QUOTED)
    assert [(seed.url, seed.body) for seed in found.seeds] == [(url, text) for url, _, text in READ]
    assert [json.loads(seed.extra)["column_2"] for seed in found.seeds] == [title for _, title, _ in READ]
    assert [seed.line for seed in found.seeds] == [1, 2]


ROWS = [{"link": url, "rubrik": title, "text": text} for url, title, text in READ]


@pytest.mark.parametrize(
    "document",
    [
        ROWS,
        {"17": ROWS[0], "18": ROWS[1]},
        {url: {"rubrik": title, "text": text} for url, title, text in READ},
        {"status": "ok", "total": 2, "articles": ROWS},
        {"response": {"meta": {"pages": [1, 2]}, "docs": ROWS}},
    ],
)
def test_rows_are_found_wherever_a_json_document_has_them(read_file, document: object):
    for indent in (None, 2):
        assert read_file("frö.json", json.dumps(document, indent=indent)).texts == READ


def test_a_json_array_of_addresses_is_a_list_of_them(read_file):
    found = read_file("frö.json", json.dumps([f"{SITE}1", f"{SITE}2", None, "bron"]))
    assert [seed.url for seed in found.seeds] == [f"{SITE}1", f"{SITE}2"]
    assert found.reasons == ["malformed_seed", "invalid_url"]


@pytest.mark.parametrize(
    "document",
    [
        {"link": {"0": f"{SITE}1", "1": f"{SITE}2"}, "rubrik": {"0": "Bron", "1": "Tornet"}},
        {"link": [f"{SITE}1", f"{SITE}2"], "rubrik": ["Bron", "Tornet"]},
        {"columns": ["link"], "index": [0, 1], "data": [[f"{SITE}1"], [f"{SITE}2"]]},
    ],
)
def test_json_by_columns_is_refused_with_what_to_do(read_file, document: object):
    found = read_file("frö.json", json.dumps(document))
    assert (found.seeds, found.reasons) == ([], ["malformed_seed"])
    assert "orient='records'" in found.rejections[0].detail


def test_rows_before_the_place_where_json_breaks_off_are_read(read_file):
    found = read_file("frö.json", json.dumps(ROWS)[:-9])
    assert (found.texts, found.reasons) == (READ[:1], ["malformed_seed"])


RSS = f"""<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Nytt</title>
<link>https://www.example.se/</link><item><title>Bron</title><link>{SITE}1</link><guid isPermaLink="false">x-1</guid>
<dc:creator>Åsa Berg</dc:creator><category>Vägar</category><category>Broar</category>
<pubDate>Tue, 03 Mar 2020 10:00:00 +0100</pubDate><description>Kort.</description>
<content:encoded><![CDATA[<p>{PROSE}</p>]]></content:encoded>
<media:content url="https://www.example.se/i.jpg"><media:title>En bild</media:title></media:content>
</item></channel></rss>"""

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Nytt</title>
<link href="https://www.example.se/"/><entry><title>Bron</title><link rel="edit" href="{SITE}edit/1"/>
<link rel="alternate" href="{SITE}1"/><link rel="enclosure" href="{SITE}1.mp3"/><id>tag:example.se,2020:1</id>
<published>2020-03-03T09:00:00Z</published><updated>2021-01-01T00:00:00Z</updated>
<author><name>Åsa Berg</name><uri>https://www.example.se/berg</uri></author>
<category term="Vägar"/><category term="Broar"/>
<summary>Kort.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content>
</entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_a_feed_gives_its_fullest_text_its_own_link_and_its_people(read_file, feed: str):
    found = read_file("frö.xml", feed)
    assert [(seed.url, seed.title) for seed in found.seeds] == [(f"{SITE}1", "Bron")]
    assert f"<p>{PROSE}</p>" in found.seeds[0].body
    known = json.loads(found.seeds[0].extra)["@seed"]
    assert known["authors"] == ["Åsa Berg"]
    assert known["published"].startswith(("Tue, 03 Mar 2020", "2020-03-03"))


def test_words_around_tags_inside_an_element_are_all_of_its_text(read_file):
    item = f"<item><title>Bron</title><link>{SITE}1</link><text>Den <b>gamla</b> bron är stängd.</text></item>"
    assert read_file("frö.xml", f"<items>{item}</items>").seeds[0].body == "Den <b>gamla</b> bron är stängd."


def test_a_news_sitemap_has_one_row_an_address(read_file):
    page = f"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
     xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">
     <url><loc>{SITE}1</loc><news:news><news:publication><news:name>Nytt</news:name><news:language>sv</news:language>
     </news:publication><news:publication_date>2020-03-03</news:publication_date><news:title>Bron</news:title></news:news>
     <i:image><i:loc>https://www.example.se/i.jpg</i:loc></i:image></url></urlset>"""
    found = read_file("frö.xml", page)
    assert found.texts == [(f"{SITE}1", "Bron", None)]
    assert json.loads(found.seeds[0].extra)["@seed"] == {"published": "2020-03-03", "language": "sv"}


def test_a_sheet_may_have_titles_and_merged_cells_above_its_header(tmp_path: Path, read: Callable[..., Any]):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Pressarkivet"], [], ["Artikel", None, "Övrigt", None], ["länk", "rubrik", "text", "länk"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:B3")
    for url, title, text in READ:
        sheet.append([url, title, text, None])
    sheet["D5"] = "en anteckning"
    book.create_sheet("Annat").append(["namn", "pris"])
    book.save(tmp_path / "frö.xlsx")
    found = read(tmp_path / "frö.xlsx")
    assert found.texts == READ
    assert json.loads(found.seeds[0].extra) == {"länk_2": "en anteckning"}


def test_a_workbook_damaged_anywhere_is_a_rejection_at_worst(read_file, tmp_path: Path):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["länk", "rubrik", "text"], *READ):
        book.active.append(row)
    book.save(tmp_path / "hel.xlsx")
    whole = (tmp_path / "hel.xlsx").read_bytes()
    ends = set()
    for place in range(30, len(whole), len(whole) // 200):
        found = read_file("frö.xlsx", whole[:place] + bytes(12) + whole[place + 12 :])
        assert found.seeds or found.rejections
        ends |= {rejection.detail.partition(":")[0] for rejection in found.rejections}
    assert "damaged workbook" in ends


def test_a_first_line_longer_than_what_is_looked_at_does_not_hide_the_columns(read_file):
    long, short = ({"länk": url, "rubrik": title, "text": text} for url, title, text in READ)
    found = read_file("frö.jsonl", json.dumps(long | {"text": PROSE * 10_000}) + "\n" + json.dumps(short))
    assert [seed.url for seed in found.seeds] == [f"{SITE}1", f"{SITE}2"]
    assert found.seeds[1].title == READ[1][1]


def test_a_database_gives_its_articles_and_not_its_feeds_and_text_in_blobs(tmp_path: Path, read: Callable[..., Any]):
    path = tmp_path / "frö.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table flöden(id integer, url text)")
        connection.execute("insert into flöden values (1, 'https://www.example.se/feed')")
        connection.execute("create table poster(id integer, href text, title text, body blob, page blob)")
        for number, (url, title, text) in enumerate(READ):
            connection.execute(
                "insert into poster values (?, ?, ?, ?, ?)", (number, url, title, text.encode(), b"\x1f\x8b")
            )
        connection.execute("create view senaste as select href, title from poster")
        connection.commit()
    assert read(path).texts == READ


def test_a_picture_of_a_feed_names_no_article_and_attributes_are_kept(read_file):
    item = f"""<item nr="7"><title>Bron</title><media:title>En hund</media:title><it:title>Avsnitt</it:title>
     <link>{SITE}1</link><enclosure url="https://www.example.se/1.mp3" length="3"/></item>
     <item><link>{SITE}2</link><media:title>En katt</media:title></item>"""
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    found = read_file("frö.xml", f"<rss {spaces}><channel>{item}</channel></rss>")
    assert found.texts == [(f"{SITE}1", "Bron", None), (f"{SITE}2", None, None)]
    assert json.loads(found.seeds[0].extra) == {
        "nr": "7",
        "media.title": "En hund",
        "it.title": "Avsnitt",
        "enclosure.url": "https://www.example.se/1.mp3",
        "enclosure.length": "3",
    }


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_half_a_surrogate_pair_costs_one_letter_of_a_json_document_and_is_said(block: int):
    escapes = (r"a \ud83d b \ude00", r"\ud83d\ude00", r"\\ud83d", r"\uD83Dx")
    rows = ",".join(f'{{"url":"{SITE}{number}","title":"{title}"}}' for number, title in enumerate(escapes))
    data = f"[{rows}]".encode()
    stream = ByteStream(iter([data[at : at + block] for at in range(0, len(data), block)]))
    pieces = list(json_document.READER.split(stream, 1000))
    document = next(RawDocument(SeedFormat.JSON, "a", 1, 4, piece.data, piece.header) for piece in pieces[:1])
    titles = [item.title for item in json_document.READER.decode(document) if isinstance(item, SeedArticle)]
    assert titles == ["a \ufffd b \ufffd", "\U0001f600", r"\ud83d", "\ufffdx"]
    assert isinstance(pieces[-1], Remark)
    assert pieces[-1].text.startswith("3 escapes are half a surrogate pair")


@pytest.mark.parametrize("name", ["frö.json", "frö.jsonl"])
@pytest.mark.parametrize("depth", [300, 700, 990, 20_000])
@pytest.mark.parametrize("opening", ["[", '[1,2,{"text":'])
def test_values_deep_inside_each_other_cost_their_row_at_worst(read_file, name: str, depth: int, opening: str):
    closing_ = "]" if opening == "[" else "}]"
    deep = f'{{"url":"{SITE}1","x":{opening * depth}1{closing_ * depth}}}'
    plain = f'{{"url":"{SITE}2"}}'
    found = read_file(name, f"[{deep},{plain}]" if name.endswith("n") else f"{deep}\n{plain}\n")
    assert [seed.url for seed in found.seeds if seed.url != f"{SITE}1"] == [f"{SITE}2"]
    assert [item.reason for item in found.rejections] == ["malformed_seed"] * (2 - len(found.seeds))


@pytest.mark.parametrize(
    ("added", "kept"),
    [
        ("1325376000", "2012-01-01T00:00:00+00:00"),
        ("1325376000000", "2012-01-01T00:00:00+00:00"),
        ("1325376000000000", "2012-01-01T00:00:00+00:00"),
        ("13253760000000000000", "13253760000000000000"),
        ("i tisdags", "i tisdags"),
    ],
)
def test_the_day_of_a_bookmark_is_read_in_any_unit_and_else_kept_as_it_stands(read_file, added: str, kept: str):
    page = f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="{SITE}1" ADD_DATE="{added}">Bron</A></DL>'
    assert json.loads(read_file("frö.html", page).seeds[0].extra)["date_added"] == kept


def test_parquet_columns_of_one_name_are_all_kept(tmp_path: Path, read: Callable[..., Any]):
    table = pa.Table.from_arrays([pa.array([text]) for text in (f"{SITE}1", "en", "två")], ["url", "not", "not"])
    pq.write_table(table, tmp_path / "frö.parquet")
    assert json.loads(read(tmp_path).seeds[0].extra) == {"not": "en", "not_2": "två"}


def test_a_page_whose_links_say_when_they_were_saved_is_a_list_of_bookmarks(read_file):
    head = "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
    link = f'<li><a href="{SITE}1" time_added="1552424700" tags="havn,dyr">Sælen er tilbage</a></li>'
    (seed,) = read_file("export.html", f"{head}{link}</ul></body></html>").seeds
    assert (seed.url, seed.title) == (f"{SITE}1", "Sælen er tilbage")
