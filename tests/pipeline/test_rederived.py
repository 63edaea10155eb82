"""What is compared with what the snapshots give, and what can't be compared, which is told and is no fault."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.text.shingles import shingles
from monitor.core.text.tokens import words_or_characters
from monitor.model import Policy, ReviewDecision, Severity
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.rederived import Findings, compare_policy
from tests.cli.conftest import BROKEN, policy_page
from tests.pipeline.pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, START, WALL, World, open_world, run
from tests.pipeline.test_stopped_readings import HEAVY, Limited
from tests.sampling import sampled


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def context(tmp_path: Path, world: World) -> MonitorContext:
    """Versions, a refused page and a doubtful one."""
    context = open_world(tmp_path / "home", world)
    for body in (policy_page(), policy_page(sharing=BROKEN), WALL, DOUBTFUL, policy_page(sharing=BROKEN)):
        run(context, world, body)
    return context


def compare(context: MonitorContext, tmp_path: Path, policy: Policy = POLICY) -> Findings:
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return compare_policy(context, policy, scratch)


def test_what_was_derived_is_what_the_snapshots_give(context: MonitorContext, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in context.reports.parent.rglob("*") if path.is_file()}
    found = compare(context, tmp_path)
    assert (found.faults, found.notes, found.compared) == ([], [], True)
    assert {path: path.read_bytes() for path in context.reports.parent.rglob("*") if path.is_file()} == before, "nothing is written"


def test_a_policy_without_snapshots_has_nothing_to_compare(context: MonitorContext, tmp_path: Path) -> None:
    found = compare(context, tmp_path, replace(POLICY, id="sorrel"))
    assert (found.faults, found.notes, found.compared) == ([], [], False)


AHEAD, NO_BATTERY = timedelta(days=30), datetime(1970, 1, 1, 0, 17, tzinfo=UTC) - START


@pytest.mark.parametrize("shift", sampled([AHEAD, NO_BATTERY, -timedelta(days=3)], 3), ids=["ahead", "1970", "behind"])
def test_a_history_with_a_wrong_clock_is_what_its_snapshots_give(
    context: MonitorContext, world: World, tmp_path: Path, shift: timedelta
) -> None:
    """A clock without battery once made `verify` call 27 pages and texts of an untouched store altered."""
    right = world.at
    world.at = right + shift
    run(context, world, policy_page(retention="Your account information is deleted after 20 months."), days=0)
    world.at = right
    for number in (21, 22):
        run(context, world, policy_page(retention=f"Your account information is deleted after {number} months."))
        found = compare(context, tmp_path)
        # A page made under the wrong date stays for those who linked to it, and is noted.
        assert (found.faults, found.compared) == ([], True)


@pytest.mark.parametrize("shift", [AHEAD, NO_BATTERY], ids=["ahead", "1970"])
def test_a_decision_under_a_wrong_clock_is_what_its_snapshots_give(
    context: MonitorContext, world: World, tmp_path: Path, shift: timedelta
) -> None:
    """The page is doubtful while the clock is wrong, somebody accepts it, and the clock is set right."""
    right = world.at
    world.at = right + shift
    run(context, world, DOUBTFUL.replace(b"Larkspur", b"Larkspur Books"), days=0)
    doubtful = context.archive.records("larkspur")[-1]
    context.archive.record_decision("larkspur", ReviewDecision(doubtful.sha256, doubtful.captured_at, True, world.now()))
    world.at = right
    run(context, world, policy_page(sharing=BROKEN))
    found = compare(context, tmp_path)
    assert (found.faults, found.compared) == ([], True)


def test_a_ledger_that_grew_since_is_compared_at_its_old_length(context: MonitorContext, world: World, tmp_path: Path) -> None:
    """As after a kill between a snapshot and its derivation, or while a history is imported."""
    for n in range(3):
        kept = world.fetch("larkspur", f"https://larkspur.example/{n}")
        context.archive.keep(kept.snapshot, kept_at=world.now())
    found = compare(context, tmp_path)
    assert (found.faults, found.compared) == ([], True)


def test_texts_that_a_killed_process_wrote_before_the_index_are_no_fault(context: MonitorContext, world: World, tmp_path: Path) -> None:
    """As after a kill between the texts of an import and the index."""
    stored = {path: path.read_bytes() for path in context.archive.root.glob("index.sqlite*")}
    context.index.close()
    run(context, world, policy_page(retention="We keep your orders for nine years."))
    for path in context.archive.root.glob("index.sqlite*"):
        path.unlink()
    for path, content in stored.items():
        path.write_bytes(content)
    found = compare(context, tmp_path)
    assert (found.faults, found.compared) == ([], True)


def test_a_text_that_somebody_planted_is_a_fault_even_then(context: MonitorContext, world: World, tmp_path: Path) -> None:
    kept = world.fetch("larkspur", "https://larkspur.example/later")
    context.archive.keep(kept.snapshot, kept_at=world.now())
    folder = context.archive.root / context.archive.folder("larkspur") / "text"
    text = sorted(folder.glob("*.md"))[0]
    (folder / "20990101000000.md").write_bytes(text.read_bytes())
    assert compare(context, tmp_path).faults == [
        f"{folder / '20990101000000.md'} is the text of no version; `policy-monitor report --rederive` removes it"
    ]


def test_other_settings_are_told(context: MonitorContext, tmp_path: Path) -> None:
    found = compare(context, tmp_path, replace(POLICY, threshold=Severity.CRITICAL))
    assert (found.faults, found.compared) == ([], False)
    assert "derived by another version of policy-monitor or with other settings" in found.notes[0]


@pytest.mark.parametrize("newest", [GOOD, BAD])
def test_a_ledger_that_lost_lines_is_not_put_down_to_the_settings(
    context: MonitorContext, world: World, tmp_path: Path, newest: bytes
) -> None:
    """Whether the last line was of a new version or of one that is still in force."""
    run(context, world, newest)
    ledger = context.archive.root / context.archive.folder("larkspur") / "ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    ledger.with_name("ledger.head").unlink()
    found = compare(context, tmp_path)
    assert not found.compared
    assert found.notes == [
        "larkspur: its history has snapshots that its ledger no longer has, so it was not compared; see the faults below"
    ]


def test_another_engine_is_told(context: MonitorContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.derive.ENGINE_VERSION", "another")
    assert compare(context, tmp_path).notes[0].startswith("larkspur: its history was derived by another version")


def test_an_index_that_was_deleted_is_told(context: MonitorContext, tmp_path: Path) -> None:
    context.index.clear()
    found = compare(context, tmp_path)
    assert found.faults == []
    assert "not derived yet" in found.notes[0]


def test_pages_of_another_renderer_are_told(context: MonitorContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.publish.renderer_digest", lambda: "another")
    found = compare(context, tmp_path)
    assert (found.faults, found.compared) == ([], True)
    assert found.notes == ["larkspur: its pages are outdated, so they were not compared; `policy-monitor report` renders them again"]


def test_pages_that_were_being_rendered_are_told(context: MonitorContext, tmp_path: Path) -> None:
    (context.reports / "larkspur/.rendered").unlink()
    (context.reports / "larkspur/current.html").write_text("half")
    found = compare(context, tmp_path)
    assert found.faults == []
    assert "outdated" in found.notes[0]


def test_reports_may_be_deleted(context: MonitorContext, tmp_path: Path) -> None:
    shutil.rmtree(context.reports)
    found = compare(context, tmp_path)
    assert (found.faults, found.notes, found.compared) == ([], [], True)


def test_how_the_checks_go_is_not_compared(context: MonitorContext, world: World, tmp_path: Path) -> None:
    context.state.record_failure("larkspur", at=world.now(), reason="timeout", says="no answer", retry_at=None)
    assert compare(context, tmp_path).faults == []


def test_the_text_of_lost_bytes_is_taken_from_the_index(context: MonitorContext, tmp_path: Path) -> None:
    """They can't be read again; that they are lost is a fault of its own."""
    record = context.archive.records("larkspur")[0]
    (context.archive.root / record.path).unlink()
    found = compare(context, tmp_path)
    assert (found.faults, found.compared) == ([], True)


def test_a_page_of_versions_that_no_longer_follow_each_other_is_counted(context: MonitorContext, tmp_path: Path) -> None:
    page = next((context.reports / "larkspur").glob("*--*.html"))
    old = page.read_text().split('name="fingerprint" content="')
    text = 'name="fingerprint" content="superseded"'.join([old[0], old[1].partition('"')[2]])
    (context.reports / "larkspur/20200101000000--20200202000000.html").write_text(text)
    found = compare(context, tmp_path)
    assert found.faults == []
    assert "1 of its pages compares versions that no longer follow each other" in found.notes[0]


def test_a_damaged_ledger_is_a_fault(context: MonitorContext, tmp_path: Path) -> None:
    (context.archive.root / "larkspur/ledger.jsonl").write_text("{\n")
    assert "line 1 is damaged" in compare(context, tmp_path).faults[0]


# --- what was stopped by limits --------------------------------------------------------------------------------------


def _limited_world(tmp_path: Path, limited: Limited) -> MonitorContext:
    """A policy whose second version is HEAVY."""
    world = World()
    context = open_world(tmp_path / "limited", world, analysis=limited)
    run(context, world)
    run(context, world, HEAVY)
    return context


@pytest.mark.parametrize("comparing", [True, False])
def test_what_was_stopped_then_and_takes_long_now_is_no_fault(tmp_path: Path, *, comparing: bool) -> None:
    limited = Limited(comparing=comparing)
    context = _limited_world(tmp_path, limited)
    limited.slow = True  # only a first try is stopped: this time it comes to its end
    found = compare_policy(context, POLICY, tmp_path / "scratch")
    assert (found.faults, found.compared) == ([], True)
    assert "was not tried again; `policy-monitor report --rederive` does so" in found.notes[0]


@pytest.mark.parametrize("comparing", [True, False])
def test_what_is_stopped_again_is_no_fault(tmp_path: Path, *, comparing: bool) -> None:
    context = _limited_world(tmp_path, Limited(comparing=comparing))
    found = compare_policy(context, POLICY, tmp_path / "scratch")
    assert (found.faults, found.compared) == ([], True)


@pytest.mark.parametrize("comparing", [True, False])
def test_what_is_stopped_only_now_is_told(tmp_path: Path, *, comparing: bool) -> None:
    limited = Limited(comparing=comparing, mended=True)
    context = _limited_world(tmp_path, limited)
    limited.mended = False
    found = compare_policy(context, POLICY, tmp_path / "scratch")
    assert (found.faults, found.compared) == ([], False)
    assert "was stopped by the limits now and not when they were stored" in found.notes[0]


@pytest.mark.parametrize("comparing", [True, False])
def test_what_takes_a_moment_was_never_stopped(tmp_path: Path, *, comparing: bool) -> None:
    """Somebody who notes in the index that a snapshot was too much hides what it says."""
    limited = Limited(comparing=comparing)
    context = _limited_world(tmp_path, limited)
    limited.mended = True
    assert compare_policy(context, POLICY, tmp_path / "scratch").faults


def test_nothing_of_the_texts_stays_in_memory(context: MonitorContext, tmp_path: Path) -> None:
    compare(context, tmp_path)
    assert words_or_characters.cache_info().currsize == shingles.cache_info().currsize == 0
