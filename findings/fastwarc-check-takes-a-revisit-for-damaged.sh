#!/usr/bin/env bash
# Checking the payload digests of a sound archive with FastWARC or warcat reports every `revisit` record as damaged.
#
# One would guess: a tool that verifies WARC-Payload-Digest knows of revisits, whose digest is by definition that of the
# earlier payload which they do not repeat (WARC 1.1, 6.7.2), and leaves them out or looks at what they refer to; so a
# crawl with deduplication that was written by the book verifies without a failure.
# What happens: both take the empty body of the revisit for its payload and call its digest wrong; FastWARC ends with 1
# and lists the record, warcat counts a problem. warcio's check says that the digest is there and not checked.
# Version: FastWARC 2.0.1, warcat 2.2.5, warcio 1.8.1. Source: `fastwarc check --verify-payloads`, warcat/verify.py.
# So: a failed check of these says nothing against an archive with repeated pages; here, only pages go before them
# (tests/fetch/test_archive_tools.py).
#
# Prints what each tool says of a page and its repetition; ends with 0 where that is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    fastwarc==2.0.1 warcat==2.2.5 warcio==1.8.1 "setuptools<81"
cd "$folder"
"$folder/venv/bin/python" - <<'END'
import io
import subprocess
import sys
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TOOLS = Path(sys.executable).parent


def answer():
    return StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")


def write(name, with_revisit):
    with Path(name).open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        page = writer.create_warc_record(
            "http://news.example/a", "response", payload=io.BytesIO(b"<p>Hello</p>"), http_headers=answer()
        )
        writer.write_record(page)
        if with_revisit:
            head = page.rec_headers
            writer.write_record(
                writer.create_revisit_record(
                    "http://news.example/b",
                    digest=head.get_header("WARC-Payload-Digest"),
                    refers_to_uri=head.get_header("WARC-Target-URI"),
                    refers_to_date=head.get_header("WARC-Date"),
                    http_headers=answer(),
                )
            )


def passes(*command):
    done = subprocess.run([TOOLS / command[0], *command[1:]], capture_output=True, text=True)
    return done.returncode == 0 and "Bad payload digest" not in done.stdout + done.stderr


write("page.warc.gz", with_revisit=False)
write("repeated.warc.gz", with_revisit=True)
found = {
    (tool, name): passes(*command, f"{name}.warc.gz")
    for tool, command in (
        ("FastWARC", ("fastwarc", "check", "--verify-payloads")),
        ("warcat", ("python", "-m", "warcat", "verify")),
        ("warcio", ("warcio", "check")),
    )
    for name in ("page", "repeated")
}
for (tool, name), is_sound in found.items():
    print(f"{tool:8} {name:8} {'sound' if is_sound else 'damaged'}")
expected = {("FastWARC", "repeated"), ("warcat", "repeated")}
sys.exit(0 if {key for key, is_sound in found.items() if not is_sound} == expected else 1)
END
