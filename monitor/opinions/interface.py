"""What the pipeline needs of a second reader; `monitor.assemble` chooses the real one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from monitor.opinions.question import ChatMessage


class SecondReader(Protocol):
    """The port for a second reader: a question about a version's changes in, an answer out."""

    model: str
    """Its name, as configured: shown beside every opinion."""
    place: str
    """The host and port that it is asked at, for messages."""
    requests_per_day: int
    """How many questions may leave this machine on one day (UTC)."""
    characters_per_day: int
    """And how many characters in them."""

    def ask(self, messages: Sequence[ChatMessage]) -> str:
        """What it answers, exactly as it came.

        Raises:
            ReaderFailed: there is no answer; the same question may be asked again later.
            AnswerDropped: there is one, and it is not worth keeping: too long, or cut off.
        """
