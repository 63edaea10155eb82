"""What the overview, `status` and the health say about the monitoring itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import DeliveryError
from monitor.pipeline.attention import FailingChannel, failing_channels, faults_now, needs_attention
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.delivery import deliver
from monitor.pipeline.outcome import CycleReport
from monitor.store.incidents import OpenFault
from tests.pipeline.pipeline_world import BAD, GOOD, START, World, run

BUSY = DeliveryError("console mail server says: 451 try again later", channel="console")
GONE = DeliveryError("console answers with HTTP status 410", channel="console", permanent=True)


def test_nothing_is_said_while_all_is_well(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, BAD)
    assert (failing_channels(context), needs_attention(context), list(faults_now(context))) == ([], [], [])


def test_a_channel_fails_until_its_messages_are_delivered(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = BUSY
    for body, messages in ((BAD, 1), (GOOD.replace(b"12 months", b"24 months"), 2)):
        report = run(context, world, body)
        (channel,) = report.failing_channels
        assert (channel.channel, channel.messages, channel.given_up, channel.waiting) == ("console", messages, 0, True)
    assert needs_attention(context) == ["alerts: console did not accept 2 messages: mail server says: 451 try again later"]
    world.refusal = None
    assert run(context, world, days=2).failing_channels == []
    assert needs_attention(context) == []


def test_a_message_that_was_given_up_names_the_command_that_sends_it(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = GONE
    (channel,) = run(context, world, BAD).failing_channels
    assert (channel.waiting, channel.given_up) == (False, 1)
    assert channel.sentence == (
        "console did not accept 1 message: answers with HTTP status 410; 1 given up: `policy-monitor alerts --retry` sends them"
    )
    world.refusal = None
    context.state.retry()
    deliver(context, CycleReport())
    assert failing_channels(context) == []


def test_a_channel_that_is_no_longer_configured_fails_no_more(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.refusal = BUSY
    run(context, world, BAD)
    other = World(name="other")
    assert failing_channels(replace(context, channels=(other,))) == []
    assert [one.channel for one in failing_channels(replace(context, channels=()))] == ["console"], "`status` opens no channel"


def test_faults_are_named_with_their_beginning(context: MonitorContext, world: World) -> None:
    run(context, world)
    context.state.replace_faults([], [OpenFault("reports", START, "no space left")], None, [], now=START)
    assert needs_attention(context) == ["reports: no space left (since 2026-01-01T00:00:00Z)"]


def test_a_file_in_the_place_of_the_reports_is_found(context: MonitorContext, tmp_path: Path) -> None:
    assert list(faults_now(context)) == [], "a folder that does not exist yet is no fault"
    context.reports.parent.mkdir(exist_ok=True)
    context.reports.write_text("in the way")
    context.reports.chmod(0o400)
    found = dict(faults_now(context))
    assert set(found) == {"reports"}
    assert "not a folder that this user can write" in found["reports"]


@pytest.mark.parametrize(("messages", "words"), [(1, "1 message: busy"), (3, "3 messages: busy")])
def test_messages_are_counted_in_words(messages: int, words: str) -> None:
    assert words in FailingChannel("console", messages, "busy", 0).sentence
