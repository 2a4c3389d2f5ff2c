"""An invented address has the form of a real one, so that the same part of a site answers it."""

import pytest

from flows.fetch.probe import invent_address


@pytest.mark.parametrize(
    ("url", "begins", "ends"),
    [
        ("http://www.vietnamplus.vn/ten-bai/409435.vnp", "http://www.vietnamplus.vn/seedbank-probe-", "/99999999.vnp"),
        ("https://a.vn/ten-bai-post409435.vnp?x=1#y", "https://a.vn/seedbank-probe-", "-post99999999.vnp"),
        ("https://a.vn/kinh-te/ten-bai-123456.html", "https://a.vn/kinh-te/seedbank-probe-", "-99999999.html"),
        ("https://a.vn/2016/10/ten-bai/", "https://a.vn/2016/10/ten-bai/seedbank-probe-", ""),
        ("https://a.vn/ten-bai", "https://a.vn/seedbank-probe-", ""),
    ],
)
def test_invented_address_keeps_folder_form_and_ending(url: str, begins: str, ends: str) -> None:
    invented = invent_address(url)
    assert invented.startswith(begins)
    assert invented.endswith(ends)
