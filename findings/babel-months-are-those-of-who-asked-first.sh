#!/usr/bin/env bash
# The names of months that Babel gives for one language are those of another, if that one was asked for before in the
# same process: French and Welsh have Azerbaijani months, and a date reader built on them reads them so.
#
# One would guess: `Locale.parse("fr").months["stand-alone"]["wide"]` is a constant of the release's CLDR data.
# What happens: CLDR's root says by an alias that the months that stand alone are those that stand in a date. A locale
# that says nothing of its own there shares the very object with the root and with all others like it. Whoever reads the
# alias first, through a locale that inherits it, has the answer written into that object, and all later locales get it.
# Formatting a date with `LLLL` is enough; nothing is raised. A loop over languages gives another table than a loop over
# the same languages in another order.
# Version: babel 2.18.0. Source: babel/localedata.py (LocaleDataDict.__getitem__, load); python-babel/babel, issue 1234,
# where Hebrew does it.
# So: names are read from a copy of a locale's part of the data (flows/text/calendars.py).
#
# Prints the names before and after; ends with 0 where they are as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check babel==2.18.0
"$folder/venv/bin/python" - <<'END'
import subprocess
import sys

READ = """
import sys
from babel import Locale
for tag in sys.argv[1:]:
    name = Locale.parse(tag).months["stand-alone"]["wide"][1]
print(name)
"""


def last_of(*tags):
    """Ask for the first month of each language, in a new process; give the last answer."""
    return subprocess.run([sys.executable, "-c", READ, *tags], check=True, capture_output=True, text=True).stdout.strip()


found = {tag: (last_of(tag), last_of("az", tag)) for tag in ("fr", "cy", "en")}
for tag, (alone, behind) in found.items():
    print(f"{tag}: {alone} alone, {behind} behind Azerbaijani")
sys.exit(0 if found["fr"] == ("janvier", "yanvar") and found["cy"] == ("Ionawr", "yanvar") else 1)
END
