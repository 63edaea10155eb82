"""What the three stages work with: the tracked policies, the store, the sources and the channels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import UsageError
from monitor.model import Policy
from monitor.net.retry import Backoff
from monitor.notify.schedule import Route, Timetable
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.lock import Aside
from monitor.store.opinions import Opinions
from monitor.store.state import State
from monitor.workers.analysis import Analysis, InProcess

if TYPE_CHECKING:
    from monitor.notify.interface import Channel
    from monitor.opinions.interface import SecondReader
    from monitor.pipeline.evidence import EvidenceMaker
    from monitor.sources.interface import HistorySource, LiveSource, PageSaver, RootWitness


@dataclass(frozen=True)
class MonitorContext:
    """Everything that a command needs from outside; built in one place, `monitor.assemble`."""

    policies: tuple[Policy, ...]
    archive: SnapshotArchive
    """The snapshots as bytes, with their ledgers."""
    index: Index
    state: State
    reports: Path
    reports_label: str
    """The reports folder as it is shown to people: relative to the current folder when it lies below it."""
    reports_url: str | None
    """The address at which the reports folder is published, or None."""
    live: Callable[[Policy], LiveSource]
    """The source of a policy's page as it is now."""
    history: Callable[[Policy, str], HistorySource]
    """The source of a policy's past, from a `history:` value."""
    channels: Sequence[Channel]
    """Empty for commands that send nothing."""
    timetable: Timetable
    now: Callable[[], datetime]
    unreadable_after: timedelta = timedelta(days=3)
    """How long a policy can't be read before a notice is sent."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """By the policy's id: who gets its alerts, and when; a policy without one alerts every channel, by the common timetable."""

    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Policies that other installations watch: id → their shard."""
    backoff: Callable[[Policy], Backoff] = lambda policy: Backoff(retries=0)
    """How often and when a policy's fetch is retried within a cycle."""
    saver: PageSaver | None = None
    """Has new live versions copied by a public archive; None when `archive.save` is off."""
    witness: RootWitness | None = None
    """Has roots signed by a timestamp authority; None when `archive.timestamp` is not set."""
    evidence: EvidenceMaker | None = None
    """Takes pictures and archives of new versions; None when no policy asks for any, and for commands that don't check."""
    analysis: Analysis = field(default_factory=InProcess)
    """Reads snapshots and compares texts."""
    opinions: Opinions | None = None
    """What a second reader said; None shows nothing of it."""
    aside: Aside = nullcontext
    """Lets go of the store's lock for a while, where the caller holds it."""
    reader: SecondReader | None = None
    """The second reader; None when `reader` is not set, and for commands that send nothing."""

    @contextmanager
    def steady(self) -> Iterator[None]:
        """A short block, such as one policy's part of a cycle, in which each file is looked at once; see `SnapshotArchive`."""
        with self.archive.steady(), self.index.steady(), self.state.steady():
            yield

    def shown(self, page: str) -> str:
        """A page of the reports as the terminal shows it: "reports/index.html"."""
        return f"{self.reports_label}/{page}"

    def linked(self, page: str) -> str:
        """A page of the reports as a message links to it: its address, or its path when the reports are not published."""
        return f"{self.reports_url}{page}" if self.reports_url else self.shown(page)

    def route(self, policy: Policy) -> Route:
        """Who gets the policy's alerts, and when."""
        every_channel = Route(tuple(channel.name for channel in self.channels), timetable=self.timetable)
        return self.routes.get(policy.id, every_channel)

    def policy(self, policy_id: str) -> Policy:
        """The tracked policy of that id.

        Raises:
            UsageError: there is none; suggests the nearest id.
        """
        for policy in self.policies:
            if policy.id == policy_id:
                return policy
        if policy_id in self.elsewhere:
            raise UsageError(
                f"{policy_id!r} is watched by shard {self.elsewhere[policy_id]}; run it there, or change `shard:` in the configuration"
            )
        import difflib

        known = [policy.id for policy in self.policies]
        near = difflib.get_close_matches(policy_id, known, n=1)
        # A list is shown only where nothing is similar: it may be long.
        hint = f"did you mean {near[0]!r}?" if near else f"tracked policies: {', '.join(known)}" if known else "no policies are tracked yet"
        raise UsageError(f"there is no policy {policy_id!r}; {hint}")

    def chosen(self, policy_ids: Iterable[str]) -> tuple[Policy, ...]:
        """The named policies, each once; all policies when none is named."""
        ids = tuple(dict.fromkeys(policy_ids))
        return tuple(self.policy(i) for i in ids) if ids else self.policies
