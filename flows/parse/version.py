"""The version of the parser: pages that were read by another version are read again by `seedbank reparse`.

A change of the code that decides what a page says needs a new version; a digest of that code, and of all that it
imports, makes a forgotten one fail a test (tests/test_versions.py). Versions are compared as text: a new one sorts
behind the earlier ones.
"""

from typing import Final

from flows.records import PublisherLayouts

PARSER_VERSION: Final = "2026.12.01.1"


def version_of_layouts(version: str) -> str | None:
    """Read off a parser's version which learned layouts it was given; None where there were none."""
    return version.partition("+")[2] or None


def parser_version(learned: PublisherLayouts | None) -> str:
    """Name the parser with what it is given of learned layouts: the same page may be read otherwise with others."""
    return f"{PARSER_VERSION}+{learned.version}" if learned is not None else PARSER_VERSION
