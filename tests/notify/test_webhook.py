from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from monitor.errors import ConfigError, DeliveryError
from monitor.notify.webhook import WebhookChannel, webhook_channels

from .conftest import Calls, free_port
from .samples import NOON, OLD_PROMISE, Clock, alert

SECRET = "whsec-very-secret"


def test_a_call_is_signed_and_idempotent(http_server: Calls) -> None:
    hook = WebhookChannel(f"http://127.0.0.1:{http_server.port}/hook?x=1", SECRET, now=Clock(NOON))
    hook.deliver([alert()])
    path, headers, body = http_server.received[0]
    assert path == "/hook?x=1"
    assert headers["Idempotency-Key"] == "northwind-1a2b3c4d-5e6f7a8b"
    stamp = headers["X-Policy-Monitor-Timestamp"]
    assert stamp == str(int(NOON.timestamp()))
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Policy-Monitor-Signature"] == f"sha256={expected}"
    data = json.loads(body)
    assert (data["schema"], data["digest"]) == ("policy-monitor/alert/1", False)
    posted = data["alerts"][0]
    assert (posted["policy"], posted["severity"], posted["threshold"]) == ("northwind", "critical", "material")
    assert posted["changes"][0]["old"]["text"] == OLD_PROMISE
    assert posted["changes"][0]["new"] is None
    assert [change["severity"] for change in posted["changes"]] == ["critical", "material", "material"]
    assert hook.name == f"webhook:127.0.0.1:{http_server.port}"


def test_a_digest_has_one_key_whatever_the_order(http_server: Calls) -> None:
    hook = WebhookChannel(f"http://127.0.0.1:{http_server.port}/")
    both = [alert(id="a"), alert(id="b")]
    hook.deliver(both, digest=True)
    hook.deliver(both[::-1], digest=True)
    (_, first, body), (_, second, _) = http_server.received
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert "X-Policy-Monitor-Signature" not in first
    assert json.loads(body)["digest"] is True


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (404, True), (410, True), (408, False), (425, False), (429, False), (500, False), (503, False), (301, True), (307, True)],
)
def test_answers(http_server: Calls, status: int, permanent: bool) -> None:
    http_server.status, http_server.headers = status, {"Location": f"http://127.0.0.1:{http_server.port}/elsewhere"}
    hook = WebhookChannel(f"http://127.0.0.1:{http_server.port}/T0KEN/hook", SECRET)
    with pytest.raises(DeliveryError, match=f"status {status}") as caught:
        hook.deliver([alert()])
    assert caught.value.permanent is permanent
    assert len(http_server.received) == 1
    assert "T0KEN" not in str(caught.value)


def test_any_2xx_is_a_success(http_server: Calls) -> None:
    http_server.status = 204
    WebhookChannel(f"http://127.0.0.1:{http_server.port}/").deliver([alert(id="é")])
    assert http_server.received[0][1]["Idempotency-Key"] == hashlib.sha256("é".encode()).hexdigest()


def test_a_refused_connection_is_retried() -> None:
    with pytest.raises(DeliveryError, match="can't be reached") as caught:
        WebhookChannel(f"http://127.0.0.1:{free_port()}/T0KEN", SECRET).deliver([alert()])
    assert not caught.value.permanent
    assert "T0KEN" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/x",
        "file:///etc/passwd",
        "https://",
        "https://u:p@host/",
        "https://host:99999/",
        "https://host/a b",
        "https://h/\r\nX: y",
    ],
)
def test_addresses_that_can_not_be_used(url: str) -> None:
    with pytest.raises(ConfigError, match="webhook"):
        WebhookChannel(url)


def test_webhooks_on_one_host_have_different_names() -> None:
    names = [
        hook.name for hook in webhook_channels([("https://h/a", None), ("https://h/b", "s"), ("https://i/", None), ("https://h/c", None)])
    ]
    assert names == ["webhook:h", "webhook:h#2", "webhook:i", "webhook:h#3"]


@pytest.mark.parametrize(
    ("status", "asked", "wait"),
    [
        (429, "3600", 3600.0),
        (503, "Wed, 03 Apr 2024 14:00:00 GMT", 7200.0),
        (429, "Mon, 01 Jan 2001 00:00:00 GMT", 0.0),
        (429, "soon", None),
        (503, None, None),
        (404, "3600", None),
    ],
)
def test_retry_after_is_passed_on(http_server: Calls, status: int, asked: str | None, wait: float | None) -> None:
    http_server.status, http_server.headers = status, {"Retry-After": asked} if asked else {}
    with pytest.raises(DeliveryError) as caught:
        WebhookChannel(f"http://127.0.0.1:{http_server.port}/", now=Clock(datetime(2024, 4, 3, 12, tzinfo=UTC))).deliver([alert()])
    assert caught.value.retry_after == wait
