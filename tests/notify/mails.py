"""A mail channel to a server on loopback, and the mails that the server received, read back."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from urllib.parse import quote

from monitor.notify.email import EmailChannel

from .conftest import PASSWORD, USER, Mailbox

SENDER, TO = "Policy Monitor <monitor@example.org>", "privacy@example.org"
LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


def channel(url: str, **options: object) -> EmailChannel:
    return EmailChannel(**{"url": url, "sender": SENDER, "to": TO, "timeout": 60.0, **options})  # type: ignore[arg-type]


def read(box: Mailbox, place: int = -1) -> EmailMessage:
    content = box.envelopes[place].content
    assert isinstance(content, bytes)
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail.defects == []
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())
