"""The first stage: what a live address answers is stored as bytes before anything reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.history.provenance import way_of
from monitor.errors import SourceError
from monitor.model import Policy, Redirects, ScreenStatus, Snapshot, SnapshotRecord
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.follow import fetch_text
from monitor.sources.interface import Fetched, LiveSource, Unchanged, Validators
from monitor.timestamps import EARLIEST

RECHECK_QUARANTINED = timedelta(hours=1)
"""Before a quarantined text is recorded again; `core.history.admission` accepts it no sooner."""
RECHECK_RETURN = timedelta(days=5)
"""Between records of a text that returned; three of them span the fourteen days that `core.history.alerting` asks for."""

RECHECK_WAY = timedelta(days=1)
"""Between records of a page that comes alternately from addresses that are all known."""
_KNOWN_WAYS = 20
"""Records of an address that are looked at to tell which ways to it are known."""

LONGEST_CONDITIONAL = timedelta(days=7)
"""How long a server's "not modified" is believed without asking for the page itself: some answer so for ever."""
MOST_CONDITIONAL = 50
"""The same as a number of answers in a row."""

Answers = Sequence[tuple[str, Fetched | Unchanged | SourceError]]
"""What each address of a policy answered."""


def fetch_pages(context: MonitorContext, source: LiveSource, policy: Policy, *, in_full: bool = False, before: Answers = ()) -> Answers:
    """What each address of a policy answers now; reads the store and writes nothing, so that policies can be fetched in parallel.

    Args:
        context: the store.
        source: fetches the pages.
        policy: whose.
        in_full: ask for the pages themselves and accept no "not modified".
        before: what an earlier attempt brought; only its failures are fetched again.
    """
    known = {url: answer for url, answer in before if not isinstance(answer, SourceError)}
    return [(url, known[url] if url in known else _fetch_one(context, source, policy, url, in_full)) for url in policy.urls]


def _fetch_one(context: MonitorContext, source: LiveSource, policy: Policy, url: str, in_full: bool) -> Fetched | Unchanged | SourceError:
    newest = context.archive.latest(policy.id, url)
    try:
        validators = None if in_full else _validators(context, policy, url, newest)
        return fetch_text(source, policy, url, validators=validators, analysis=context.analysis)
    except SourceError as error:
        return error


def failure_in(answers: Answers) -> SourceError | None:
    """The first failure among the answers, or None."""
    return next((answer for _, answer in answers if isinstance(answer, SourceError)), None)


def keep_answers(context: MonitorContext, policy: Policy, answers: Answers, *, settled: bool = True) -> int:
    """Keeps what is new among the answers; returns the number of new snapshots.

    A body equal to the newest one of its address is not stored again: the state records that it was checked. Where the policy as such did
    not succeed by that (`settled` False), the caller records its success when there is one.

    Raises:
        SourceError: the first failure, after the other answers were kept.
    """
    failure = failure_in(answers)
    complete = failure is None and settled
    kept = sum(_keep_one(context, policy, url, answer, complete) for url, answer in answers if not isinstance(answer, SourceError))
    if failure is not None:
        raise failure
    return kept


def _keep_one(context: MonitorContext, policy: Policy, url: str, answer: Fetched | Unchanged, complete: bool) -> bool:
    newest = context.archive.latest(policy.id, url)
    if isinstance(answer, Unchanged):
        new = newest is not None and _note_again(context, policy, newest, answer.checked_at, answer.redirects)
        context.state.record_success(policy.id, url, at=answer.checked_at, sha256=None, etag=None, last_modified=None, complete=complete)
        return new
    snapshot = replace(answer.snapshot, policy=policy.id, url=url)
    digest = snapshot.sha256
    # Bytes that are in the ledger but missing from the disk are stored again: that repairs the store.
    if newest is not None and newest.sha256 == digest and not context.archive.is_missing(newest):
        new = _note_again(context, policy, newest, snapshot.captured_at, snapshot.redirects)
    else:
        if newest is not None and newest.sha256 != digest:
            _note_last_sight(context, policy, newest, before=snapshot.captured_at)
        _, new = context.archive.keep(snapshot, kept_at=context.now())
    etag, last_modified = answer.validators.etag, answer.validators.last_modified
    at = snapshot.captured_at
    context.state.record_success(policy.id, url, at=at, sha256=digest, etag=etag, last_modified=last_modified, complete=complete)
    return new


def _validators(context: MonitorContext, policy: Policy, url: str, newest: SnapshotRecord | None) -> Validators | None:
    """Only when the newest held bytes are those that the validators came with: else a 304 would refer to bytes that the store lacks."""
    seen = context.state.last_content(policy.id, url)
    if newest is None or seen is None or seen[0] != newest.sha256 or context.archive.is_missing(newest):
        return None
    unmodified = context.state.unmodified(policy.id, url)
    if unmodified is None or unmodified.times >= MOST_CONDITIONAL or not _is_recent(context, unmodified.since):
        return None
    etag, modified = context.state.validators(policy.id, url)
    return Validators(etag, modified, _final_url(newest)) if etag or modified else None


def _is_recent(context: MonitorContext, since: datetime) -> bool:
    # Neither long ago nor in the future, where a clock that was ahead may have put it.
    return timedelta() <= context.now() - since < LONGEST_CONDITIONAL


def _final_url(record: SnapshotRecord) -> str | None:
    if record.redirects is None:
        return None
    return record.redirects[-1].url if record.redirects else record.url


def _note_again(context: MonitorContext, policy: Policy, newest: SnapshotRecord, at: datetime, redirects: Redirects) -> bool:
    """Records in the ledger that stored bytes were fetched again, as long as that says something; True when it did.

    A quarantined text is accepted once it has persisted, and a return to an earlier text alerts once it has lasted: both need later
    captures of the same bytes. So do a page that comes from elsewhere than before, and a text that was captured while the clock was
    ahead.
    """
    return _is_worth_noting(context, policy, newest, at, redirects) and _keep_again(context, policy, newest, at, redirects)


def _note_last_sight(context: MonitorContext, policy: Policy, newest: SnapshotRecord, *, before: datetime) -> None:
    """Records in the ledger when the bytes that a page has just replaced were last received.

    Without it, a text that stood unchanged for a year would count as last seen on its first day, and a change of yesterday as one of that
    year. "Not modified" is no sight of a text: some servers say so for ever.
    """
    seen, received = context.state.last_content(policy.id, newest.url), context.state.unmodified(policy.id, newest.url)
    if seen is None or received is None or seen[0] != newest.sha256 or not newest.captured_at < received.since < before:
        return
    rejected = {(one.captured_at, one.sha256) for one in context.index.rejections(policy.id)}
    if (newest.captured_at, newest.sha256) not in rejected:
        _keep_again(context, policy, newest, received.since, newest.redirects)


def _keep_again(context: MonitorContext, policy: Policy, newest: SnapshotRecord, at: datetime, redirects: Redirects) -> bool:
    """Adds a capture of bytes that are stored already; False where they are damaged."""
    if not context.archive.is_intact(newest):
        return False
    again = Snapshot(
        policy=policy.id,
        url=newest.url,
        captured_at=at,
        source="live",
        body=context.archive.read(newest),
        status=newest.status,
        media_type=newest.media_type,
        headers=newest.headers,
        redirects=redirects,
    )
    return context.archive.keep(again, kept_at=context.now())[1]


def _is_worth_noting(context: MonitorContext, policy: Policy, newest: SnapshotRecord, at: datetime, redirects: Redirects) -> bool:
    if newest.captured_at > at >= EARLIEST:
        # The clock was ahead. A later line with the right time shows it, and dates the text rightly; see monitor.store.dating.
        return True
    wait = _recheck_after(context, policy, newest)
    return (wait is not None and at - newest.captured_at >= wait) or _is_another_way(context, policy, newest, at, redirects)


def _is_another_way(context: MonitorContext, policy: Policy, newest: SnapshotRecord, at: datetime, redirects: Redirects) -> bool:
    """True when a page came another way than its newest record, or that record does not say which way it came."""
    if redirects is None or redirects == newest.redirects or at <= newest.captured_at:
        return False
    if newest.redirects is None:
        return True
    way = way_of(newest.url, redirects)
    if way == way_of(newest.url, newest.redirects):
        return False
    # Servers that share the work redirect now here, now there.
    records = [one for one in context.archive.records(policy.id) if one.url == newest.url and one.redirects is not None]
    known = any(way_of(one.url, one.redirects or ()) == way for one in records[-_KNOWN_WAYS:])
    return not known or at - newest.captured_at >= RECHECK_WAY


def _recheck_after(context: MonitorContext, policy: Policy, newest: SnapshotRecord) -> timedelta | None:
    """How old the newest snapshot must be before it is noted again; None when nothing about it is undecided."""
    for rejection in context.index.rejections(policy.id):
        if (rejection.captured_at, rejection.sha256) == (newest.captured_at, newest.sha256):
            return RECHECK_QUARANTINED if rejection.verdict.standing is ScreenStatus.QUARANTINED else None
    return RECHECK_RETURN if context.index.has_unalerted_return(policy.id) else None
