"""Bundles of evidence as a forger would change them: with manifests that fit."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from flows.evidence.bag import MANIFEST, TAG_MANIFEST
from flows.evidence.verify import Verification


def read_zip(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def write_zip(file: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return file


def forge(file: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one file of a bundle and write manifests that fit, as a forger would."""
    files = read_zip(file)
    files[name] = change(files[name])
    for manifest in (MANIFEST, TAG_MANIFEST):
        paths = [line.split("  ")[1] for line in files[manifest].decode().splitlines()]
        files[manifest] = "".join(f"{hashlib.sha256(files[p]).hexdigest()}  {p}\n" for p in paths).encode()
    return write_zip(file.with_name("forged.zip"), files)


def change_json(*path: str | int, value: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        document = json.loads(data)
        place = document
        for key in path[:-1]:
            place = place[key]
        assert place[path[-1]] != value
        place[path[-1]] = value
        return json.dumps(document, ensure_ascii=False).encode()

    return change


def differing(found: Verification) -> str:
    return " ".join(sentence.text for sentence in found.sentences if sentence.mark == "differs")
