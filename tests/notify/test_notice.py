from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import MONITOR, Notice, NoticeKind, Policy
from monitor.notify.email import read_address
from monitor.notify.notice import SCHEMA, notice_mail, notice_payload, notice_subject, notice_text

from .samples import NOON

POLICY = Policy("northwind", "Northwind", urls=("https://www.northwind.example/privacy",))
BROKEN = Notice("n1", POLICY, NoticeKind.UNREADABLE, NOON, "http-error", "www.northwind.example answered 403.", NOON)
MENDED = replace(BROKEN, id="n2", kind=NoticeKind.READABLE_AGAIN)


MOVED = replace(BROKEN, id="n3", kind=NoticeKind.COMES_FROM_ELSEWHERE, reason="moved", says="It is now answered by https://birch.example/.")


@pytest.mark.parametrize(("notice", "says"), [(BROKEN, "cannot be read"), (MENDED, "can be read again"), (MOVED, "comes from elsewhere")])
def test_a_notice_subject_cannot_be_mistaken_for_a_change(notice: Notice, says: str) -> None:
    assert notice_subject(notice) == f"[monitoring] Northwind Privacy Policy {says}"


def test_a_text_says_since_when_why_and_what_to_do() -> None:
    text = notice_text(BROKEN)
    assert text.startswith("northwind (https[:]//www[.]northwind[.]example/privacy) has been unreadable since 2 March 2026, 12:00 UTC.")
    assert "Last error: www[.]northwind[.]example answered 403." in text
    assert "`policy-monitor status`" in text
    assert "No action is needed." in notice_text(MENDED)
    assert notice_text(replace(BROKEN, policy=Policy("bare", "Bare"))).startswith("bare has been unreadable")


def test_a_move_says_from_where_and_leaves_the_judgement_to_the_reader() -> None:
    text = notice_text(MOVED)
    assert text.startswith(
        "Since 2 March 2026, 12:00 UTC, northwind (https[:]//www[.]northwind[.]example/privacy) has come from a different place"
    )
    assert "It is now answered by https[:]//birch[.]example/." in text
    assert "unreadable" not in text


@pytest.mark.parametrize("chat", [False, True])
def test_what_a_site_answered_is_inert(chat: bool) -> None:
    evil = replace(BROKEN, says="<!channel> see https://evil.example/x", policy=replace(POLICY, name="N <@U1> evil.example"))
    for text in (notice_subject(evil, chat=chat), notice_text(evil, chat=chat)):
        assert "evil.example" not in text
    assert ("<" in notice_text(evil, chat=chat)) is not chat


def test_the_payload_has_the_words_as_they_are() -> None:
    data = notice_payload(BROKEN)
    assert (data["schema"], data["kind"], data["policy"]) == (SCHEMA, "unreadable", "northwind")
    assert (data["says"], data["reason"]) == ("www.northwind.example answered 403.", "http-error")
    assert data["since"] == data["created_at"] == "2026-03-02T12:00:00Z"
    assert data["subject"] == notice_subject(BROKEN)


def test_both_mails_of_a_policy_are_one_thread_and_a_copy_has_the_same_id() -> None:
    sender, to = read_address("monitor@example.org", what="from"), read_address("a@example.org", what="to")
    first, again, second = (notice_mail(one, sender=sender, to=to, sent_at=NOON) for one in (BROKEN, BROKEN, MENDED))
    assert first["Message-ID"] == again["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"]
    assert second["X-Policy-Monitor-Notice"] == "readable-again"
    assert first.get_content().startswith("northwind (https[:]//")


FAULT = Notice("f1", MONITOR, NoticeKind.FAULT, NOON, "reports", "reports: no space left\npolicy a: can't read http://evil.example/x", NOON)


@pytest.mark.parametrize(
    ("kind", "says"), [(NoticeKind.FAULT, "needs attention"), (NoticeKind.FAULT_OVER, "works again"), (NoticeKind.TEST, "test message")]
)
def test_a_notice_about_the_monitoring_itself_names_no_policy(kind: NoticeKind, says: str) -> None:
    notice = replace(FAULT, kind=kind)
    assert notice_subject(notice) == f"[monitoring] policy-monitor {says}"
    assert notice_payload(notice)["policy"] == "policy-monitor"


def test_faults_are_listed_with_what_to_do_and_are_inert() -> None:
    text = notice_text(FAULT)
    assert "- reports: no space left\n- policy a: can't read " in text
    assert "evil.example" not in text
    assert "`policy-monitor doctor`" in text
    assert "Everything else is still checked" in text
    over = notice_text(replace(FAULT, kind=NoticeKind.FAULT_OVER))
    assert over.startswith("This works again; the first of these faults began on 2 March 2026, 12:00 UTC:")
    assert "No action is needed." in over


def test_thousands_of_faults_are_counted_and_not_listed() -> None:
    many = replace(FAULT, says="\n".join(f"policy p{n}: no space left" for n in range(2000)))
    text = notice_text(many)
    assert len(text.splitlines()) < 30
    assert "- and 1990 more" in text
