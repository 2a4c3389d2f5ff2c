"""Where batches lie: one folder each, whole when its `batch.parquet` is there."""

import shutil
from pathlib import Path

LEDGER_FILE = "batch.parquet"
TEMPORARY_PREFIX = ".writing-"


def batch_exists(folder: Path, batch_id: str) -> bool:
    """Say whether the folder holds this batch whole."""
    return (folder / batch_id / LEDGER_FILE).exists()


def list_batches(folder: Path) -> list[Path]:
    """List the folders of whole batches, sorted by name; unfinished ones are left out."""
    return sorted(path.parent for path in folder.glob(f"*/{LEDGER_FILE}") if not path.parent.name.startswith("."))


def remove_unfinished(folder: Path) -> None:
    """Delete what writers that were killed left behind; only call where no writer runs."""
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        shutil.rmtree(path, ignore_errors=True)
