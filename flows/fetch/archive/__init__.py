"""WARC: what was fetched is written before it is read, and read again from there."""
