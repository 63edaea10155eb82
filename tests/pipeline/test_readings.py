"""A policy's snapshots as captures: their texts are loaded where they are asked for, lost ones are named."""

from __future__ import annotations

from typing import Any

from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readings import Readings, reader_of
from tests.pipeline.pipeline_world import BAD, GOOD, POLICY, World, run


def test_a_snapshot_is_read_once_and_then_known_by_its_digest(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    run(context, world, BAD)
    memory: dict[str, Any] = {}
    first = [(one.reading, one.document and one.document.sha256) for one in Readings(context, POLICY, memory).captures()]
    assert len(memory) == len(set(first)) == 2
    context.index.close()
    (context.archive.root / "index.sqlite").unlink()
    again = Readings(context, POLICY, memory)
    assert [(one.reading, one.document and one.document.sha256) for one in again.captures()] == first
    assert again.lost == []


def test_lost_bytes_are_named_unless_the_text_is_known(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    (record,) = context.archive.records(POLICY.id)
    memory: dict[str, Any] = {}
    list(Readings(context, POLICY, memory).captures())
    context.index.close()
    (context.archive.root / "index.sqlite").unlink()
    (context.archive.root / record.path).unlink()
    lost = Readings(context, POLICY, {})
    assert list(lost.captures()) == []
    assert [one.verdict.reason for one in lost.lost] == ["bytes-missing"]
    assert len(list(Readings(context, POLICY, memory).captures())) == 1


def test_the_selectors_in_force_decide_what_a_snapshot_is_read_with(context: MonitorContext, world: World) -> None:
    run(context, world, GOOD)
    (record,) = context.archive.records(POLICY.id)
    assert reader_of(POLICY, record) == reader_of(POLICY, record) != ""
