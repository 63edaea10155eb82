"""The guard: no spelling of an inner address gets through, on any hop, and a connection goes where the vetted address says."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from monitor.errors import Blocked, SourceError, Unreachable
from monitor.net.address_guard import AddressGuard, is_public, resolve_name
from monitor.sources.live import HttpSource
from tests.net.web_server import WebServer


def numbers_only(host: str, port: int):
    """The system's reading of numbers, without asking any name server."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [(family, address) for family, _, _, _, address in found]


INNER = [
    "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://127.255.255.254/", "http://0.0.0.0/", "http://0/", "http://2130706433/",
    "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/", "http://017700000001/", "http://0177.0.0.1/", "http://0177.0.0.01/",
    "http://10.0.0.1/", "http://10.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://3232235777/",
    "http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "http://100.64.0.1/", "http://100.100.100.200/",
    "http://192.0.0.192/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://224.0.0.1/",
    "http://240.0.0.1/", "http://255.255.255.255/", "http://168.63.129.16/", "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://[2002:a00:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[fe80::1]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/",
    "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[100::1]/", "http://[::ffff:0:127.0.0.1]/",
    "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "https://127.0.0.1:443/", "http://127.0.0.1:22/",
]  # fmt: skip

UNFIT = [
    "file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1:70/_", "javascript:alert(1)", "data:text/html,x", "http:///path", "http://",
    "http://user:secret@example.com/", "http://example.com@127.0.0.1/", "http://127.0.0.1\\@example.com/", "http://example.com\\@127.0.0.1/",
    "http://exa mple.com/", "http://example.com/\r\nHost: inner", "http://example.com:0/", "http://example.com:99999/", "http://[::1/",
    "//example.com/", "jar:http://example.com!/", "\thttp://example.com/", "",
]  # fmt: skip


@pytest.mark.parametrize("url", INNER)
def test_no_private_address_is_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self, address):
        raise AssertionError(f"connected to {address}")

    monkeypatch.setattr("monitor.net.connection._PlainSocket.connect", never, raising=False)
    source = HttpSource(guard=AddressGuard(resolve=numbers_only), honour_robots=False, retries=0)

    with pytest.raises(SourceError) as caught:
        source.fetch("acme", url)
    assert isinstance(caught.value, Blocked) or caught.value.reason == "dns"


@pytest.mark.parametrize("url", UNFIT)
def test_invalid_urls_are_never_requested(url: str) -> None:
    with pytest.raises(Blocked, match="was not fetched") as caught:
        HttpSource(honour_robots=False).fetch("acme", url)
    assert caught.value.reason == "bad-address"
    assert not caught.value.transient


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "2002:101:101::1", "::ffff:1.1.1.1"]
)
def test_public_addresses_are_allowed(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


def test_one_private_address_blocks_the_whole_name() -> None:
    guard = AddressGuard(resolve=lambda host, port: [(socket.AF_INET, ("1.1.1.1", port)), (socket.AF_INET, ("10.0.0.1", port))])

    with pytest.raises(Blocked, match=r"10\.0\.0\.1.*not a public address") as caught:
        guard.endpoints("two.example", 80)
    assert caught.value.reason == "private-address"


def test_names_that_do_not_resolve_are_unreachable() -> None:
    def unknown(host: str, port: int):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (unknown, lambda host, port: []):
        with pytest.raises(Unreachable, match=r"nobody\.example") as caught:
            AddressGuard(resolve=resolve).endpoints("nobody.example", 443)
        assert caught.value.reason == "dns"


def test_the_system_resolver_returns_addresses() -> None:
    assert (socket.AF_INET, ("127.0.0.1", 80)) in resolve_name("127.0.0.1", 80)
    assert resolve_name("::1", 80)[0][0] == socket.AF_INET6


class OneNameIsPublic(AddressGuard):
    """Lets one name through to loopback, as if that were a public address."""

    def endpoints(self, host: str, port: int):
        self.allow_private = host == "policies.test"
        return super().endpoints(host, port)


def test_a_connection_goes_to_the_vetted_address_under_its_own_name(web: WebServer) -> None:
    web.page("/privacy", b"We keep it.")
    asked: list[str] = []

    def rebinding(host: str, port: int):
        asked.append(host)
        return [(socket.AF_INET, ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    source = HttpSource(guard=OneNameIsPublic(resolve=rebinding))
    fetched = source.fetch("acme", f"http://policies.test:{web.port}/privacy")

    assert fetched.snapshot.body == b"We keep it."
    assert asked == ["policies.test"], "resolved once, for robots.txt and the page together"
    assert {headers["host"] for _, headers in web.requests} == {f"policies.test:{web.port}"}


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/inner", "http://localhost:{port}/inner", "http://[::1]:{port}/inner", "//127.0.0.1:{port}/inner"]
)
def test_every_redirect_passes_the_guard(web: WebServer, target: str) -> None:
    web.redirect("/out", target.format(port=web.port))
    web.page("/inner", b"secret")
    guard = OneNameIsPublic(resolve=lambda host, port: [(socket.AF_INET, ("127.0.0.1", port))])

    with pytest.raises(Blocked):
        HttpSource(guard=guard, honour_robots=False).fetch("acme", f"http://policies.test:{web.port}/out")
    assert web.paths() == ["/out"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://policies.test/", "http://user@policies.test/", "javascript:alert(1)"])
def test_redirects_to_other_schemes_are_blocked(web: WebServer, target: str) -> None:
    web.redirect("/out", target)

    with pytest.raises(Blocked):
        HttpSource(allow_private=True, honour_robots=False).fetch("acme", f"{web.address}/out")


def test_proxies_and_netrc_of_the_environment_are_ignored(web: WebServer, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    web.page("/privacy", b"ok")

    HttpSource(allow_private=True).fetch("acme", f"{web.address}/privacy")

    assert all("authorization" not in headers for _, headers in web.requests)
