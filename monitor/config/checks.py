"""What single values of `config.yaml` may be; each check raises ValueError with what was expected."""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from monitor.config.cron import normal_cron

TOPICS = (
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking", "retention",
    "security", "user-rights", "choice-consent", "children-age", "international-transfer", "legal-disclosure", "notice-of-changes",
    "dispute-liability", "content-license", "acceptable-use", "account-termination", "payments", "contact-identity", "scope-definitions",
    "other",
)  # fmt: skip
"""What changes are about; a test holds them against the topics that the comparison gives."""
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


def time_of_day(value: Any) -> time:
    """An hour and minute from "08:00"; YAML 1.1 programs write 18:30 as the number 1110."""
    if isinstance(value, time):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(*divmod(value, 60))
    hour, colon, minute = str(value).strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f'{value!r} is no time of day: expected "HH:MM", for instance "08:00"')
    return time(int(hour), int(minute))


def hours(value: Any) -> Any:
    """Two times of day from "22:00-07:00", or the word "off" as it stands."""
    if value is None or isinstance(value, tuple):
        return value
    if value in (False, "off"):
        return "off"
    start, dash, end = str(value).partition("-")
    if not dash:
        raise ValueError(f'{value!r} are no hours: expected "HH:MM-HH:MM", for instance "22:00-07:00"')
    first, last = time_of_day(start), time_of_day(end)
    if first == last:
        raise ValueError(f"{value!r} would be quiet all day or never: expected two different times")
    return first, last


def known_topic(value: str) -> str:
    """One of the topics that changes are about."""
    if value not in TOPICS:
        near = difflib.get_close_matches(value, TOPICS, n=1)
        raise ValueError(f"{value!r} is no topic: " + (f"did you mean {near[0]}?" if near else f"known are: {', '.join(TOPICS)}"))
    return value
