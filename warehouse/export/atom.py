"""The newest edits as an Atom feed (RFC 4287)."""

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb

from warehouse.database.sql_files import read_sql

ENTRIES = 200
_NAMESPACE = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 cannot hold at all, escaped or not.
_NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def write_feed(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write one entry for each of the newest edited articles; return their number."""
    rows = connection.execute(read_sql("export/edits"), {"limit": ENTRIES}).fetchall()
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    newest = rows[0][4] if rows else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    _add(feed, "id", "urn:seedbank:edits")
    _add(feed, "title", "Articles that changed")
    _add(feed, "updated", newest.isoformat())
    _add(ET.SubElement(feed, "author"), "name", "Seedbank")
    for article_id, capture_id, title, url, compared_at, content, publisher, changes in rows:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", f"urn:seedbank:{article_id}:{capture_id}")
        _add(entry, "title", title or url)
        _add(entry, "updated", compared_at.isoformat())
        _add(ET.SubElement(entry, "author"), "name", publisher)
        ET.SubElement(entry, "link", href=url.translate(_NO_XML))
        ET.SubElement(entry, "category", term=content)
        _add(entry, "summary", "\n".join(changes) or content)
    ET.ElementTree(feed).write(path, encoding="utf-8", xml_declaration=True)
    return len(rows)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text.translate(_NO_XML)
