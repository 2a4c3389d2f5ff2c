"""The version of the parser: pages that were read by another version are read again by `seedbank reparse`.

A change of the code that decides what a page says needs a new version; a digest of that code, and of all that it
imports, makes a forgotten one fail a test (tests/test_versions.py). Versions are compared as text: a new one sorts
behind the earlier ones.
"""

from typing import Final

PARSER_VERSION: Final = "2026.11.30.4"
