"""A channel for each service that Apprise supports (Slack, Teams, Telegram, ntfy, …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from monitor.errors import DeliveryError
from monitor.model import Alert, Notice
from monitor.notify.apprise_process import SECONDS, notify, opened
from monitor.notify.chat import CHAT_LIMIT, chat_text, chat_title
from monitor.notify.notice import notice_subject, notice_text
from monitor.notify.redact import redact
from monitor.present.inert import clip

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+]{0,31}(?=://)")
# Characters; redacting shorter parts of an address would make its error messages unreadable.
_SHORTEST_SECRET = 4


class AppriseChannel:
    """One Apprise URL.

    Args:
        url: any URL that Apprise supports; it usually contains a token and therefore never appears in messages.
        n: its 1-based position in the configuration, for a name without secrets: "apprise:slack#1".
        report_base: the address under which the working folder is published, for links to reports; None gives their paths.
        seconds: that sending one message may take.
    """

    joins = True

    def __init__(self, url: str, n: int = 1, *, report_base: str | None = None, seconds: float = SECONDS) -> None:
        scheme = _SCHEME.match(url)
        self._url, self._report_base, self._seconds = url, report_base, seconds
        self.name = f"apprise:{scheme.group().lower() if scheme else 'unknown'}#{n}"

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Sends one message; see `Channel.deliver`.

        Apprise does not distinguish refusals from temporary failures, so only an unsupported URL counts as permanent.
        """
        service = self._open()[0]
        title = chat_title(alerts)
        self._send(title, chat_text(alerts, limit=_text_limit(service, title), report_base=self._report_base))

    def send_notice(self, notice: Notice) -> str:
        """Sends one message about the monitoring itself; see `Channel.send_notice`. Apprise does not say what the service answered."""
        service = self._open()[0]
        title = notice_subject(notice, chat=True)
        self._send(title, clip(notice_text(notice, chat=True), _text_limit(service, title)))
        return "accepted"

    def _send(self, title: str, text: str) -> None:
        answer = notify(self._url, title, text, seconds=self._seconds)
        if not answer.accepted:
            raise DeliveryError(self._why(answer.log), channel=self.name)

    def check(self) -> None:
        """Parses the URL without sending anything.

        Raises:
            DeliveryError: Apprise does not support it.
        """
        self._open()

    def _open(self) -> Any:
        services = opened(self._url)
        if services is None:
            says = f"{self.name}: Apprise does not recognise this URL; check it against Apprise's documentation of the service"
            raise DeliveryError(says, channel=self.name, permanent=True)
        return services

    def _why(self, log: str) -> str:
        """What Apprise logged about the failure, without any part of the URL that could be a token."""
        secrets = [part for part in re.split(r"[/:@?&=#,\s]+", self._url.partition("://")[2]) if len(part) >= _SHORTEST_SECRET]
        reason = redact(log, [self._url, *secrets])
        return f"{self.name} did not accept the message" + (f": {reason}" if reason else "; run again with --verbose for details")


def _text_limit(service: Any, title: str) -> int:
    """How many characters of text the service accepts besides the title."""
    # Services without a title of their own (SMS, for one) get it as the first line of the text.
    beside_title = 0 if service.title_maxlen else len(title) + 2
    # 80: room for one headline, even where a service states a limit of almost nothing.
    return max(80, min(CHAT_LIMIT, (service.body_maxlen or CHAT_LIMIT) - beside_title))
