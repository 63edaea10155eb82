"""Validators for single values of `config.yaml`; each raises ValueError with what was expected."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from monitor.config.cron import interval, normal_cron

TOPICS = (
    "data-collected", "purpose-of-use", "ai-training", "third-party-sharing", "sale-of-data", "advertising-tracking", "retention",
    "security", "user-rights", "choice-consent", "children-age", "international-transfer", "legal-disclosure", "notice-of-changes",
    "dispute-liability", "content-license", "acceptable-use", "account-termination", "payments", "contact-identity", "scope-definitions",
    "other",
)  # fmt: skip
"""The topics of changes. A test compares them with those of monitor.core, which this module must not import."""
_UNSENDABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of what no address, path or header can contain: control characters, halves of characters, line breaks."""
HISTORIES = "wayback, memento:URL, warc:PATH, dir:PATH, plugin:NAME or none"


def as_list(value: Any) -> Any:
    """A single value as a list of one; null as an empty list."""
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def web_address(value: str) -> str:
    """An http or https URL with a host and without a password."""
    try:
        parts = urlsplit(value.strip())
        host, _ = parts.hostname, parts.port  # `port` raises for "http://a.example:x"
    except ValueError:
        raise ValueError(f"{value!r} is not a web address: expected http://… or https://…") from None
    # A control character ends in a refusal of each fetch, as "\0" does; `check` is the better time to learn that.
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or any(c.isspace() or unicodedata.category(c) in _UNSENDABLE for c in value.strip())
    ):
        raise ValueError(f"{value!r} is not a web address: expected http://… or https://…")
    if parts.password:
        raise ValueError("expected an address without a password in it")
    return value.strip()


def header_value(value: str) -> str:
    """What can be sent as the value of an HTTP header: printable characters of ASCII."""
    if not value.isascii() or not value.isprintable() or value != value.strip():
        raise ValueError(f"{value!r} can't be sent with a request: expected letters, digits, spaces and signs of ASCII in one line")
    return value


def smtp_address(value: SecretStr) -> SecretStr:
    """smtp://, smtps:// or smtp+starttls://, with a host. Errors never quote the value, which may contain a password."""
    secret = value.get_secret_value()
    # Left in place by `load_settings(secrets=False)`: it can't be checked without the environment.
    if secret.startswith("${"):
        return value
    parts = _parts(secret)
    # A path is a typing mistake, as in smtp://host/587.
    if parts is None or parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("expected smtp://HOST:PORT, smtps://… or smtp+starttls://…, with USER:PASSWORD@ before the host when needed")
    return value


def webhook_address(value: SecretStr) -> SecretStr:
    """http:// or https:// with a host. Errors never quote the value, which may contain a token."""
    secret = value.get_secret_value()
    if secret.startswith("${"):
        return value
    parts = _parts(secret)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username is not None
        or not _is_one_word(secret)
    ):
        raise ValueError("expected an http:// or https:// address without user and password")
    return value


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; None when it has none, as "http://[host" and "smtp://host:port"."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_one_word(address: str) -> bool:
    return address.isprintable() and " " not in address


def crontab(value: str) -> str:
    """A cron expression of five fields, or an interval."""
    if interval(value) is None:
        normal_cron(value)
    return value


def file_path(value: Path) -> Path:
    """A path that a file system accepts, and that fits on one line."""
    _printable_path(str(value))
    return value


def _printable_path(value: str) -> None:
    # "\0" ends a name for the system, so that Python raises for each use of it; a line break makes two lines of every message.
    if any(unicodedata.category(sign) in _UNSENDABLE for sign in value):
        raise ValueError(f"{value!r} is not a path: it contains a control character")


def history_address(value: str) -> str:
    """A source of a policy's history."""
    kind, _, rest = value.partition(":")
    if value in {"wayback", "none"} or (kind in {"warc", "dir"} and rest):
        _printable_path(rest)
        return value
    if kind == "plugin" and rest:
        return f"plugin:{plugged(rest)}"
    if kind == "memento" and rest:
        web_address(rest)
        return value
    raise ValueError(f"{value!r} is not a history source: expected {HISTORIES}")


def part_name(value: str) -> str:
    """The name of a part of a plug-in; whether it is installed shows where it is used."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", value):
        raise ValueError(f"{value!r} is not the name of a plug-in's part: expected lower-case letters, digits, - and _")
    return value


def plugged(value: str) -> str:
    """A plug-in's source: its name, and after a colon its argument."""
    part_name(value.partition(":")[0])
    return value


def utc_moment(value: Any) -> Any:
    """A date or time from YAML, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else value


def duration(value: Any) -> Any:
    """A duration: "3d", "12h" or "30m"."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"([0-9]{1,4}) ?(d|h|m)[a-z]*", str(value).strip().lower())
    if match is None:
        raise ValueError(f'{value!r} is not a duration: expected days, hours or minutes, for example "3d", "12h" or "30m"')
    return int(match[1]) * {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}[match[2]]


def time_of_day(value: Any) -> time:
    """A time of day: "08:00". YAML 1.1 programs write 18:30 unquoted as a base-60 number, which arrives as 1110."""
    if isinstance(value, time):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(*divmod(value, 60))
    hour, colon, minute = str(value).strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f'{value!r} is not a time of day: expected "HH:MM", for example "08:00"')
    return time(int(hour), int(minute))


def hours(value: Any) -> Any:
    """Two times of day ("22:00-07:00"), or "off"."""
    if value is None or isinstance(value, tuple):
        return value
    if value in (False, "off"):
        return "off"
    start, dash, end = str(value).partition("-")
    if not dash:
        raise ValueError(f'{value!r} is not a time range: expected "HH:MM-HH:MM", for example "22:00-07:00"')
    first, last = time_of_day(start), time_of_day(end)
    if first == last:
        raise ValueError(f"{value!r} is empty: expected two different times")
    return first, last


def known_topic(value: str) -> str:
    """Accepts the name of a topic of changes, such as sale-of-data."""
    if value not in TOPICS:
        near = difflib.get_close_matches(value, TOPICS, n=1)
        raise ValueError(f"{value!r} is not a topic: " + (f"did you mean {near[0]}?" if near else f"known topics: {', '.join(TOPICS)}"))
    return value


def loopback(value: str) -> str:
    """A loopback address with a port: "127.0.0.1:9464"."""
    host, _, port = value.rpartition(":")
    # The figures have no password: they must not be served to the network.
    if host not in {"127.0.0.1", "localhost"} or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"{value!r} is not a loopback address: expected 127.0.0.1:PORT or localhost:PORT")
    return value


def known_zone(value: str) -> str:
    """A time zone of the IANA database: "Europe/Berlin"."""
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):  # unknown; a folder of the database ("Europe"); "../etc/passwd"
        raise ValueError(f"{value!r} is not a time zone: expected a name such as Europe/Berlin or UTC") from None
    return value
