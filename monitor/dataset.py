"""The store for programs: `Store.open(path)` reads policies, versions, changes, reviews, messages and found sentences as plain records."""

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
        from monitor.pipeline.renamed import ids_now

        chosen, items = {one.id for one in self._chosen(policy)}, self._context.state.alerts()
        yield from (row for row in records.alerts(items, ids_now(self._context, items)) if row["policy"] in chosen)

    def reviews(self, policy: str | None = None, *, since: datetime | date | str | None = None) -> Iterator[Record]:
        """What people decided about changes, oldest decision first within each policy.

        Args:
            policy: the id of a policy.
            since: only those given from this moment on (UTC).

        Raises:
            UsageError: no policy has that id.
        """
        from monitor.pipeline.reviews import reviews_of

        for one in self._chosen(policy):
            placed = reviews_of(self._context, one)
            # Of most policies nobody has reviewed anything, and opening their history costs more than asking.
            if placed.of or placed.orphans:
                rows = records.reviews(placed, self._context.index.entries(one.id))
                yield from _since(since, self._rows(one, rows), by="given_at")

    def search(
        self,
        *texts: str,
        policy: str | None = None,
        tag: str | None = None,
        in_force: bool = False,
        polarity: str | None = None,
        topic: str | None = None,
        since: datetime | date | str | None = None,
    ) -> Iterator[Record]:
        """Sentences with some words, in every version: a record for each sentence and each stretch of versions that contains it.

        Args:
            texts: each a phrase, as arguments of `policy-monitor search`; of several, all are in one sentence.
            policy: the id of a policy.
            tag: only policies with it.
            in_force: only what is in the newest version.
            polarity: "affirmed" or "denied": only sentences that say so.
            topic: only sentences about it, such as "retention".
            since: only policies in which the words came or went from this moment on (UTC).

        Raises:
            UsageError: there is nothing to search for, a filter is none that there is, or the store was never made searchable.
        """
        from monitor.core.text.search_terms import question
        from monitor.pipeline.search import SearchOptions, require_full_text, search
        from monitor.pipeline.search_results import found_records
        from monitor.present.phrases import TOPICS

        try:
            asked = question(texts)
        except ValueError as error:
            raise UsageError(str(error)) from None
        if topic is not None and topic not in TOPICS:
            raise UsageError(f"there is no topic {topic!r}; the topics are {', '.join(sorted(TOPICS))}")
        if polarity not in (None, "affirmed", "denied"):
            raise UsageError(f"{polarity!r} is not a polarity; write affirmed or denied")
        require_full_text(self._context.index)
        chosen = [one for one in self._chosen(policy) if tag is None or tag in one.tags]
        answer = search(self._context, chosen, asked, SearchOptions(in_force, _moment(since), topic, polarity))
        # An answer that leaves policies out without saying so would be mistaken for the whole.
        if answer.unsearchable:
            raise UsageError(f"{len(answer.unsearchable)} of the policies are not searchable yet; run `policy-monitor search` once")
        for finding in answer.findings:
            yield from self._rows(finding.policy, found_records(finding))

    def _chosen(self, policy: str | None) -> Sequence[Policy]:
        return self._context.policies if policy is None else (self._context.policy(policy),)

    @staticmethod
    def _rows(policy: Policy, rows: Iterator[Record]) -> Iterator[Record]:
        # In the order of the columns, with None for what is not known.
        whose = {"policy": policy.id, "service": policy.name, "document": policy.document, "url": policy.urls[0] if policy.urls else None}
        return (whose | row for row in rows)


def _since(moment: datetime | date | str | None, rows: Iterator[Record], *, by: str = "captured_at") -> Iterator[Record]:
    first = _moment(moment)
    return rows if first is None else (row for row in rows if row[by] >= first)


def _moment(moment: datetime | date | str | None) -> datetime | None:
    if isinstance(moment, str):
        with suppress(ValueError):
            moment = datetime.fromisoformat(moment)
    if isinstance(moment, str):
        raise UsageError(f"{moment!r} is not a date; write 2026-01-31 or 2026-01-31T12:00:00Z")
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
