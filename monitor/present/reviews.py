"""People's reviews in words and as JSON: the same on pages, in mails, in `log` and in the audit pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import ChangeReview, ReviewState
from monitor.present.phrases import day, plural
from monitor.timestamps import utc_iso


@dataclass(frozen=True, slots=True)
class ShownReview:
    """What is shown of the reviews of one change: the latest one, which is the state."""

    state: ReviewState
    by: str
    given_at: datetime
    note: str | None
    earlier: int
    """Reviews of the same change before this one."""
    changed: str | None
    """How the verdict has changed since, in one sentence."""

    @property
    def says(self) -> str:
        """Who decided what, and when: "Accepted by Kim on 3 May 2026 (after 1 earlier review)"."""
        before = f" (after {plural(self.earlier, 'earlier review')})" if self.earlier else ""
        return f"{self.state.value.capitalize()} by {self.by} on {day(self.given_at)}{before}"

    @property
    def digest(self) -> str:
        """Equal for reviews of which the same is shown."""
        return repr((self.state.value, self.by, utc_iso(self.given_at), self.note, self.earlier, self.changed))


def shown_review(reviews: Sequence[ChangeReview], changed: str | None) -> ShownReview:
    """The reviews of one change, of which there is at least one, oldest first."""
    last = reviews[-1]
    return ShownReview(last.state, last.by, last.given_at, last.note, len(reviews) - 1, changed)


def review_json(review: ChangeReview) -> dict[str, Any]:
    """A review as JSON, the same in `log`, `review` and the API."""
    return {
        "state": review.state.value,
        "by": review.by,
        "at": utc_iso(review.given_at),
        "note": review.note,
        "severity": review.severity.value,
        "engine": review.engine,
    }


def reviews_json(reviews: Sequence[ChangeReview], changed: str | None) -> dict[str, Any]:
    """The reviews of one change: the latest one, all of them oldest first, and whether the verdict has changed since."""
    return {
        "review": review_json(reviews[-1]) if reviews else None,
        "reviews": [review_json(one) for one in reviews],
        "verdict_changed": changed,
    }
