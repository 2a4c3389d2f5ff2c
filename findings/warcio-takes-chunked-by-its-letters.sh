#!/usr/bin/env bash
# warcio hands the lines of chunks on as text of the page, where Transfer-Encoding is written `Chunked`, or where the
# line of a size has an extension of more than 60 letters.
#
# One would guess: names of transfer codings are case-insensitive (RFC 9112, section 7) and a chunk may have extensions
# of any length (section 7.1.1), so `content_stream()` of a valid record gives the page, as for `chunked`.
# What happens: the header is compared letter by letter, and a size is looked for in the first 64 bytes of its line; the
# reader then takes the body for one that is not in chunks. There is no error: the page begins with `c` and ends in `0`.
# Version: warcio 1.8.1. Source: warcio/recordloader.py (content_stream), warcio/bufferedreaders.py (ChunkedDataReader).
# So: the header is looked at here, and the chunks of `raw_stream` are joined here (flows/fetch/http/chunks.py).
#
# Prints what each form gives; ends with 0 where that is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check warcio==1.8.1
"$folder/venv/bin/python" - <<'END'
import io
import sys

from warcio.archiveiterator import ArchiveIterator

PAGE = b"<p>Hello</p>"


def read(coding, extension=b""):
    body = b"c" + extension + b"\r\n" + PAGE + b"\r\n0\r\n\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: " + coding + b"\r\n\r\n" + body
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        b"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: http://news.example/\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    )
    record = next(iter(ArchiveIterator(io.BytesIO(head + http + b"\r\n\r\n"))))
    return record.content_stream().read()


plain = read(b"chunked")
capital = read(b"Chunked")
short = read(b"chunked", b";sign=" + b"0" * 20)
long = read(b"chunked", b";sign=" + b"0" * 64)
print("chunked:                      ", plain)
print("Chunked:                      ", capital)
print("chunked, extension of 26 bytes:", short)
print("chunked, extension of 70 bytes:", long)
is_as_said = plain == short == PAGE and capital.startswith(b"c\r\n<p>") and long.startswith(b"c;sign=")
sys.exit(0 if is_as_said else 1)
END
