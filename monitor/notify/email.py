"""Mail as a channel: one channel per recipient, so that a refused address neither blocks the others nor sends them a mail twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from monitor.config.addresses import mail_address
from monitor.errors import ConfigError
from monitor.model import Alert, Notice
from monitor.notify.email_body import compose
from monitor.notify.interface import Channel
from monitor.notify.notice import notice_mail
from monitor.notify.presenter import most_serious
from monitor.notify.smtp import read_smtp_url, send
from monitor.timestamps import utc_now

# What every mail program accepts within "<…>" (RFC 5322, section 3.2.3, allows more) and what fits on a header line.
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,80}")


# --- the channel -----------------------------------------------------------------------------------------------------


class EmailChannel:
    """Mails to one recipient.

    Args:
        url: the mail server; see `read_smtp_url`.
        sender: the From address, with or without a name.
        to: the recipient's address, with or without a name.
        report_base: the address under which the working folder is published, for links to reports; None gives their paths.
        ca_file: certificates to trust instead of the system's (also `?ca=FILE` in the address).
        timeout: seconds to wait for each reply of the server.
        now: the clock for the Date header.

    Raises:
        ConfigError: an address is invalid.
    """

    joins = True

    def __init__(
        self,
        *,
        url: str,
        sender: str,
        to: str,
        report_base: str | None = None,
        ca_file: Path | None = None,
        timeout: float = 30.0,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._server = read_smtp_url(url, ca_file=ca_file, timeout=timeout)
        self._sender = read_address(sender, what="alerts.email.from")
        self._to = read_address(to, what="alerts.email.to")
        self._report_base, self._now = report_base, now
        self.name = f"email:{self._to.addr_spec}"

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        """Sends one mail; see `Channel.deliver`."""
        self._send(write_mail(alerts, sender=self._sender, to=self._to, sent_at=self._now(), digest=digest, report_base=self._report_base))

    def send_notice(self, notice: Notice) -> str:
        """Sends one mail about the monitoring itself; see `Channel.send_notice`."""
        return self._send(notice_mail(notice, sender=self._sender, to=self._to, sent_at=self._now()))

    def _send(self, mail: EmailMessage) -> str:
        return send(self._server, mail, sender=self._sender.addr_spec, to=self._to.addr_spec, channel=self.name)


def email_channels(
    *,
    url: str,
    sender: str,
    to: Sequence[str],
    report_base: str | None = None,
) -> list[Channel]:
    """One channel per recipient, named "email:someone@example.org"; an address given twice counts once.

    Raises:
        ConfigError: an address is invalid.
    """
    channels = [EmailChannel(url=url, sender=sender, to=one, report_base=report_base) for one in to]
    # Nearly every server ignores case in addresses, and two mails to one person are worse than one.
    return list({channel.name.lower(): channel for channel in channels}.values())


def read_address(text: str, *, what: str) -> Address:
    """A mail address, with or without a name: "Monitor <monitor@example.org>".

    Raises:
        ConfigError: it is invalid; `what` names the setting.
    """
    try:
        return mail_address(text)
    except ValueError as error:
        raise ConfigError(f"{what}: {error}") from None


# --- a mail ----------------------------------------------------------------------------------------------------------


def write_mail(
    alerts: Sequence[Alert], *, sender: Address, to: Address, sent_at: datetime, digest: bool = False, report_base: str | None = None
) -> EmailMessage:
    """A mail with a text and an HTML part.

    The Message-ID depends on the alerts alone, so mail programs show a copy sent twice only once. All mails about one policy refer to one
    made-up root message, which puts them in one thread (RFC 5322, 3.6.4).
    """
    message = compose(alerts, report_base=report_base, today=sent_at.date())
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, message.subject, sent_at
    for name, value in _headers(alerts, sender.domain, digest).items():
        mail[name] = value
    # Quoted-printable keeps both parts readable in the source, and lines on the wire below 998 characters (RFC 5321, 4.5.3.1.6).
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail


def _headers(alerts: Sequence[Alert], domain: str, digest: bool) -> dict[str, str]:
    policies = list(dict.fromkeys(alert.policy.id for alert in alerts))
    # Twenty of each: header lines stay below the 998 characters of RFC 5322, section 2.1.1, whatever a digest holds.
    return {
        "Message-ID": message_id(alerts, domain),
        **_thread(policies, domain, digest),
        "List-Id": f"Policy Monitor <policy-monitor.{domain}>",  # RFC 2919
        "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation replies
        "X-Auto-Response-Suppress": "All",  # the same for Exchange
        "X-Policy-Monitor-Policy": " ".join(_token(policy) for policy in policies[:20]),
        "X-Policy-Monitor-Severity": most_serious(alerts).value,
        "X-Policy-Monitor-Alert": " ".join(_token(alert.id) for alert in alerts[:20]),
    }


def _thread(policies: Sequence[str], domain: str, digest: bool) -> dict[str, str]:
    """The made-up message that a mail answers; none for a mail about the same change of several policies, which would tie their threads."""
    if len(policies) > 1 and not digest:
        return {}
    thread = f"<{'digest' if digest else 'policy.' + _token(policies[0])}.policy-monitor@{domain}>"
    return {"In-Reply-To": thread, "References": thread}


def message_id(alerts: Sequence[Alert], domain: str) -> str:
    """The same for the same alerts, in whatever order."""
    if len(alerts) == 1:
        return f"<alert.{_token(alerts[0].id)}.policy-monitor@{domain}>"
    digest = hashlib.sha256("\n".join(sorted(alert.id for alert in alerts)).encode()).hexdigest()
    return f"<digest.{digest[:40]}.policy-monitor@{domain}>"


def _token(text: str) -> str:
    """The text if a Message-ID or a header may contain it, else its digest."""
    return text if _PLAIN_TOKEN.fullmatch(text) else hashlib.sha256(text.encode()).hexdigest()[:40]
