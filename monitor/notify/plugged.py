"""A plug-in's channel: named by the configuration, opened when there is something to send, and limited in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice
from monitor.notify.notice import notice_payload
from monitor.notify.payload import key_of, write_payload
from monitor.plugins.calls import bounded
from monitor.plugins.contract import NotDelivered
from monitor.plugins.registry import PluginFault, PluginPart, registry
from monitor.plugins.sayings import said

T = TypeVar("T")
SECONDS = 120.0
"""That opening the channel, or sending one message, may take."""
_LONGEST_WAIT = 7 * 86_400
"""Seconds; what asks for more, such as 1e300, is no time that a date can be made of."""


class PluggedChannel:
    """One entry of `alerts.channels`.

    Args:
        use: the plug-in's name for the channel.
        n: its 1-based place among those that use it, for a name that does not depend on the plug-in: "logbook#1".
        options: what the configuration says.
        seconds: that one call may take.
    """

    joins = False

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
        try:
            opening, part = registry().load("channels", self._use), registry().part("channels", self._use)
            if self._opened is None:
                self._opened = self._call(part, lambda: opening(dict(self._options)))
            return self._call(part, lambda: _answer(self._opened.send(message, key)))
        except PluginFault as error:
            # Tried again: a plug-in that is installed or repaired in the meantime gets what was left over.
            raise DeliveryError(f"{self.name}: {error}", channel=self.name) from error

    def _call(self, part: PluginPart, call: Callable[[], T]) -> T:
        return bounded(part, lambda: self._told(call), seconds=self._seconds, passed=(DeliveryError,))

    def _told(self, call: Callable[[], T]) -> T:
        """What a call gives; its NotDelivered as our own error, of which the plug-in's values are checked where they may still fail."""
        try:
            return call()
        except NotDelivered as error:
            wait = error.retry_after
            seconds = float(min(wait, _LONGEST_WAIT)) if isinstance(wait, int | float) and wait > 0 else None
            says = f"{self.name}: {said(str(error)) or 'not delivered'}"
            raise DeliveryError(says, channel=self.name, permanent=bool(error.permanent), retry_after=seconds) from error


def _answer(given: object) -> str | None:
    return None if given is None else said(str(given))
