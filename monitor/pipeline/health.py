"""The health of the monitoring itself, in figures: for `snapshots/health.json` and the metrics endpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from monitor.model import DeliveryState
from monitor.pipeline.attention import failing_channels
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.faults import clock_says, recent_jump
from monitor.pipeline.readability import LOST
from monitor.store.atomic_write import disk_errors, write_atomically
from monitor.timestamps import utc_iso

HEALTH = "health.json"


def health_of(context: MonitorContext) -> dict[str, Any]:
    """The figures; `ok` is False while a policy is unreadable (and a notice said so), a message was given up, kept bytes are
    lost, the last cycle met a fault of this machine, and for a day after the clock jumped.

    Bytes that a copy of the store lacks, and that its ledger notes as missing, count as `lost` but do not make `ok` False.
    """
    checks = context.state.checks()
    tracked = {policy.id: checks[policy.id] for policy in context.policies if policy.id in checks}
    failing = [
        {"policy": i, "since": utc_iso(c.failing_since), "reason": c.reason, "retry_at": c.retry_at and utc_iso(c.retry_at)}
        for i, c in tracked.items()
        if c.failures_in_row and c.failing_since
    ]
    unreadable = [{"policy": i, "since": utc_iso(c.reported_since)} for i, c in tracked.items() if c.reported_since]
    messages = context.state.delivery_counts()
    given_up = messages.get(DeliveryState.FAILED, 0)
    lost, unexplained = (context.index.rejection_counts(reasons) for reasons in (LOST, LOST[:2]))
    faults = [{"place": one.place, "since": utc_iso(one.since), "says": one.says} for one in context.state.open_faults()]
    jump, channels = recent_jump(context), failing_channels(context)
    last = max((c.last for c in tracked.values() if c.last), default=None)
    return {
        "schema": "policy-monitor/health/1",
        "at": utc_iso(context.now()),
        "ok": not (unreadable or given_up or unexplained or faults or jump),
        "policies": len(context.policies),
        "versions": context.index.count([policy.id for policy in context.policies]),
        "last_check": last and utc_iso(last),
        "failing": failing,
        "unreadable": unreadable,
        "lost": lost,
        "alerts_pending": messages.get(DeliveryState.PENDING, 0),
        "alerts_given_up": given_up,
        "faults": faults,
        "clock": None if jump is None else {"at": utc_iso(jump.at), "before": utc_iso(jump.before), "says": clock_says(jump)},
        "channels_failing": [{"channel": one.channel, "messages": one.messages, "says": one.says} for one in channels],
        "last_success": {i: int(c.last_success.timestamp()) for i, c in tracked.items() if c.last_success},
    }


def write_health(context: MonitorContext, *, written: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Writes `snapshots/health.json` atomically; whatever monitors the monitor reads its age and `ok`.

    Args:
        context: the store.
        written: the figures that this cycle has written already. Where only the time differs, as in a cycle without news, they stay.

    Returns:
        The figures that are in the file.
    """
    path, figures = context.archive.root / HEALTH, health_of(context)
    if written is not None and {**written, "at": figures["at"]} == figures:
        return dict(written)
    with disk_errors("write", path):
        # sync_name=False: after a power failure the previous file will do, and its age shows.
        write_atomically(path, json.dumps(figures, indent=1).encode() + b"\n", sync_name=False)
    return figures
