"""A page whose reading or comparing is stopped is its policy's failure alone: told, tried again later, and never in the others' way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.meaning.uncompared import RULE
from monitor.errors import Abandoned, ReadingStopped
from monitor.model import Changelog, Document, ExtractionResult, Policy, ScreenStatus
from monitor.pipeline import policy_check, readability
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.derive import derive
from monitor.pipeline.health import health_of
from monitor.pipeline.notices import outage_of
from monitor.sources.interface import Fetched, Validators
from monitor.workers.analysis import InProcess
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, Archive, World, open_world, run, years

HEAVY = GOOD.replace(b"</main>", b"<p>HEAVY</p></main>")
"""Stands for a page that takes more than it may."""
SAYS = "Reading the page took more than 20 s of processor time and was stopped."


@dataclass
class Limited(InProcess):
    """Reads and compares in this process, and stops as told: a test may not depend on how fast the machine is."""

    slow: bool = False
    """Only a first try is stopped."""
    mended: bool = False
    """Nothing is stopped any more, as after a limit was raised."""
    comparing: bool = False
    """It is comparing that is stopped, and not reading."""
    abandoned: bool = False
    done: list[tuple[str, bool]] = field(default_factory=list)
    """What was asked for, and whether in a hurry."""
    in_a_hurry: bool = False

    @contextmanager
    def hurried(self) -> Iterator[None]:
        self.in_a_hurry = True
        yield
        self.in_a_hurry = False

    def read(self, body: bytes, **given: Any) -> ExtractionResult:
        self._asked("read", b"HEAVY" in body, stops=not self.comparing)
        return super().read(body, **given)

    def compare(self, old: Document, new: Document, **_: object) -> Changelog:
        self._asked("compare", "HEAVY" in new.text, stops=self.comparing)
        return super().compare(old, new)

    def _asked(self, what: str, heavy: bool, *, stops: bool) -> None:
        if self.abandoned:
            raise Abandoned("stopped")
        hurry, self.in_a_hurry = self.in_a_hurry, False
        self.done.append((f"{'heavy' if heavy else 'light'} {what}", hurry))
        self.in_a_hurry = hurry
        if heavy and stops and not self.mended and (hurry or not self.slow):
            self.in_a_hurry = False
            raise ReadingStopped(SAYS, reason="reader-cpu", hurried=hurry)


class Pages(World):
    """Pages by policy; the others show the world's body."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        super().__init__()
        self.bodies = dict(bodies)
        self.asked: list[str] = []

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched:
        self.asked.append(policy)
        answer = super().fetch(policy, url, validators=validators)
        return replace(answer, snapshot=replace(answer.snapshot, body=self.bodies.get(policy, self.body)))


ALDER, BIRCH, CEDAR = (Policy(name, name.title(), urls=(f"https://{name}.example/privacy",)) for name in ("alder", "birch", "cedar"))


@pytest.fixture
def pages() -> Pages:
    return Pages({})


@pytest.fixture
def limited() -> Limited:
    return Limited()


@pytest.fixture
def three(tmp_path: Path, pages: Pages, limited: Limited) -> MonitorContext:
    context = open_world(tmp_path, pages, policies=(ALDER, BIRCH, CEDAR), analysis=limited)
    run(context, pages)
    limited.done.clear()
    return context


def test_it_is_that_policys_failure_alone(three: MonitorContext, pages: Pages) -> None:
    pages.bodies["alder"] = HEAVY
    report = run(three, pages, BAD)
    assert [(f.policy, f.reason, f.says) for f in report.failed] == [("alder", "reader-cpu", SAYS)]
    assert [new.version.policy for new in report.new_versions] == ["birch", "cedar"]
    assert len(pages.sent) == 2
    assert [f["policy"] for f in health_of(three)["failing"]] == ["alder"]
    outage = outage_of(three, ALDER)
    assert outage is not None
    assert outage.says == SAYS
    assert readability.refusal(three, ALDER) is None  # what the page shows is not known


def test_its_bytes_are_kept_and_listed(three: MonitorContext, pages: Pages) -> None:
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    assert three.archive.read(three.archive.records("alder")[-1]) == HEAVY
    [rejection] = three.index.rejections("alder")
    assert (rejection.verdict.standing, rejection.verdict.reason, rejection.verdict.says) == (ScreenStatus.REFUSED, "reader-cpu", SAYS)
    assert len(three.index.entries("alder")) == 1


def test_the_others_come_first(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    limited.slow = True
    pages.bodies["alder"] = HEAVY
    report = run(three, pages, BAD)
    assert not report.failed
    assert [new.version.policy for new in report.new_versions] == ["alder", "birch", "cedar"]
    assert next(what for what, hurry in limited.done if not hurry) == "heavy read"
    assert ("heavy read", True) in limited.done
    assert limited.done.index(("heavy read", False)) > max(n for n, (what, _) in enumerate(limited.done) if what == "light compare")


def test_what_was_stopped_before_waits_for_the_others_at_once(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    limited.done.clear()
    run(three, pages, BAD)
    assert ("heavy read", True) not in limited.done
    assert limited.done[-1] == ("heavy read", False)


def test_it_is_tried_again_at_growing_intervals(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    pages.bodies["alder"] = HEAVY
    waits = []
    for _ in range(4):
        [failure] = run(three, pages).failed
        assert failure.retry_at is not None
        waits.append(failure.retry_at - pages.at)
    assert waits == [timedelta(minutes=15 * 2**n) for n in range(4)]
    check = three.state.check("alder")
    assert check.failures_in_row == 4
    assert check.failing_since is not None
    assert check.failing_since < pages.at


def test_between_tries_it_costs_nothing(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    run(three, pages)
    limited.done.clear()
    pages.asked.clear()
    pages.at += timedelta(minutes=5)
    report = run_cycle(three, three.policies, force=False)
    assert sorted(pages.asked) == ["birch", "cedar"]
    assert limited.done == []
    assert [f.policy for f in report.failed] == ["alder"]


def test_a_page_that_mends_is_read_at_once(three: MonitorContext, pages: Pages) -> None:
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    run(three, pages)
    pages.bodies["alder"] = BAD
    report = run(three, pages)
    assert not report.failed
    assert [new.version.policy for new in report.new_versions] == ["alder"]
    check = three.state.check("alder")
    assert (check.failures_in_row, check.retry_at) == (0, None)
    assert check.last_success == pages.at
    assert len(three.index.rejections("alder")) == 1


def test_after_a_limit_was_raised_the_same_bytes_are_read(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    limited.mended = True
    report = run(three, pages)
    assert [new.version.policy for new in report.new_versions] == ["alder"]
    assert three.index.rejections("alder") == []
    assert three.state.check("alder").failures_in_row == 0
    assert not run(three, pages).failed


def test_texts_that_cannot_be_compared_make_a_version_that_alerts(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    limited.comparing = True
    pages.bodies["alder"] = HEAVY
    report = run(three, pages)
    assert [(f.policy, f.reason) for f in report.failed] == [("alder", "not-compared")]
    assert [new.version.policy for new in report.new_versions] == ["alder"]
    assert len(pages.sent) == 1
    changelog = three.index.entries("alder")[-1].changelog
    assert changelog is not None
    assert [reason.rule for reason in changelog.changes[0].reasons] == [RULE]
    assert "not told" in (three.reports / report.new_versions[0].report).read_text()


def test_they_are_compared_again_and_nobody_is_alerted_twice(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    limited.comparing = True
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    assert three.state.check("alder").failures_in_row == 1
    run(three, pages)
    assert three.state.check("alder").failures_in_row == 2
    limited.mended = True
    assert not run(three, pages).failed
    changelog = three.index.entries("alder")[-1].changelog
    assert changelog is not None
    assert RULE not in [reason.rule for change in changelog.changes for reason in change.reasons]
    assert len(pages.sent) == 1
    assert three.state.check("alder").failures_in_row == 0


def test_a_later_text_is_compared_although_an_earlier_one_was_not(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    limited.comparing = True
    pages.bodies["alder"] = HEAVY
    run(three, pages)
    pages.bodies["alder"] = BAD
    report = run(three, pages)
    assert not report.failed
    assert [str(new.severity) for new in report.new_versions] == ["critical"]


def test_many_slow_pages_share_the_time_of_a_cycle(
    three: MonitorContext, pages: Pages, limited: Limited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_check, "LATE", -1.0)
    limited.slow = True
    pages.bodies["alder"] = pages.bodies["birch"] = HEAVY
    report = run(three, pages, BAD)
    assert [(f.policy, f.reason) for f in report.failed] == [("alder", "reader-time"), ("birch", "reader-time")]
    assert "other policies used all the time" in report.failed[0].says
    assert [new.version.policy for new in report.new_versions] == ["cedar"]
    monkeypatch.undo()
    assert [new.version.policy for new in run(three, pages).new_versions] == ["alder", "birch"]


def test_a_stop_leaves_the_rest_to_the_next_cycle(three: MonitorContext, pages: Pages, limited: Limited) -> None:
    limited.abandoned = True
    report = run(three, pages, BAD)
    assert not report.failed
    assert not report.new_versions
    limited.abandoned = False
    assert [new.version.policy for new in run(three, pages).new_versions] == ["alder", "birch", "cedar"]
    assert len(pages.sent) == 3


def test_an_error_of_the_engine_is_tried_again_at_growing_intervals_too(
    three: MonitorContext, pages: Pages, limited: Limited, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(old: object, new: object) -> object:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(limited, "compare", fails)
    pages.bodies["alder"] = BAD
    for tries in (1, 2, 3):
        assert [f.reason for f in run(three, pages).failed] == ["internal"]
        assert three.state.check("alder").failures_in_row == tries
    monkeypatch.undo()
    assert [new.version.policy for new in run(three, pages).new_versions] == ["alder"]
    assert three.state.check("alder").failures_in_row == 0


def test_of_a_past_the_other_captures_become_versions(tmp_path: Path) -> None:
    limited = Limited()
    context = open_world(tmp_path, World(), analysis=limited)
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2013, 2014), (GOOD, HEAVY, BAD), strict=True))))
    assert [version.captured_at for version in derive(context, POLICY) or []] == years(2012, 2014)
    assert [rejection.verdict.reason for rejection in context.index.rejections(POLICY.id)] == ["reader-cpu"]
    asked = len(limited.done)
    derive(context, replace(POLICY, threshold=POLICY.threshold.CRITICAL))
    assert len(limited.done) == asked  # what was stopped is not tried again whenever the history is derived
    limited.mended = True
    derive(context, POLICY, rederive=True)
    assert context.index.rejections(POLICY.id) == []
