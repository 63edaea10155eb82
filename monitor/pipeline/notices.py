"""Notices that a policy can't be read, can be read again, or comes from elsewhere: sent once each, and never as a change of the policy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.history.provenance import provenances, way_of
from monitor.model import Notice, NoticeKind, Policy, Rejection
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readability import LOST
from monitor.present.provenance import moved

# A move that was noted longer ago was told then, even if the state no longer knows (it was lost, say).
_OLD_NEWS = timedelta(days=7)

STORE_FAULT = "store-fault"
"""The reason of a failed check that this machine is to blame for."""
_TOLD_AS_FAULTS = frozenset({STORE_FAULT, "damaged-record"})
"""People were told at once; see monitor.pipeline.faults."""


@dataclass(frozen=True)
class Outage:
    """Why a policy can't be read, and since when."""

    since: datetime
    reason: str
    says: str


def outage_of(context: MonitorContext, policy: Policy) -> Outage | None:
    """Why a policy can't be read at present; None when it can be.

    A page that answers with something else (a bot wall, an error page sent with status 200) counts as unreadable, like one that is down.
    """
    check = context.state.check(policy.id)
    if check.failures_in_row and check.failing_since:
        return Outage(check.failing_since, check.reason or "unreachable", check.says or "it could not be checked")
    refused = _latest_refusals(context, policy)
    if not refused:
        return None
    latest = refused[0].verdict
    return Outage(refused[-1].captured_at, latest.reason or "refused", latest.says or "the page shows no policy")


def _latest_refusals(context: MonitorContext, policy: Policy) -> list[Rejection]:
    """The live captures since the last one that became, or confirmed, a version; newest first."""
    rejections = {(r.captured_at, r.sha256): r for r in context.index.rejections(policy.id)}
    found: list[Rejection] = []
    if rejections and policy.live:
        records = [record for record in context.archive.records(policy.id) if record.source == "live"]
        for record in sorted(records, key=lambda r: r.captured_at, reverse=True):
            rejection = rejections.get((record.captured_at, record.sha256))
            if rejection is None:
                break
            # Lost bytes are a fault of the store, not of the page.
            found += [] if rejection.verdict.reason in LOST else [rejection]
    return found


def queue_notice(context: MonitorContext, policy: Policy) -> Notice | None:
    """Queues the notice that is due for a policy, and returns it; None when none is due or it was queued before."""
    check, now = context.state.check(policy.id), context.now()
    outage = outage_of(context, policy)
    if outage is None:
        if check.reported_since is None:
            return None
        notice = _notice(policy, NoticeKind.READABLE_AGAIN, Outage(check.reported_since, "", ""), now)
    elif check.reported_since is not None or outage.reason in _TOLD_AS_FAULTS or now - outage.since < context.unreadable_after:
        return None
    else:
        notice = _notice(policy, NoticeKind.UNREADABLE, outage, now)
    channels = context.route(policy).channels
    return notice if context.state.notice(notice, channels, now=now) else None


def queue_move_notice(context: MonitorContext, policy: Policy) -> list[Notice]:
    """Queues a notice for each address of a policy that is answered from elsewhere than before, once per month and pair of ways."""
    found = []
    for url in policy.urls:
        known = [one for one in provenances(context.archive.records(policy.id)) if one.url == url]
        if len(known) < 2 or context.now() - known[-1].since > _OLD_NEWS:
            continue
        before, after = known[-2:]
        says = moved(before, after)
        # By the month: a page that alternates is reported once for each direction, and a return after a year is reported again.
        parts = (policy.id, NoticeKind.COMES_FROM_ELSEWHERE.value, url, *way_of(url, before.redirects), "", *way_of(url, after.redirects))
        key = "\n".join((*parts, f"{after.since:%Y-%m}"))
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
        notice = Notice(digest, policy, NoticeKind.COMES_FROM_ELSEWHERE, after.since, "moved", says, context.now())
        if context.state.notice(notice, context.route(policy).channels, now=context.now()):
            found.append(notice)
    return found


def _notice(policy: Policy, kind: NoticeKind, outage: Outage, now: datetime) -> Notice:
    digest = hashlib.sha256(f"{policy.id}\n{kind.value}\n{outage.since.isoformat()}".encode()).hexdigest()[:16]
    return Notice(digest, policy, kind, outage.since, outage.reason, outage.says, now)
