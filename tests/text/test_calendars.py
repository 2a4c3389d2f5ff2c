import datetime as dt

import pytest
from babel import Locale

from flows.text.calendars import (
    common_year,
    date_order,
    era_year,
    from_iranian,
    half_of_day,
    iranian_month_of,
    month_named,
    month_of,
    zone_of,
)


@pytest.mark.parametrize(
    ("word", "language", "month"),
    [
        ("października", "pl", 10),
        ("сентября", "ru", 9),
        ("Φεβρουαρίου", "el", 2),
        ("fevrier", None, 2),
        ("มี.ค.", "th", 3),
        ("مارس", "ar", 3),
        ("كانون الثاني", "ar", 1),
        ("Sept.", None, 9),
        ("Haziran", None, 6),
        ("listopada", "pl", 11),
        ("listopada", "hr", 10),
        ("listopada", None, None),  # two languages, two months
        ("Theater", "de", None),
        ("a", "en", None),
    ],
)
def test_a_month_is_read_in_its_language_and_never_guessed(word: str, language: str | None, month: int | None):
    assert month_of(word, language) == month


def test_days_of_the_iranian_calendar_are_turned_into_ours():
    assert iranian_month_of("اسفند") == 12
    assert from_iranian(1399, 12, 30) == dt.date(2021, 3, 20)
    assert from_iranian(1400, 12, 30) is None  # no leap year
    assert from_iranian(2021, 1, 1) is None


@pytest.mark.parametrize(
    ("year", "digits", "language", "ours"),
    [(2562, 4, None, 2019), (62, 2, "th", 2019), (98, 2, "en", 1998), (3, 2, "en", 2003), (1987, 4, "th", 1987)],
)
def test_years_of_two_digits_and_of_the_buddhist_calendar(year: int, digits: int, language: str | None, ours: int):
    assert common_year(year, digits, language) == ours


def test_eras():
    assert era_year("平成", 30) == 2018
    assert era_year("令和", 1) == 2019
    assert era_year("民國", 108) == 2019
    assert era_year("西暦", 1) is None


def test_the_order_of_numbers_is_the_country_s():
    assert [date_order(tag) for tag in ("en-US", "en-GB", "de", "zh", "fil")] == ["mdy", "dmy", "dmy", "ymd", "mdy"]
    assert date_order("en", "AU") == "dmy"
    assert date_order("no-such-language") == date_order(None) == "dmy"


@pytest.mark.parametrize(("word", "language"), [("p. m.", "es"), ("CH", "vi"), ("μ.μ.", "el"), ("오후", None)])
def test_the_second_half_of_the_day_in_its_language(word: str, language: str | None):
    assert half_of_day(word, language) is True


def test_the_first_half_of_the_day_and_other_words():
    assert half_of_day("SA", "vi") is False
    assert half_of_day("Uhr", "de") is None


@pytest.mark.parametrize(
    ("name", "language", "hours"),
    [("NZDT", None, 13), ("MSK", None, 3), ("MESZ", "de", 2), ("CST", "en", -6), ("CST", "zh", 8), ("ET", "en", -4)],
)
def test_zones_by_name(name: str, language: str | None, hours: int):
    zone = zone_of(name, language)
    assert zone is not None
    assert dt.datetime(2019, 7, 1, tzinfo=zone).utcoffset() == dt.timedelta(hours=hours)


def test_a_word_in_capitals_is_no_zone():
    assert zone_of("NEWS") is None


def test_the_months_of_a_language_are_its_own_whichever_was_read_before():
    """Babel 2.18 gives French the months of Azerbaijani, if those were asked for first."""
    Locale.parse("az").months["stand-alone"]["wide"].items()
    assert month_of("yanvar", "fr") == month_of("yanvar")  # by its one meaning in any language
    assert month_named("yanvar", "cy") is None
    assert month_named("yanvar", "az") == 1
