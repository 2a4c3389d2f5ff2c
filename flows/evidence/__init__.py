"""A bundle of evidence for one article: everything a stranger needs to derive its verdict again, offline."""
