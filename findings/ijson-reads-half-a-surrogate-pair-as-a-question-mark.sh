#!/usr/bin/env bash
# ijson's default backend (yajl2_c) reads the escape of half a surrogate pair as `?`, its backend in Python and the json
# module as the half itself: a letter that was cut in two becomes a question mark that nobody can tell from a real one.
#
# One would guess: one library gives one value for one document (RFC 8259 §8.2: such an escape is valid JSON, though what
# a reader makes of it is not laid down), or an error, or U+FFFD; and never ASCII that may have stood there.
# What happens: "a \ud83d b" is 'a ? b' by yajl2_c, which a wheel brings and which is taken where it is there, and
# 'a \ud83d b' by the backend in Python, which is taken elsewhere; a whole pair is one letter by both.
# Version: ijson 3.6.0 (its wheel carries yajl 2). Source: yajl_encode.c, `yajl_string_decode` (`unescaped = "?"`).
# So: flows/seedfiles/formats/json_document.py writes U+FFFD for such escapes before ijson reads them, and says how many.
#
# Prints what each reads; ends with 0 where that is as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check ijson==3.6.0
"$folder/venv/bin/python" - <<'END'
import io
import json
import sys

import ijson

DOCUMENT = rb'["a \ud83d b", "\ud83d\ude00"]'
plain = json.loads(DOCUMENT)
found = {name: list(ijson.get_backend(name).items(io.BytesIO(DOCUMENT), "item")) for name in ("yajl2_c", "python")}
print("default backend:", ijson.backend)
print("json:           ", ascii(plain))
for name, values in found.items():
    print(f"ijson, {name}:".ljust(16), ascii(values))
is_so = found == {"yajl2_c": ["a ? b", "\U0001f600"], "python": plain} and ijson.backend == "yajl2_c"
sys.exit(0 if is_so else 1)
END
