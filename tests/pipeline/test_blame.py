"""Blame of a stored history, from what its texts hand on to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.history.blame import blame
from monitor.errors import StoreError
from monitor.pipeline import publish
from monitor.pipeline.blame import blame_versions, for_page
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from tests.pipeline.pipeline_world import BAD, GOOD, World, run
from tests.pipeline.test_incremental import STORY, Event, at_once, captured, policy_of


def test_blame_is_the_same_from_memory(tmp_path: Path) -> None:
    policy = policy_of(1)
    _, context = at_once(tmp_path, policy, STORY)
    fresh = blame_versions(context.index, policy.id)
    publish.render(context, policy)
    assert blame_versions(context.index, policy.id) == fresh
    captured(context, Event(4, "longer"))
    captured(context, Event(100, "longer"))
    derive(context, policy)
    _, once = at_once(tmp_path / "once", policy, [*STORY, Event(4, "longer"), Event(100, "longer")])
    assert blame_versions(context.index, policy.id) == blame_versions(once.index, policy.id)


def test_statements_are_named_by_their_versions(context: MonitorContext, world: World) -> None:
    for body in (GOOD, BAD):
        run(context, world, body)
    entries = context.index.entries("larkspur")
    found = blame_versions(context.index, "larkspur")
    assert [one.statement for one in found] == list(blame(entry.version.document.text for entry in entries))
    assert {(one.reworded or one.introduced).sha256 for one in found} == {entry.version.sha256 for entry in entries}
    dates = for_page(found)
    assert [one.introduced for one in dates] == [one.introduced.captured_at for one in found]


def test_a_policy_without_versions_has_no_statements(context: MonitorContext) -> None:
    assert blame_versions(context.index, "larkspur") == []


def test_a_text_that_is_gone_is_named(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    with context.index._file.transaction() as db:
        db.execute("delete from texts")
    with pytest.raises(StoreError, match="lacks a text of the history"):
        blame_versions(context.index, "larkspur")
