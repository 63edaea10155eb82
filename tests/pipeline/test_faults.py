"""A fault of this machine stops only what it concerns, is told once, and is over when a cycle goes without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import DatabaseDamaged, DeliveryError, StoreError
from monitor.model import NoticeKind
from monitor.pipeline.attention import faults_now, needs_attention
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.faults import attempt, clock_says, mending, said
from monitor.pipeline.health import HEALTH, health_of
from monitor.pipeline.outcome import CycleReport
from monitor.store.incidents import ClockJump, OpenFault
from tests.pipeline.pipeline_world import BAD, GOOD, World, open_world, policies_on, run
from tests.sampling import sampled

DAY = timedelta(days=1)
OTHER = GOOD.replace(b"12 months", b"24 months")
THIRD = GOOD.replace(b"12 months", b"36 months")


def in_its_place(path: Path, *, folder: bool) -> Callable[[], None]:
    """Puts a folder in the place of a file, or a file in the place of a folder; the result undoes it."""
    aside = path.with_name(f"{path.name}.aside")
    path.rename(aside)
    path.mkdir() if folder else path.write_text("in the way")

    def mend() -> None:
        path.rmdir() if folder else path.unlink()
        aside.rename(path)

    return mend


@pytest.mark.parametrize(
    ("name", "folder"), sampled([("ledger.jsonl", True), ("raw", False), ("ledger.head", True), ("raw/2026", False)], 2, rows=True), ids=str
)
def test_one_policys_folder_concerns_that_policy_alone(tmp_path: Path, world: World, name: str, folder: bool) -> None:
    context = open_world(tmp_path, world, policies=policies_on("a", "b", "c"))
    run(context, world)
    mend = in_its_place(context.archive.root / "b-0" / name, folder=folder)
    for told in ([NoticeKind.FAULT], []):
        world.notices.clear()
        report = run(context, world, BAD)
        assert [(one.policy, one.reason) for one in report.failed] == [("b-0", "store-fault")]
        assert [(fault.place, fault.serious) for fault in report.faults] == [("policy b-0", False)]
        assert world.notices == told, "one notice, not one per cycle"
    assert len(world.sent) == 2, "the others alerted"
    assert [one["place"] for one in health_of(context)["faults"]] == ["policy b-0"]
    assert not health_of(context)["ok"]
    assert "policy b-0: " in needs_attention(context)[0]
    assert "policy b-0: " in (context.reports / "index.html").read_text()
    mend()
    report = run(context, world, BAD, days=2)
    assert (report.failed, report.faults, world.notices) == ([], [], [NoticeKind.FAULT_OVER])
    assert len(world.sent) == 3, "what was missed is told now"
    assert health_of(context)["ok"]
    assert needs_attention(context) == []


def test_derived_texts_that_cannot_be_written_keep_no_alert_back(context: MonitorContext, world: World) -> None:
    run(context, world)
    mend = in_its_place(context.archive.root / "larkspur/text", folder=False)
    report = run(context, world, BAD)
    assert [(fault.place, fault.serious) for fault in report.faults] == [("texts", False)]
    assert (len(world.sent), report.failed) == (1, [])
    mend()
    assert run(context, world).faults == []
    assert len(list((context.archive.root / "larkspur/text").iterdir())) == 2, "they are derived again"


@pytest.mark.parametrize(
    ("name", "folder"), sampled([("", False), ("roots.jsonl", True), ("ledger.jsonl", True), ("writing.json", True)], 2, rows=True)
)
def test_a_record_that_cannot_be_written_keeps_nothing_back(context: MonitorContext, world: World, name: str, folder: bool) -> None:
    run(context, world)
    run(context, world, BAD)
    context.archive.roots.log(context.now())
    mend = in_its_place(context.archive.root / ".record" / name, folder=folder)
    report = run(context, world, OTHER)
    assert [(fault.place, fault.serious) for fault in report.faults] == [("record", False)]
    assert (len(report.new_versions), len(world.sent), report.failed) == (1, 2, [])
    assert run(context, world).faults, "it is told as long as it lasts"
    mend()
    assert run(context, world).faults == []


def test_pages_behind_a_link_keep_no_alert_back(context: MonitorContext, world: World, tmp_path: Path) -> None:
    run(context, world)
    pages = context.reports / "larkspur"
    pages.rename(tmp_path / "elsewhere")
    before = {path.name: path.read_bytes() for path in (tmp_path / "elsewhere").iterdir()}
    pages.symlink_to(tmp_path / "elsewhere")
    report = run(context, world, BAD)
    assert ([fault.place for fault in report.faults], len(world.sent), report.failed) == (["reports"], 1, [])
    assert {path.name: path.read_bytes() for path in (tmp_path / "elsewhere").iterdir()} == before
    pages.unlink()
    assert run(context, world).faults == []
    assert (pages / "index.html").is_file()


def test_a_folder_named_like_a_half_written_page_disturbs_nothing(context: MonitorContext, world: World) -> None:
    run(context, world)
    (context.reports / ".index.html.x.part").mkdir()
    assert run(context, world, BAD).faults == []


def test_a_health_file_that_cannot_be_written_is_a_fault(context: MonitorContext, world: World) -> None:
    run(context, world)
    in_its_place(context.archive.root / HEALTH, folder=True)
    report = run(context, world, BAD)
    assert ([fault.place for fault in report.faults], len(world.sent)) == (["health.json"], 1)
    assert world.notices == [NoticeKind.FAULT]


def test_a_state_that_cannot_be_written_keeps_versions_and_leaves_the_alerts_to_the_next_cycle(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(context, world)
    with monkeypatch.context() as patch:
        for write in ("record_success", "record_failure", "advance_alert_cursor", "note_clock", "replace_faults"):
            patch.setattr(context.state, write, lambda *a, **k: (_ for _ in ()).throw(StoreError("state.sqlite: no space left")))
        report = run(context, world, BAD)
    assert any(fault.serious for fault in report.faults)
    assert (len(context.archive.records("larkspur")), world.sent) == (2, [])
    run(context, world)
    assert len(world.sent) == 1


def test_a_check_that_concerns_other_policies_says_nothing_about_a_fault(tmp_path: Path, world: World) -> None:
    tracked = policies_on("a", "b")
    context = open_world(tmp_path, world, policies=tracked)
    run(context, world)
    in_its_place(context.archive.root / "b-0/ledger.jsonl", folder=True)
    run(context, world)
    world.at += DAY
    run_cycle(context, tracked[:1])
    assert [fault.place for fault in context.state.open_faults()] == ["policy b-0"]
    run_cycle(context, ())
    assert world.notices == [NoticeKind.FAULT]


def test_a_cycle_that_ends_before_a_policy_was_checked_says_nothing_about_its_fault(context: MonitorContext, world: World) -> None:
    policy = context.policies[0]
    open_fault = OpenFault(f"policy {policy.id}", world.at, "its folder can't be read")
    context.state.replace_faults([], [open_fault], None, [], now=world.at)
    run_cycle(context, context.policies, stop=lambda: True)
    assert context.state.open_faults() == [open_fault]
    assert world.notices == []


def test_the_words_of_a_fault_may_change_while_its_beginning_stays(context: MonitorContext, world: World) -> None:
    run(context, world)
    mend = in_its_place(context.archive.root / "larkspur/ledger.jsonl", folder=True)
    run(context, world, BAD)
    (before,) = context.state.open_faults()
    mend()
    (context.archive.root / "larkspur/ledger.jsonl").write_bytes(b"no ledger\n")
    run(context, world)
    (after,) = context.state.open_faults()
    assert (after.since, after.says != before.says) == (before.since, True)
    assert world.notices == [NoticeKind.FAULT]


def test_status_finds_faults_that_no_cycle_met_yet(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world, policies=policies_on("a", "b"))
    run(context, world)
    assert list(faults_now(context)) == []
    in_its_place(context.archive.root / "b-0/ledger.jsonl", folder=True)
    context.index.close()
    context.index.path.write_bytes(b"no database" * 999)
    assert [place for place, _ in faults_now(context)] == ["index.sqlite", "policy b-0"]


# --- mending ---------------------------------------------------------------------------------------------------------


def test_a_database_that_stays_damaged_is_given_up(context: MonitorContext, world: World) -> None:
    run(context, world)

    def damaged() -> None:
        raise DatabaseDamaged("index.sqlite: file is not a database", path=context.index.path)

    report = CycleReport()
    with pytest.raises(DatabaseDamaged):
        mending(context, report, damaged)
    assert attempt(context, report, "index", damaged) is None
    assert [fault.place for fault in report.faults] == ["index.sqlite", "index"]


def test_a_state_without_a_copy_alerts_to_the_last_days_alone(context: MonitorContext, world: World) -> None:
    """An alert of the last days may still have waited for its channel; the older ones are decided."""
    run(context, world)
    run(context, world, BAD)
    run(context, world, OTHER, days=10)
    run(context, world, THIRD, days=10)
    for path in context.archive.root.glob("state.*"):
        path.unlink()
    world.sent.clear()
    run(context, world)
    assert len(world.sent) == 1, "the one of yesterday"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "reports/index.html"), "reports/index.html: No space left on device"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (StoreError("one\ntwo"), "one"),
        (ValueError(), "ValueError"),
    ],
)
def test_an_error_is_said_in_one_line(error: Exception, words: str) -> None:
    assert said(error) == words


# --- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_that_was_ahead_once_loses_no_alert_and_is_told(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD, days=30)
    world.at -= 30 * DAY
    report = run(context, world, OTHER)
    assert "the clock jumped back" in (report.clock or "")
    assert [new.version.captured_at for new in report.new_versions] == [world.at], "the version of the wrong clock is not new again"
    assert run(context, world, THIRD).clock is None, "told once"
    assert len(world.sent) == 3
    entries = context.index.entries("larkspur")
    assert [entry.version.captured_at for entry in entries] == sorted(entry.version.captured_at for entry in entries)
    assert entries[-1].version.last_seen == world.at
    assert any("The clock was wrong when this was captured: it said 2026-02-01" in note for note in entries[1].version.document.notes)
    assert b"36 months" in (context.reports / "larkspur/current.html").read_bytes()
    health = json.loads((context.archive.root / HEALTH).read_text())
    assert (health["ok"], "jumped back" in health["clock"]["says"]) == (False, True)
    assert any("clock: " in says for says in needs_attention(context))
    run(context, world, days=2)
    assert (health_of(context)["clock"], health_of(context)["ok"], needs_attention(context)) == (None, True, [])
    assert world.notices == []


def test_an_unchanged_page_that_was_captured_ahead_is_captured_again(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD, days=30)
    world.at -= 30 * DAY
    run(context, world)
    (newest,) = [entry.version for entry in context.index.entries("larkspur")][1:]
    assert (newest.captured_at, newest.last_seen) == (world.at - timedelta(seconds=1), world.at)
    held = len(context.archive.records("larkspur"))
    run(context, world)
    assert len(context.archive.records("larkspur")) == held, "once is enough"


def test_a_failed_check_ahead_of_time_does_not_hold_the_next_ones_back(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.error = ValueError("no answer")
    for _ in range(3):
        run(context, world, days=2)
    world.at -= 5 * DAY
    world.error = None
    assert run_cycle(context, context.policies, force=False).failed == []


def test_a_mail_that_failed_ahead_of_time_is_due_when_the_clock_is_right(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = DeliveryError("busy", channel="console")
    run(context, world, BAD, days=30)
    world.at -= 29 * DAY
    world.refusal = None
    report = run(context, world, days=0)
    assert ([alert.delivered for alert in report.alerts], len(world.sent)) == ([["console"]], 1)


def test_a_clock_without_battery_changes_no_date_that_is_right(context: MonitorContext, world: World) -> None:
    run(context, world)
    right, world.at = world.at, datetime(1970, 1, 1, tzinfo=UTC)
    assert "set it" in (run(context, world, BAD, days=0).clock or "")
    world.at = right
    assert run(context, world, OTHER).clock is None
    assert len(world.sent) == 2
    times = [entry.version.captured_at for entry in context.index.entries("larkspur")]
    assert times == sorted(times)
    assert times[0] == right


@pytest.mark.parametrize(
    ("jump", "words"),
    [
        (
            ClockJump(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 4, tzinfo=UTC)),
            "the clock jumped back: it says 2026-06-01T00:00:00Z",
        ),
        (ClockJump(datetime(1970, 6, 1, tzinfo=UTC), datetime(2026, 6, 4, tzinfo=UTC)), "set it (timedatectl set-ntp true)"),
        (ClockJump(datetime(2090, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)), "ahead, or nothing was checked for 23376 days"),
    ],
)
def test_each_jump_has_its_words(jump: ClockJump, words: str) -> None:
    assert words in clock_says(jump)
