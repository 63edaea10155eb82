"""The same history, byte for byte, for any number of helpers, and when one is killed on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import Abandoned, ReportsUnwritable, StoreError
from monitor.model import Policy, Snapshot
from monitor.pipeline import pool
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.pool import Helper, each, helpers_for
from monitor.pipeline.refresh import refresh
from monitor.pipeline.verification import verify
from tests.cli.conftest import BROKEN, policy_page
from tests.pipeline.pipeline_world import WALL

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("alder", "birch", "cedar", "elder")
BODIES = (policy_page(), policy_page(sharing=BROKEN), WALL, policy_page(retention="We keep it for ten years."))
POLICIES = tuple(Policy(name, name.title(), urls=(f"https://{name}.example/privacy",), live=False) for name in NAMES)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of four policies, derived and rendered in this process."""
    context = opened(tmp_path_factory.mktemp("pool") / "filled")
    for place, policy in enumerate(POLICIES):
        for n, body in enumerate(BODIES[: 4 - place % 2]):
            at = START + timedelta(days=n)
            context.archive.keep(Snapshot(policy.id, policy.urls[0], at, "import", body, 200, "text/html"), kept_at=at)
    refresh(context, POLICIES, rerender=True)
    return context.archive.root


def opened(root: Path) -> MonitorContext:
    from bench.pool import store

    return store(root, POLICIES)


@pytest.fixture
def copy(filled: Path, tmp_path: Path) -> Callable[[str], MonitorContext]:
    def copied(name: str) -> MonitorContext:
        shutil.copytree(filled, tmp_path / name)
        return opened(tmp_path / name)

    return copied


def dump(context: MonitorContext) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the index, in an order of its own."""
    tables = ("texts", "readings", "changelogs", "history", "change_lists", "rejections", "marks")
    with sqlite3.connect(context.index.path) as db:
        return {table: sorted(db.execute(f"select * from {table}").fetchall(), key=repr) for table in tables}


def files(context: MonitorContext) -> dict[str, bytes]:
    """The reports and the texts."""
    root = context.archive.root
    found = [*context.reports.rglob("*"), *root.glob("*/text/**/*")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.is_file()}


def differences(one: MonitorContext, other: MonitorContext) -> list[str]:
    """The tables and files that are not the same, byte for byte."""
    left, right = ({**dump(context), **files(context)} for context in (one, other))
    return sorted(name for name in {*left, *right} if left.get(name) != right.get(name))


def test_any_number_of_helpers_gives_the_same_bytes(copy: Callable[[str], MonitorContext]) -> None:
    alone, together = copy("one"), copy("three")
    for context, jobs in ((alone, 1), (together, 3)):
        (context.reports / "index.html").unlink()
        shutil.rmtree(context.reports / "birch")
        found = refresh(context, POLICIES, rederive=True, rerender=True, jobs=jobs)
        assert [one.policy.id for one in found] == list(NAMES)
        assert [one.versions for one in found] == [[], [], [], []], "none that the index did not hold"
    assert not differences(alone, together)
    assert not list(together.archive.root.glob(".index*"))


def test_a_helper_that_is_killed_does_not_matter(
    copy: Callable[[str], MonitorContext], filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, calls = copy("killed"), list[str]()
    call = Helper.call

    def killing(self: Helper, job: str, policy: Policy, **arguments: object) -> dict[str, object]:
        calls.append(job)
        if len(calls) in {2, 5}:
            # Once it works: started by its first job, so that there is something to kill.
            threading.Timer(0.05, lambda: self.pid and os.kill(self.pid, signal.SIGKILL)).start()
        return call(self, job, policy, **arguments)

    monkeypatch.setattr(Helper, "call", killing)
    refresh(context, POLICIES, rederive=True, rerender=True, jobs=2)
    assert not differences(context, opened(filled))


def test_a_history_that_is_not_derived_yet_is_derived_with_what_is_known(copy: Callable[[str], MonitorContext], filled: Path) -> None:
    context = copy("new")
    for name in ("alder", "cedar"):
        with context.index._file.transaction() as db:
            db.execute("delete from history where policy = ?", (name,))
            db.execute("delete from marks where policy = ?", (name,))
    found = refresh(context, POLICIES, jobs=2)
    assert [None if one.versions is None else len(one.versions) for one in found] == [3, None, 3, None]
    assert not differences(context, opened(filled))


@pytest.mark.slow
def test_verify_finds_the_same(copy: Callable[[str], MonitorContext]) -> None:
    context = copy("verified")
    page = next(context.reports.glob("cedar/*_*.html"), context.reports / "cedar" / "index.html")
    page.write_text(page.read_text().replace("Cedar", "Ceder"))
    alone, together = verify(context, jobs=1), verify(context, jobs=3)
    assert (together.faults, together.notes, together.compared) == (alone.faults, alone.notes, alone.compared)
    assert "cedar" in "".join(together.faults)
    assert together.compared == 4


def test_what_a_helper_raises_is_raised(copy: Callable[[str], MonitorContext]) -> None:
    context = copy("damaged")
    ledger = context.archive.root / "birch" / "ledger.jsonl"
    ledger.write_bytes(b"no ledger\n" + ledger.read_bytes())
    with pytest.raises(StoreError, match="ledger"):
        refresh(context, POLICIES, rederive=True, jobs=2)


def test_pages_that_cannot_be_written_stop_no_other(copy: Callable[[str], MonitorContext]) -> None:
    context = copy("unwritable")
    shutil.rmtree(context.reports / "cedar")
    (context.reports / "cedar").write_text("in the way")
    (context.reports / "elder" / "index.html").unlink()
    with pytest.raises(ReportsUnwritable):
        refresh(context, POLICIES, rederive=True, rerender=True, jobs=2)
    assert (context.reports / "elder" / "index.html").is_file()


def test_one_that_is_killed_again_and_again_is_told(copy: Callable[[str], MonitorContext], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "JOBS", "tests.workers.hostile_jobs")
    helper = Helper(copy("hostile"), 0)
    with pytest.raises(StoreError, match=r"alder was killed \(signal SIGKILL\); free some memory"):
        helper.call("act", POLICIES[0], act="killed")
    helper.stop()
    with pytest.raises(Abandoned):
        helper.call("act", POLICIES[0], act="killed")


def test_whoever_stops_early_leaves_no_process(copy: Callable[[str], MonitorContext]) -> None:
    helpers: list[Helper] = []

    def work(helper: Helper, policy: Policy) -> str:
        helper.call("render", policy)
        return policy.id

    found: Iterator[tuple[int, str]] = each(copy("stopped"), POLICIES, 2, work, on_helpers=helpers.extend)
    assert next(found)[1] in NAMES
    assert isinstance(helpers, list)
    assert any(helper.pid for helper in helpers)
    found.close()  # type: ignore[attr-defined]
    assert not any(helper.pid for helper in helpers)


@pytest.mark.parametrize(("jobs", "policies", "expected"), [(1, 4, 1), (3, 4, 3), (9, 2, 2), (None, 4, 1), (2, 0, 1)])
def test_helpers_are_started_where_there_is_enough_to_do(filled: Path, jobs: int | None, policies: int, expected: int) -> None:
    assert helpers_for(opened(filled), POLICIES[:policies], jobs) == expected


def test_by_default_there_is_one_for_each_processor(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WORTH", 10)
    monkeypatch.setattr(pool, "cores", lambda: 3)
    assert helpers_for(opened(filled), POLICIES, None) == 3


def test_the_longest_histories_are_begun_first(copy: Callable[[str], MonitorContext]) -> None:
    begun: list[str] = []
    for _ in each(copy("order"), POLICIES, 1, lambda helper, policy: begun.append(policy.id)):
        pass
    assert begun == ["alder", "cedar", "birch", "elder"]


def test_an_index_beside_reuses_what_the_index_has(copy: Callable[[str], MonitorContext], tmp_path: Path) -> None:
    from dataclasses import replace

    from monitor.pipeline.scratch import ScratchIndex

    context = copy("reused")

    class Never:
        """An analysis that is not needed."""

        limits = None

        def read(self, *_: object, **__: object) -> None:
            raise AssertionError

        compare = read

    beside = ScratchIndex(tmp_path / "beside.sqlite", context.index, context.archive, "alder", reuse=True)
    found: Sequence[object] = derive(replace(context, index=beside, analysis=Never()), POLICIES[0]) or ()  # type: ignore[arg-type]
    assert len(found) == 3
