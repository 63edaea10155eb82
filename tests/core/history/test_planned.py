"""Entries that are put together where they are asked for."""

from __future__ import annotations

from typing import Any

from monitor.core.history.planned import PlannedEntries
from monitor.core.history.timeline import build_timeline, plan_timeline
from monitor.model import Changelog, Document

from .timeline_world import POLICY, A, B, C, alarming, seen, story


def planned(*texts: str, memory: dict[str, Any] | None = None) -> PlannedEntries:
    return plan_timeline(POLICY, story(*texts), (), alarming, memory)[0]


def test_the_entries_are_those_of_the_timeline() -> None:
    entries = planned(A, B, A, C)
    assert tuple(entries) == build_timeline(POLICY, story(A, B, A, C), (), alarming).entries
    assert len(entries) == 4
    assert entries[-1] == entries[3]
    assert list(entries[1:3]) == [entries[1], entries[2]]


def test_inputs_are_equal_for_equal_entries_and_differ_otherwise() -> None:
    inputs = planned(A, B, A, C).inputs
    assert inputs == planned(A, B, A, C).inputs
    assert len(set(inputs)) == 4
    assert planned(A, B, A).inputs == inputs[:3]
    longer = planned(A, B, A, C, C).inputs
    assert longer[:3] == inputs[:3]
    assert longer[3] != inputs[3], "the last version was seen once more"


def test_nothing_is_compared_again_that_is_remembered() -> None:
    memory: dict[str, Any] = {}
    inputs = planned(A, B, C, memory=memory).inputs
    compared: list[str] = []

    def comparing(old: Document, new: Document) -> Changelog:
        compared.append(new.sha256)
        return alarming(old, new)

    entries, _ = plan_timeline(POLICY, story(A, B, C), (), comparing, memory)
    assert entries.inputs == inputs
    assert compared == []
    assert entries[2].changelog is not None
    assert len(compared) == 1


def test_what_could_not_be_compared_is_asked_for_again_and_is_another_entry() -> None:
    memory: dict[str, Any] = {}
    captures = [seen(A, 0), seen(B, 1)]
    stopped, _ = plan_timeline(POLICY, captures, (), alarming, memory, lambda changelog: "took too long")
    before = stopped.inputs
    assert not any(question.startswith("changes") for question in memory)
    settled, _ = plan_timeline(POLICY, captures, (), alarming, memory)
    assert settled.inputs[0] == before[0]
    assert settled.inputs[1] != before[1]
