"""Who may ask: names, users, origins; and the options of `serve`, which never let in everybody."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.errors import UsageError
from monitor.web.access import Access, Refused, Visitor, access_of

HERE = "127.0.0.1"


def headers(**given: str) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]


def options(host: str = HERE, **given: Any) -> Access:
    return access_of(host, **{"remote": False, "public_url": None, "user_header": None, "proxies": (), **given})


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:8765", "LOCALHOST:1"])
def test_this_machine_is_its_one_user(host: str) -> None:
    assert options().check("GET", headers(host=host), HERE) == Visitor("", f"http://{host.lower()}")


@pytest.mark.parametrize("host", ["policies.example", "127.0.0.1@evil.example", "0.0.0.0", "10.0.0.1", ""])
def test_another_name_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="not served here"):
        options().check("GET", headers(host=host), HERE)


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_what_acts_comes_from_our_own_pages(method: str) -> None:
    for good in ({}, {"origin": "http://localhost:1"}, {"origin": "http://LOCALHOST:1", "sec_fetch_site": "same-origin"}):
        options().check(method, headers(host="localhost:1", **good), HERE)
    for wrong in (*({"origin": one} for one in ("http://localhost:2", "https://localhost:1", "null")), {"sec_fetch_site": "cross-site"}):
        with pytest.raises(Refused, match="another site"):
            options().check(method, headers(host="localhost:1", **wrong), HERE)
        options().check("GET", headers(host="localhost:1", **wrong), HERE)


def test_a_proxy_names_the_user_and_nobody_else_does() -> None:
    access = options(public_url="https://Policies.example/", user_header="X-User", proxies=["10.1.0.0/16", "::1"])
    said = headers(host="policies.example", x_user=" ada ")
    assert access.check("POST", [*said, *headers(origin="https://policies.example")], "10.1.2.3") == Visitor(
        "ada", "https://policies.example"
    )
    assert access.check("GET", said, "::ffff:10.1.2.3").user == "ada"
    for peer in ("10.2.0.1", HERE, "", None, "elsewhere"):
        with pytest.raises(Refused, match="Only the reverse proxy"):
            access.check("GET", said, peer)
    for wrong in (headers(host="policies.example"), [*said, *headers(x_user="eve")], headers(host="policies.example", x_user="a\x01")):
        with pytest.raises(Refused, match="named no user") as refused:
            access.check("GET", wrong, "10.1.2.3")
        assert refused.value.status == 401


@pytest.mark.parametrize(
    ("host", "given", "says"),
    [
        ("0.0.0.0", {}, "add --allow-remote"),
        ("::", {}, "add --allow-remote"),
        ("192.168.1.4", {"user_header": "X-User"}, "add --allow-remote"),
        ("0.0.0.0", {"remote": True}, "need --user-header"),
        (HERE, {"public_url": "https://policies.example"}, "need --user-header"),
        (HERE, {"proxies": ["10.0.0.1"]}, "need --user-header"),
        ("policies.example", {}, "is not an IP address"),
        (HERE, {"user_header": "X User"}, "not the name of a header"),
        (HERE, {"user_header": "X-User", "proxies": ["proxy"]}, "not an address or network"),
        *((HERE, {"user_header": "X-User", "public_url": url}, "not the address of a site") for url in (
            "policies.example", "ftp://policies.example", "https://", "https://policies.example/monitor", "https://a:b@policies.example",
            "https://policies.example:x", "https://policies.example?x", "https://[::1",
        )),
    ],
)  # fmt: skip
def test_options_that_would_let_in_everybody_are_refused(host: str, given: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        options(host, **given)


def test_other_machines_with_a_proxy() -> None:
    assert options("0.0.0.0", remote=True, user_header="X-User").proxies == ()
    assert options("::1") == options("localhost") == Access()
