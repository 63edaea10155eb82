"""The three streets on a real store, with sources of our own at the ports: order, resumption, alerts owed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import RateLimited, Unreachable, UsageError
from monitor.model import Alert, Capture, Policy, Snapshot
from monitor.notify.schedule import AT_ONCE
from monitor.pipeline import cycle, publish
from monitor.pipeline.backfill import list_captures, pull, pull_all
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.derive import derive
from monitor.pipeline.retry import CEILING, next_try
from monitor.sources.interface import Fetched, Validators
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State
from tests.cli.conftest import BROKEN, policy_page

URL = "https://larkspur.example/privacy"
POLICY = Policy("larkspur", "Larkspur", urls=(URL,))
START = datetime(2026, 1, 1, tzinfo=UTC)
GOOD, BAD = policy_page(), policy_page(sharing=BROKEN)


@dataclass
class World:
    """The clock, the live page, the archive and the mail of a test."""

    at: datetime = START
    body: bytes = GOOD
    error: Exception | None = None
    told: list[str] = field(default_factory=list)
    name: str = "console"

    def now(self) -> datetime:
        return self.at

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        if self.error:
            raise self.error
        return Fetched(Snapshot(policy, url, self.at, "live", self.body, 200, "text/html"), Validators(), url)

    def deliver(self, alerts: list[Alert], *, digest: bool = False) -> None:
        self.told += [alert.id for alert in alerts]


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
            yield Capture(url, at, "wayback", f"https://archive.example/{at:%Y}", self.status.get(at), digest=self.digests.get(at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        self.fetched.append(capture.captured_at)
        if capture.captured_at in self.failing:
            raise self.failing[capture.captured_at]
        body = self.pages[capture.captured_at]
        return Snapshot(policy, capture.url, capture.captured_at, "wayback", body, 200, "text/html", archive_digest=capture.digest)


def context(folder: Path, world: World, archive: Archive | None = None) -> MonitorContext:
    return MonitorContext(
        policies=(POLICY,),
        files=SnapshotArchive(folder / "snapshots"),
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
    )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shop(tmp_path: Path, world: World) -> MonitorContext:
    return context(tmp_path, world)


def run(shop: MonitorContext, world: World, body: bytes | None = None, days: float = 1) -> cycle.Cycle:
    world.at += timedelta(days=days)
    world.body = world.body if body is None else body
    return run_cycle(shop, shop.policies)


def years(*numbers: int) -> list[datetime]:
    return [datetime(n, 6, 1, tzinfo=UTC) for n in numbers]


def test_a_crash_between_keeping_and_alerting_loses_no_alert(shop: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(shop, world)
    for broken in ("render", "queue_alerts"):
        with monkeypatch.context() as patch:
            patch.setattr(publish, broken, lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left on device")))
            with pytest.raises(OSError, match="No space"):
                run(shop, world, BAD)
    assert world.told == []
    run(shop, world)
    run(shop, world)
    assert len(world.told) == 1


@pytest.mark.parametrize("moment", ["before the texts", "between the texts and the mark"])
def test_a_crash_around_the_texts_leaves_none_stale(
    tmp_path: Path, world: World, shop: MonitorContext, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The mark says that a history is derived: set before its texts are written, a kill in between would leave them stale for good."""
    undisturbed = context(tmp_path / "undisturbed", world)
    for one in (undisturbed, shop):
        world.at = START
        run(one, world, GOOD)
    world.at, world.told = START, []
    run(undisturbed, world, BAD)
    told, world.told, world.at = world.told, [], START
    target, name = (shop.files, "write_versions") if moment == "before the texts" else (shop.index, "replace_history")
    with monkeypatch.context() as patch:
        patch.setattr(target, name, lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(shop, world, BAD)
    assert [*shop.files.verify(), *shop.index.faults(shop.files)] == []
    run(shop, world, days=0.01)
    assert texts(shop) == texts(undisturbed)
    assert len(texts(shop)) == 2
    assert (world.told, len(told)) == (told, 1)


def texts(shop: MonitorContext) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (shop.files.root / "larkspur/text").iterdir()}


def test_a_crash_before_delivery_is_made_up_for(shop: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(shop, world)
    with monkeypatch.context() as patch:
        patch.setattr(cycle, "dispatch", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(shop, world, BAD)
    found = run(shop, world)
    assert len(world.told) == 1
    assert [(told.policy, told.delivered) for told in found.alerts] == [("larkspur", ["console"])]


def test_backfilling_alerts_nobody_also_when_it_re_chains(tmp_path: Path, world: World) -> None:
    archive = Archive({years(2015)[0]: policy_page(retention="We delete your data after a week."), years(2018)[0]: BAD})
    shop = context(tmp_path, world, archive)
    run(shop, world)
    pull_all(shop, POLICY, archive)
    derive(shop, POLICY)
    assert len(run(shop, world).new_versions) == 0
    assert world.told == []
    assert [v.captured_at.year for v in shop.index.versions("larkspur")] == [2015, 2018, 2026]
    run(shop, world, BAD)
    assert len(world.told) <= 1


def test_any_order_of_arrival_gives_the_same_history(tmp_path: Path, world: World) -> None:
    pages = dict(zip(years(2012, 2014, 2016, 2018), (GOOD, BAD, policy_page(retention="We keep it."), GOOD), strict=True))
    histories = []
    for n, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0])):
        shop = context(tmp_path / str(n), world)
        for place in order:
            at = list(pages)[place]
            pull_all(shop, POLICY, Archive({at: pages[at]}))
            derive(shop, POLICY)
        histories.append([(v.captured_at, v.sha256, v.returns_to) for v in shop.index.versions("larkspur")])
    assert histories[0] == histories[1] == histories[2]
    assert len(histories[0]) == 4


def test_deriving_twice_does_nothing(shop: MonitorContext, world: World) -> None:
    run(shop, world)
    assert derive(shop, POLICY) is None
    assert derive(shop, replace(POLICY, schedule="1 1 * * *")) is None
    assert derive(shop, replace(POLICY, threshold=POLICY.threshold.CRITICAL)) == []


def test_equal_digests_are_not_fetched_but_seen(tmp_path: Path, world: World) -> None:
    a, b, c, d, e = years(2010, 2011, 2012, 2013, 2014)
    archive = Archive({a: GOOD, b: GOOD, c: GOOD, d: BAD, e: GOOD}, digests={a: "X", b: "X", c: "X", d: "Y", e: "X"})
    shop = context(tmp_path, world)
    pulled = pull_all(shop, POLICY, archive)
    assert archive.fetched == [a, d]
    assert (pulled.fetched, pulled.same) == (2, 3)
    derive(shop, POLICY)
    versions = shop.index.versions("larkspur")
    assert [(v.captured_at, v.last_seen) for v in versions] == [(a, c), (d, d), (e, e)]
    again = pull_all(shop, POLICY, archive)
    assert (again.fetched, again.held, archive.fetched) == (0, 4, [a, d])


def test_archived_errors_are_not_fetched_and_failures_are_told(tmp_path: Path, world: World) -> None:
    a, b, c = years(2010, 2011, 2012)
    archive = Archive({a: GOOD, b: BAD, c: GOOD}, failing={b: Unreachable("reset")}, status={a: 404, b: 200, c: 200})
    shop = context(tmp_path, world)
    pulled = pull_all(shop, POLICY, archive)
    assert (pulled.errors, pulled.fetched, pulled.failures) == (1, 1, [("2011-06-01T00:00:00Z", "reset")])
    archive.failing.clear()
    assert pull_all(shop, POLICY, archive).fetched == 1


def test_an_archive_that_wants_rest_gets_it(tmp_path: Path, world: World) -> None:
    a, b = years(2010, 2011)
    archive = Archive({a: GOOD, b: BAD}, failing={a: RateLimited("429")})
    pulled = pull_all(context(tmp_path, world), POLICY, archive)
    assert (archive.fetched, len(pulled.failures)) == ([a], 1)


def test_a_limit_stops_and_progress_is_told(tmp_path: Path, world: World) -> None:
    archive, told = Archive(dict.fromkeys(years(2010, 2011, 2012), GOOD)), []
    shop = context(tmp_path, world)
    pull(shop, POLICY, archive, list_captures(archive, POLICY), limit=2, told=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3)]


def test_a_quarantined_page_is_believed_when_it_stays(shop: MonitorContext, world: World) -> None:
    """A doubtful text is looked at again, though its bytes are the same; once it is believed, it alerts."""
    run(shop, world)
    doubtful = GOOD.split(b"<h2>2.")[0] + b"</main></body></html>"
    run(shop, world, doubtful)
    assert [r.verdict.standing for r in shop.index.rejections("larkspur")] == ["quarantined"]
    assert world.told == []
    for _ in range(6):
        run(shop, world, days=5)
    versions = shop.index.versions("larkspur")
    assert len(versions) == 2
    assert len(world.told) == 1
    held = len(shop.files.records("larkspur"))
    run(shop, world, days=5)
    assert len(shop.files.records("larkspur")) == held


def test_a_lasting_return_alerts_late_and_once(shop: MonitorContext, world: World) -> None:
    run(shop, world)
    run(shop, world, BAD)
    run(shop, world, GOOD)
    before = len(world.told)
    for _ in range(8):
        run(shop, world, days=5)
    newest = shop.index.entries("larkspur")[-1]
    assert newest.version.returns_to is not None
    assert len(world.told) - before == int(newest.alert)


def test_an_internal_fault_of_one_policy_does_not_stop_the_cycle(
    shop: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cycle, "derive", lambda *a: 1 / 0)
    (failure,) = run(shop, world).failed
    assert (failure.policy, failure.reason) == ("larkspur", "internal")


def test_an_odd_fault_while_fetching_is_the_policys_own(shop: MonitorContext, world: World) -> None:
    world.error = ValueError("surrogates not allowed")
    (failure,) = run(shop, world).failed
    assert (failure.reason, "surrogates" in failure.says) == ("internal", True)


def test_failures_back_off(shop: MonitorContext, world: World) -> None:
    world.error = Unreachable("no answer")
    waits = []
    for _ in range(12):
        (failure,) = run(shop, world, days=0).failed
        waits.append(failure.retry_at - world.at)
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == CEILING
    assert next_try(START, 1, retry_after=7200) == START + timedelta(hours=2)


def test_an_unknown_policy_is_told_with_the_nearest(shop: MonitorContext) -> None:
    with pytest.raises(UsageError, match="did you mean 'larkspur'"):
        shop.policy("larkspr")
