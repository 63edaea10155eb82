"""The figures that monitor the monitor: what makes `ok` False, and a file that is never half-written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import DeliveryError, StoreError, Unreachable
from monitor.pipeline import health as health_module
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.health import HEALTH, health_of, write_health
from monitor.store.atomic_write import write_atomically
from tests.pipeline.pipeline_world import BAD, World, run


def test_an_unused_store_is_healthy(context: MonitorContext) -> None:
    health = health_of(context)
    assert (health["ok"], health["policies"], health["versions"], health["last_check"]) == (True, 1, 0, None)
    assert (health["failing"], health["unreadable"], health["lost"], health["last_success"]) == ([], [], {}, {})


def test_a_failing_policy_is_listed_and_an_unreadable_one_is_not_ok(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.error = Unreachable("no answer", reason="timeout")
    run(context, world)
    health = health_of(context)
    assert health["ok"]
    assert [(one["policy"], one["reason"], one["since"]) for one in health["failing"]] == [("larkspur", "timeout", "2026-01-03T00:00:00Z")]
    run(context, world, days=4)
    assert (health_of(context)["ok"], health_of(context)["unreadable"]) == (
        False,
        [{"policy": "larkspur", "since": "2026-01-03T00:00:00Z"}],
    )
    world.error = None
    run(context, world)
    assert health_of(context)["ok"]


def test_messages_are_counted_and_one_that_was_given_up_is_not_ok(context: MonitorContext, world: World) -> None:
    run(context, world)
    for permanent, pending, given_up in ((False, 1, 0), (True, 0, 1)):
        world.refusal = DeliveryError("refused", channel="console", permanent=permanent)
        context.state.retry()
        run(context, world, BAD)
        health = health_of(context)
        assert (health["alerts_pending"], health["alerts_given_up"], health["ok"]) == (pending, given_up, not permanent)


def test_policies_no_longer_tracked_do_not_count(context: MonitorContext, world: World) -> None:
    world.error = Unreachable("no answer", reason="timeout")
    run(context, world)
    assert health_of(replace(context, policies=()))["failing"] == []


def test_the_file_is_replaced_atomically(context: MonitorContext, world: World) -> None:
    run(context, world)
    path = context.archive.root / HEALTH
    assert json.loads(path.read_text()) == health_of(context)
    assert health_of(context)["last_success"] == {"larkspur": int(world.at.timestamp())}
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match=r"health\.json"):
        write_health(context)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """The figures of each time that the file is written."""
    written: list[dict[str, object]] = []

    def counted(path: Path, data: bytes, **how: bool) -> None:
        written.append(json.loads(data))
        write_atomically(path, data, **how)

    monkeypatch.setattr(health_module, "write_atomically", counted)
    return written


def test_a_cycle_without_news_writes_them_once(context: MonitorContext, world: World, writes: list[dict[str, object]]) -> None:
    run(context, world)
    run(context, world)
    assert len(writes) == 2, "one for each cycle"
    assert writes[1]["last_check"] != writes[0]["last_check"]


def test_what_is_told_after_they_were_written_is_in_them_at_the_end(
    context: MonitorContext, world: World, writes: list[dict[str, object]]
) -> None:
    run(context, world)
    writes.clear()
    world.refusal = DeliveryError("refused", channel="console")
    run(context, world, BAD)
    assert [figures["alerts_pending"] for figures in writes] == [1, 1]
    assert writes[-1]["channels_failing"]
    assert {**json.loads((context.archive.root / HEALTH).read_text()), "at": 0} == {**health_of(context), "at": 0}


def test_figures_that_differ_in_nothing_but_the_time_are_left(context: MonitorContext, world: World) -> None:
    run(context, world)
    first = write_health(context)
    world.at += timedelta(minutes=5)
    assert write_health(context, written=first) == first
    assert json.loads((context.archive.root / HEALTH).read_text()) == first
    assert write_health(context, written=None)["at"] != first["at"], "a cycle has written nothing before its first time"
