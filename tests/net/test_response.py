"""Responses, and the errors that their statuses stand for."""

from __future__ import annotations

import gzip

import pytest

from monitor.errors import HttpStatus, RateLimited, Unreachable
from monitor.net.response import Response, status_error


def response(status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://acme.example/p", status, named, b"", limit=100)


@pytest.mark.parametrize(("status", "transient"), [(404, False), (403, False), (408, True), (425, True), (500, True), (503, True)])
def test_statuses(status: int, transient: bool) -> None:
    error = status_error(response(status))
    assert isinstance(error, HttpStatus)
    assert (error.status, error.reason, error.transient) == (status, f"http-{status}", transient)
    assert str(error).startswith(f"https://acme.example/p returned HTTP {status}; ")


@pytest.mark.parametrize(("status", "wait"), [(429, None), (429, 120.0), (503, 7.0)])
def test_rate_limits(status: int, wait: float | None) -> None:
    error = status_error(response(status, retry_after=f"{wait:.0f}") if wait else response(status))
    assert isinstance(error, RateLimited)
    assert (error.retry_after, error.transient) == (wait, True)
    assert (f"a pause of {wait:.0f} s." in str(error)) if wait else str(error).endswith("(HTTP 429).")


def test_the_body_is_decoded_within_the_limit() -> None:
    packed = gzip.compress(b"text", mtime=0)
    headers = {"content-encoding": "gzip"}
    assert Response("u", 200, headers, packed).body() == b"text"
    with pytest.raises(Unreachable, match="3 byte limit"):
        Response("u", 200, headers, packed, limit=3).body()


def test_what_a_server_asks_for_is_said_and_not_when_we_come_back() -> None:
    says = str(status_error(response(503, retry_after="999999999")))
    assert says.endswith("asks for fewer requests (HTTP 503), with a pause of 999999999 s.")
    assert str(status_error(response(429))).endswith("asks for fewer requests (HTTP 429).")


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "needs a login"),
        (403, "track another address"),
        (404, "may have moved"),
        (410, "find its new address"),
        (418, "in a browser"),
        (502, "retried"),
    ],
)
def test_each_status_says_what_to_do(status: int, advice: str) -> None:
    assert advice in str(status_error(Response("https://larkspur.example/privacy", status, {}, b"")))
