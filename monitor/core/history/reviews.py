"""People's reviews of changes: which version each is about, also when versions were derived again, and whether the verdict has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from monitor.model import Changelog, ChangeReview, Severity


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """What names a version for a review."""

    captured_at: datetime
    sha256: str
    """Of its text."""


@dataclass(frozen=True, slots=True)
class PlacedReviews:
    """All reviews of one policy, by the version that they are about."""

    of: dict[int, tuple[ChangeReview, ...]]
    """By the version's position; oldest first, so that the last one is the state."""
    orphans: tuple[ChangeReview, ...] = ()
    """Those of versions that are no versions any more."""


def place_reviews(reviews: Sequence[ChangeReview], versions: Sequence[ReviewPlace]) -> PlacedReviews:
    """Finds the version of each review.

    Args:
        reviews: oldest first.
        versions: of the policy, oldest first.
    """
    found: dict[int, list[ChangeReview]] = {}
    orphans: list[ChangeReview] = []
    for review in reviews:
        place = _place(review, versions)
        if place is None:
            orphans.append(review)
        else:
            found.setdefault(place, []).append(review)
    return PlacedReviews({place: tuple(each) for place, each in found.items()}, tuple(orphans))


def _place(review: ChangeReview, versions: Sequence[ReviewPlace]) -> int | None:
    """The version that begins with the reviewed capture; where none does, the nearest one with the reviewed text."""
    same_time = [place for place, one in enumerate(versions) if one.captured_at == review.captured_at]
    same_text = [place for place, one in enumerate(versions) if one.sha256 == review.sha256]
    if both := set(same_time) & set(same_text):
        return min(both)
    if same_time:
        # A better extraction gives another text of the same page. Of several pages of one moment, the last one is in force.
        return same_time[-1]
    # The first capture was rejected since, or an earlier one was added: the same change, dated otherwise.
    return min(same_text, key=lambda place: abs(versions[place].captured_at - review.captured_at), default=None)


def verdict_digest(changelog: Changelog | None) -> str | None:
    """A digest of what is said about each change: its words, its severity, whom it serves. None when there is nothing to compare."""
    if changelog is None:
        return None
    said = sorted(
        repr(
            (
                change.severity.value,
                change.direction.value,
                change.kind.value,
                change.old and change.old.text,
                change.new and change.new.text,
            )
        )
        for change in changelog.changes
    )
    # "replace": a text may contain lone surrogates, which UTF-8 cannot encode.
    return sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def changed_since(review: ChangeReview, changelog: Changelog | None) -> str | None:
    """How the verdict on a change differs from the one that was reviewed, in one sentence; None when it is the same."""
    now = changelog.severity if changelog else Severity.NONE
    if review.severity is not now:
        return f"The verdict has changed since: it was {_named(review.severity)} when it was reviewed, and is {_named(now)} now."
    if review.verdict != verdict_digest(changelog):
        return "The verdict has changed since in its parts: not every single change is read and judged as it was when it was reviewed."
    return None


def _named(severity: Severity) -> str:
    return "no change" if severity is Severity.NONE else severity.value
