"""What delivery needs of a channel, and of the outbox that remembers what is still to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from monitor.model import Alert, Notice, OutboxItem


class Channel(Protocol):
    """A way to reach people. A message is either delivered, or an error says whether to try again."""

    name: str
    """Stable and without secrets: "email", "apprise:slack#1", "webhook:example.org"."""

    joins: bool
    """Whether people read it, so that the same change of several policies is one message. A program gets each alert by itself."""

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Delivers one message: about one alert, about several that say the same if the channel `joins` them, or a digest.

        Raises:
            DeliveryError: the message was not accepted; `permanent` means that trying again cannot help.
        """

    def send_notice(self, notice: Notice) -> str | None:
        """Delivers a notice about the monitoring itself; returns what the other side answered, if it says anything. Raises as `deliver`."""


class Outbox(Protocol):
    """The durable outbox; the store implements it."""

    def due(self, now: datetime) -> list[OutboxItem]:
        """Pending items whose next attempt is due, oldest first."""

    def delivered(self, alert_id: str, channel: str, *, at: datetime) -> None:
        """Marks an item as delivered, durably, before anything else is tried."""

    def transaction(self) -> AbstractContextManager[object]:
        """Everything written inside the block is committed together, or not at all."""

    def failed(self, alert_id: str, channel: str, *, says: str, retry_at: datetime | None) -> None:
        """Records a failed attempt; if `retry_at` is None, no more are made."""
