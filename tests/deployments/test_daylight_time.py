"""When a schedule fires on the two days of a year that have 23 and 25 hours: as the guide says, run by run."""

import asyncio
import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule

ZONE = "Europe/Lisbon"  # forward at 01:00 UTC on 28 March 2027, back at 01:00 UTC on 31 October
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)
GUIDE = (Path(__file__).resolve().parents[2] / "deployments" / "README.md").read_text("utf-8")
HOURLY, IN_THE_GAP, BEFORE, AFTER = "40 * * * *", "15 1 * * *", "15 0 * * *", "15 2 * * *"


def fires(cron: str, day: dt.date, zone: str = ZONE) -> list[str]:
    """List when a schedule fires on one day of a place, as its clocks show it, with the distance from UTC."""
    start = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC) - dt.timedelta(hours=2)
    found = asyncio.run(CronSchedule(cron=cron, timezone=zone).get_dates(40, start=start))
    local = [moment.astimezone(ZoneInfo(zone)) for moment in found]
    return [f"{moment:%H:%M%z}" for moment in local if moment.date() == day]


def test_an_hourly_schedule_misses_nothing_in_spring():
    assert [at[:2] for at in fires(HOURLY, SPRING)] == [f"{hour:02}" for hour in range(24) if hour != 1]


def test_an_hourly_schedule_pauses_for_two_hours_in_autumn():
    """The hour that comes twice is taken once: 24 runs on a day of 25 hours, and none is doubled."""
    assert fires(HOURLY, AUTUMN) == [f"{hour:02}:40+0{1 if hour < 2 else 0}00" for hour in range(24)]


@pytest.mark.parametrize(
    ("cron", "day", "at"),
    [
        (IN_THE_GAP, SPRING, "02:15+0100"),  # an hour later by the clock, and not left out
        (BEFORE, SPRING, "00:15+0000"),
        (AFTER, SPRING, "02:15+0100"),
        (IN_THE_GAP, AUTUMN, "01:15+0100"),  # the first of the two
        (BEFORE, AUTUMN, "00:15+0100"),
        (AFTER, AUTUMN, "02:15+0000"),
    ],
)
def test_a_nightly_schedule_fires_once(cron: str, day: dt.date, at: str):
    assert fires(cron, day) == [at]


def test_where_clocks_are_never_changed_nothing_of_this_happens():
    assert fires(IN_THE_GAP, SPRING, "Asia/Ho_Chi_Minh") == ["01:15+0700"]


def test_the_guide_says_so():
    section = GUIDE.split("## Daylight time\n", 1)[1].split("\n## ", 1)[0]
    assert len(re.findall(r"^\| ", section, re.MULTILINE)) == 4
    for said in ("an hour later", "two hours", "once"):
        assert said in section
