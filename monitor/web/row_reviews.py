"""What was decided about the changes in the table of all changes, for its column, its filter and its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.model import Policy, ReviewState
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.reviews import reviews_of
from monitor.present.reviews import shown_review
from monitor.web.changes import ChangeRow, Filters
from monitor.web.desk import Desk
from monitor.web.reviewing import OPEN, STATES, version_name

REVIEW = "review"
"""The order by what was decided."""
# What somebody has to do comes first: look at it, or act on it.
_ORDER = {state: place for place, state in enumerate(dict.fromkeys((OPEN, ReviewState.ESCALATED.value, *STATES)))}
_NONE = len(_ORDER)


@dataclass(frozen=True, slots=True)
class RowReview:
    """What was decided about the version that brought a change: a review is about all that a version changed."""

    state: str
    """One of STATES; "" if none was due and nobody reviewed it."""
    says: str
    """Who decided what, and when; "" if nobody has."""
    page: str
    """The page on which it is reviewed."""


_UNKNOWN = RowReview("", "", "")


class RowReviews:
    """Looks up the reviews of rows, policy by policy: a page of fifty rows has few policies, a store may have thousands.

    Args:
        desk: whose ledgers are read, one reader at a time.
        context: the store as it was when the rows were read.
    """

    def __init__(self, desk: Desk, context: MonitorContext) -> None:
        self._desk, self._context = desk, context
        self._policies = {policy.id: policy for policy in context.policies}
        self._known: dict[str, dict[str, RowReview]] = {}

    def of(self, row: ChangeRow) -> RowReview:
        """What was decided about the row's change; without any words for a version that is none any more."""
        if row.policy not in self._known:
            self._known[row.policy] = self._of_policy(self._policies[row.policy])
        # To the second, as changes.json has the time of a capture.
        return self._known[row.policy].get(f"{row.captured_at:%Y%m%d%H%M%S}", _UNKNOWN)

    def _of_policy(self, policy: Policy) -> dict[str, RowReview]:
        try:
            with self._desk.reading:
                placed = reviews_of(self._context, policy)
            names, due = self._context.index.version_names(policy.id), self._context.index.awaited_flags(policy.id)
        except StoreError:  # `verify` says why; the table is whole without its column
            return {}
        found: dict[str, RowReview] = {}
        for place, name in enumerate(names):
            reviews = placed.of.get(place, ())
            state = reviews[-1].state.value if reviews else OPEN if place < len(due) and due[place] else ""
            # Whether the verdict has changed since is told on the page of the change: it takes the changelog.
            says = shown_review(reviews, None).says if reviews else ""
            page = f"/-/reviews/{policy.id}/{version_name(name)}"
            # Of two versions of one second the later one, as in addresses of pages.
            found[f"{name.captured_at:%Y%m%d%H%M%S}"] = RowReview(state, says, page)
        return found


def chosen_rows(rows: Sequence[ChangeRow], reviews: RowReviews, filters: Filters) -> list[ChangeRow]:
    """The rows that the filter by review lets through, ordered by review if that is asked for.

    Args:
        rows: those that the other filters let through, in their order.
        reviews: of their policies; asked only where the filters need it.
        filters: by `review` "open" or a state; in the order REVIEW what is open comes first, then what somebody has to act on.
    """
    found = [row for row in rows if not filters.review or reviews.of(row).state == filters.review]
    if filters.sort == REVIEW:
        found.sort(key=lambda row: _ORDER.get(reviews.of(row).state, _NONE), reverse=filters.ascending)
    return found
