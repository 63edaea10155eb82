"""A world for the pipeline: a real store, with a clock, a live page, an archive and a channel that a test controls."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.errors import DeliveryError
from monitor.model import Alert, Capture, Notice, NoticeKind, Policy, Snapshot
from monitor.notify.schedule import AT_ONCE
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.outcome import CycleReport
from monitor.sources.interface import Fetched, Validators
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State
from tests.cli.conftest import BROKEN, policy_page

URL = "https://larkspur.example/privacy"
POLICY = Policy("larkspur", "Larkspur", urls=(URL,))
START = datetime(2026, 1, 1, tzinfo=UTC)
GOOD, BAD = policy_page(), policy_page(sharing=BROKEN)
WALL = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Please try again later.</p></body></html>"
"""An error page that is sent with status 200: the screen refuses it."""
DOUBTFUL = GOOD.split(b"<h2>2.")[0] + b"</main></body></html>"
"""A page that lost most of its text at once: the screen quarantines it."""


@dataclass
class World:
    """The clock, the live page and the recipient of alerts."""

    at: datetime = START
    body: bytes = GOOD
    error: Exception | None = None
    sent: list[str] = field(default_factory=list)
    """Ids of the alerts that the channel accepted."""
    notices: list[NoticeKind] = field(default_factory=list)
    refusal: DeliveryError | None = None
    """What the channel raises instead of accepting."""
    name: str = "console"
    joins: bool = False

    def now(self) -> datetime:
        return self.at

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        if self.error:
            raise self.error
        return Fetched(Snapshot(policy, url, self.at, "live", self.body, 200, "text/html"), Validators(), url)

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        if self.refusal:
            raise self.refusal
        self.sent += [alert.id for alert in alerts]

    def send_notice(self, notice: Notice) -> None:
        self.notices.append(notice.kind)


class Hosts(World):
    """Pages on several hosts, some of them slow or dead; counts how many requests each host had at once."""

    def __init__(self) -> None:
        super().__init__()
        self.slow: dict[str, threading.Event] = {}
        self.dead: dict[str, Exception] = {}
        self.asked: list[str] = []
        self.parallel: dict[str, int] = {}
        self.most_parallel = 0
        self.lock = threading.Lock()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        host = url.split("/")[2]
        with self.lock:
            self.asked.append(policy)
            self.parallel[host] = self.parallel.get(host, 0) + 1
            self.most_parallel = max(self.most_parallel, self.parallel[host])
        try:
            if host in self.slow:
                assert self.slow[host].wait(60)
            if host in self.dead:
                raise self.dead[host]
            return super().fetch(policy, url, validators=validators)
        finally:
            with self.lock:
                self.parallel[host] -= 1


@dataclass
class Archive:
    """Captures with their bytes; may fail at some."""

    pages: dict[datetime, bytes]
    digests: dict[datetime, str] = field(default_factory=dict)
    failing: dict[datetime, Exception] = field(default_factory=dict)
    status: dict[datetime, int] = field(default_factory=dict)
    fetched: list[datetime] = field(default_factory=list)
    name: str = "wayback"

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        for at in sorted(self.pages):
            if (since is None or at >= since) and (until is None or at <= until):
                yield Capture(url, at, "wayback", f"https://archive.example/{at:%Y%m%d}", self.status.get(at), digest=self.digests.get(at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        self.fetched.append(capture.captured_at)
        if capture.captured_at in self.failing:
            raise self.failing[capture.captured_at]
        body = self.pages[capture.captured_at]
        return Snapshot(policy, capture.url, capture.captured_at, "wayback", body, 200, "text/html", archive_digest=capture.digest)


def open_world(
    folder: Path, world: World, archive: Archive | None = None, policies: Sequence[Policy] = (POLICY,), **more: object
) -> MonitorContext:
    """A context on a store of its own in this folder, with the world at its ports."""
    return MonitorContext(
        policies=tuple(policies),
        archive=SnapshotArchive(folder / "snapshots"),
        index=Index(folder / "snapshots/index.sqlite"),
        state=State(folder / "snapshots/state.sqlite"),
        reports=folder / "reports",
        reports_label="reports",
        reports_url=None,
        live=lambda policy: world,
        history=lambda policy, name: archive,
        channels=(world,),
        timetable=AT_ONCE,
        now=world.now,
        **more,
    )


def run(context: MonitorContext, world: World, body: bytes | None = None, days: float = 1) -> CycleReport:
    """One cycle, some days later."""
    world.at += timedelta(days=days)
    world.body = world.body if body is None else body
    return run_cycle(context, context.policies)


def policies_on(*hosts: str, each: int = 1) -> tuple[Policy, ...]:
    """Policies `HOST-N` on these hosts."""
    return tuple(Policy(f"{host}-{n}", host, urls=(f"https://{host}.example/{n}",)) for host in hosts for n in range(each))


def years(*numbers: int) -> list[datetime]:
    return [datetime(n, 6, 1, tzinfo=UTC) for n in numbers]


def days(count: int) -> list[datetime]:
    """Consecutive days of 2015."""
    return [datetime(2015, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(count)]
