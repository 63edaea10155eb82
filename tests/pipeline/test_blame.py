"""Blame of a stored history, from what its texts hand on to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.history.blame import StatementTracing, blame
from monitor.errors import StoreError
from monitor.pipeline import publish
from monitor.pipeline.blame import blame_versions, for_page
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.edition import fold_edition
from tests.pipeline.pipeline_world import BAD, GOOD, World, run
from tests.pipeline.test_incremental import STORY, Event, at_once, captured, policy_of
from tests.sampling import sampled


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


@pytest.mark.parametrize(
    "later", sampled([[Event(200, "good")], [Event(4, "longer")], [Event(200, "good"), Event(201, "sold"), Event(202, "longer")]], 2)
)
def test_of_a_long_history_only_later_versions_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: list[Event]) -> None:
    """At its end or in the middle: what was traced before is taken up if the history still begins with it."""
    policy = policy_of(1)
    monkeypatch.setattr("monitor.pipeline.blame._LONG_HISTORY", 2)
    _, context = at_once(tmp_path, policy, STORY)
    fresh = blame_versions(context.index, policy.id, remember=True)
    assert blame_versions(context.index, policy.id, remember=True) == fresh
    versions = len(context.index.version_names(policy.id))
    for event in later:
        captured(context, event)
    derive(context, policy)
    followed = count_calls(monkeypatch, StatementTracing, "follow")
    found = blame_versions(context.index, policy.id, remember=True)
    _, once = at_once(tmp_path / "once", policy, [*STORY, *later])
    new = len(once.index.version_names(policy.id)) - versions
    assert followed == [None] * (new if later[0].day > 100 else versions + new)
    monkeypatch.undo()
    assert found == blame_versions(once.index, policy.id)
    assert blame_versions(context.index, policy.id) == found


def test_steps_that_are_not_followed_stay_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that comes between others needs them again."""
    policy = policy_of(1)
    monkeypatch.setattr("monitor.pipeline.blame._LONG_HISTORY", 2)
    _, context = at_once(tmp_path, policy, STORY)
    blame_versions(context.index, policy.id, remember=True)
    steps = set(context.index.memory(policy.id, "blame", fold_edition()))
    blame_versions(context.index, policy.id, remember=True)
    assert set(context.index.memory(policy.id, "blame", fold_edition())) == steps
    texts = [one.sha256 for one in context.index.version_names(policy.id)]
    assert len(steps) == len({*zip([None, *texts], texts, strict=False)}) + len(("edition", "traced"))


def count_calls(monkeypatch: pytest.MonkeyPatch, owner: type, method: str) -> list[None]:
    """A list that gets an item for each call from now on."""
    calls: list[None] = []
    real = getattr(owner, method)

    def counted(*given: object) -> object:
        calls.append(None)
        return real(*given)

    monkeypatch.setattr(owner, method, counted)
    return calls


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
