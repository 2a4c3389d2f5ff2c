"""What a WACZ file says of its own members: the digests in its datapackage."""

import hashlib
import json
import zipfile
from collections.abc import Collection, Iterator

from flows.fetch.sources.containers.entries import Problem, plain_digest

_PACKAGE = "datapackage.json"
_MOST_BYTES = 50_000_000  # of that file
_BLOCK = 1 << 20
_ALGORITHMS = frozenset({"sha256", "sha1", "md5", "sha512"})


def find_changed(bundle: zipfile.ZipFile, members: Collection[str], member: str) -> Iterator[Problem]:
    """Name the members that are not what the package says they are; they are read all the same."""
    for inner, label in _read_digests(bundle).items():
        algorithm = label.partition(":")[0]
        if inner not in members or algorithm not in _ALGORITHMS:
            continue
        found = hashlib.new(algorithm, usedforsecurity=False)
        with bundle.open(inner) as opened:
            while block := opened.read(_BLOCK):
                found.update(block)
        if plain_digest(f"{algorithm}:{found.hexdigest()}") != label:
            yield Problem(member=f"{member}!{inner}", detail=f"is not what {_PACKAGE} says: its digest is another one")


def _read_digests(bundle: zipfile.ZipFile) -> dict[str, str]:
    try:
        if bundle.getinfo(_PACKAGE).file_size > _MOST_BYTES:
            return {}
        listed = json.loads(bundle.read(_PACKAGE))["resources"]
        return {str(item["path"]): plain_digest(str(item["hash"])) for item in listed}
    except (KeyError, ValueError, TypeError, RecursionError):
        return {}  # there is none, or one of another kind: the members speak for themselves
