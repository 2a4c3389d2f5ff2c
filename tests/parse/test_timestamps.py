import datetime as dt

import pytest

from flows.parse.metadata.timestamps import has_clock, parse_time

HANOI = "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("lúc : 11/07/14 11:35", "2014-07-11T11:35:00+07:00"),
        ("04/12/2017 07:23 GMT+7", "2017-12-04T07:23:00+07:00"),
        ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00"),
        ("07-03-2026 - 09:40 AM", "2026-03-07T09:40:00+07:00"),
        ("07-03-2026 - 12:40 AM", "2026-03-07T00:40:00+07:00"),
        ("07-03-2026 - 09:40 PM", "2026-03-07T21:40:00+07:00"),
        ("07-03-2026 - 21:40 PM", "2026-03-07T21:40:00+07:00"),
        ("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11+07:00"),
        ("2024-07-04T11:06:41+0700", "2024-07-04T11:06:41+07:00"),
        ("2021-03-05 14:03", "2021-03-05T14:03:00+07:00"),
        ("15:18 19/07/2018", "2018-07-19T15:18:00+07:00"),
        ("20/10/2020 | 07:33", "2020-10-20T07:33:00+07:00"),
        ("Thứ sáu, ngày 17/09/2021 - 11:16", "2021-09-17T11:16:00+07:00"),
        ("March 5, 2021 3:04 PM", "2021-03-05T15:04:00+07:00"),
        ("5. März 2021, 14:03 Uhr", "2021-03-05T14:03:00+07:00"),
        ("12 de marzo de 2024 - 11:20", "2024-03-12T11:20:00+07:00"),
        ("2021年3月5日 14時03分", "2021-03-05T14:03:00+07:00"),
        ("Mon, 05 Mar 2021 10:00:00 GMT", "2021-03-05T10:00:00+00:00"),
        ("20210305T140300Z", "2021-03-05T14:03:00+00:00"),
        ("1612345678", "2021-02-03T09:47:58+00:00"),
    ],
)
def test_times_are_read_as_readers_read_them(text: str, want: str):
    assert parse_time(text, HANOI) == dt.datetime.fromisoformat(want)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "hôm qua",
        "32/13/2020",
        "5/10",
        "3.14",
        "page 12 of 30",
        "2021-02-30",
        "0001-01-01T00:00:00+07:00",
        "²²²²²²²²²²",
    ],
)
def test_what_is_no_time_is_none(text: str | None):
    assert parse_time(text, HANOI) is None


def test_a_day_alone_has_no_clock():
    assert not has_clock("05/03/2021")
    assert has_clock("05/03/2021 14:03")
    assert parse_time("05/03/2021") == dt.datetime(2021, 3, 5)  # noqa: DTZ001  (no zone is what is tested)
