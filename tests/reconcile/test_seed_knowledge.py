"""What the seed knows reaches the article where no page says otherwise."""

import datetime as dt
import json

import pytest

from flows.reconcile.reconcile import reconcile
from flows.records import DatePrecision

BODY = "Kaupunginvaltuusto kokoontui tiistaina keskustelemaan vanhan sillan korjaamisesta. Silta on kiinni kevääseen."


def extra(**known: object) -> str:
    return json.dumps({"@seed": known}, ensure_ascii=False)


def test_people_section_tags_and_language_of_the_seed_stand_in_the_article(make_seed):
    known = extra(authors=["Aino Lahti"], section="Kaupunki", tags=["silta", "valtuusto"], language="suomi")
    found = reconcile(make_seed(BODY, title="Silta", extra=known), None)
    assert (found.authors, found.section, found.tags) == (("Aino Lahti",), "Kaupunki", ("silta", "valtuusto"))
    assert found.language == "fi"


def test_what_the_page_says_of_them_comes_first(make_seed, make_page):
    known = extra(authors=["Toimitus"], section="Uutiset", tags=["a"])
    page = make_page([BODY], title="Silta", authors=("Aino Lahti",), section="Kaupunki")
    found = reconcile(make_seed(BODY, title="Silta", extra=known), page)
    assert (found.authors, found.section, found.tags) == (("Aino Lahti",), "Kaupunki", ("a",))


def test_the_seeds_own_language_is_taken_where_the_text_is_too_short_to_say(make_seed):
    assert reconcile(make_seed("12:30", title=None, extra=extra(language="et-EE")), None).language == "et"
    assert reconcile(make_seed("12:30", title=None, extra=extra(language="unknown")), None).language is None


@pytest.mark.parametrize(
    ("published", "order", "day", "precision"),
    [
        ("03/04/2020", "dmy", dt.date(2020, 4, 3), DatePrecision.SEED),
        ("03/04/2020", "mdy", dt.date(2020, 3, 4), DatePrecision.SEED),
        ("03/04/2020", "ambiguous", dt.date(2020, 4, 3), DatePrecision.AMBIGUOUS),
        ("04/04/2020", "ambiguous", dt.date(2020, 4, 4), DatePrecision.SEED),
        ("2020-04-03", "", dt.date(2020, 4, 3), DatePrecision.SEED),
        ("1585911600", "", dt.date(2020, 4, 3), DatePrecision.SEED),
        ("3. huhtikuuta 2020", "", dt.date(2020, 4, 3), DatePrecision.SEED),
        ("kevät 2020", "", None, DatePrecision.UNKNOWN),
    ],
)
def test_a_day_is_read_in_the_order_of_its_column(make_seed, published, order, day, precision):
    known = extra(published=published, date_order=order)
    found = reconcile(make_seed(BODY, extra=known), None)
    assert (found.published_at.date() if found.published_at else None) == day
    assert found.published_at_precision is precision


def test_a_month_that_two_languages_name_alike_is_read_in_the_seed_s(make_seed):
    text = "Foka, którą ostatnio widziano jesienią, wróciła do portu. Rybacy ją karmią, chociaż jest to zabronione."
    found = reconcile(make_seed(text, extra=extra(published="5 listopada 2020")), None)
    assert found.published_at is not None
    assert found.published_at.date() == dt.date(2020, 11, 5)
