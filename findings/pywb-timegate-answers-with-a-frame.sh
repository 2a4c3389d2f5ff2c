#!/usr/bin/env bash
# pywb's TimeGate, asked with Accept-Datetime, answers 200 with a page of its own that frames the copy.
#
# One would guess: a TimeGate (RFC 7089) answers 302 with the copy's address in Location, or 200 with the copy itself and
# Memento-Datetime; a client may take a 200 to its question for the page.
# What happens: in its default (framed) mode the answer is 200, without Memento-Datetime and Content-Location, and its
# body has no word of the page; which copy was chosen stands in the header Link alone (rel="memento"), under an address
# whose replay is rewritten.
# Version: pywb 2.10.0. Source: pywb/apps/rewriterapp.py (the frame, and the headers that are added to it).
# So: an answer of a TimeGate without Memento-Datetime is no copy; the nearest that Link names is asked for, as it was
# captured (flows/fetch/sources/webarchives/catalogues.py).
#
# Prints what the TimeGate answers; ends with 0 where that is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pywb==2.10.0 warcio==1.8.1 "setuptools<81"
cd "$folder"
PATH="$folder/venv/bin:$PATH" "$folder/venv/bin/python" - <<'END'
import http.client
import io
import socket
import subprocess
import sys
import time

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL, WORDS = "http://news.example/a", b"The bridge was opened."
with open("a.warc.gz", "wb") as file:
    writer = WARCWriter(file, gzip=True)
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    dated = {"WARC-Date": "2016-01-01T00:00:00Z"}
    writer.write_record(
        writer.create_warc_record(
            URL, "response", payload=io.BytesIO(WORDS), http_headers=answer, warc_headers_dict=dated
        )
    )
for command in (["init", "news"], ["add", "news", "a.warc.gz"]):
    subprocess.run(["wb-manager", *command], check=True, capture_output=True)
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
server = subprocess.Popen(
    ["wayback", "-b", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)
try:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/news/{URL}", headers={"Accept-Datetime": "Sat, 02 Jan 2016 00:00:00 GMT"})
    answer = connection.getresponse()
    body = answer.read()
finally:
    server.terminate()
link, has_words = answer.getheader("Link") or "", WORDS in body
print("status", answer.status)
for name in ("Location", "Memento-Datetime", "Content-Location", "Vary"):
    print(f"{name}: {answer.getheader(name)}")
print("Link:", link)
print("the page's words are in the body:", has_words)
is_framed = answer.status == 200 and answer.getheader("Memento-Datetime") is None and not has_words
sys.exit(0 if is_framed and '/news/20160101000000mp_/http://news.example/a>; rel="memento"' in link else 1)
END
