"""What the line makes of answers: a 304 is judged by its payload, archived copies stand beside today's page."""

from pathlib import Path

import pytest
from fault_checking import Checking, make_seed
from fault_server import EDITED, FaultServer, Memento, write_page

from flows.cli import run
from flows.evidence.verify import verify_evidence
from flows.records import Existence, Outcome, SeedArticle, Source
from flows.settings import ArchiveChoice, ArchiveKind
from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

VERDICTS = """
    select capture.source::varchar, capture.memento_datetime::date::varchar, found.content::varchar
    from core.reconciliation as found join raw.capture as capture using (capture_id)
    where found.article_id = $article order by capture.captured_at, capture.memento_datetime
"""
EXISTENCE = """
    select existence::varchar from core.observation join ops.batch using (batch_id)
    where article_id = $article order by load_no
"""


def test_304_is_judged_by_the_payload_it_repeats(site: FaultServer, checking: Checking) -> None:
    seed = make_seed(site.url("/etag"))
    checking.add(seed)
    checking.check()
    checking.check()
    outcomes = "select outcome::varchar from raw.capture where article_id = $article order by captured_at"
    article = seed.identity.article_id
    assert checking.ask(outcomes, article=article) == [(Outcome.OK,), (Outcome.NOT_MODIFIED,)]
    assert checking.ask(EXISTENCE, article=article) == [(Existence.LIVE,)] * 2
    assert [content for _, _, content in checking.ask(VERDICTS, article=article)] == ["identical"]  # nothing new
    assert checking.ask("select distinct rule from core.observation") == [("text_matches",)]


def test_copies_of_an_edited_article_are_held_against_its_seed_too(site: FaultServer, checking: Checking) -> None:
    seed = make_seed(site.url("/edited"), extra='{"date": "2017-03-01"}')
    same = make_seed(site.url("/page-same"), extra='{"date": "2017-03-01"}')
    site.mementos = [
        Memento(stamp=stamp, url=seed.url, body=body)
        for stamp, body in (
            ("20150101000000", b"<p>too early</p>"),
            ("20170301120000", write_page()),
            ("20240101000000", write_page(EDITED)),
        )
    ]
    checking.add(seed, same)
    options = {"wayback_url": site.url("", "other")}
    checking.check("live", "wayback", **options)
    article = seed.identity.article_id
    assert sorted(checking.ask(VERDICTS, article=article), key=str) == [
        (Source.LIVE, None, "edited"),
        (Source.WAYBACK, "2017-03-01", "identical"),
        (Source.WAYBACK, "2024-01-01", "edited"),
    ]
    assert checking.ask(EXISTENCE, article=article) == [(Existence.LIVE,)]
    assert len(checking.ask(VERDICTS, article=same.identity.article_id)) == 1  # nothing to settle: nobody was asked
    asked = len(site.hits("/cdx/search/cdx"))
    checking.check("live", "wayback", **options)
    assert len(site.hits("/cdx/search/cdx")) == asked
    assert len(checking.ask(VERDICTS, article=article)) == 3  # the same bytes once more say nothing new


def test_copy_makes_archived_only_of_what_is_gone_and_of_nothing_else(site: FaultServer, checking: Checking) -> None:
    gone, blocked = make_seed(site.url("/lost-1")), make_seed(site.url("/gone-then-403"))
    site.mementos = [Memento(stamp="20170301120000", url=seed.url) for seed in (gone, blocked)]
    checking.add(gone, blocked)
    options = {"wayback_url": site.url("", "other")}
    checking.check("live", "wayback", **options)
    checking.check("live", "wayback", **options)
    found = [checking.ask(EXISTENCE, article=seed.identity.article_id) for seed in (gone, blocked)]
    assert found[0] == [(Existence.MISSING,), (Existence.ARCHIVED_ONLY,)]
    assert found[1] == [(Existence.MISSING,), (Existence.BLOCKED,)]


def test_article_that_moved_again_is_asked_where_it_was_found_last(site: FaultServer, checking: Checking) -> None:
    seed = make_seed(site.url("/khanh-thanh-cau/409435.vnp"))
    checking.add(seed)
    checking.check()
    checking.check()
    assert checking.ask(EXISTENCE, article=seed.identity.article_id) == [(Existence.MOVED,)] * 2
    moved = site.hits("/khanh-thanh-cau-post409435.vnp")
    assert [hit.headers.get("if-none-match") for hit in moved] == [None, '"v1"']


def current(checking: Checking, seed: SeedArticle) -> list[tuple[object, ...]]:
    query = "select existence::varchar, current_url from core.observation where article_id = $article"
    return checking.ask(query, article=seed.identity.article_id)


def test_address_that_the_lost_page_names_as_its_own_is_asked(site: FaultServer, checking: Checking) -> None:
    moved, other, home = (make_seed(site.url(f"/named/{name}")) for name in ("page-khac-ten", "coded-off", ""))
    checking.add(moved, other, home)
    checking.check()
    assert current(checking, moved) == [(Existence.MOVED, site.url("/page-khac-ten"))]
    assert current(checking, other) == [(Existence.MISSING, None)]
    assert current(checking, home) == [(Existence.MISSING, None)]
    assert len(site.hits("/coded-off")) == 1
    assert not site.hits("/")


def test_redirect_that_an_archive_saw_is_followed_on_the_web(site: FaultServer, checking: Checking) -> None:
    """What the archive saw years ago is a guess; that the page is there today is seen today."""
    moved, nowhere = make_seed(site.url("/lost-5")), make_seed(site.url("/lost-6"))
    targets = {moved: site.url("/page-khac-cho"), nowhere: site.url("/lost-7")}
    for seed, target in targets.items():
        site.mementos += [
            Memento(stamp="20170301120000", url=seed.url, location=target, status=301),
            Memento(stamp="20170302120000", url=target),
        ]
    checking.add(moved, nowhere)
    archive = ArchiveChoice(kind=ArchiveKind.PYWB, url=site.url("/coll", "other"))
    checking.check("live", "wayback", archives=(archive,))
    assert current(checking, moved) == [(Existence.MOVED, targets[moved])]
    assert current(checking, nowhere) == [(Existence.MISSING, None)]
    hops = "select redirects[1].location from raw.capture where source = 'wayback' and article_id = $article"
    assert checking.ask(hops, article=moved.identity.article_id) == [(targets[moved],)]
    checking.check("live", "wayback", archives=(archive,))
    assert [existence for existence, _ in current(checking, nowhere)] == [Existence.MISSING, Existence.ARCHIVED_ONLY]
    evidence = "select evidence from core.observation where rule = 'archived_copy'"
    assert targets[nowhere] in str(checking.ask(evidence))


MARCH = '{"date": "2017-03-15"}'


def test_article_is_found_in_the_sitemap_of_its_month(site: FaultServer, checking: Checking) -> None:
    number, title, stranger = (
        make_seed(site.url("/cu/chuyen-cu-90210.html", "sitemaps"), extra=MARCH),
        make_seed(site.url("/cu/khong-ten.html", "sitemaps"), extra=MARCH),
        make_seed(
            site.url("/cu/khac-80123.html", "sitemaps"), title="Không phải tin này đâu nhé", body="Khác.", extra=MARCH
        ),
    )
    checking.add(number, title, stranger)
    checking.check()
    assert current(checking, number) == [(Existence.MOVED, site.url("/page-moi/cau-moi-90210.html", "sitemaps"))]
    assert current(checking, title)[0][0] == Existence.MOVED
    assert current(checking, stranger) == [(Existence.MISSING, None)]
    assert len(site.hits("/edited/x-80123.html")) == 1  # asked, and not believed
    asked = [hit.path for hit in site.log if "sitemap" in hit.path]
    assert asked == ["/sitemap.xml", "/sitemaps/news-2017-3.xml"]
    checking.check()
    assert [hit.path for hit in site.log if "sitemap" in hit.path] == asked


def test_sitemaps_are_behind_the_gate_and_robots_txt_like_any_page(site: FaultServer, checking: Checking) -> None:
    private = make_seed(site.url("/cu/khong-ten.html", "sitemaps_private"), extra=MARCH)
    closed = make_seed(site.url("/cu/khong-ten-2.html", "sitemaps"), extra='{"date": "2017-04-15"}')
    undated = make_seed(site.url("/cu/khong-ten-3.html", "other"))
    checking.add(private, closed, undated)
    checking.check()
    for seed in (private, closed, undated):
        assert current(checking, seed) == [(Existence.MISSING, None)]
    assert [hit.path for hit in site.log if "sitemap" in hit.path] == ["/sitemap.xml"]


def test_sitemaps_are_part_of_the_budget(site: FaultServer, checking: Checking) -> None:
    checking.add(make_seed(site.url("/cu/chuyen-cu-90210.html", "sitemaps"), extra=MARCH))
    checking.check(request_budget=3)
    assert [hit.path for hit in site.log] == ["/robots.txt", "/cu/chuyen-cu-90210.html", "/sitemap.xml"]


def rules(checking: Checking, seed: SeedArticle) -> list[tuple[object, ...]]:
    query = """
        select existence::varchar, rule from core.observation join ops.batch using (batch_id)
        where article_id = $article order by load_no
    """
    return checking.ask(query, article=seed.identity.article_id)


def test_page_that_an_invented_address_shows_too_is_no_article(site: FaultServer, checking: Checking) -> None:
    lost, there = make_seed(site.url("/unknown/cau-moi-90210.html")), make_seed(site.url("/unknown/real-90211.html"))
    checking.add(lost, there)
    checking.check()
    assert rules(checking, lost) == [(Existence.MISSING, "invented_address")]
    assert rules(checking, there) == [(Existence.LIVE, "same_address")]
    invented = [hit.path for hit in site.log if "seedbank-probe" in hit.path]
    assert len(invented) == 1
    assert invented[0].endswith("-9999999.html")
    checking.check()
    assert rules(checking, lost)[-1] == (Existence.GONE, "invented_address")
    assert [hit.path for hit in site.log if "seedbank-probe" in hit.path] == invented  # once a day


def test_probe_that_the_budget_did_not_allow_is_made_up_for(site: FaultServer, checking: Checking) -> None:
    lost = make_seed(site.url("/unknown/cau-moi-90210.html"))
    checking.add(lost)
    checking.check(request_budget=2)
    assert [hit.path for hit in site.log] == ["/robots.txt", "/unknown/cau-moi-90210.html"]
    assert rules(checking, lost) == [(Existence.LIVE, "same_address")]
    checking.check()
    assert rules(checking, lost)[-1] == (Existence.MISSING, "invented_address")


@pytest.mark.parametrize("host", ["walled", "refusing"])
def test_page_that_the_home_address_shows_too_is_a_block(site: FaultServer, checking: Checking, host: str) -> None:
    seeds = [make_seed(site.url(f"/page-{number}.html", host)) for number in range(90210, 90214)]
    checking.add(*seeds)
    checking.check()
    checking.check()
    assert {verdict for seed in seeds for verdict in rules(checking, seed)} == {(Existence.BLOCKED, "shown_everywhere")}


def test_host_whose_pages_are_articles_is_not_probed(site: FaultServer, checking: Checking) -> None:
    checking.add(make_seed(site.url("/page-1")), make_seed(site.url("/edited-2")), make_seed(site.url("/status/404")))
    checking.check()
    assert not [hit for hit in site.log if "seedbank-probe" in hit.path or hit.path == "/"]


def test_mart_of_hosts_shows_requests_outcomes_latency_robots_and_parking(
    site: FaultServer, checking: Checking
) -> None:
    checking.add(
        make_seed(site.url("/page-1", "robots_delay")),
        make_seed(site.url("/status/404", "robots_delay")),
        make_seed(site.url("/retry/1000000000", "other")),
        make_seed(site.url("/page-1", "robots_503")),
    )
    checking.check()
    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        query = """
            select host, request_count, outcomes, median_elapsed_ms is not null, robots, crawl_delay_s,
                parked_until > now(), parked_reason
            from marts.host order by host
        """
        delayed, parked, closed = sorted(connection.execute(query).fetchall(), key=lambda row: row[4])
    asked = len([hit for hit in site.log if hit.host == "robots_delay"])
    assert delayed[1:6] == (asked, {"ok": 1, "not_found": 1}, True, "allowed", 0.3)
    assert parked[1:5] == (2, {"rate_limited": 1}, False, "no_rules")
    assert parked[6:] == (True, "Retry-After of 1000000000 s")
    assert closed[2:5] == ({"robots_unreachable": 1}, False, "unreachable")


READINGS = """
    select count(*), count(distinct page_id), max(content)::varchar
    from core.reconciliation where capture_id is not null
"""
LOOKS = "select existence::varchar, rule, evidence, current_url from core.observation order by observed_at"


@pytest.mark.parametrize("path", ["/edited", "/page/x", "/etag"])
def test_a_page_that_is_known_byte_for_byte_is_not_read_again_and_has_the_same_verdict(
    site: FaultServer, checking: Checking, path: str
) -> None:
    checking.add(make_seed(site.url(path)))
    checking.check()
    (first,) = checking.ask(READINGS)
    checking.check()
    looks = checking.ask(LOOKS)
    assert len(looks) == 2
    assert looks[0] == looks[1]
    assert checking.ask(READINGS) == [first]
    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        shown = "select content::varchar, compared_at = checked_at, checked_at from marts.article"
        (content, is_of_today, checked_at) = connection.execute(shown).fetchone()
        (newest,) = connection.execute("select max(captured_at) from raw.capture").fetchone()
    assert (content, is_of_today, checked_at) == (first[2], True, newest)


@pytest.mark.parametrize(
    "change",
    [
        "update core.page set parser_version = '2000.01.0'",
        "update core.reconciliation set rules_version = '1'",
        "update core.observation set rules_version = 'existence-1'",
        "update core.observation set existence = 'missing'",
        "update core.observation set rule = 'same_address'",
        "update raw.capture set payload_digest = 'sha256:' || repeat('0', 64)",
        "update raw.capture set final_uri = target_uri || '?other'",
        "update raw.capture set headers = [{'name': 'content-type', 'value': 'text/html; charset=koi8-r'}]",
    ],
)
def test_a_page_is_read_where_anything_that_decided_was_another(
    site: FaultServer, checking: Checking, change: str
) -> None:
    checking.add(make_seed(site.url("/page/x")))
    checking.check()
    with open_writer(checking.home) as connection:
        connection.execute(change)
    checking.check()
    assert checking.ask("select count(*) from core.reconciliation where capture_id is not null") == [(2,)]


def test_the_evidence_of_a_page_that_was_recognised_verifies(
    site: FaultServer, checking: Checking, tmp_path: Path
) -> None:
    seed = make_seed(site.url("/edited"))
    checking.add(seed)
    checking.check()
    checking.check()
    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
    bundle = tmp_path / "evidence.zip"
    assert run(["evidence", seed.identity.article_id, "-o", str(bundle), "--home", str(checking.home)]) == 0
    found = verify_evidence(bundle)
    assert found.is_sound, found
