"""What an audit pack says, gathered from a real store."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import SourceError
from monitor.export.audit.report import AuditedPolicy, AuditReport, CheckOutcome, WeekStanding
from monitor.model import Policy, Rejection, ReviewDecision, ReviewState, ScreenStatus, SnapshotRecord, Verdict
from monitor.pipeline import reviews
from monitor.pipeline.audit import audit_report, judged_checks
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.refresh import refresh
from monitor.store.archive import SnapshotArchive
from monitor.store.check_log import LoggedCheck, monday
from monitor.store.ledger import parse_line

from .pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, START, WALL, World, open_world, run

DAY = timedelta(days=1)
FIRST = monday(START)
"""1 January 2026 is a Thursday."""


def report(context: MonitorContext, days: float = 34, start: datetime = FIRST) -> AuditReport:
    return audit_report(context, context.policies, start, start + days * DAY)


def policy(context: MonitorContext, days: float = 34, start: datetime = FIRST) -> AuditedPolicy:
    (one,) = report(context, days, start).policies
    return one


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """Weeks with a first version, nothing, a change, a page that can't be had, and a wall in its place."""
    home, world = tmp_path_factory.mktemp("original"), World()
    context = open_world(home, world)
    # The first cycle is on Friday.
    for day in range(28):
        world.error = SourceError("no answer", reason="unreachable") if 17 <= day < 24 else None
        run(context, world, GOOD if day < 12 else BAD if day < 24 else WALL)
    context.index.close()
    context.state.close()
    return home, world


@pytest.fixture
def month(original: tuple[Path, World], tmp_path: Path, world: World) -> MonitorContext:
    """A copy of it."""
    home, before = original
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    world.at, world.body, world.sent = before.at, before.body, list(before.sent)
    return open_world(tmp_path, world)


def test_quiet_weeks_changes_and_gaps(month: MonitorContext) -> None:
    one = policy(month)
    assert [(week.standing.value, week.says) for week in one.weeks] == [
        ("changed", "Checked 3 times: first version on record."),
        ("unchanged", "Checked 7 times, nothing changed."),
        ("changed", "Checked 7 times: 1 change."),
        ("gap", "GAP: no successful check. 7 checks failed (unreachable)."),
        ("gap", "GAP: no successful check. 4 checks showed no policy (error-page)."),
    ]
    assert (len(one.checks), one.count(CheckOutcome.ANSWERED)) == (28, 17)


def test_a_page_that_shows_a_wall_is_no_look_at_the_policy(month: MonitorContext) -> None:
    last = policy(month).weeks[-1]
    assert (last.answered, last.no_policy) == (0, 4)


def test_versions_reviews_and_rejected_captures_of_the_period(month: MonitorContext) -> None:
    change = list(reviews.reviewed_changes(month, POLICY))[-1]
    reviews.record_reviews(month, [change], ReviewState.ESCALATED, by="Kim", note=None)
    one = policy(month, 60)
    assert [version.severity.value for version in one.versions] == ["none", "critical"]
    assert one.versions[1].before == one.versions[0].entry
    assert [given.review.by for given in one.reviews] == ["Kim"]
    assert (one.unreviewed, len(one.rejected) > 0) == (0, True)
    later = policy(month, 60, change.entry.version.captured_at + DAY)
    assert (later.versions, later.in_force_before) == ([], change.entry)
    assert [given.review.by for given in later.reviews] == ["Kim"], "it was given in that period"


def test_the_ledger_lines_of_the_period_are_a_chain(month: MonitorContext) -> None:
    found = report(month, 60)
    (part,) = (one for one in found.ledgers if one.name == "larkspur")
    assert part.first == 1
    assert list(part.lines) == month.archive.ledger_lines("larkspur")
    later = report(month, 60, START + 3 * DAY)
    (part,) = (one for one in later.ledgers if one.name == "larkspur")
    assert part.first > 1
    assert [parse_line(line)["sequence"] for line in part.lines] == list(range(part.first, part.first + len(part.lines)))
    assert report(month, 5, START + 900 * DAY).ledgers == []


def test_roots_are_those_of_the_period_and_the_one_before(month: MonitorContext) -> None:
    logged = month.archive.roots.logged()
    found = report(month, 60)
    assert [(one.at, one.root, one.lines) for one in found.roots] == logged
    later = report(month, 60, logged[0][0] + DAY)
    assert later.root_before is not None
    assert later.root_before.root == logged[0][1]
    assert found.root_now is not None
    assert found.root_now.root == month.archive.roots.current().root


def test_a_period_that_is_not_over_says_so(month: MonitorContext) -> None:
    assert report(month, 5).unfinished_on is None
    assert report(month, 400).unfinished_on == month.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert len(policy(month, 400).weeks) == 5, "weeks that have not begun are no gaps"


def test_histories_that_are_not_tracked_are_named_unless_policies_were_chosen(month: MonitorContext) -> None:
    (month.archive.root / "oak").mkdir()
    (month.archive.root / "oak" / "ledger.jsonl").write_text("")
    assert report(month).untracked == ["oak"]
    assert audit_report(month, month.policies, FIRST, FIRST + DAY, tags=("eu",)).untracked == []
    assert audit_report(month, month.policies, FIRST, FIRST + DAY, only=True).untracked == []


def test_a_damaged_ledger_is_the_policys_own_fault(month: MonitorContext) -> None:
    (month.archive.root / "larkspur" / "ledger.jsonl").write_text("{\n")
    one = policy(month)
    assert "line 1 is damaged" in str(one.fault)
    assert "larkspur" not in {part.name for part in report(month).ledgers}


def test_the_store_is_only_read(month: MonitorContext) -> None:
    before = {path: path.read_bytes() for path in month.archive.root.rglob("*") if path.is_file() and "sqlite" not in path.name}
    assert report(month) == report(month)
    assert {path: path.read_bytes() for path in month.archive.root.rglob("*") if path.is_file() and "sqlite" not in path.name} == before


def test_nothing_is_known_before_checks_were_logged(month: MonitorContext) -> None:
    with month.state.transaction() as db:
        db.execute("delete from check_log")
    one = policy(month)
    assert (one.checks, report(month).checks_logged_since) == ([], None)
    assert {week.standing for week in one.weeks} <= {WeekStanding.UNLOGGED, WeekStanding.CHANGED}


# --- single checks ---------------------------------------------------------------------------------------------------


def record(day: float, url: str = "https://a.example/", source: str = "live") -> SnapshotRecord:
    at = START + day * DAY
    return SnapshotRecord("a", int(day) + 1, url, at, at, source, f"{day}", 1, "a/raw/x")


@pytest.mark.parametrize("reason", ["reader-cpu", "not-compared", "internal"])
def test_a_page_that_was_fetched_and_could_not_be_read_is_one_failed_check(reason: str) -> None:
    logged = [LoggedCheck(START), LoggedCheck(START + timedelta(minutes=2), reason), LoggedCheck(START + DAY)]
    found = list(judged_checks(logged, [record(0)], []))
    assert [(one.outcome, one.reason) for one in found] == [(CheckOutcome.FAILED, reason), (CheckOutcome.ANSWERED, None)]


def test_a_failure_much_later_or_of_the_fetch_is_a_check_of_its_own() -> None:
    logged = [
        LoggedCheck(START),
        LoggedCheck(START + timedelta(hours=2), "internal"),
        LoggedCheck(START + DAY),
        LoggedCheck(START + DAY, "dns"),
    ]
    found = list(judged_checks(logged, [record(0)], []))
    assert [one.outcome.value for one in found] == ["answered", "failed", "answered", "failed"]


def test_captures_from_archives_say_nothing_about_checks() -> None:
    found = list(judged_checks([LoggedCheck(START + DAY)], [record(0, source="wayback")], []))
    assert [one.outcome for one in found] == [CheckOutcome.ANSWERED]
    assert list(judged_checks([], [record(0)], [])) == []


# --- stores of other kinds -------------------------------------------------------------------------------------------


def test_a_paused_policy_is_not_watched_and_its_weeks_are_no_gaps(month: MonitorContext, world: World) -> None:
    world.at += 21 * DAY
    paused = replace(month, policies=(replace(POLICY, paused=True, live=False),))
    last = policy(paused, 55).weeks[-1]
    assert (last.standing, last.says) == (WeekStanding.NOT_WATCHED, "Not watched: known from archives only, or paused.")
    assert policy(month, 55).weeks[-1].says == "GAP: no successful check. No check was made."


def test_a_policy_that_was_never_checked_has_a_part_all_the_same(month: MonitorContext) -> None:
    new = Policy("oak", "Oak", urls=("https://oak.example/",))
    both = audit_report(month, (*month.policies, new), FIRST, FIRST + 34 * DAY)
    oak = both.policies[1]
    assert (oak.tracked_since, oak.in_force_before, oak.versions, oak.checks) == (None, None, [], [])
    assert {week.standing for week in oak.weeks} == {WeekStanding.BEFORE}


def test_a_renamed_policy_keeps_its_checks_its_reviews_and_its_ledger(month: MonitorContext) -> None:
    change = list(reviews.reviewed_changes(month, POLICY))[-1]
    reviews.record_reviews(month, [change], ReviewState.ACCEPTED, by="Kim", note=None)
    before = policy(month, 60)
    month.state.copy_policy("larkspur", "lark")
    month.state.forget_policy("larkspur")
    renamed = replace(POLICY, id="lark")
    archive = SnapshotArchive(month.archive.root, folders={"lark": "larkspur"})
    after_rename = replace(month, archive=archive, policies=(renamed,))
    refresh(after_rename, [renamed])
    found = report(after_rename, 60)
    (one,) = found.policies
    assert (one.folder, one.checks) == ("larkspur", before.checks)
    assert [given.review.by for given in one.reviews] == ["Kim"]
    assert [part.name for part in found.ledgers] == [".record", "larkspur"]
    assert [week.standing for week in one.weeks] == [week.standing for week in before.weeks]


def test_packing_and_deriving_again_change_nothing(month: MonitorContext) -> None:
    before = report(month, 60)
    for _ in month.archive.pack("larkspur"):
        pass
    refresh(month, [POLICY], rederive=True)
    after = report(month, 60)
    assert after.policies == before.policies
    assert after.ledgers == before.ledgers


def test_a_document_of_two_pages_of_which_one_shows_a_wall(month: MonitorContext) -> None:
    records = [record(0, "https://a.example/1"), record(0, "https://a.example/2"), record(3, "https://a.example/2")]
    rejected = [
        Rejection("a", records[2].captured_at, "live", "3", records[2].url, None, Verdict(ScreenStatus.REFUSED, "bot-wall", "A wall."))
    ]
    logged = [LoggedCheck(START + day * DAY) for day in (0, 2, 3, 9)]
    found = list(judged_checks(logged, records, rejected))
    assert [(one.outcome.value, one.reason) for one in found] == [
        ("answered", None),
        ("answered", None),
        ("no policy", "bot-wall"),
        ("no policy", "bot-wall"),
    ]


def test_a_quarantined_page_is_no_look_at_the_policy_until_it_is_accepted(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    run(context, world, DOUBTFUL)
    checks = policy(context).checks
    assert [one.outcome.value for one in checks] == ["answered", "no policy"]
    (rejected,) = context.index.rejections("larkspur")
    decision = ReviewDecision(rejected.sha256, rejected.captured_at, accept=True, given_at=context.now())
    context.archive.record_decision("larkspur", decision)
    refresh(context, [POLICY])
    assert [one.outcome.value for one in policy(context).checks] == ["answered", "answered"]


def test_checks_on_the_edges_of_the_period_are_in_it(month: MonitorContext) -> None:
    (first, *_) = month.state.logged_checks("larkspur")
    exactly = audit_report(month, month.policies, first.at, first.at)
    assert [one.at for one in exactly.policies[0].checks] == [first.at]
    before = audit_report(month, month.policies, first.at - DAY, first.at - timedelta(microseconds=1))
    assert before.policies[0].checks == []


def test_a_review_whose_version_is_gone_is_still_in_the_pack(month: MonitorContext) -> None:
    change = list(reviews.reviewed_changes(month, POLICY))[-1]
    lost = replace(change, entry=replace(change.entry, version=replace(change.entry.version, sha256="f" * 64, captured_at=START + DAY / 7)))
    reviews.record_reviews(month, [lost], ReviewState.DISMISSED, by="Lee", note="a fault of the capture")
    (given,) = policy(month, 60).reviews
    assert (given.version_known, given.review.note, given.verdict_changed) == (False, "a fault of the capture", None)


def test_a_run_under_way_is_waited_for(month: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter(["1", "2", "2", "2"])
    monkeypatch.setattr("monitor.pipeline.audit._root_on_disk", lambda context: next(seen))
    done: list[tuple[int, int]] = []
    audit_report(month, month.policies, FIRST, FIRST + DAY, on_progress=lambda *step: done.append(step))
    assert done == [(1, 1), (1, 1)]
