#!/usr/bin/env bash
# One would guess: to occupy a concurrency limit that was never created, or whose name is misspelt, is an error.
# What happens: the block runs as if there were no limit, as many at once as like; only strict=True raises.
# So: one writer at a time rests on a lock of ours, not on a limit of the server (warehouse/database/connect.py).
# Seen with prefect 3.8.8 (fastapi 0.150.0).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0
export PREFECT_HOME="$folder/prefect" PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 PREFECT_LOGGING_LEVEL=CRITICAL
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS=120 PREFECT_SERVER_ALLOW_EPHEMERAL_MODE=true
"$folder/venv/bin/python" - <<'PY'
import asyncio
import sys

from prefect import flow
from prefect.concurrency.asyncio import concurrency

inside, most = 0, 0


async def work() -> None:
    global inside, most
    async with concurrency("one-writer", occupy=1):
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.5)
        inside -= 1


@flow
async def run() -> str:
    await asyncio.gather(*(work() for _ in range(4)))
    try:
        async with concurrency("one-writer", occupy=1, strict=True):
            return "entered"
    except Exception as error:  # whatever it is, its name is printed
        return type(error).__name__


strict = asyncio.run(run())
print("at once inside a limit that does not exist:", most, "| strict:", strict)
sys.exit((most, strict) != (4, "ConcurrencySlotAcquisitionError"))
PY
