"""When people are told that a policy can't be read, and that it can be again: once each, never as a change of the policy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Notice, NoticeKind, Policy, Rejection
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import LOST


@dataclass(frozen=True)
class Trouble:
    """Why a policy can't be read, and since when."""

    since: datetime
    reason: str
    says: str


def trouble_of(context: MonitorContext, policy: Policy) -> Trouble | None:
    """What keeps a policy from being read; None when it can be.

    A page that is there and is no policy (a bot wall, an error page sent with status 200) is as unreadable as one that is not there.
    """
    check = context.state.check(policy.id)
    if check.failures_in_row and check.failing_since:
        return Trouble(check.failing_since, check.reason or "unreachable", check.says or "it could not be checked")
    refused = _refused_of_late(context, policy)
    if not refused:
        return None
    latest = refused[0].verdict
    return Trouble(refused[-1].captured_at, latest.reason or "refused", latest.says or "what it answers is no policy")


def _refused_of_late(context: MonitorContext, policy: Policy) -> list[Rejection]:
    """The live captures since the last one that became, or confirmed, a version; newest first."""
    rejections = {(r.captured_at, r.sha256): r for r in context.index.rejections(policy.id)}
    found: list[Rejection] = []
    if rejections and policy.live:
        records = [record for record in context.files.records(policy.id) if record.source == "live"]
        for record in sorted(records, key=lambda r: r.captured_at, reverse=True):
            rejection = rejections.get((record.captured_at, record.sha256))
            if rejection is None:
                break
            found += [] if rejection.verdict.reason in LOST else [rejection]
    return found


def notify(context: MonitorContext, policy: Policy) -> Notice | None:
    """Queues the notice that a policy's condition asks for, if any, and gives it back."""
    check, now = context.state.check(policy.id), context.now()
    trouble = trouble_of(context, policy)
    if trouble is None:
        if check.reported_since is None:
            return None
        notice = _notice(policy, NoticeKind.READABLE_AGAIN, Trouble(check.reported_since, "", ""), now)
    elif check.reported_since is not None or now - trouble.since < context.unreadable_after:
        return None
    else:
        notice = _notice(policy, NoticeKind.UNREADABLE, trouble, now)
    channels = context.route(policy).channels
    return notice if context.state.notice(notice, channels, now=now) else None


def _notice(policy: Policy, kind: NoticeKind, trouble: Trouble, now: datetime) -> Notice:
    digest = hashlib.sha256(f"{policy.id}\n{kind.value}\n{trouble.since.isoformat()}".encode()).hexdigest()[:16]
    return Notice(digest, policy, kind, trouble.since, trouble.reason, trouble.says, now)
