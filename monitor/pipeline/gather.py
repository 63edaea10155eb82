"""The first street: what a live address answers is kept as bytes before anyone reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.errors import SourceError
from monitor.model import Policy, ScreenStatus, Snapshot, SnapshotRecord
from monitor.pipeline.context import MonitorContext
from monitor.sources.interface import Fetched, LiveSource, Unchanged, Validators

SECOND_LOOK = timedelta(hours=1)
"""Before a quarantined text is looked at again; `core.timeline_admit` believes none sooner."""
LATER_LOOK = timedelta(days=5)
"""Between looks at a text that came back; three of them span the fourteen days that `core.alerting` asks for."""


Answers = Sequence[tuple[str, Fetched | Unchanged | SourceError]]
"""What each address of a policy answered."""


def fetch_pages(context: MonitorContext, source: LiveSource, policy: Policy) -> Answers:
    """What each address of a policy answers now; reads the store and writes nothing, so that several policies may be asked at once."""
    return [(url, _ask_one(context, source, policy, url)) for url in policy.urls]


def _ask_one(context: MonitorContext, source: LiveSource, policy: Policy, url: str) -> Fetched | Unchanged | SourceError:
    newest = context.files.latest(policy.id, url)
    try:
        return source.fetch(policy.id, url, validators=_validators(context, policy, url, newest))
    except SourceError as error:
        return error


def failure_in(answers: Answers) -> SourceError | None:
    """The first failure among them."""
    return next((answer for _, answer in answers if isinstance(answer, SourceError)), None)


def keep_answers(context: MonitorContext, policy: Policy, answers: Answers) -> int:
    """Keeps what is new among the answers; the number of new snapshots.

    A body equal to the newest held one of its address is not kept again: the check is noted in the state.

    Raises:
        SourceError: the first failure, after the other answers were kept.
    """
    failure = failure_in(answers)
    whole = failure is None
    kept = sum(_take_one(context, policy, url, answer, whole) for url, answer in answers if not isinstance(answer, SourceError))
    if failure is not None:
        raise failure
    return kept


def _take_one(context: MonitorContext, policy: Policy, url: str, answer: Fetched | Unchanged, whole: bool) -> bool:
    newest = context.files.latest(policy.id, url)
    if isinstance(answer, Unchanged):
        new = newest is not None and _look_again(context, policy, newest, answer.checked_at)
        context.state.record_success(policy.id, url, at=answer.checked_at, sha256=None, etag=None, last_modified=None, whole=whole)
        return new
    snapshot = replace(answer.snapshot, policy=policy.id, url=url)
    digest = snapshot.sha256
    if newest is not None and newest.sha256 == digest and not context.files.is_missing(newest):
        new = _look_again(context, policy, newest, snapshot.captured_at)
    else:
        _, new = context.files.keep(snapshot, kept_at=context.now())
    etag, last_modified = answer.validators.etag, answer.validators.last_modified
    at = snapshot.captured_at
    context.state.record_success(policy.id, url, at=at, sha256=digest, etag=etag, last_modified=last_modified, whole=whole)
    return new


def _validators(context: MonitorContext, policy: Policy, url: str, newest: SnapshotRecord | None) -> Validators | None:
    """Only when the newest held bytes are those that the validators were given with: else a 304 would speak of bytes that we lack."""
    seen = context.state.last_content(policy.id, url)
    if newest is None or seen is None or seen[0] != newest.sha256 or context.files.is_missing(newest):
        return None
    etag, modified = context.state.validators(policy.id, url)
    return Validators(etag, modified) if etag or modified else None


def _look_again(context: MonitorContext, policy: Policy, newest: SnapshotRecord, at: datetime) -> bool:
    """Keeps another sighting of bytes that are held (a line in the ledger) while it can settle a doubt; True when it did.

    A quarantined text is believed at a later look, and a return to an earlier text when it lasts: both need to be seen again.
    """
    wait = _doubt(context, policy, newest)
    if wait is None or at - newest.captured_at < wait or not context.files.is_intact(newest):
        return False
    again = Snapshot(
        policy=policy.id,
        url=newest.url,
        captured_at=at,
        source="live",
        body=context.files.read(newest),
        status=newest.status,
        media_type=newest.media_type,
        headers=newest.headers,
    )
    return context.files.keep(again, kept_at=context.now())[1]


def _doubt(context: MonitorContext, policy: Policy, newest: SnapshotRecord) -> timedelta | None:
    """How long to wait before the newest snapshot is worth another look; None when nothing about it is open."""
    for rejection in context.index.rejections(policy.id):
        if (rejection.captured_at, rejection.sha256) == (newest.captured_at, newest.sha256):
            return SECOND_LOOK if rejection.verdict.standing is ScreenStatus.QUARANTINED else None
    return LATER_LOOK if context.index.has_unalerted_return(policy.id) else None
