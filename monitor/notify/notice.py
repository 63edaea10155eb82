"""A notice about the monitoring itself in words: that a policy can't be read, and that it can be again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from monitor.model import Notice, NoticeKind
from monitor.present.inert import chat_inert, clip, inert
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/notice/1"
_LIMIT = 160


def notice_subject(notice: Notice, *, chat: bool = False) -> str:
    """One line that can't be taken for a change of the policy: it begins with [monitoring], never with a severity."""
    dress = chat_inert if chat else inert
    name = dress(f"{notice.policy.name}: {notice.policy.document}")
    what = "can't be read" if notice.kind is NoticeKind.UNREADABLE else "can be read again"
    return clip(f"[monitoring] {name} {what}", _LIMIT)


def notice_text(notice: Notice, *, chat: bool = False) -> str:
    """What happened, since when, why, and what to do; the failure's words may quote the site and are made inert."""
    dress = chat_inert if chat else inert
    where = ", ".join(dress(url) for url in notice.policy.urls)
    since = utc_iso(notice.since)
    if notice.kind is NoticeKind.READABLE_AGAIN:
        return f"{dress(notice.policy.id)} ({where}) can be read again. It could not be since {since}.\nNothing else is to be done.\n"
    return (
        f"{dress(notice.policy.id)} ({where}) could not be read since {since}.\n\nThe last failure: {dress(notice.says)}\n\n"
        "No change of this policy can be noticed meanwhile. It is tried again by and by; you are told when it can be read again.\n"
        "To look into it: policy-monitor status, then policy-monitor check --fetch.\n"
    )


def notice_payload(notice: Notice) -> dict[str, Any]:
    """The body of a webhook call."""
    return {
        "schema": SCHEMA,
        "id": notice.id,
        "kind": notice.kind.value,
        "policy": notice.policy.id,
        "name": notice.policy.name,
        "since": utc_iso(notice.since),
        "reason": notice.reason,
        "says": notice.says,
        "subject": notice_subject(notice),
        "created_at": utc_iso(notice.created_at),
    }


def notice_mail(notice: Notice, *, sender: Address, to: Address, sent_at: datetime) -> EmailMessage:
    """A plain mail in a thread of its own; its Message-ID depends on the notice alone, so a copy sent twice is shown once."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, notice_subject(notice), sent_at
    thread = hashlib.sha256(notice.policy.id.encode()).hexdigest()[:40]
    mail["Message-ID"] = f"<notice.{notice.id}.policy-monitor@{sender.domain}>"
    mail["In-Reply-To"] = mail["References"] = f"<monitoring.{thread}.policy-monitor@{sender.domain}>"
    mail["List-Id"] = f"Policy Monitor <policy-monitor.{sender.domain}>"  # RFC 2919
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail["X-Policy-Monitor-Notice"] = notice.kind.value
    mail.set_content(notice_text(notice), cte="quoted-printable")
    return mail
