"""Messages that are sent while some hosts are still awaited: slow hosts delay no alert, and one company's equal changes are one message."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.model import Alert, Notice, Policy
from monitor.notify.dispatch import DispatchReport
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.delivery import dispatch_pending
from monitor.pipeline.faults import STATE, attempt
from monitor.pipeline.outcome import CycleReport

GATHER_SECONDS = 5.0
"""Of a cycle, before the first alerts leave: prompt hosts have answered by then, and what several of their policies changed alike is one
message."""
COMPANY_SECONDS = 60.0
"""Of a cycle, in which an alert waits for the other documents of its company: its shop answers at once, and its help centre takes twenty
seconds. Two mails a minute apart look like two events."""


class EarlyMessages:
    """Decides when a pass over the outbox is due while a cycle fetches.

    Attributes:
        passes: what each pass did.

    Args:
        context: the outbox and the channels.
        report: gets the faults of the state.
        policies: those of the cycle.
        began: when it did, by the clock of the store.
    """

    def __init__(self, context: MonitorContext, report: CycleReport, policies: Sequence[Policy], began: datetime) -> None:
        self._context, self._report, self._policies, self._began = context, report, policies, began
        self._start = time.monotonic()
        self._sent, self._held = 0, frozenset[str]()
        self.passes: list[DispatchReport] = []

    def send(self, queued: Sequence[Alert | Notice], done: Collection[str]) -> None:
        """Makes a pass if there is something that no pass of this cycle has looked at, or that waited and need not wait any more.

        Args:
            queued: the messages of this cycle.
            done: the policies that were checked to the end.
        """
        passed = time.monotonic() - self._start
        if passed < GATHER_SECONDS:
            return
        awaited = frozenset(one.name for one in self._policies if one.id not in done) if passed < COMPANY_SECONDS else frozenset[str]()
        if len(queued) == self._sent and self._held <= awaited:
            return
        self._sent = len(queued)
        self._held = awaited & {one.policy.name for one in queued if isinstance(one, Alert)}
        made = attempt(self._context, self._report, STATE, lambda: dispatch_pending(self._context, self._began, awaited=awaited))
        self.passes += [made] if made else []
