#!/usr/bin/env bash
# Following redirects through pywb's raw replay (`…/20160101000000id_/URL`) leaves the archive and asks the site of today.
#
# One would guess: a copy that is a redirect leads to the archive's copy of its target, in raw replay too, as it does in
# the Internet Archive's and in pywb's own rewritten replay; so an HTTP client that follows redirects stays inside.
# What happens: "raw" holds for the head as well: Location is what the site sent, word for word. A whole address leads
# the client to the live site (today's page is then taken for the archived one), a path to a page that is no copy.
# Version: pywb 2.10.0. Source: pywb/rewrite/content_rewriter.py (identity of the address rewriter).
# So: a Location of raw replay that is no address of a copy is the site's own, and the copy of that is looked up in the
# archive (flows/fetch/sources/webarchives/source.py).
#
# Prints where both forms of replay send to; ends with 0 where that is as said here.
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

TARGET = "http://news.example/new"
with open("a.warc.gz", "wb") as file:
    writer = WARCWriter(file, gzip=True)
    for url, status, location in (
        ("http://news.example/whole", "301 Moved Permanently", TARGET),
        ("http://news.example/path", "301 Moved Permanently", "/new"),
        (TARGET, "200 OK", ""),
    ):
        heads = [("Content-Type", "text/html")] + ([("Location", location)] if location else [])
        http_headers = StatusAndHeaders(status, heads, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(b"<p>Hello</p>"),
                http_headers=http_headers,
                warc_headers_dict={"WARC-Date": "2016-01-01T00:00:00Z"},
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


def location_of(form, name):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/news/20160101000000{form}/http://news.example/{name}")
    return connection.getresponse().getheader("Location") or ""


try:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    found = {(form, name): location_of(form, name) for form in ("mp_", "id_") for name in ("whole", "path")}
finally:
    server.terminate()
for (form, name), location in found.items():
    print(f"{form} {name:6} {location}")
stays = all("/news/20160101000000mp_/" in found["mp_", name] for name in ("whole", "path"))
sys.exit(0 if stays and (found["id_", "whole"], found["id_", "path"]) == (TARGET, "/new") else 1)
END
