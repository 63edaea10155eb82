"""What is said of one change."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import UNKNOWN, Certainty, Direction, Reason, Severity


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is said of one change."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    headline: str
    certainty: Certainty = UNKNOWN
