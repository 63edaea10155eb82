"""When a policy is due."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from monitor.model import Policy
from monitor.pipeline.retry import retry_pending
from monitor.service.moments import next_moment
from monitor.store.state import CheckState

DEFAULT_SCHEDULE = "0 */6 * * *"


def next_check(policy: Policy, check: CheckState, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """When the daemon checks a policy next: on its schedule, or sooner when a failed check is due for a retry; never while it is paused.

    A policy that keeps failing is left alone until its retry, however often the schedule comes round before.
    """
    if policy.paused:
        return None
    pending = retry_pending(check, now)
    if pending is not None:
        return pending.until
    fire = next_moment(policy.schedule or DEFAULT_SCHEDULE, zone, now)
    retry_at = check.retry_at if check.failures_in_row else None
    times = [moment.astimezone(UTC) for moment in (fire, retry_at) if moment is not None]
    return max(min(times), now) if times else None
