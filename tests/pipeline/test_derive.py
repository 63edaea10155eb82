"""Histories are derived from snapshots: in any order of arrival the same, once, and again after what they depend on changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.text.tokens import words_or_characters
from monitor.errors import BytesLost
from monitor.model import Changelog, Document, Policy, Selector
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive, fingerprint, let_go
from monitor.pipeline.readings import read_record
from monitor.workers.analysis import InProcess
from tests.cli.conftest import policy_page
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, START, WALL, Archive, World, open_world, run, years


def test_any_order_of_arrival_gives_the_same_history(tmp_path: Path, world: World) -> None:
    pages = dict(zip(years(2012, 2014, 2016, 2018), (GOOD, BAD, policy_page(retention="We keep it."), GOOD), strict=True))
    histories = []
    for n, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0])):
        context = open_world(tmp_path / str(n), world)
        for place in order:
            at = list(pages)[place]
            fetch_all_captures(context, POLICY, Archive({at: pages[at]}))
            derive(context, POLICY)
        histories.append([(v.captured_at, v.sha256, v.returns_to) for v in context.index.versions("larkspur")])
    assert histories[0] == histories[1] == histories[2]
    assert len(histories[0]) == 4


def test_deriving_twice_does_nothing(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert derive(context, POLICY) is None
    assert derive(context, replace(POLICY, schedule="1 1 * * *")) is None
    assert derive(context, replace(POLICY, threshold=POLICY.threshold.CRITICAL)) == []


def test_backfilling_alerts_nobody_also_when_it_changes_the_order_of_versions(tmp_path: Path, world: World) -> None:
    archive = Archive({years(2015)[0]: policy_page(retention="We delete your data after a week."), years(2018)[0]: BAD})
    context = open_world(tmp_path, world, archive)
    run(context, world)
    fetch_all_captures(context, POLICY, archive)
    derive(context, POLICY)
    assert len(run(context, world).new_versions) == 0
    assert world.sent == []
    assert [v.captured_at.year for v in context.index.versions("larkspur")] == [2015, 2018, 2026]
    run(context, world, BAD)
    assert len(world.sent) <= 1


def test_only_new_versions_are_returned(context: MonitorContext, world: World) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014), (GOOD, BAD), strict=True))))
    assert [v.captured_at for v in derive(context, POLICY) or ()] == years(2012, 2014)
    fetch_all_captures(context, POLICY, Archive({years(2016)[0]: policy_page(retention="We keep it.")}))
    assert [v.captured_at for v in derive(context, POLICY) or ()] == years(2016)


def test_rederiving_reads_every_snapshot_again_and_finds_the_same(context: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014), (GOOD, BAD), strict=True))))
    derive(context, POLICY)
    before = context.index.versions("larkspur")
    read: list[str] = []
    real = context.archive.read
    monkeypatch.setattr(context.archive, "read", lambda record: read.append(record.sha256) or real(record))
    assert derive(context, POLICY) is None
    assert read == []
    derive(context, POLICY, rederive=True)
    assert set(read) == {record.sha256 for record in context.archive.records("larkspur")}
    assert context.index.versions("larkspur") == before


def test_rederiving_keeps_the_version_whose_bytes_are_lost(context: MonitorContext) -> None:
    """Its text was extracted while the bytes were there, and can't be extracted again."""
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014), (GOOD, BAD), strict=True))))
    derive(context, POLICY)
    before = context.index.versions("larkspur")
    (context.archive.root / context.archive.records("larkspur")[0].path).unlink()
    derive(context, POLICY, rederive=True)
    assert context.index.versions("larkspur") == before


def test_a_snapshot_is_extracted_once_and_again_for_other_selectors(context: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch_all_captures(context, POLICY, Archive({years(2012)[0]: GOOD}))
    (record,) = context.archive.records("larkspur")
    whole = read_record(context, POLICY, record)
    monkeypatch.setattr(context.archive, "read", lambda record: (_ for _ in ()).throw(AssertionError("read twice")))
    assert read_record(context, POLICY, record) == whole
    monkeypatch.undo()
    narrowed = read_record(context, replace(POLICY, select=(Selector("footer"),)), record)
    assert narrowed.document is not None
    assert narrowed.document.text.strip() == "© Larkspur Bicycles"


def test_what_changes_no_text_does_not_change_the_fingerprint(context: MonitorContext) -> None:
    mark = fingerprint(context, POLICY)
    assert fingerprint(context, replace(POLICY, schedule="@daily", live=False, history="wayback")) == mark
    changed: list[Policy] = [
        replace(POLICY, select=(Selector("main"),)),
        replace(POLICY, threshold=POLICY.threshold.CRITICAL),
        replace(POLICY, language="de"),
    ]
    assert len({mark, *(fingerprint(context, policy) for policy in changed)}) == 4
    fetch_all_captures(context, POLICY, Archive({years(2012)[0]: GOOD}))
    assert fingerprint(context, POLICY) != mark


@pytest.mark.parametrize(("damage", "reason"), [(None, "bytes-missing"), (b"damage", "bytes-damaged")])
def test_lost_bytes_are_a_rejection_until_they_are_back(context: MonitorContext, damage: bytes | None, reason: str) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014), (GOOD, BAD), strict=True))))
    second = context.archive.records("larkspur")[1]
    path = context.archive.root / second.path
    held = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    derive(context, POLICY)
    (lost,) = context.index.rejections("larkspur")
    assert (lost.verdict.reason, lost.captured_at) == (reason, second.captured_at)
    assert second.path in lost.verdict.says
    with pytest.raises(BytesLost):
        read_record(context, POLICY, second)
    assert derive(context, POLICY) is None, "nothing new as long as they are lost"
    path.write_bytes(held)
    assert [v.captured_at for v in derive(context, POLICY) or ()] == years(2014)
    assert context.index.rejections("larkspur") == []


def test_a_refused_page_does_not_become_a_version(context: MonitorContext) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2013), (GOOD, WALL), strict=True))))
    assert [v.captured_at for v in derive(context, POLICY) or ()] == years(2012)
    assert [r.captured_at for r in context.index.rejections("larkspur")] == years(2013)


def test_the_index_remembers_comparisons(context: MonitorContext, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch_all_captures(context, POLICY, Archive(dict(zip(years(2012, 2014), (GOOD, BAD), strict=True))))
    derive(context, POLICY)

    def never(old: object, new: object) -> object:
        raise AssertionError("compared again")

    monkeypatch.setattr(context.analysis, "compare", never)
    assert derive(context, replace(POLICY, threshold=POLICY.threshold.CRITICAL)) == []
    assert context.index.entries("larkspur")[1].changelog is not None
    assert years(2014)[0] < START


class Resting(InProcess):
    """Notes when it is given a rest, and what this process remembers of texts while it compares."""

    def __init__(self) -> None:
        self.rests = 0
        self.remembered: list[int] = []

    def compare(self, old: Document, new: Document, *, judges: Sequence[str] = ()) -> Changelog:
        self.remembered.append(words_or_characters.cache_info().currsize)
        return super().compare(old, new, judges=judges)

    def rest(self) -> None:
        self.rests += 1


@pytest.mark.parametrize("large", [100, 300_000])
def test_large_texts_are_not_held_twice(tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """The worker takes as much as this process does: while one of them works, the other lets go of what it can."""
    monkeypatch.setattr("monitor.pipeline.derive.LARGE_TEXT", large)
    analysis = Resting()
    context = replace(open_world(tmp_path, world), analysis=analysis)
    run(context, world)
    run(context, world, BAD)
    assert (analysis.rests > 0) == (large == 100)
    assert len(analysis.remembered) == 1
    assert (analysis.remembered[0] == 0) == (large == 100)
    assert len(context.index.versions(POLICY.id)) == 2


def test_what_was_read_last_is_read_again_after_it_was_dropped(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD)
    entries = context.index.entries(POLICY.id)
    before = list(entries)
    context.index.let_go()
    assert [entries[0], entries[1]] == before
    assert entries[1] is not before[1]


@pytest.mark.parametrize(("held", "again"), [(99.0, False), (101.0, True)])
def test_where_little_is_held_the_index_keeps_what_was_read_last(
    context: MonitorContext, world: World, monkeypatch: pytest.MonkeyPatch, held: float, again: bool
) -> None:
    run(context, world)
    entries = context.index.entries(POLICY.id)
    before = entries[0]
    words_or_characters("We keep your data.")
    monkeypatch.setattr("monitor.pipeline.derive.megabytes_held", lambda: held)
    let_go(context.index)
    assert words_or_characters.cache_info().currsize == 0
    assert (entries[0] is not before) == again
