"""A bundle as a file: a BagIt bag (RFC 8493) inside one zip, with a SHA-256 for every file in it.

A bundle may come from anybody. It is never unpacked to disk: names that lead elsewhere, links, and files that
swell are refused before anything is read.
"""

import hashlib
import io
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flows.errors import ARCHIVE_ERRORS, UsageError

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
README = "README.txt"
PAYLOAD = "data/"
MAX_FILES = 1_000
MAX_FILE_BYTES = 120_000_000  # the largest payload that is archived (flows.fetch.archive.replay), and its head
MAX_TOTAL_BYTES = 500_000_000
# What a page compresses to at most; a WARC file inside is compressed already. zlib cannot do more than 1,032 : 1.
MAX_RATIO = 200
RATIO_FROM_BYTES = 10_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(UsageError):
    """Say why a file is no bundle that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The files of a bundle by their path inside it, and what the manifests say of them."""

    files: Mapping[str, bytes]
    declared: Mapping[str, str]  # path: SHA-256, of payload and tag files
    unlisted: tuple[str, ...]  # files that no manifest names
    missing: tuple[str, ...]  # files that a manifest names and that are not there
    changed: tuple[str, ...]  # files whose bytes are not those of their manifest

    @property
    def is_whole(self) -> bool:
        """Tell whether every file is the one that was packed."""
        return not (self.unlisted or self.missing or self.changed)


def write_bag(target: Path, payload: Mapping[str, bytes], *, info: Mapping[str, str], readme: str) -> None:
    """Write a bundle; `payload` has paths below data/. The same content gives the same bytes."""
    files = {f"{PAYLOAD}{path}": data for path, data in sorted(payload.items())}
    size = sum(map(len, files.values()))
    lines = {**info, "Payload-Oxum": f"{size}.{len(files)}"}
    tags = {
        DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: "".join(f"{name}: {value}\n" for name, value in lines.items()).encode(),
        README: readme.encode(),
        MANIFEST: _write_manifest(files),
    }
    tags[TAG_MANIFEST] = _write_manifest(tags)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, data in {**tags, **files}.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            bundle.writestr(entry, data)
    target.write_bytes(packed.getvalue())


def _write_manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()).encode()


def read_bag(source: Path) -> Bag:
    """Read a bundle and hold every file against the manifests. Raises BundleError for what is no safe bag."""
    try:
        with zipfile.ZipFile(source) as bundle:
            files = _read_files(bundle)
    except BundleError:
        raise
    except FileNotFoundError as error:
        raise BundleError(f"There is no file {source}.") from error
    except ARCHIVE_ERRORS as error:
        raise BundleError(f"{source} is no bundle of evidence: {error}.") from error
    if DECLARATION not in files or MANIFEST not in files:
        raise BundleError(f"{source} is no bundle of evidence: it has no {DECLARATION} or no {MANIFEST}.")
    declared = {**_read_manifest(files[MANIFEST]), **_read_manifest(files.get(TAG_MANIFEST, b""))}
    return Bag(
        files=files,
        declared=declared,
        unlisted=tuple(sorted(files.keys() - declared.keys() - {TAG_MANIFEST})),
        missing=tuple(sorted(declared.keys() - files.keys())),
        changed=tuple(
            sorted(
                path
                for path in declared.keys() & files.keys()
                if hashlib.sha256(files[path]).hexdigest() != declared[path]
            )
        ),
    )


def _read_files(bundle: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in bundle.infolist() if not entry.is_dir()]
    _refuse_unsafe(entries)
    files: dict[str, bytes] = {}
    for entry in entries:
        with bundle.open(entry) as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise BundleError(f"The file {entry.filename!r} in it is larger than {MAX_FILE_BYTES:,} bytes.")
        files[entry.filename] = data
    return files


def _refuse_unsafe(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse, by the directory of the zip alone, what would lead elsewhere or swell."""
    names = [entry.filename for entry in entries]
    if len(names) > MAX_FILES:
        raise BundleError(f"It holds {len(names):,} files; a bundle of evidence has at most {MAX_FILES:,}.")
    if len(set(names)) < len(names):
        raise BundleError("It holds two files of the same name.")
    for entry in entries:
        _refuse_name(entry)
        is_bomb = entry.file_size > max(RATIO_FROM_BYTES, MAX_RATIO * entry.compress_size)
        if entry.file_size > MAX_FILE_BYTES or is_bomb:
            raise BundleError(f"The file {entry.filename!r} in it would swell to {entry.file_size:,} bytes.")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise BundleError(f"Its files would swell to {total:,} bytes.")


def _refuse_name(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    is_elsewhere = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
    is_odd = not entry.filename.isprintable() or str(path) != entry.filename
    mode = entry.external_attr >> 16
    is_special = bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG)
    if is_elsewhere or is_odd or is_special:
        raise BundleError(f"The file {entry.filename!r} in it has a name or a kind that no bundle has.")


def _read_manifest(data: bytes) -> dict[str, str]:
    found = {}
    for line in data.decode("utf-8", "replace").splitlines():
        digest, _, path = line.partition("  ")
        found[path] = digest.strip().lower()
    return found
