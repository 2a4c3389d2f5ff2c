"""TLS: HTTP/2 where it is offered, and certificates that say why a host cannot be reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_checking import Checking, make_seed
from fault_fetching import Fetching
from fault_server import ARTICLE
from fault_tls import TlsServer
from warcio.archiveiterator import ArchiveIterator

from flows.fetch import options_from_settings
from flows.records import Existence, Outcome
from flows.settings import Settings


@pytest.fixture(scope="module")
def tls_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    with TlsServer(folder=tmp_path_factory.mktemp("certificates")) as server:
        yield server


def test_http2_is_used_where_it_is_offered_over_one_connection(tls_site: TlsServer, fetching: Fetching) -> None:
    before = tls_site.connections
    pages = fetching.pages(*(tls_site.url(f"/page-{number}") for number in range(2)), ca_file=tls_site.ca_file)
    assert [(page.capture.outcome, page.payload) for page in pages] == [(Outcome.OK, ARTICLE)] * 2
    assert [row for row in tls_site.log if row[0] == "good"][-3:] == [
        ("good", "h2", "/robots.txt"),
        *(("good", "h2", f"/page-{number}") for number in range(2)),
    ]
    assert tls_site.connections == before + 1
    assert pages[0].capture.warc_file is not None
    with (fetching.home / pages[0].capture.warc_file).open("rb") as file:
        responses = [record for record in ArchiveIterator(file) if record.rec_type in ("response", "revisit")]
        assert {record.rec_headers.get_header("WARC-Protocol") for record in responses} == {"http/2"}


def test_http1_is_spoken_where_nothing_else_is_offered(tls_site: TlsServer, fetching: Fetching) -> None:
    page = fetching.page(tls_site.url("/page", "http1"), ca_file=tls_site.ca_file)
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)
    assert tls_site.log[-1] == ("http1", "http/1.1", "/page")


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("expired", "certificate has expired"),
        ("wrong_name", "IP address mismatch"),
        ("self_signed", "certificate verify failed"),
        ("plain", "SSL"),
    ],
)
def test_certificate_that_does_not_hold_is_named_and_nothing_is_sent(
    tls_site: TlsServer, fetching: Fetching, host: str, reason: str
) -> None:
    capture = fetching.page(tls_site.url("/page", host), ca_file=tls_site.ca_file).capture
    assert capture.outcome is Outcome.TLS_ERROR
    assert reason in capture.outcome_detail
    assert not [row for row in tls_site.log if row[0] == host]


def test_authority_that_is_not_trusted_is_a_tls_error(tls_site: TlsServer, fetching: Fetching) -> None:
    assert fetching.page(tls_site.url("/page")).capture.outcome is Outcome.TLS_ERROR


def test_headers_without_end_are_cut_off_over_http2_too(tls_site: TlsServer, fetching: Fetching) -> None:
    page = fetching.page(tls_site.url("/huge-headers"), ca_file=tls_site.ca_file)
    assert (page.capture.outcome, page.payload) == (Outcome.PROTOCOL_ERROR, None)


def test_host_with_an_expired_certificate_is_unreachable_and_never_gone(
    tls_site: TlsServer, checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", tls_site.ca_file)
    expired, good = make_seed(tls_site.url("/page", "expired")), make_seed(tls_site.url("/page"))
    checking.add(expired, good)
    checking.check()
    checking.check()
    query = "select existence::varchar, evidence from core.observation where article_id = $article"
    found = checking.ask(query, article=expired.identity.article_id)
    assert [existence for existence, _ in found] == [Existence.UNREACHABLE] * 2
    assert all("certificate has expired" in str(evidence) for _, evidence in found)
    assert [row[0] for row in checking.ask(query, article=good.identity.article_id)] == [Existence.LIVE] * 2


def test_authority_of_the_environment_is_trusted(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert options_from_settings(settings, {"SSL_CERT_FILE": "/etc/ours.pem"}).ca_file == "/etc/ours.pem"
    assert options_from_settings(settings, {}).ca_file is None
