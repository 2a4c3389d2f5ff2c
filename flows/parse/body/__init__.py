"""The article's text without a known layout: where it begins and ends, captions, what in it is no prose."""
