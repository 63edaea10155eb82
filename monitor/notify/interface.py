"""What a channel promises: one message about one alert, delivered or an error that says whether to try again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from monitor.model import Alert


class Channel(Protocol):
    """A way to reach people."""

    name: str
    """Stable and without secrets: "email", "apprise:slack#1", "webhook:example.org"."""

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Delivers one message: about one alert, or, when `digest` is true, about all of them together.

        Raises:
            DeliveryError: the message was not taken; `permanent` says whether trying again can help.
        """
