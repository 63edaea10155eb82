"""Mail as a channel: one channel per recipient, so that a refused address neither blocks the others nor makes them get a mail twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Alert, Notice
from monitor.notify.interface import Channel
from monitor.notify.mail import read_address, write_mail
from monitor.notify.notice import notice_mail
from monitor.notify.smtp import read_smtp_url, send


def _clock() -> datetime:
    return datetime.now(UTC)


class EmailChannel:
    """Mails to one recipient.

    Args:
        url: the mail server; see `read_smtp_url`.
        sender: the From address, with or without a name.
        to: the recipient's address, with or without a name.
        report_base: the address under which the working folder is published, for links to reports; None names their paths.
        ca_file: certificates to trust in place of the system's (also `?ca=FILE` in the address).
        timeout: seconds to wait for each answer of the server.
        now: the clock for the Date header.

    Raises:
        ConfigError: when an address can't be read.
    """

    def __init__(
        self,
        *,
        url: str,
        sender: str,
        to: str,
        report_base: str | None = None,
        ca_file: Path | None = None,
        timeout: float = 30.0,
        now: Callable[[], datetime] = _clock,
    ) -> None:
        self._server = read_smtp_url(url, ca_file=ca_file, timeout=timeout)
        self._sender = read_address(sender, what="alerts.email.from")
        self._to = read_address(to, what="alerts.email.to")
        self._report_base, self._now = report_base, now
        self.name = f"email:{self._to.addr_spec}"

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Sends one mail; see `Channel.deliver`."""
        mail = write_mail(alerts, sender=self._sender, to=self._to, sent_at=self._now(), digest=digest, report_base=self._report_base)
        send(self._server, mail, sender=self._sender.addr_spec, to=self._to.addr_spec, channel=self.name)

    def tell(self, notice: Notice) -> None:
        """Sends one mail about the monitoring itself; see `Channel.tell`."""
        mail = notice_mail(notice, sender=self._sender, to=self._to, sent_at=self._now())
        send(self._server, mail, sender=self._sender.addr_spec, to=self._to.addr_spec, channel=self.name)


def email_channels(
    *,
    url: str,
    sender: str,
    to: Sequence[str],
    report_base: str | None = None,
    ca_file: Path | None = None,
    timeout: float = 30.0,
) -> list[Channel]:
    """One channel per recipient, named "email:someone@example.org"; an address given twice counts once.

    Raises:
        ConfigError: when an address can't be read.
    """
    channels = [EmailChannel(url=url, sender=sender, to=one, report_base=report_base, ca_file=ca_file, timeout=timeout) for one in to]
    return list({channel.name.lower(): channel for channel in channels}.values())
