"""Addresses as people keep them lead to the article that is meant."""

import pytest

from flows.addresses.urls import identify
from flows.addresses.wrappers import read_address

PAGE = "https://bao-mau.example/2016/10/cau-moi.html"


@pytest.mark.parametrize(
    "written",
    [
        f"https://web.archive.org/web/20161005120000/{PAGE}",
        f"http://web.archive.org/web/20161005120000id_/{PAGE}",
        f"https://web.archive.org/web/2016/{PAGE}",
        f"https://archive.ph/20161005/{PAGE}",
        f"web.archive.org/web/20161005120000/{PAGE}",
        "web.archive.org/web/20161005/bao-mau.example/2016/10/cau-moi.html",
        "https://web.archive.org/web/20161005120000id_/bao-mau.example/2016/10/cau-moi.html",
        f"https://wayback.thuvien.example/news/20161005120000mp_/{PAGE}",
        "https://bao--mau-example.cdn.ampproject.org/c/s/bao-mau.example/2016/10/cau-moi.html",
        "https://www.google.com.vn/amp/s/bao-mau.example/2016/10/cau-moi.html",
        "bao-mau.example/2016/10/cau-moi.html",
        "//bao-mau.example/2016/10/cau-moi.html",
    ],
)
def test_a_wrapped_address_is_that_of_the_page(written: str):
    found, meant = identify(written), identify(PAGE)
    assert found is not None
    assert found == meant


@pytest.mark.parametrize(
    "written",
    [
        "https://bao-mau.example/2016/10/https-la-gi.html",
        "https://bao-mau.example/tin/20161005/cau-moi.html",
        "https://bao-mau.example/chia-se?u=https://khac.example/1",
    ],
)
def test_other_addresses_stay_as_they_are(written: str):
    assert read_address(written) == written


@pytest.mark.parametrize("written", ["khong phai dia chi", "mailto:a@b.example", "/tin/1.html", "tin.html", ""])
def test_what_is_no_address_stays_none(written: str):
    assert identify(written) is None
