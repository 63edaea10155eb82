"""A channel that a plug-in brings: named by the configuration, opened when something is to be sent, and bounded in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice
from monitor.notify.notice import notice_payload
from monitor.notify.payload import key_of, write_payload
from monitor.plugins.calls import bounded
from monitor.plugins.contract import NotDelivered
from monitor.plugins.registry import PluginFault, registry

SECONDS = 120.0
"""That opening the channel, or sending one message, may take."""
_LONGEST = 300


class PluggedChannel:
    """One entry of `alerts.channels`.

    Args:
        use: the plug-in's name for the channel.
        n: its 1-based place among those that use it, for a name that does not depend on the plug-in: "logbook#1".
        options: what the configuration says.
        seconds: that one call may take.
    """

    def __init__(self, use: str, n: int, options: Mapping[str, Any], *, seconds: float = SECONDS) -> None:
        self._use, self._options, self._seconds = use, dict(options), seconds
        # Of the configuration alone: the outbox knows messages by it, also while the plug-in is missing.
        self.name = f"{use}#{n}"
        self._opened: Any = None

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """See `Channel.deliver`."""
        self._send(write_payload(alerts, digest=digest), key_of(alerts))

    def send_notice(self, notice: Notice) -> str | None:
        """See `Channel.send_notice`."""
        return self._send(notice_payload(notice), notice.id)

    def _send(self, message: dict[str, Any], key: str) -> str | None:
        passed = (NotDelivered, DeliveryError)
        try:
            opening, part = registry().load("channels", self._use), registry().part("channels", self._use)
            if self._opened is None:
                self._opened = bounded(part, lambda: opening(dict(self._options)), seconds=self._seconds, passed=passed)
            answer = bounded(part, lambda: self._opened.send(message, key), seconds=self._seconds, passed=passed)
        except PluginFault as error:
            # Tried again: a plug-in that is installed or repaired in the meantime gets what was left over.
            raise DeliveryError(f"{self.name}: {error}", channel=self.name) from error
        except NotDelivered as error:
            says, wait = f"{self.name}: {' '.join(str(error).split())[:_LONGEST]}", error.retry_after
            raise DeliveryError(says, channel=self.name, permanent=error.permanent, retry_after=wait) from error
        return None if answer is None else " ".join(str(answer).split())[:_LONGEST]
