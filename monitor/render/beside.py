"""What a page shows beside a change, and what the program's own verdict does not depend on."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.present.opinions import ShownOpinion
from monitor.present.reviews import ShownReview
from monitor.render.evidence import ShownEvidence


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside a version: its review, the second reader's opinion, evidence."""

    review: ShownReview | None = None
    """What somebody decided about it."""
    second: ShownOpinion | None = None
    """What a second reader says about it."""
    evidence: tuple[ShownEvidence, ...] = ()
    """Pictures and archives of its page."""

    @property
    def digest(self) -> str:
        """Equal where the same is shown; empty for nothing."""
        return "".join(one.digest for one in (self.review, self.second, *self.evidence) if one)


NOTHING_BESIDE = Beside()
