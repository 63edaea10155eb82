"""What the pages of a policy show of the reviews of its changes."""

from __future__ import annotations

from monitor.core.history.reviews import changed_since
from monitor.model import History
from monitor.present.reviews import ShownReview, shown_review
from monitor.render.rows import VersionRow


def shown_reviews(history: History, rows: tuple[VersionRow, ...]) -> dict[str, ShownReview]:
    """The reviews of a policy's versions, by the digest of the version's row. Loads the changelogs of those that were reviewed."""
    return {
        rows[place].digest: shown_review(reviews, changed_since(reviews[-1], history.entries[place].changelog))
        for place, reviews in history.reviews.items()
        if place < len(rows)
    }


def open_changes(history: History, rows: tuple[VersionRow, ...]) -> int:
    """How many changes alerted and were reviewed by nobody; none as long as nobody reviews anything, for whom it would be noise."""
    if not history.reviews_used:
        return 0
    # What came from an archive is past, so nobody waits for it.
    due = (place for place, row in enumerate(rows) if row.alert and row.source == "live" and row.page is not None)
    return sum(place not in history.reviews for place in due)
