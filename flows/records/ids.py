"""Ids that derive from content alone: the same input has the same id."""

import hashlib


def content_id(*parts: str | bytes) -> str:
    """Hash parts to 16 hex digits (64 bits of BLAKE2b); parts are length-prefixed, so they never run together."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
