"""Three texts of one article: an archived copy settles whose doing it is, in whatever order page and copy are found."""

import pytest
from fault_checking import Checking, make_seed
from fault_server import FaultServer, Memento, write_page

from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

DATED = '{"date": "2017-03-01"}'


@pytest.mark.parametrize("runs", [("live", "wayback"), ("wayback", "live"), ("live wayback",)])
def test_page_that_was_edited_since_is_the_publishers(
    site: FaultServer, checking: Checking, runs: tuple[str, ...]
) -> None:
    seed = make_seed(site.url("/edited"), extra=DATED)
    site.mementos = [Memento(stamp="20170302120000", url=seed.url, body=write_page())]
    checking.add(seed)
    for run in runs:
        checking.check(*run.split(), wayback_url=site.url("", "other"))
    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        row = connection.execute(
            "select existence, content, difference_origin, difference_origin_evidence from marts.article"
        ).fetchone()
    evidence = "copy of 2017-03-02, 1 days after publication: of 2 changed sentences it has 2 as the seed"
    assert row == ("live", "edited", "publisher", f"{evidence}, 0 as the page, 0 as neither")
