"""What single values of `config.yaml` may be; each check raises ValueError with what was expected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from monitor.config.cron import normal_cron

HISTORIES = "wayback, memento:URL, warc:PATH, dir:PATH or none"


def as_list(value: Any) -> Any:
    """A single value as a list of one; null as an empty list."""
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def web_address(value: str) -> str:
    """An http or https address with a host, and no password in it."""
    try:
        parts = urlsplit(value.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"{value!r} is no address: expected http://… or https://…") from None
    if parts.scheme not in {"http", "https"} or not host or any(c.isspace() for c in value.strip()):
        raise ValueError(f"{value!r} is no address: expected http://… or https://…")
    if parts.password:
        raise ValueError("expected an address without a password in it")
    return value.strip()


def smtp_address(value: SecretStr) -> SecretStr:
    """smtp://, smtps:// or smtp+starttls://, with a host; never repeated in the error, for it may hold a password."""
    secret = value.get_secret_value()
    if secret.startswith("${"):
        return value
    parts = urlsplit(secret)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ValueError("expected smtp://HOST:PORT, smtps://… or smtp+starttls://…, with USER:PASSWORD@ before the host when needed")
    return value


def every_is_url(value: SecretStr) -> SecretStr:
    """http:// or https:// with a host; never repeated in the error, for it may hold a token."""
    secret = value.get_secret_value()
    if not secret.startswith("${") and (urlsplit(secret).scheme not in {"http", "https"} or not urlsplit(secret).hostname):
        raise ValueError("expected an http:// or https:// address")
    return value


def crontab(value: str) -> str:
    """A cron expression of five fields."""
    normal_cron(value)
    return value


def history_address(value: str) -> str:
    """One of the ways in which a policy's past can be had."""
    kind, _, rest = value.partition(":")
    if value in {"wayback", "none"} or (kind in {"warc", "dir"} and rest):
        return value
    if kind == "memento" and rest:
        web_address(rest)
        return value
    raise ValueError(f"{value!r} is no history: expected {HISTORIES}")


def utc_moment(value: Any) -> Any:
    """A date or time from YAML, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else value
