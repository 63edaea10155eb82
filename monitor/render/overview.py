"""Which policies come first on the overview, and on which of its pages each of them is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.render.pages import PolicySummary

PER_PAGE = 200
"""Policies on a page; a row has about 1 KB, with two long sentences 2 KB."""
SCRIPT = "overview.js"
"""Sorts and searches the table; without it, the page is whole and in order."""
_WEEK = timedelta(days=7)
_NEVER = datetime.min.replace(tzinfo=UTC)
_WEIGHT = {"critical": 3, "material": 2, "minor": 1}
_PAGE = re.compile(r"index-\d+\.html")


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """One page of the overview."""

    number: int
    of: int
    shown: tuple[PolicySummary, ...]
    this_week: int
    """How many of those shown stand first: with changes that nobody reviewed, or with something material of the last week."""

    @property
    def name(self) -> str:
        """Its file name."""
        return page_name(self.number)

    @property
    def neighbours(self) -> list[tuple[str, str, str]]:
        """Its links: relation, file name and words."""
        before = [("prev", page_name(self.number - 1), "← Previous policies")] if self.number > 1 else []
        return before + ([("next", page_name(self.number + 1), "Next policies →")] if self.number < self.of else [])


def page_name(number: int) -> str:
    """The file name of a page of the overview, counted from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def pages_of(summaries: Sequence[PolicySummary], now: datetime | None = None) -> list[OverviewPage]:
    """The pages of the overview, at least one.

    Args:
        summaries: one for each policy.
        now: the time of rendering; without it, no change is this week's.
    """
    ordered = arranged(summaries, now)
    parts = [ordered[start : start + PER_PAGE] for start in range(0, len(ordered), PER_PAGE)] or [[]]
    return [OverviewPage(number, len(parts), tuple(part), sum(_leads(one, now) for one in part)) for number, part in enumerate(parts, 1)]


def _leads(one: PolicySummary, now: datetime | None) -> bool:
    return one.unreviewed > 0 or is_this_weeks(one, now)


def arranged(summaries: Sequence[PolicySummary], now: datetime | None = None) -> list[PolicySummary]:
    """What nobody reviewed first, where somebody reviews, then what matters this week, by weight.

    Behind them what could not be checked, then the others by the date of their latest change.
    """

    def key(one: PolicySummary) -> tuple[bool, int, int, datetime, int]:
        changed, size = (one.latest.captured_at, one.latest.size) if one.latest else (_NEVER, 0)
        if is_this_weeks(one, now):
            counts = one.latest.counts if one.latest else {}
            # Of two critical ones, that with more critical changes; dates within a week weigh less.
            return one.unreviewed > 0, 2, _WEIGHT[one.latest_severity] * 1000 + min(999, counts.get(one.latest_severity, 0)), changed, size
        # Changes that were met in one run have nearly the same time.
        # A run that finds many changes meets them within minutes: weight orders those.
        hour = changed.replace(minute=0, second=0, microsecond=0)
        return one.unreviewed > 0, int(bool(one.failure or one.overdue)), 0, hour, _weight(one)

    # Ids decide among equals, so that two runs give the same page.
    return sorted(sorted(summaries, key=lambda one: one.policy.id), key=key, reverse=True)


def _weight(one: PolicySummary) -> int:
    return _WEIGHT.get(one.latest_severity, 0)


def is_this_weeks(one: PolicySummary, now: datetime | None) -> bool:
    """True when the latest change is critical or material and was met within seven days before `now`."""
    heavy = one.latest is not None and _WEIGHT.get(one.latest_severity, 0) > 1
    return heavy and now is not None and one.latest is not None and now - one.latest.captured_at <= _WEEK


def tags_of(summaries: Sequence[PolicySummary]) -> list[str]:
    """The tags of all policies, in alphabetical order."""
    return sorted({tag for one in summaries for tag in one.policy.tags}, key=str.casefold)


def script() -> str:
    """The text of the script."""
    return (Path(__file__).parent / SCRIPT).read_text(encoding="utf-8")


def left_over(folder: Path, pages: Sequence[OverviewPage]) -> list[Path]:
    """Pages of the overview that are no longer among them."""
    names = {page.name for page in pages}
    return sorted(path for path in folder.iterdir() if _PAGE.fullmatch(path.name) and path.name not in names)
