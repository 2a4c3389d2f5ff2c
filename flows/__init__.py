"""Seedbank: what became of news articles that somebody scraped years ago."""

__version__ = "0.1.0"
