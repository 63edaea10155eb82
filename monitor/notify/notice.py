"""A notice about the monitoring itself: an unreadable policy, one that comes from elsewhere, a full disk, the end of it; and a test."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from monitor.model import MONITOR, Notice, NoticeKind
from monitor.notify.presenter import CHAT, MAIL, SUBJECT_LIMIT
from monitor.present.inert import clip
from monitor.present.phrases import minute, policy_title
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/notice/1"
_SUBJECTS = {
    NoticeKind.UNREADABLE: "cannot be read",
    NoticeKind.READABLE_AGAIN: "can be read again",
    NoticeKind.COMES_FROM_ELSEWHERE: "comes from elsewhere",
    NoticeKind.FAULT: "needs attention",
    NoticeKind.FAULT_OVER: "works again",
    NoticeKind.TEST: "test message",
}
# Of the faults that one message lists; a full disk may be one for each of thousands of policies.
_FAULTS_SHOWN = 10


def notice_subject(notice: Notice, *, chat: bool = False) -> str:
    """One line that cannot be mistaken for a change of the policy: it begins with [monitoring], never with a severity."""
    name = notice.policy.name if notice.policy == MONITOR else policy_title(notice.policy)
    return clip(f"[monitoring] {(CHAT if chat else MAIL).words(name)} {_SUBJECTS[notice.kind]}", SUBJECT_LIMIT)


def notice_text(notice: Notice, *, chat: bool = False) -> str:
    """What happened, since when, why, and what to do; the error may quote the site and is made inert."""
    words = (CHAT if chat else MAIL).words
    since = minute(notice.since)
    if notice.kind is NoticeKind.TEST:
        return "This is a test message from `policy-monitor alerts --test`. No action is needed.\n"
    if notice.policy == MONITOR:
        lines = notice.says.splitlines()
        more = len(lines) - _FAULTS_SHOWN
        listed = [f"- {words(line)}" for line in lines[:_FAULTS_SHOWN]] + ([f"- and {more} more"] if more > 0 else [])
        return _of_faults(notice.kind, since, "\n".join(listed))
    urls = ", ".join(words(url) for url in notice.policy.urls)
    policy = words(notice.policy.id) + (f" ({urls})" if urls else "")
    if notice.kind is NoticeKind.READABLE_AGAIN:
        return f"{policy} can be read again. It had been unreadable since {since}.\nNo action is needed.\n"
    if notice.kind is NoticeKind.COMES_FROM_ELSEWHERE:
        return (
            f"Since {since}, {policy} has come from a different place.\n\n{words(notice.says)}\n\n"
            "If its text changed, you get a separate message about that. Open the address in a browser. If it is the right page, you may "
            "put its new address into the configuration. If it is not, correct the address: something else is being monitored.\n"
        )
    return (
        f"{policy} has been unreadable since {since}.\n\nLast error: {words(notice.says)}\n\n"
        "Until it can be read again, changes of this policy go unnoticed. It is still retried regularly, and you will get another message "
        "once it can be read again.\n"
        "To investigate, run `policy-monitor status`, then `policy-monitor check --fetch`.\n"
    )


def _of_faults(kind: NoticeKind, since: str, listed: str) -> str:
    if kind is NoticeKind.FAULT_OVER:
        return f"This works again; the first of these faults began on {since}:\n\n{listed}\n\nNo action is needed.\n"
    return (
        f"On the machine that checks the policies, something went wrong on {since}:\n\n{listed}\n\n"
        "Everything else is still checked, and alerts are sent. You will get no further message about this until it is over.\n"
        "To investigate, run `policy-monitor status`, then `policy-monitor doctor`.\n"
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
