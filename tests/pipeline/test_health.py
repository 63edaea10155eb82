"""The figures that monitor the monitor: what makes `ok` False, and a file that is never half-written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.errors import DeliveryError, StoreError, Unreachable
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.health import HEALTH, health_of, write_health
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
