"""Every service that Apprise speaks to (Slack, Teams, Telegram, ntfy, …) as a channel."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice
from monitor.notify.chat import CHAT_LIMIT, chat_text, chat_title
from monitor.notify.notice import notice_subject, notice_text
from monitor.notify.redact import scrub
from monitor.present.inert import clip

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+]{0,31}(?=://)")
_SHORTEST_SECRET = 4


class AppriseChannel:
    """One Apprise address.

    Args:
        url: any address that Apprise knows; it usually holds a token and is therefore never said.
        n: its 1-based place in the configuration, for a name without secrets: "apprise:slack#1".
        report_base: the address under which the working folder is published, for links to reports; None names their paths.
    """

    def __init__(self, url: str, n: int = 1, *, report_base: str | None = None) -> None:
        scheme = _SCHEME.match(url)
        self._url, self._report_base = url, report_base
        self.name = f"apprise:{scheme.group().lower() if scheme else 'unknown'}#{n}"

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Sends one message; see `Channel.deliver`.

        Apprise does not tell a refusal from a failure, so only an address that it does not know is permanent.
        """
        library = _library()
        services = self._open(library)
        title = chat_title(alerts)
        text = chat_text(alerts, limit=_room(services[0], title), report_base=self._report_base)
        self._send(library, services, title, text)

    def tell(self, notice: Notice) -> None:
        """Sends one message about the monitoring itself; see `Channel.tell`."""
        library = _library()
        services = self._open(library)
        title = notice_subject(notice, chat=True)
        self._send(library, services, title, clip(notice_text(notice, chat=True), _room(services[0], title)))

    def _send(self, library: Any, services: Any, title: str, text: str) -> None:
        with library.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
            taken = services.notify(title=title, body=text, body_format=library.NotifyFormat.TEXT, interpret_escapes=False)
            why = log.getvalue()
        if not taken:
            raise DeliveryError(self._why(why), channel=self.name)

    def check(self) -> None:
        """Reads the address without sending anything.

        Raises:
            DeliveryError: when Apprise does not know it.
        """
        self._open(_library())

    def _open(self, library: Any) -> Any:
        services = library.Apprise(asset=library.AppriseAsset(app_id="policy-monitor", app_desc="Policy Monitor", storage_mode="memory"))
        with library.LogCapture(level=logging.WARNING):
            known = services.add(self._url) and len(services) == 1
        if not known:
            says = f"{self.name}: Apprise can't read this address; compare it with Apprise's documentation of the service"
            raise DeliveryError(says, channel=self.name, permanent=True)
        return services

    def _why(self, log: str) -> str:
        """What Apprise wrote about the failure, without any part of the address that could be a token."""
        secrets = [part for part in re.split(r"[/:@?&=#,\s]+", self._url.partition("://")[2]) if len(part) >= _SHORTEST_SECRET]
        reason = scrub(log, [self._url, *secrets])
        return f"{self.name} did not take the message" + (f": {reason}" if reason else "; try again with --verbose")


def _library() -> Any:
    """Apprise, untyped; imported late, for that takes half a second and most runs send nothing."""
    import apprise  # noqa: PLC0415

    return apprise


def _room(service: Any, title: str) -> int:
    """How many characters of text the service takes beside the title."""
    beside_title = 0 if service.title_maxlen else len(title) + 2
    return max(80, min(CHAT_LIMIT, (service.body_maxlen or CHAT_LIMIT) - beside_title))
