import datetime as dt

import pytest

from flows.text.moments import Writing, has_clock, parse_time, read_moment

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


@pytest.mark.parametrize(
    ("text", "language", "want"),
    [
        ("Tue, 12 Mar 2019 21:05:00 AEDT", "en", "2019-03-12T21:05:00+11:00"),
        ("Tue Mar 12 21:05:00 JST 2019", "en", "2019-03-12T21:05:00+09:00"),
        ("12 March 2019 9.05 p.m. PT", "en", "2019-03-12T21:05:00-07:00"),
        ("12. März 2019, 21:05 Uhr MEZ", "de", "2019-03-12T21:05:00+01:00"),
        ("21:05 (GMT+7) 12/03/2019", "vi", "2019-03-12T21:05:00+07:00"),
        ("12th of March 2019", "en", "2019-03-12T00:00:00"),
        ("2019. március 12. 21:05", "hu", "2019-03-12T21:05:00"),
        ("2019 m. kovo 12 d. 21:05", "lt", "2019-03-12T21:05:00"),
        ("12 Mart 2019 Salı, 21.05", "tr", "2019-03-12T21:05:00"),
        ("ngày 12 tháng 3 năm 2019, 9:05 CH", "vi", "2019-03-12T21:05:00"),
        ("12 במרץ 2019, 21:05", "he", "2019-03-12T21:05:00"),
        ("2019년 3월 12일 오후 9시 5분", "ko", "2019-03-12T21:05:00"),
        ("2019. 3. 12. 오후 9:05", "ko", "2019-03-12T21:05:00"),
        ("平成31年3月12日 午後9時05分", "ja", "2019-03-12T21:05:00"),
        ("民國108年3月12日", "zh", "2019-03-12T00:00:00"),
        ("١٢ مارس ٢٠١٩ ٩:٠٥ م", "ar", "2019-03-12T21:05:00"),
        ("۲۱ اسفند ۱۳۹۷ - ۲۱:۰۵", "fa", "2019-03-12T21:05:00"),
        ("۱۳۹۷/۱۲/۲۱ ۲۱:۰۵", "fa", "2019-03-12T21:05:00"),
        ("12 มีนาคม 2562 21:05 น.", "th", "2019-03-12T21:05:00"),
        ("12 มี.ค. 62", "th", "2019-03-12T00:00:00"),
        ("12.03.99, 21:05 Uhr", "de", "1999-03-12T21:05:00"),
        ("12-Mar-99 21:05", "en", "1999-03-12T21:05:00"),
        ("/Date(1552424700000+0100)/", "en", "2019-03-12T21:05:00+00:00"),
        ("/Date(-552424700000)/", "en", "1952-06-30T04:41:40+00:00"),
        ("1552424700000", "en", "2019-03-12T21:05:00+00:00"),
        ("2019-03-12T21:05:00.1234567Z", "en", "2019-03-12T21:05:00.123456+00:00"),
    ],
)
def test_times_are_read_by_their_words_in_any_usual_language(text: str, language: str, want: str):
    found = read_moment(text, Writing(language=language))
    assert found is not None
    assert found.when.isoformat() == want


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:00Z",
        "1970-01-01T08:00:00+08:00",
        "1969-12-31T19:00:00-05:00",
        "-0001-11-30T00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0000-00-00 00:00:00",
        "{{ date }}",
        "Invalid Date",
        "Version 3.14.15.92",
        "192.168.10.16",
        "Vol. 12 No. 4",
    ],
)
def test_a_default_of_some_software_is_no_time(text: str):
    assert read_moment(text) is None


def test_day_and_month_are_in_the_page_s_order_and_the_other_reading_is_kept():
    text = "03/04/2019 21:05"
    american, british = read_moment(text, Writing(order="mdy")), read_moment(text, Writing(order="dmy"))
    assert american is not None
    assert british is not None
    assert (american.when, american.swapped) == (british.swapped, british.when)
    assert american.when.month == 3
    dotted = read_moment("03.04.2019", Writing(order="mdy"))
    assert dotted is not None
    assert (dotted.when.month, dotted.swapped) == (4, None)  # dots stand behind days alone


@pytest.mark.parametrize("text", ["/Date(-2208988800000)/", "/Date(-99999999999)/", "/Date(-9999999999999+0000)/"])
def test_a_number_that_is_no_time_of_an_article_is_none(text: str):
    """The first is 1900-01-01, which databases write where they have no time; the others lie before the calendar."""
    assert read_moment(text, Writing(language="en")) is None


@pytest.mark.parametrize(
    ("text", "language", "want"),
    [
        ("1552424700000000", "", "2019-03-12T21:05:00+00:00"),
        ("1552424700000000000", "", "2019-03-12T21:05:00+00:00"),
        ("915224700", "", "1999-01-01T21:05:00+00:00"),
        ("Tue Mar 12 21:05:00 +0000 2019", "", "2019-03-12T21:05:00+00:00"),
        ("12.III.2019", "", "2019-03-12T00:00:00"),
        ("12 / XII / 2019", "", "2019-12-12T00:00:00"),
        ("二〇一九年三月十二日", "zh", "2019-03-12T00:00:00"),
        ("二〇一九年十月三十一日", "", "2019-10-31T00:00:00"),
        ("2019ko martxoaren 12a", "", "2019-03-12T00:00:00"),
        ("12 במרץ 2019", "", "2019-03-12T00:00:00"),
        ("2019. gada 12. martā", "lv", "2019-03-12T00:00:00"),
        ("12 märtsil 2019", "", "2019-03-12T00:00:00"),
        ("12. Jänner 2019", "de", "2019-01-12T00:00:00"),
        ("12 thg 3, 2019", "", "2019-03-12T00:00:00"),
        ("منگل، 12 مارچ، 2019", "ur", "2019-03-12T00:00:00"),
        ("12. marts 2019 15.44.58", "da", "2019-03-12T15:44:58"),
        ("Dydd Mawrth, 12 Tachwedd 2019", "cy", "2019-11-12T00:00:00"),
        ("12 Mawrth 2019", "cy", "2019-03-12T00:00:00"),
    ],
)
def test_less_usual_spellings_are_read(text: str, language: str, want: str):
    found = read_moment(text, Writing(language=language or None))
    assert found is not None
    assert found.when.isoformat() == want


def test_a_column_whose_days_stand_before_its_months_is_read_so():
    found = read_moment("2019-04-03", Writing(order="ydm"))
    assert found is not None
    assert found.when.isoformat() == "2019-03-04T00:00:00"


@pytest.mark.parametrize("text", ["12 mayors of 2019", "12345678901", "2019", "12 marchionesses 2019"])
def test_what_only_begins_like_a_day_is_none(text: str):
    assert read_moment(text, Writing(language="en")) is None


@pytest.mark.parametrize("text", ["2561-11-04T09:30:00+07:00", "2561-11-04 09:30:00+07:00"])
def test_a_year_of_the_buddhist_calendar_in_a_form_for_machines_is_one_of_ours(text: str):
    found = read_moment(text)
    assert found is not None
    assert found.when.isoformat() == "2018-11-04T09:30:00+07:00"


@pytest.mark.parametrize("text", ["1900-01-01", "1899-12-30", "1901-12-13T20:45:52Z", "1901-12-14 03:45:52"])
def test_the_first_day_of_a_database_is_unset_without_a_clock_too(text: str):
    assert read_moment(text) is None
