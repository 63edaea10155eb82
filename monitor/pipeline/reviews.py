"""Reviews of changes by people: what is open, what was decided, and how a decision is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from monitor.core.history.reviews import PlacedReviews, ReviewPlace, changed_since, place_reviews, verdict_digest
from monitor.core.versions import ENGINE_VERSION
from monitor.errors import StoreError, UsageError
from monitor.model import Alert, ChangeReview, HistoryEntry, Policy, ReviewState, Severity
from monitor.pipeline.context import MonitorContext
from monitor.present.inert import clean
from monitor.present.phrases import FIRST_VERSION, changelog_headline
from monitor.present.reviews import shown_review
from monitor.store.codec import dumps
from monitor.timestamps import utc_iso

LONGEST_NAME, LONGEST_NOTE = 120, 4_000
"""Characters: of who reviewed, and of a note. It is a trail, and no place for documents."""


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """One version with what it changed, and what people decided about it."""

    policy: Policy
    position: int
    entry: HistoryEntry
    reviews: Sequence[ChangeReview]
    """Oldest first."""

    @property
    def severity(self) -> Severity:
        """Of what it changed; NONE for a first version."""
        return self.entry.changelog.severity if self.entry.changelog else Severity.NONE

    @property
    def archived(self) -> bool:
        """Whether it was found in an archive or a file, so that nobody was alerted and nobody waits for it."""
        return self.entry.version.source != "live"

    @property
    def weighty(self) -> bool:
        """Whether it is worth a review: it alerts under the policy's settings."""
        return self.entry.alert and self.entry.changelog is not None

    @property
    def open(self) -> bool:
        """Whether a review is due: an alert was due, and nobody has looked at it."""
        return self.weighty and not self.archived and not self.reviews

    @property
    def changed(self) -> str | None:
        """How the verdict has changed since the latest review, if it has."""
        return changed_since(self.reviews[-1], self.entry.changelog) if self.reviews else None


def change_headline(change: ReviewedChange) -> str:
    """What the version changed, in one sentence."""
    return changelog_headline(change.entry.changelog) if change.entry.changelog else FIRST_VERSION


def change_json(change: ReviewedChange) -> dict[str, Any]:
    """The public JSON of a change, without what was decided about it."""
    version = change.entry.version
    return {
        "policy": change.policy.id,
        "name": change.policy.name,
        "tags": list(change.policy.tags),
        "captured_at": utc_iso(version.captured_at),
        "sha256": version.sha256,
        "source": version.source,
        "severity": change.severity.value,
        "headline": change_headline(change),
    }


def reviews_of(context: MonitorContext, policy: Policy) -> PlacedReviews:
    """All reviews of a policy's changes, by version.

    Raises:
        StoreError: a ledger or the index can't be read.
    """
    return _placed(context, policy, context.archive.reviews(policy.id))


def shown_on_pages(context: MonitorContext, policy: Policy) -> tuple[dict[int, tuple[ChangeReview, ...]], bool]:
    """A policy's reviews by the position of the version, and whether there are any of any policy.

    None where the ledger can't be read: a page without them, of which `verify` says why, is better than an alert that is held back.
    """
    reviews = _readable_reviews(context, policy)
    if reviews is None:
        return {}, False
    return _placed(context, policy, reviews).of, context.archive.has_reviews()


def reviews_key(context: MonitorContext, policy: Policy) -> str:
    """A digest of a policy's reviews, of which its pages are made as well; empty when there are none."""
    reviews = _readable_reviews(context, policy)
    return f"reviews {sha256(''.join(map(dumps, reviews)).encode()).hexdigest()[:16]}" if reviews else ""


def _readable_reviews(context: MonitorContext, policy: Policy) -> list[ChangeReview] | None:
    try:
        return context.archive.reviews(policy.id)
    except StoreError:
        return None


def _placed(context: MonitorContext, policy: Policy, reviews: Sequence[ChangeReview]) -> PlacedReviews:
    if not reviews:
        return PlacedReviews({})
    return place_reviews(reviews, [ReviewPlace(one.captured_at, one.sha256) for one in context.index.version_names(policy.id)])


def reviewed_changes(context: MonitorContext, policy: Policy) -> Iterator[ReviewedChange]:
    """All versions of a policy with their reviews, oldest first."""
    placed = reviews_of(context, policy)
    for position, entry in enumerate(context.index.entries(policy.id)):
        yield ReviewedChange(policy, position, entry, placed.of.get(position, ()))


def changes_to_review(context: MonitorContext, policy: Policy) -> Iterator[ReviewedChange]:
    """Those that alert and those that were reviewed, oldest first; no other text is loaded."""
    placed, entries = reviews_of(context, policy), context.index.entries(policy.id)
    for place, alerts in enumerate(context.index.alert_flags(policy.id)):
        if alerts or place in placed.of:
            yield ReviewedChange(policy, place, entries[place], placed.of.get(place, ()))


def record_reviews(
    context: MonitorContext, changes: Sequence[ReviewedChange], state: ReviewState, *, by: str, note: str | None
) -> list[ChangeReview]:
    """Records one decision about several changes. Refreshing the policies renders the pages.

    Args:
        context: the store; the caller holds its lock.
        changes: what was looked at.
        state: what was decided.
        by: who decided.
        note: why.

    Returns:
        What was recorded, in the order of the changes.

    Raises:
        UsageError: the name is missing, or the name or the note is too long.
        StoreError: it can't be written.
    """
    name, said = clean(by), _note(note)
    if not name:
        raise UsageError("say who reviewed: --by NAME")
    for what, text, most in (("name", name, LONGEST_NAME), ("note", said or "", LONGEST_NOTE)):
        if len(text) > most:
            raise UsageError(f"the {what} has {len(text):,} characters; at most {most:,} are kept")
    recorded = []
    for change in changes:
        version, changelog = change.entry.version, change.entry.changelog
        review = ChangeReview(
            about="",  # the archive knows the folder
            captured_at=version.captured_at,
            sha256=version.sha256,
            snapshot_sha256=version.snapshot_sha256,
            state=state,
            given_at=context.now(),
            by=name,
            note=said,
            severity=change.severity,
            verdict=verdict_digest(changelog),
            engine=ENGINE_VERSION,
        )
        context.archive.record_reviews(change.policy.id, [review])
        recorded.append(review)
    return recorded


def _note(note: str | None) -> str | None:
    """A note with its lines, each free of what could steer a terminal."""
    lines = [clean(line) for line in (note or "").splitlines()]
    return "\n".join(lines).strip() or None


def with_review(context: MonitorContext, alert: Alert) -> Alert:
    """An alert that waited to be delivered, with what somebody has decided about its change in the meantime."""
    # One that can't be read keeps no alert back.
    reviews = _readable_reviews(context, alert.policy) or []
    about = [one for one in reviews if (one.captured_at, one.sha256) == (alert.new.captured_at, alert.new.sha256)]
    return replace(alert, review=f"{shown_review(about, None).says}.") if about else alert
