"""Files and their folders, made to survive a loss of power."""

import os
from pathlib import Path


def sync_path(path: Path) -> None:
    """Write a file, or which names a folder has, to the disk itself. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
