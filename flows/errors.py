"""What ends a command, as one tree.

SeedbankError                      exit code
├── UsageError                     2   the command or a setting is wrong
│   └── MissingInputError          2   a file or folder that was named is not there
├── WarehouseLockedError           4   another process writes; says which
├── OutOfDiskError                 5   no space is left where we write
├── StoppedError                 130   the run was asked to stop, and has
└── EnvironmentBrokenError         1   the machine or the home folder cannot be used
    ├── WarehouseTooNewError       1   written by a newer version of Seedbank
    ├── WarehouseDamagedError      1   the file cannot be read; `seedbank rebuild` makes it again
    ├── BatchUnfitError            1   a batch is not whole, or another version wrote it
    └── CheckFailedError           1   a quality check stopped the publish

What concerns one article or one input is never raised: it is a `Rejection` (flows.records).
Every message is a sentence for the person who typed the command: what, where, and what to do.
"""

import lzma
import struct
import zipfile
import zlib

DONE_WITH_REJECTIONS = 3  # exit code of a run that did its work, but could not use every input

# What reading a zip file, or what is packed by one of the standard library's compressors, raises on damaged data.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted member; NotImplementedError, which is one, a compression that zipfile does not know
)


class SeedbankError(Exception):
    """End the command with a sentence and an exit code."""

    exit_code = 1


class UsageError(SeedbankError):
    """Say that the command or a setting is wrong."""

    exit_code = 2


class MissingInputError(UsageError):
    """Say that a file or folder that was named is not there."""


class WarehouseLockedError(SeedbankError):
    """Say which process holds the warehouse."""

    exit_code = 4


class OutOfDiskError(SeedbankError):
    """Say where no space is left."""

    exit_code = 5


class StoppedError(SeedbankError):
    """Say that the run ended early because it was asked to."""

    exit_code = 130


class EnvironmentBrokenError(SeedbankError):
    """Say what of the machine or the home folder cannot be used."""


class WarehouseTooNewError(EnvironmentBrokenError):
    """Say that a newer version wrote this warehouse."""


class WarehouseDamagedError(EnvironmentBrokenError):
    """Say that the warehouse file cannot be read."""


class BatchUnfitError(EnvironmentBrokenError):
    """Say which batch cannot be loaded, and why."""


class CheckFailedError(EnvironmentBrokenError):
    """Say which quality check stopped the publish; the old snapshot stays."""
