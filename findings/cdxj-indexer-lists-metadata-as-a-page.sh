#!/usr/bin/env bash
# cdxj-indexer lists a `metadata` record as a capture of the address that it speaks of, unless its Content-Type is
# `application/warc-fields`; replay that takes the last line of an address then has the metadata for the page.
#
# One would guess: an index for replay lists what can be replayed (response, revisit, resource), and never records whose
# WARC-Type says that they only speak of others (`metadata` in WARC 1.1), whatever their own media type is.
# What happens: JSON about a page, written as `metadata` under the page's address, is a line of the index beside that of
# the page, with the JSON's type and without a status; the same words as warc-fields are none.
# Version: cdxj-indexer 1.4.6, warcio 1.8.1. Source: cdxj_indexer/main.py (the types of records, and what it leaves out).
# So: what is written down of a capture here is a field of `application/warc-fields` (flows/fetch/archive/warc.py).
#
# Prints the types that are listed for each form; ends with 0 where that is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check cdxj-indexer==1.4.6 warcio==1.8.1
cd "$folder"
"$folder/venv/bin/python" - <<'END'
import io
import json
import subprocess
import sys
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "http://news.example/a"


def listed(content_type, block):
    with Path("x.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(URL, "response", payload=io.BytesIO(b"<p>Hello</p>"), http_headers=http)
        )
        writer.write_record(
            writer.create_warc_record(URL, "metadata", payload=io.BytesIO(block), warc_content_type=content_type)
        )
    command = [Path(sys.executable).with_name("cdxj-indexer"), "x.warc.gz"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(json.loads(line.split(" ", 2)[2])["mime"] for line in lines)


as_json = listed("application/json", b'{"seen": true}')
as_fields = listed("application/warc-fields", b"seen: true\r\n")
print("metadata of application/json:       ", as_json)
print("metadata of application/warc-fields:", as_fields)
sys.exit(0 if as_json == ["application/json", "text/html"] and as_fields == ["text/html"] else 1)
END
