"""F1-F3: addresses that must not be asked are refused before anything is sent."""

import ipaddress
import socket
import threading
from collections.abc import Iterator

import pytest
from fault_fetching import Fetching
from fault_server import FaultServer

from flows.fetch.http.gate import Refusal, check_url
from flows.records import Outcome

ALLOWED = (ipaddress.ip_network("127.0.9.0/24"),)


class Trap:
    """A current_progress that nobody may reach; counts who does."""

    def __init__(self, address: str) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.bind((address, 0))
        self.socket.listen()
        self.port = self.socket.getsockname()[1]
        self.count = 0
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self) -> None:
        while True:
            try:
                self.socket.accept()
            except OSError:
                return
            self.count += 1

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def trap() -> Iterator[Trap]:
    current_progress = Trap("127.0.0.1")
    yield current_progress
    current_progress.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0:{port}/",
        "http://0.0.0.0:{port}/",
        "http://①②⑦.⓪.⓪.①:{port}/",
        "//127.0.0.1:{port}/",
    ],
)
def test_redirect_to_this_machine_is_refused_and_sends_nothing(
    site: FaultServer, fetching: Fetching, trap: Trap, address: str
) -> None:
    capture = fetching.page(site.url(f"/to?url={address.format(port=trap.port)}")).capture
    assert capture.outcome is Outcome.REFUSED_ADDRESS
    assert trap.count == 0
    assert (capture.http_status, len(capture.redirects)) == (302, 1)
    assert capture.outcome_detail


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2001:0:7f00:1::]/",
        "http://internal:80\\@127.0.9.1/",
        "http://user:password@127.0.9.1/",
        "http://127.0.9.1:22/",
        "http://127.0.9.1:99999/",
        "http://93.184.216.34:6379/",
        "file:///etc/hostname",
        "gopher://127.0.9.1/1",
        "ftp://127.0.9.1/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "http://vіetnamplus.vn/",
        "http://ｅｘａｍｐｌｅ.com/",
        "http://exam ple.com/",
        "http://exa\tmple.com/",
        "http://example.com/\r\nX-Injected: 1",
        "http://exa%6dple.com/",
        "http:///path",
        "http:/example.com",
        "http://-example.com/",
        "http://a..b/",
        "",
    ],
)
def test_address_is_refused_with_a_reason(address: str) -> None:
    refusal = check_url(address, ALLOWED)
    assert isinstance(refusal, Refusal)
    assert refusal.rule
    assert refusal.detail is not None


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("http://127.0.9.7:18000/a?b=c#d", "http://127.0.9.7:18000/a?b=c"),
        ("HTTP://Example.COM.:80/Á b", "http://example.com/%C3%81%20b"),
        ("https://tênmiền.vn", "https://xn--tnmin-hsa0954c.vn/"),
        ("https://example.com:8443/%20?q=[1]", "https://example.com:8443/%20?q=[1]"),
        ("http://[2606:2800:220:1::1]/x", "http://[2606:2800:220:1::1]/x"),
    ],
)
def test_good_address_is_asked_in_one_spelling(address: str, sent: str) -> None:
    target = check_url(address, ALLOWED)
    assert not isinstance(target, Refusal)
    assert target.url == sent


def test_name_with_one_public_and_one_private_address_is_refused(
    site: FaultServer, fetching: Fetching, trap: Trap
) -> None:
    async def resolve(host: str) -> tuple[ipaddress.IPv4Address, ...]:
        assert host == "mixed.example"
        return ipaddress.IPv4Address("127.0.9.1"), ipaddress.IPv4Address("127.0.0.1")

    fetching.resolve = resolve
    capture = fetching.page(f"http://mixed.example:{site.port}/page").capture
    assert capture.outcome is Outcome.REFUSED_ADDRESS
    assert "127.0.0.1" in capture.outcome_detail
    assert (trap.count, site.log) == (0, [])


def test_connection_goes_to_the_address_that_was_vetted(site: FaultServer, fetching: Fetching, trap: Trap) -> None:
    """A name that is public when checked and private when connected to (DNS rebinding)."""
    answers = ["127.0.9.1"]

    async def resolve(host: str) -> tuple[ipaddress.IPv4Address, ...]:
        assert host == "rebinding.example"
        return (ipaddress.IPv4Address(answers.pop() if answers else "127.0.0.1"),)

    fetching.resolve = resolve
    first = fetching.page(f"http://rebinding.example:{site.port}/page").capture
    assert first.outcome is Outcome.OK
    assert [hit.headers["host"] for hit in site.log] == [f"rebinding.example:{site.port}"] * 2
    second = fetching.page(f"http://rebinding.example:{site.port}/page").capture
    assert second.outcome is Outcome.REFUSED_ADDRESS
    assert trap.count == 0


def test_unprivileged_port_is_open_on_allowed_networks_only(fetching: Fetching) -> None:
    async def resolve(host: str) -> tuple[ipaddress.IPv4Address, ...]:
        assert host == "public.example"
        return (ipaddress.IPv4Address("93.184.216.34"),)

    fetching.resolve = resolve
    capture = fetching.page("http://public.example:6379/").capture
    assert (capture.outcome, capture.request_count) == (Outcome.REFUSED_ADDRESS, 0)


def test_robots_redirect_to_a_private_address_is_not_followed(
    site: FaultServer, fetching: Fetching, trap: Trap
) -> None:
    import fault_server

    async def answer(exchange: fault_server.Exchange) -> None:
        await exchange.send(301, b"", f"Location: http://127.0.0.1:{trap.port}/robots.txt")

    original = fault_server.ROUTES["/robots.txt"]
    fault_server.ROUTES["/robots.txt"] = answer
    try:
        fetching.page(site.url("/page"))
    finally:
        fault_server.ROUTES["/robots.txt"] = original
    assert trap.count == 0


def test_proxy_of_the_environment_is_used_and_local_names_are_still_refused(
    site: FaultServer, fetching: Fetching
) -> None:
    """The proxy resolves names, so what can be vetted without resolving is."""
    proxies = (("http", f"http://127.0.9.1:{site.port}"),)
    page = fetching.page("http://news.example/page-over-proxy", proxies=proxies)
    assert page.capture.outcome is Outcome.OK
    assert site.log[-1].headers["host"] == "news.example"
    for name in ("http://intranet/", "http://printer.local/", "http://db.internal/", "http://localhost/"):
        capture = fetching.page(name, proxies=proxies).capture
        assert (capture.outcome, capture.http_status) == (Outcome.REFUSED_ADDRESS, None), name
    direct = fetching.page(site.url("/page"), proxies=proxies, no_proxy=("127.0.9.1",))
    assert direct.capture.outcome is Outcome.OK
