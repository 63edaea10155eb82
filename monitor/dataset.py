"""The store for programs: `Store.open(path)` reads policies, versions, changes, rejected snapshots and messages as plain records."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from monitor.errors import UsageError
from monitor.export import records

if TYPE_CHECKING:
    from monitor.model import Policy
    from monitor.pipeline.context import MonitorContext

Record = dict[str, Any]
"""Column → value; the columns are those of `monitor.export.records.COLUMNS`."""
CONFIGURATION = "config.yaml"


class Store:
    """What is stored of the policies of one configuration, for reading only.

    Errors: every method may raise StoreError, with what to do, when the store cannot be read.
    """

    def __init__(self, context: MonitorContext) -> None:
        self._context = context

    @classmethod
    def open(cls, path: str | os.PathLike[str] = ".") -> Self:
        """Opens the store that a configuration names.

        Args:
            path: a configuration file, or the folder in which `config.yaml` is.

        Raises:
            UsageError: there is no configuration.
            ConfigError: it is not valid.
        """
        from monitor.assemble import open_context
        from monitor.config import load_settings

        place = Path(path)
        place = place / CONFIGURATION if place.is_dir() else place
        if not place.is_file():
            raise UsageError(f"{place}: there is no such configuration; name it, or the folder that it is in")
        return cls(open_context(load_settings(place, os.environ, secrets=False)))

    @classmethod
    def of(cls, context: MonitorContext) -> Self:
        """The store that a command has opened already."""
        return cls(context)

    def policies(self) -> list[Record]:
        """The policies in the order of the configuration: id, name, document, urls, tags, live, and the number of versions."""
        count = self._context.index.count
        return [
            {
                "policy": one.id, "service": one.name, "document": one.document, "urls": list(one.urls), "tags": list(one.tags),
                "live": one.live, "versions": count([one.id]),
            }
            for one in self._context.policies
        ]  # fmt: skip

    def versions(self, policy: str | None = None, *, since: datetime | date | str | None = None) -> Iterator[Record]:
        """The versions of one policy or of all, oldest first within each policy.

        Args:
            policy: the id of a policy.
            since: only those captured from this moment on (UTC).

        Raises:
            UsageError: no policy has that id.
        """
        index = self._context.index
        for one in self._chosen(policy):
            yield from _since(since, self._rows(one, records.versions(index.entries(one.id))))

    def changes(
        self,
        policy: str | None = None,
        *,
        since: datetime | date | str | None = None,
        severity: str | Sequence[str] = (),
        topic: str | None = None,
    ) -> Iterator[Record]:
        """The changes of one policy or of all, oldest first within each policy, most serious first within a version.

        Args:
            policy: the id of a policy.
            since: only those first captured from this moment on (UTC).
            severity: only these: "critical", "material", "minor", "cosmetic".
            topic: only those about it, such as "retention".

        Raises:
            UsageError: no policy has that id.
        """
        wanted = {severity} if isinstance(severity, str) else set(severity)
        index = self._context.index
        for one in self._chosen(policy):
            for row in _since(since, self._rows(one, records.changes(index.entries(one.id)))):
                if (not wanted or row["severity"] in wanted) and (topic is None or topic in row["topics"]):
                    yield row

    def rejections(self, policy: str | None = None) -> Iterator[Record]:
        """The snapshots that became no version, with why."""
        for one in self._chosen(policy):
            yield from self._rows(one, records.rejections(self._context.index.rejections(one.id)))

    def alerts(self, policy: str | None = None) -> Iterator[Record]:
        """The messages, one for each channel, oldest first, with the state of their delivery."""
        chosen = {one.id for one in self._chosen(policy)}
        yield from (row for row in records.alerts(self._context.state.alerts()) if row["policy"] in chosen)

    def _chosen(self, policy: str | None) -> Sequence[Policy]:
        return self._context.policies if policy is None else (self._context.policy(policy),)

    @staticmethod
    def _rows(policy: Policy, rows: Iterator[Record]) -> Iterator[Record]:
        # In the order of the columns, with None for what is not known.
        whose = {"policy": policy.id, "service": policy.name, "document": policy.document, "url": policy.urls[0] if policy.urls else None}
        return (whose | row for row in rows)


def _since(moment: datetime | date | str | None, rows: Iterator[Record]) -> Iterator[Record]:
    if moment is None:
        return rows
    if isinstance(moment, str):
        with suppress(ValueError):
            moment = datetime.fromisoformat(moment)
    if isinstance(moment, str):
        raise UsageError(f"{moment!r} is no date; write 2026-01-31 or 2026-01-31T12:00:00Z")
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    first = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (row for row in rows if row["captured_at"] >= first)
