"""The version of the parser: pages that were read by another version are read again by `seedbank reparse`.

A change of the code that decides what a page says needs a new version. The digest of that code stands
beside it, so that a forgotten change is noticed (tests/parse/test_version.py prints the new one). Versions are
compared as text: a new one sorts behind the earlier ones.
"""

from typing import Final

PARSER_VERSION: Final = "2026.11.26.5"
SOURCE_DIGEST: Final = "8c600f453e7fe719"
