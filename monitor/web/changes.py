"""All changes of all policies as a table: read from the tables beside the pages, filtered and sorted."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.model import Policy, Severity
from monitor.render.paths import VERSIONS, policy_folder
from monitor.render.rows import row_from_json, switches
from monitor.timestamps import from_iso

PAGE = 50
"""Rows of a page."""
SORTS = ("date", "severity", "vendor", "topic", "review")
_LARGEST_WEEK = 12
_SEVERITIES = frozenset(severity.value for severity in Severity)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change, without its texts."""

    policy: str
    vendor: str
    document: str
    tags: tuple[str, ...]
    id: str
    captured_at: datetime
    severity: Severity
    direction: str
    kind: str
    topics: tuple[str, ...]
    says: str
    page: str
    """Of the reports, relative to their folder."""
    leads: bool
    """False for a change that is reported together with others, by another row, and for what a page that alternates brings back."""

    @property
    def week(self) -> str:
        """The ISO week: "2026-W48"."""
        year, week, _ = self.captured_at.isocalendar()
        return f"{year}-W{week:02}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a table shows, and how; an empty filter lets everything through."""

    vendor: str = ""
    """Part of a vendor's name or of a policy's id, in any case."""
    policy: str = ""
    tag: str = ""
    topic: str = ""
    severity: str = ""
    """The least one."""
    week: str = ""
    review: str = ""
    """What was decided, or "open"; asked of the ledgers, see `RowReviews`."""
    sort: str = "date"
    ascending: bool = False

    def let_through(self, row: ChangeRow) -> bool:
        """Whether the row is shown, whatever was decided about it."""
        vendor = self.vendor.casefold().strip()
        return (
            (not vendor or vendor in row.vendor.casefold() or vendor in row.policy)
            and (not self.policy or row.policy == self.policy)
            and (not self.tag or self.tag in row.tags)
            and (not self.topic or self.topic in row.topics)
            and (self.severity not in _SEVERITIES or row.severity.rank >= Severity(self.severity).rank)
            and (not self.week or row.week == self.week[:_LARGEST_WEEK])
        )


class ChangeTable:
    """Remembers the rows of each policy until its file changes."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, int], tuple[ChangeRow, ...]]] = {}
        self._lock = threading.Lock()

    def rows(self, reports: Path, policies: Iterable[Policy], *, filters: Filters | None = None) -> list[ChangeRow]:
        """The rows that the filters let through, sorted; see `Filters`.

        Args:
            reports: the folder of the pages.
            policies: whose changes.
            filters: None for all rows.
        """
        filters, found = filters or Filters(), list[ChangeRow]()
        for policy in policies:
            if not filters.policy or policy.id == filters.policy:
                found += filter(filters.let_through, self._of(reports, policy))
        return _sorted(found, filters)

    def _of(self, reports: Path, policy: Policy) -> Sequence[ChangeRow]:
        path = reports / policy_folder(policy.id) / "changes.json"
        try:
            status = path.stat()
        except OSError:  # not rendered yet
            return ()
        key = status.st_mtime_ns, status.st_size
        with self._lock:
            known = self._known.get(policy.id)
        if known is None or known[0] != key:
            known = key, _rows(path, policy)
            with self._lock:
                self._known[policy.id] = known
        # Its name and tags may have changed in the configuration meanwhile.
        about = policy.name, policy.document, policy.tags
        return [
            row if (row.vendor, row.document, row.tags) == about else replace(row, vendor=about[0], document=about[1], tags=about[2])
            for row in known[1]
        ]


def changes_of(path: Path) -> list[dict[str, Any]]:
    """The changes in a policy's `changes.json`, as they are there; none if the file is missing or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["changes"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    if not isinstance(found, list):
        return []
    return [data for data in found if isinstance(data, dict) and "new_captured_at" in data]


def _rows(path: Path, policy: Policy) -> tuple[ChangeRow, ...]:
    """None of a damaged file: `verify` says so, and `report` writes it again."""
    switched = _switched(path.with_name(VERSIONS))
    try:
        return tuple(_row(data, policy, switched) for data in changes_of(path))
    except (KeyError, TypeError, ValueError):
        return ()


def _switched(path: Path) -> frozenset[datetime]:
    """When a page only went back to a text that was known, time and again; nothing of a missing or damaged file."""
    try:
        rows = [row_from_json(data) for data in json.loads(path.read_text(encoding="utf-8"))["versions"]]
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(rows[place].captured_at for place in switches(rows))


def _row(data: dict[str, Any], policy: Policy, switched: frozenset[datetime]) -> ChangeRow:
    captured_at = from_iso(data["new_captured_at"])
    return ChangeRow(
        policy=policy.id,
        vendor=policy.name,
        document=policy.document,
        tags=policy.tags,
        id=str(data["id"]),
        captured_at=captured_at,
        severity=Severity(data["severity"]),
        direction=str(data["direction"]),
        kind=str(data["kind"]),
        topics=tuple(data["topics"]),
        says=str(data.get("says") or data.get("headline") or ""),
        page=str(data["page"]),
        leads=data.get("group") in (None, data["id"]) and captured_at not in switched,
    )


def _sorted(rows: list[ChangeRow], filters: Filters) -> list[ChangeRow]:
    """By the chosen column; what is equal there, newest and most serious first."""
    rows.sort(key=lambda row: (row.captured_at, row.severity.rank), reverse=True)
    if filters.sort == "severity":
        rows.sort(key=lambda row: row.severity.rank, reverse=not filters.ascending)
    elif filters.sort == "vendor":
        rows.sort(key=lambda row: (row.vendor.casefold(), row.policy), reverse=not filters.ascending)
    elif filters.sort == "topic":
        rows.sort(key=lambda row: row.topics[:1], reverse=not filters.ascending)
    elif filters.ascending:
        rows.sort(key=lambda row: row.captured_at)
    return rows
