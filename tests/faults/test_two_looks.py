"""Two looks at a page, whatever they show, end in a publish; and a 304 is what the answer was that it repeats."""

from itertools import product

import pytest
from fault_checking import Checking, make_seed
from fault_server import FaultServer
from fault_server.looks import LOOKS, REPEATED

from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

SECONDS = (*LOOKS, REPEATED)


@pytest.mark.timeout(240)
def test_every_pair_of_looks_is_published_and_a_304_counts_as_what_it_repeats(
    site: FaultServer, checking: Checking
) -> None:
    pairs = list(product(LOOKS, SECONDS))
    seeds = {pair: make_seed(site.url(f"/looks/{pair[0]}/{pair[1]}")) for pair in pairs}
    checking.add(*seeds.values())
    checking.check()
    checking.check()
    with open_writer(checking.home) as connection:
        report = publish(connection, checking.home)
        rows = connection.execute("select article_id, existence, content from marts.article").fetchall()
    assert report.set_aside_count == 0
    assert report.article_count == len(pairs)
    found = {article_id: verdict for article_id, *verdict in rows}
    verdicts = {pair: found[seed.identity.article_id] for pair, seed in seeds.items()}
    repeated = {name: verdicts[name, REPEATED] for name in LOOKS}
    assert repeated == {name: verdicts[name, name] for name in LOOKS}
    assert repeated["article"] == ["live", "identical"]
    assert repeated["empty-part"][0] in {"missing", "gone"}
    assert len([hit for hit in site.log if "if-none-match" in hit.headers]) > len(LOOKS)
