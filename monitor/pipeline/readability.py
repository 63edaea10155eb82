"""Whether a policy can be read at present, by its latest live capture and its newest version, and from where its captures came."""

from __future__ import annotations

from monitor.core.history.provenance import provenances
from monitor.core.meaning.uncompared import is_uncompared
from monitor.errors import StoreError
from monitor.model import Policy, Provenance, Rejection, ScreenStatus
from monitor.pipeline.context import MonitorContext
from monitor.workers.analysis import STOPPED

UNCOMPARED = "not-compared"
"""Reason of a failure: two texts could not be compared."""
LOST = ("bytes-missing", "bytes-damaged", "bytes-not-copied")
"""Reasons of snapshots that can't be read because the store lost their bytes; the last one when a note in the ledger says so."""


def refusal(context: MonitorContext, policy: Policy) -> Rejection | None:
    """The rejection of the latest live snapshot (a bot wall, an error page): the policy can't be read at present. None when it can be.

    Nor when reading it was stopped, which says nothing of what the page shows; see `stop`.
    """
    found = _latest_rejection(context, policy)
    return None if found is None or found.verdict.reason in STOPPED else found


def stop(context: MonitorContext, policy: Policy) -> tuple[str, str] | None:
    """(reason, sentence) when reading the latest live snapshot, or comparing the newest version with the one before, was stopped."""
    found = _latest_rejection(context, policy)
    if found is not None:
        verdict = found.verdict
        return (str(verdict.reason), verdict.says or "") if verdict.reason in STOPPED else None
    entries = context.index.entries(policy.id)
    changelog = entries[-1].changelog if entries else None
    return (UNCOMPARED, changelog.changes[0].reasons[0].says) if changelog is not None and is_uncompared(changelog) else None


def _latest_rejection(context: MonitorContext, policy: Policy) -> Rejection | None:
    # Asked first: few policies have any, and a ledger takes longer to read.
    rejected = context.index.rejections(policy.id)
    if not rejected:
        return None
    # Late: what admits captures loads the word lists, and `log` and `status` of most policies have no use for it.
    from monitor.core.history.admission import NEVER, REPLACED

    try:
        newest = next((r for r in reversed(context.archive.records(policy.id)) if r.source == "live"), None)
    except StoreError:  # the check of this policy fails with this error
        return None
    if newest is None:
        return None
    latest = newest.captured_at, newest.sha256
    # Without any version, a quarantined snapshot leaves nothing that is watched.
    blind = not context.index.entries(policy.id)
    # A page that is a forum or another document now shows the policy no more than a wall does, though a person may still accept it.
    blocking = NEVER | REPLACED
    refused = (
        r
        for r in rejected
        if (blind or r.verdict.standing is ScreenStatus.REFUSED or r.verdict.reason in blocking) and r.verdict.reason not in LOST
    )
    return next((r for r in refused if (r.captured_at, r.sha256) == latest), None)


def provenances_of(context: MonitorContext, policy: Policy) -> list[Provenance]:
    """Where a policy's live captures came from; none where its ledger can't be read, which the check of this policy reports."""
    try:
        return provenances(context.archive.records(policy.id))
    except StoreError:
        return []
