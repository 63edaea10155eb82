"""Folds the switches of a page that alternates between known texts into one stretch, for everything that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from monitor.core.history.alerting import LASTING_CAPTURES, LASTING_PERIOD

FEWEST = 3
"""Switches in a row that are folded: back and forth once is still two events."""
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


class Seen(NamedTuple):
    """What counts of one version."""

    sha256: str
    captured_at: datetime
    last_seen: datetime
    captures: int
    returns: bool
    """True if the text was seen before."""
    alert: bool


@dataclass(frozen=True, slots=True)
class Alternation:
    """Versions in a row that only return to known texts and of which none alerts."""

    first: int
    """Index of the first such version."""
    last: int
    texts: int
    """Different texts, the one before the first switch included."""
    since: datetime
    until: datetime
    ended: bool
    """True if the page stays on its last text, long enough to be no flip."""

    @property
    def switches(self) -> int:
        """How often the page switched."""
        return self.last - self.first + 1

    def says(self, since: str, until: str) -> str:
        """The stretch in one sentence; the two moments as the medium writes them."""
        number = _NUMBERS.get(self.texts, f"{self.texts:,}")
        end = f"; since {until} it stays on one text" if self.ended else ""
        return f"Alternates between {number} texts, {self.switches:,} times since {since}{end}."


def alternations(versions: Sequence[Seen]) -> list[Alternation]:
    """The stretches of a history in which its page alternates, in order; versions in none of them are reported one by one.

    Args:
        versions: oldest first.
    """
    found: list[Alternation] = []
    start: int | None = None
    for place in range(len(versions) + 1):
        if place < len(versions) and versions[place].returns and not versions[place].alert:
            start = place if start is None else start
            continue
        if start is not None and place - start >= FEWEST:
            found.append(_stretch(versions, start, place - 1))
        start = None
    return found


def _stretch(versions: Sequence[Seen], first: int, last: int) -> Alternation:
    texts = {version.sha256 for version in versions[max(0, first - 1) : last + 1]}
    final = versions[last]
    lasts = final.last_seen - final.captured_at >= LASTING_PERIOD and final.captures >= LASTING_CAPTURES
    return Alternation(first, last, len(texts), versions[first].captured_at, final.captured_at, lasts)
