"""What a channel promises: one message about one alert, delivered or an error that says whether to try again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from monitor.model import Alert, Notice, OutboxItem


class Channel(Protocol):
    """A way to reach people."""

    name: str
    """Stable and without secrets: "email", "apprise:slack#1", "webhook:example.org"."""

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Delivers one message: about one alert, or, when `digest` is true, about all of them together.

        Raises:
            DeliveryError: the message was not taken; `permanent` says whether trying again can help.
        """

    def tell(self, notice: Notice) -> None:
        """Delivers one word about the monitoring itself; raises as `deliver` does."""


class Outbox(Protocol):
    """What delivery needs of the durable outbox; the store implements it."""

    def due(self, now: datetime) -> list[OutboxItem]:
        """Pending items whose next attempt has come, oldest first."""

    def delivered(self, alert_id: str, channel: str, *, at: datetime) -> None:
        """Marks an item as delivered, durably, before anything else is tried."""

    def transaction(self) -> AbstractContextManager[object]:
        """What is written inside the block is written together, or not at all."""

    def failed(self, alert_id: str, channel: str, *, says: str, retry_at: datetime | None) -> None:
        """Counts a failed attempt; `retry_at` None gives up."""
