"""What commands that only read need of the settings: plain values, which load in a tenth of the time that the schema takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta, tzinfo
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.model import Policy, Selector, Severity

if TYPE_CHECKING:
    from monitor.config.settings import Settings

_VARIABLE = re.compile(rb"\$\{([A-Za-z_][A-Za-z0-9_]*)")
_SNAPSHOTS = re.compile(r"^snapshots:[ \t]+(['\"]?)([^\s'\"#][^'\"#\n]*?)\1[ \t\r]*(?:#.*)?$", re.MULTILINE)
# What decides how a file is read, beside this program.
_LIBRARIES = ("pydantic", "pydantic_core", "yaml")
_NAMES = tuple(field.name for field in fields(Policy))


class Sending(NamedTuple):
    """When messages are sent, by the common alert settings."""

    digest: str
    at: time
    weekday: str
    quiet: tuple[time, time] | str


@dataclass(frozen=True, slots=True)
class Outline:
    """Settings without channels, secrets and how pages are fetched."""

    policies: tuple[Policy, ...]
    """Those of this shard, in the file's order."""
    elsewhere: Mapping[str, str]
    """The policies of other shards: id → "2/3"."""
    folders: Mapping[str, str]
    """The folders of the histories of renamed policies, by id."""
    removed: tuple[str, ...]
    snapshots: Path
    reports: Path
    reports_url: str | None
    timezone: str | None
    unreadable_after: timedelta
    sending: Sending
    limits: Mapping[str, Any]
    """What one job of a worker may take."""
    timestamp: tuple[str, Path] | None
    """The address of the authority that signs roots, and its certificate."""

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of the schedules; None for this machine's."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone) if self.timezone else None


def outline_of(settings: Settings) -> Outline:
    """The outline of validated settings."""
    alerts, timestamp, elsewhere = settings.alerts, settings.archive.timestamp, settings.elsewhere()
    return Outline(
        policies=tuple(policy for policy in settings.values() if policy.id not in elsewhere),
        elsewhere=elsewhere,
        folders=settings.folders,
        removed=tuple(settings.removed),
        snapshots=settings.snapshots,
        reports=settings.reports,
        reports_url=settings.reports_url,
        timezone=settings.timezone,
        unreadable_after=alerts.unreadable_after,
        sending=Sending(alerts.digest, alerts.at, alerts.weekday, alerts.quiet),
        limits=settings.limits.model_dump(),
        timestamp=(timestamp.url, timestamp.certificate) if timestamp else None,
    )


# --- kept beside the store, by a digest of everything that it was made of -------------------------------------------------


def outline_key(path: Path, environment: Mapping[str, str]) -> str | None:
    """A digest of all that the outline of a configuration file depends on: its bytes, its folder, this program and its libraries.

    Returns:
        None when no outline of it may be kept: it can't be read, is no file, or uses a variable that is set. A variable may be a
        password, of which not even a digest belongs on the disk.
    """
    try:
        text = path.read_bytes() if path.is_file() else None
    except OSError:
        return None
    if text is None or any(name.decode() in environment for name in _VARIABLE.findall(text)) or (program := _program()) is None:
        return None
    # The folder as it was given: relative paths of the file start from it, and stay relative when it is.
    return sha256(b"\0".join([program.encode(), str(path.parent).encode("utf-8", "surrogateescape"), text])).hexdigest()


@cache
def _program() -> str | None:
    """A digest of the code that reads and validates; None where it is not there as files."""
    package = Path(__file__).parent
    found = sha256()
    try:
        for source in (*sorted(package.glob("*.py")), package.parent / "model.py"):
            found.update(source.read_bytes())
        for name in _LIBRARIES:
            spec = PathFinder.find_spec(name)
            status = Path(str(spec and spec.origin)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}".encode())
    except OSError:
        return None
    return found.hexdigest()


def snapshots_folder(path: Path) -> Path:
    """Where the snapshots folder of a configuration file most likely is, without parsing it."""
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, ValueError):
        text = ""
    # "snapshots: data/snapshots  # on the big disk"; every other form of YAML misses, and costs time alone.
    found = _SNAPSHOTS.search(text)
    return path.parent / (found[2] if found else "snapshots")


def dump_outline(outline: Outline) -> bytes:
    """An outline of the settings as JSON, without secrets."""
    data: dict[str, Any] = {name: getattr(outline, name) for name in Outline.__dataclass_fields__}
    data["policies"] = [_row(policy) for policy in outline.policies]
    data |= {"snapshots": str(outline.snapshots), "reports": str(outline.reports)}
    data["unreadable_after"] = outline.unreadable_after.total_seconds()
    at, quiet = outline.sending.at.isoformat(), outline.sending.quiet
    data["sending"] = outline.sending._replace(at=at, quiet=quiet if isinstance(quiet, str) else [one.isoformat() for one in quiet])  # type: ignore[arg-type]
    data["timestamp"] = [outline.timestamp[0], str(outline.timestamp[1])] if outline.timestamp else None
    return json.dumps(data, separators=(",", ":")).encode()


def parse_outline(data: bytes) -> Outline:
    """The outline that was dumped.

    Raises:
        ValueError: it is none.
    """
    try:
        given = json.loads(data)
        digest, at, weekday, quiet = given.pop("sending")
        hours = quiet if isinstance(quiet, str) else (time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]))
        timestamp = given.pop("timestamp")
        return Outline(
            policies=tuple(map(_policy, given.pop("policies"))),
            removed=tuple(given.pop("removed")),
            snapshots=Path(given.pop("snapshots")),
            reports=Path(given.pop("reports")),
            unreadable_after=timedelta(seconds=given.pop("unreadable_after")),
            sending=Sending(digest, time.fromisoformat(at), weekday, hours),
            timestamp=(timestamp[0], Path(timestamp[1])) if timestamp else None,
            **given,
        )
    except (AttributeError, KeyError, IndexError, TypeError) as error:
        raise ValueError(f"not an outline: {type(error).__name__} {error}") from error


def _row(policy: Policy) -> list[Any]:
    """The fields of a policy in their order: names would be two thirds of the file."""
    values = {name: getattr(policy, name) for name in _NAMES}
    values |= {name: [(one.css, _iso(one.valid_from), _iso(one.valid_until)) for one in values[name]] for name in ("select", "remove")}
    return list(values.values())


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _policy(row: list[Any]) -> Policy:
    values = dict(zip(_NAMES, row, strict=True))
    for name in ("select", "remove"):
        values[name] = tuple(Selector(css, _moment(since), _moment(until)) for css, since, until in values[name])
    # JSON knows lists alone; all fields of policies with several values are tuples.
    values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Policy(**values | {"threshold": Severity(values["threshold"])})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
