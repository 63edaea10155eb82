"""What the pages and the health say about the monitoring itself: faults, a clock that jumped, and channels that fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.model import DeliveryState
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.faults import CLOCK, INDEX, REPORTS, STATE, clock_says, place_of, recent_jump, said
from monitor.timestamps import utc_iso


@dataclass(frozen=True, slots=True)
class FailingChannel:
    """A configured channel that did not accept a message which is still to be delivered."""

    channel: str
    messages: int
    """How many are not delivered."""
    says: str
    """Why the last attempt failed."""
    given_up: int
    """How many of them are sent again only when a person asks for it."""

    @property
    def waiting(self) -> bool:
        """True while it is still tried."""
        return self.messages > self.given_up

    @property
    def sentence(self) -> str:
        """For the page and `status`."""
        count = f"{self.messages} message{'s' if self.messages > 1 else ''}"
        given_up = f"; {self.given_up} given up: `policy-monitor alerts --retry` sends them" if self.given_up else ""
        return f"{self.channel} did not accept {count}: {self.says.removeprefix(f'{self.channel} ')}{given_up}"


def failing_channels(context: MonitorContext) -> list[FailingChannel]:
    """The configured channels with messages that were tried in vain, in the order of the configuration."""
    tried = context.state.refused_deliveries()
    configured = [channel.name for channel in context.channels]
    return [
        FailingChannel(name, len(items), items[-1][1], sum(state is DeliveryState.FAILED for state, _ in items))
        for name in dict.fromkeys(configured or tried)
        if (items := tried.get(name))
    ]


def needs_attention(context: MonitorContext) -> list[str]:
    """One sentence each, for the overview page and `status`."""
    found = [f"{fault.place}: {fault.says} (since {utc_iso(fault.since)})" for fault in context.state.open_faults()]
    jump = recent_jump(context)
    found += [f"{CLOCK}: {clock_says(jump)}"] if jump else []
    return found + [f"alerts: {channel.sentence}" for channel in failing_channels(context)]


def faults_now(context: MonitorContext) -> Iterator[tuple[str, str]]:
    """Faults that a look at the files finds, as (place, sentence), whatever the last cycle met; for `status`."""
    for place, look in ((STATE, context.state.checks), (INDEX, context.index.policies_with_rejections)):
        try:
            look()
        except StoreError as error:
            yield place, said(error)
    if context.reports.exists() and not os.access(context.reports, os.W_OK | os.X_OK):
        yield REPORTS, f"{context.reports} is not a folder that this user can write"
    for policy in context.policies:
        try:
            context.archive.records(policy.id)
        except StoreError as error:
            yield place_of(policy.id), said(error)
