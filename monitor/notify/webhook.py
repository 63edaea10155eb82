"""A generic JSON webhook: signed, idempotent, never redirected."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from monitor.errors import ConfigError, DeliveryError
from monitor.model import Alert, Notice
from monitor.net.post import posted
from monitor.net.retry import retry_after_seconds
from monitor.notify.notice import notice_payload
from monitor.notify.payload import key_of, write_payload
from monitor.notify.redact import redact
from monitor.plugins.contract import NotDelivered
from monitor.timestamps import utc_now

# The client errors that a later attempt may overcome: RFC 9110, section 15.5.9; RFC 8470, section 5.2; RFC 6585, section 4.
_RETRIED = {408, 425, 429}


class WebhookChannel:
    """Posts alerts as JSON (see payload.py) to one address.

    Headers: `Idempotency-Key` (the alert's id, so that a receiver can drop a repeated call), `X-Policy-Monitor-Timestamp` (seconds since
    1970), and, with a secret, `X-Policy-Monitor-Signature: sha256=…`, the hexadecimal HMAC-SHA256 of "<timestamp>.<body>".

    Raises:
        ConfigError: the address is not an http(s) address.
    """

    joins = False

    def __init__(self, url: str, secret: str | None = None, *, timeout: float = 20.0, now: Callable[[], datetime] = utc_now) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ConfigError("a webhook's address is invalid; expected https://host/path") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None or not url.isprintable() or " " in url:
            raise ConfigError("a webhook's address is invalid; expected https://host/path without user and password")
        self._url, self._secret, self._timeout, self._now = url, secret, timeout, now
        # The path of a Slack or Discord webhook is its password.
        self._secrets = [part for part in (secret, parts.path.rstrip("/"), parts.query) if part]
        self.name = f"webhook:{parts.hostname}{f':{port}' if port else ''}"

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Posts one call; see `Channel.deliver`. Any 2xx is success. Any 3xx, and any 4xx except 408, 425 and 429, is permanent.

        `Retry-After` of the others is honoured, up to a week.
        """
        self.send(write_payload(alerts, digest=digest), key_of(alerts))

    def send_notice(self, notice: Notice) -> str:
        """Posts one call about the monitoring itself; see `Channel.send_notice`."""
        return self.send(notice_payload(notice), notice.id)

    def send(self, payload: dict[str, Any], key: str) -> str:
        """Posts one message; see `monitor.plugins.contract.MessageChannel`, which this implements for the registry of plug-ins."""
        try:
            with posted(self._request(payload, key), timeout=self._timeout) as answer:
                return f"HTTP status {answer.status}"
        except HTTPError as error:
            error.close()
            permanent = error.code < 500 and error.code not in _RETRIED
            hint = "; redirects are not followed; configure the new address" if 300 <= error.code < 400 else ""
            wait = None if permanent else retry_after_seconds(error.headers.get("Retry-After"), now=self._now())
            raise self._error(f"answers with HTTP status {error.code}{hint}", permanent=permanent, retry_after=wait) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._error(f"can't be reached: {getattr(error, 'reason', None) or error or type(error).__name__}") from None

    def _request(self, payload: dict[str, Any], key: str) -> Request:
        # ASCII, so that no proxy or framework re-encodes the body and breaks its signature.
        body = json.dumps(payload, ensure_ascii=True).encode()
        stamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "policy-monitor",
            "Idempotency-Key": key,
            "X-Policy-Monitor-Timestamp": stamp,
        }
        if self._secret:
            headers["X-Policy-Monitor-Signature"] = f"sha256={sign(self._secret, stamp, body)}"
        return Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 - the scheme was checked

    def _error(self, says: str, *, permanent: bool = False, retry_after: float | None = None) -> DeliveryError:
        says = redact(f"{self.name} {says}", self._secrets)
        return DeliveryError(says, channel=self.name, permanent=permanent, retry_after=retry_after)


def webhook_channels(
    hooks: Sequence[tuple[str, str | None]], opened: Callable[[str, str | None], WebhookChannel] = WebhookChannel
) -> list[WebhookChannel]:
    """One channel per (address, secret); further ones on the same host are numbered: "webhook:example.org#2".

    Args:
        hooks: address and secret of each.
        opened: makes a channel of them.

    Raises:
        ConfigError: an address is not an http(s) address.
    """
    channels: list[WebhookChannel] = []
    for url, secret in hooks:
        channel = opened(url, secret)
        count = 1 + sum(other.name.partition("#")[0] == channel.name for other in channels)
        if count > 1:
            channel.name += f"#{count}"
        channels.append(channel)
    return channels


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Hexadecimal HMAC-SHA256 of "<timestamp>.<body>": what a receiver computes to check that a call is genuine and recent."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def open_webhook(options: Mapping[str, Any]) -> WebhookChannel:
    """The webhook as a part of plug-ins: registered by this name, and opened as any other package's channel.

    Args:
        options: `url`, and `secret` if the calls are to be signed.

    Raises:
        NotDelivered: there is no usable address, or another option.
    """
    unknown = options.keys() - {"url", "secret"}
    if unknown or not isinstance(options.get("url"), str):
        raise NotDelivered("the options of a webhook are url and secret; correct them in config.yaml", permanent=True)
    secret = options.get("secret")
    try:
        return WebhookChannel(options["url"], None if secret is None else str(secret))
    except ConfigError as error:
        raise NotDelivered(str(error), permanent=True) from error
