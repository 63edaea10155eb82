"""A notice about the monitoring itself: a policy cannot be read, can be read again, or comes from another address than before."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from monitor.model import Notice, NoticeKind
from monitor.notify.presenter import CHAT, MAIL, SUBJECT_LIMIT
from monitor.present.inert import clip
from monitor.present.phrases import minute, policy_title
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/notice/1"
_STATES = {
    NoticeKind.UNREADABLE: "cannot be read",
    NoticeKind.READABLE_AGAIN: "can be read again",
    NoticeKind.COMES_FROM_ELSEWHERE: "comes from elsewhere",
}


def notice_subject(notice: Notice, *, chat: bool = False) -> str:
    """One line that cannot be taken for a change of the policy: it begins with [monitoring], never with a severity."""
    state = _STATES[notice.kind]
    name = (CHAT if chat else MAIL).words(policy_title(notice.policy))
    return clip(f"[monitoring] {name} {state}", SUBJECT_LIMIT)


def notice_text(notice: Notice, *, chat: bool = False) -> str:
    """What happened, since when, why, and what to do; the error may quote the site and is made inert."""
    words = (CHAT if chat else MAIL).words
    urls = ", ".join(words(url) for url in notice.policy.urls)
    policy = words(notice.policy.id) + (f" ({urls})" if urls else "")
    since = minute(notice.since)
    if notice.kind is NoticeKind.READABLE_AGAIN:
        return f"{policy} can be read again. It had been unreadable since {since}.\nYou need not do anything.\n"
    if notice.kind is NoticeKind.COMES_FROM_ELSEWHERE:
        return (
            f"Since {since}, {policy} comes from elsewhere than before.\n\n{words(notice.says)}\n\n"
            "Whether its text changed is told apart from this. Open the address in a browser. If it is the right page, you may put its new "
            "address into the configuration; if it is not, what is monitored is not the policy.\n"
        )
    return (
        f"{policy} has been unreadable since {since}.\n\nLast error: {words(notice.says)}\n\n"
        "Until it can be read again, changes of this policy go unnoticed. It is still retried regularly, and you will get another message "
        "once it can be read again.\n"
        "To investigate, run `policy-monitor status`, then `policy-monitor check --fetch`.\n"
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
    """A plain-text mail in a thread of its own; its Message-ID depends on the notice alone, so a copy sent twice is shown once."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, notice_subject(notice), sent_at
    # The policy's id, hashed: an id may contain characters that a Message-ID may not.
    thread = hashlib.sha256(notice.policy.id.encode()).hexdigest()[:40]
    mail["Message-ID"] = f"<notice.{notice.id}.policy-monitor@{sender.domain}>"
    mail["In-Reply-To"] = mail["References"] = f"<monitoring.{thread}.policy-monitor@{sender.domain}>"
    mail["List-Id"] = f"Policy Monitor <policy-monitor.{sender.domain}>"  # RFC 2919
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail["X-Policy-Monitor-Notice"] = notice.kind.value
    mail.set_content(notice_text(notice), cte="quoted-printable")
    return mail
