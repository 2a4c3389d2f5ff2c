"""Dates that servers send are read, or are none; nothing raises."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.http_dates import is_past, read_http_date, read_mail_date, read_retry_after

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
FAR = (
    "Fri, 31 Dec 9999 23:59:59 -1200",
    "Mon, 01 Jan 99999 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 +9999999999",
    "Thu, 99 Foo 2020 99:99:99 GMT",
)
TEXTS = st.text(max_size=60) | st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    st.sampled_from(("Mon", "Thứ Hai", "")),
    st.integers(-5, 99),
    st.sampled_from(("Jan", "Feb", "Mai", "13")),
    st.integers(-10, 10**12),
    st.integers(-1, 99),
    st.integers(-1, 99),
    st.integers(-1, 99),
    st.sampled_from(("GMT", "+0700", "-9999", "+99999999", "UTC", "")),
)


@pytest.mark.parametrize("text", [*FAR, "", "soon", "0", None, "x" * 5000, "\ud800"])
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert read_http_date(text) is None
    assert not is_past(text, NOW)


def test_a_date_without_a_zone_is_utc_in_http_and_bare_in_mail() -> None:
    text = "Tue, 05 Mar 2024 08:00:00"
    assert read_http_date(text) == dt.datetime(2024, 3, 5, 8, tzinfo=dt.UTC)
    assert read_mail_date(text) == dt.datetime(2024, 3, 5, 8)  # noqa: DTZ001 # that it has no zone is what is tested


@pytest.mark.parametrize(
    ("value", "expected"),
    [("120", 120.0), ("-5", 0.0), ("1.5", 1.5), ("Fri, 01 May 2026 12:01:00 GMT", 60.0), ("later", None), (None, None)]
    + [(text, None) for text in FAR],
)
def test_retry_after_is_read_in_both_forms(value: str | None, expected: float | None) -> None:
    assert read_retry_after(value, NOW) == expected


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_nothing_that_is_written_as_a_date_raises(text: str) -> None:
    moment = read_http_date(text)
    assert moment is None or moment.tzinfo is not None
    wait = read_retry_after(text, NOW)
    assert wait is None or wait >= 0
    is_past(text, NOW)
