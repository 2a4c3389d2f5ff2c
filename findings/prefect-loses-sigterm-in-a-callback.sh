#!/usr/bin/env bash
# A SIGTERM that reaches an async Prefect flow while its event loop runs a callback is lost: the flow goes on and ends as
# Completed, though a scheduler or an operator has told it to stop.
#
# One would guess: SIGTERM stops a flow run, whatever it is doing at that moment; its state is then Crashed or Cancelled.
# What happens: Prefect answers SIGTERM with a handler that raises TerminationSignal in the main thread. Where that is in
# the flow's own code, the flow ends. Where it is in a callback of the event loop (`call_soon`, done-callbacks of tasks:
# libraries have many), asyncio catches what a callback raises, logs it, and nobody is told.
# Version: prefect 3.8.8 (fastapi 0.150.0), CPython 3.11. Source: prefect/utilities/engine/__init__.py (capture_sigterm),
# asyncio/events.py (Handle._run re-raises only SystemExit and KeyboardInterrupt).
# So: a flow of a command of ours runs in a thread beside the main thread, which alone answers signals
# (flows/runs/interrupts.py).
#
# Prints how a flow ended that was told in its own code, and one that was told in a callback; ends with 0 where that is
# as said here.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0
export PREFECT_HOME="$folder/prefect" PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 PREFECT_LOGGING_LEVEL=CRITICAL
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS=120 PREFECT_SERVER_ALLOW_EPHEMERAL_MODE=true
cat > "$folder/told.py" <<'END'
import asyncio
import logging
import os
import signal
import sys

from prefect import flow

logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)


def told():
    os.kill(os.getpid(), signal.SIGTERM)


@flow
async def collect(where: str) -> str:
    if where == "callback":
        asyncio.get_running_loop().call_soon(told)
    else:
        told()
    await asyncio.sleep(1)
    return "went on to its end"


signal.signal(signal.SIGTERM, lambda *_: None)  # what Prefect hands the signal on to; ends nothing
try:
    print(asyncio.run(collect(sys.argv[1])))
except BaseException as error:
    print("was stopped by", type(error).__name__)
END
own=$("$folder/venv/bin/python" "$folder/told.py" own 2>/dev/null)
callback=$("$folder/venv/bin/python" "$folder/told.py" callback 2>/dev/null)
echo "told in its own code: the flow $own"
echo "told in a callback:   the flow $callback"
[ "$own" = "was stopped by TerminationSignal" ] && [ "$callback" = "went on to its end" ]
