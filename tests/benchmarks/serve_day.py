"""Serve a day of schedules, an ordinary one and the two on which clocks are changed: no run is missed, none doubled.

    python tests/benchmarks/serve_day.py [DAY …]        # ordinary, spring, autumn unless told otherwise

`seedbank serve` and all that it starts (its Prefect server, the runner, a process for each run) see a clock that
libfaketime (Debian: apt-get install libfaketime) shifts: the date is pretended, the pace is real. Where nothing is due,
the clock is put forward to some seconds before the next run, as if the machine had slept; timeouts and intervals go by
the monotonic clock, which is left alone. What is due is worked out here from the guide's rule, not by Prefect. A run
counts that the server calls completed and that the warehouse's own ledger holds.
"""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import duckdb
import yaml

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
ZONE = ZoneInfo("Europe/Berlin")
DAYS = {"ordinary": dt.date(2027, 6, 15), "spring": dt.date(2027, 3, 28), "autumn": dt.date(2027, 10, 31)}
SET_TO = {"nightly": (2, 15), "hourly": (None, 40), "weekly": (4, 30)}  # hour and minute of the clock on the wall
CRONS = {"nightly": "15 2 * * *", "hourly": "40 * * * *", "weekly": "30 4 * * *"}  # each day, so that all fire
SECONDS_BEFORE = 4
MOST_SECONDS = 300  # for what is due to be done
Moment = tuple[str, dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of the served processes: the real one and an offset that a file names."""

    file: Path

    def put(self, moment: dt.datetime) -> None:
        """Put it forward."""
        part = self.file.with_suffix(".part")
        part.write_text(f"{moment.timestamp() - time.time():+.0f}")
        part.replace(self.file)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that put a process under it."""
        return {
            "LD_PRELOAD": str(LIBRARIES[-1]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }


def midnight(day: dt.date) -> dt.datetime:
    """Say when a day begins, in UTC."""
    return dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.UTC)


def due_on(day: dt.date) -> list[Moment]:
    """List what is due on a day: an hour that comes twice counts once; what is set within one left out, an hour later.

    Of the hourly runs, the one within an hour that is left out falls away: no clock shows it.
    """
    found = []
    for name, (hour, minute) in SET_TO.items():
        for each in range(24) if hour is None else (hour,):
            wall = dt.datetime.combine(day, dt.time(each, minute))
            moment = wall.replace(tzinfo=ZONE).astimezone(dt.UTC)
            is_left_out = moment.astimezone(ZONE).replace(tzinfo=None) != wall
            if hour is not None or not is_left_out:
                found.append((name, moment))
    return sorted(found, key=lambda item: item[1])


def write_deployments(folder: Path) -> Path:
    """Write the product's own deployments with schedules of another zone and a corpus that asks nobody."""
    seed = {"url": "https://gazette.example/1", "title": "One", "text": "One."}
    (folder / "seeds.jsonl").write_text(json.dumps(seed))
    found = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text("utf-8"))
    blocks = [block for block in found["deployments"] if block["name"] in CRONS]
    for block in blocks:
        block["schedules"] = [{"cron": CRONS[block["name"]], "timezone": ZONE.key, "slug": "tried"}]
        if "seeds" in block["parameters"]:
            block["parameters"] |= {"seeds": [str(folder / "seeds.jsonl")], "refetch": "none"}
    file = folder / "prefect.yaml"
    file.write_text(yaml.safe_dump({"deployments": blocks}), "utf-8")
    return file


def ask(url: str, path: str, body: object) -> list[dict[str, object]]:
    """Ask the server's API."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=60)
    connection.request("POST", f"{parts.path}/{path}", json.dumps(body), {"Content-Type": "application/json"})
    answer: list[dict[str, object]] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def ended_runs(url: str) -> Iterator[tuple[Moment, str]]:
    """List the runs that have ended: what was due when, and how it ended."""
    names = {item["id"]: str(item["name"]) for item in ask(url, "deployments/filter", {})}
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]}}}, "limit": 200}
    for run in ask(url, "flow_runs/filter", wanted):
        moment = dt.datetime.fromisoformat(str(run["expected_start_time"]))
        yield (names[run["deployment_id"]], moment), str(run["state_type"])


def live_through(day: dt.date, url: str, clock: Clock) -> Counter[Moment]:
    """Put the clock from run to run until the day is over; give what was completed, how often."""
    for name, moment in due_on(day):
        clock.put(moment - dt.timedelta(seconds=SECONDS_BEFORE))
        end = time.monotonic() + MOST_SECONDS
        while time.monotonic() < end and (name, moment) not in {found for found, _ in ended_runs(url)}:
            time.sleep(1)
    clock.put(midnight(day + dt.timedelta(days=1)))
    time.sleep(15)  # for what nobody expects
    return Counter(found for found, state in ended_runs(url) if state == "COMPLETED")


def serve_day(name: str, folder: Path) -> bool:
    """Serve one day; say what was missed and doubled."""
    day = DAYS[name]
    clock = Clock(file=folder / "clock")
    clock.put(midnight(day) - dt.timedelta(minutes=10))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "SEEDBANK_"))}
    environment = kept | clock.environment | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    seedbank = Path(sys.executable).with_name("seedbank")
    line = [seedbank, "serve", "--prefect-file", write_deployments(folder), "--home", folder / "home"]
    with subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        url = serving.stdout.readline().partition(" at ")[2].partition(". ")[0]
        began = time.monotonic()
        done = live_through(day, url, clock)
        seconds = time.monotonic() - began
        serving.send_signal(signal.SIGTERM)
    due = set(due_on(day))
    missed, doubled, strange = due - set(done), {found for found in done if done[found] > 1}, set(done) - due
    with duckdb.connect(str(folder / "home" / "warehouse.duckdb"), read_only=True) as connection:
        (ledger,) = connection.execute("select count(*) from ops.run where exit_code = 0").fetchone() or (0,)
    print(
        f"{name:8} {day} {ZONE.key}: {len(due)} due, {done.total()} completed, {ledger} in the ledger, "
        f"{len(missed)} missed, {len(doubled)} doubled, {len(strange)} not due ({seconds:.0f} s)",
        flush=True,
    )
    for what, found in (("missed", missed), ("doubled", doubled), ("not due", strange)):
        for deployment, moment in sorted(found):
            print(f"  {what}: {deployment} {moment.astimezone(ZONE)}")
    return not (missed or doubled or strange) and ledger == len(due)


def main() -> int:
    """Serve the days that are named; 1 where one of them went wrong."""
    if not LIBRARIES:
        print("libfaketime is not installed (Debian: apt-get install libfaketime)")
        return 0
    is_well = True
    for name in sys.argv[1:] or list(DAYS):
        with tempfile.TemporaryDirectory(prefix="seedbank-day-") as folder:
            is_well = serve_day(name, Path(folder)) and is_well
    return not is_well


if __name__ == "__main__":
    sys.exit(main())
