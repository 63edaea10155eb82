"""What the publishing street takes in beside the shared values: who wrote which stretch of the text in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Blame:
    """A stretch of the newest version's text and the version that brought it."""

    span: tuple[int, int]
    """Characters of the newest version's text, half open; stretches that nobody claims are shown without a date."""
    since: datetime
    """`captured_at` of the first version that shows the stretch in these words (UTC)."""
    introduced: datetime | None = None
    """That of the first version that shows it in whatever words; None when that is not known."""
    moved: datetime | None = None
    """That of the version that last moved it to another place."""
