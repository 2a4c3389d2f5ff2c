"""Seedbank: what became of news articles that somebody scraped years ago."""

import time

__version__ = "0.1.0"
STARTED_AT = time.monotonic()  # the clock when the process began: what a user waits is counted from here
