"""`alerts`: what was sent to whom, and what is still to be delivered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import BROKEN, Mailbox, Page, User, policy_page

pytestmark = pytest.mark.usefixtures("watched")
CHANNEL = "email:privacy@reader.example"


def change(user: User, page: Page) -> None:
    user("run")
    page.body = policy_page(sharing=BROKEN)
    user("run")


def test_a_delivered_alert_shows_when(user: User, page: Page) -> None:
    assert user("alerts").out == "No alerts yet.\n"
    change(user, page)
    (alert,) = user("alerts", "--format", "json").json["alerts"]
    assert (alert["policy"], alert["channel"], alert["state"], alert["severity"]) == ("larkspur", CHANNEL, "delivered", "critical")
    assert (alert["attempts"], alert["next_attempt"]) == (1, None)
    line = user("alerts").out.strip()
    assert line.endswith(f"larkspur  critical  {CHANNEL}  delivered {alert['delivered_at']}")


def test_a_pending_alert_says_why_and_a_retry_delivers_it(user: User, page: Page, mailbox: Mailbox) -> None:
    mailbox.refuse = True
    change(user, page)
    (line,) = user("alerts").out.splitlines()
    assert f"larkspur  critical  {CHANNEL}  pending, 1 attempt: " in line
    again = user("alerts", "--retry")
    assert again.err.startswith("Retried 1 delivery.\nlarkspur: alert not delivered to email:")
    assert "pending, 1 attempt" in again.out, "a retry by hand starts to count again"
    mailbox.refuse = False
    assert "delivered 20" in user("alerts", "--retry").out
    assert len(mailbox.mails) == 1
    assert user("alerts", "--retry").err == "Retried 0 deliveries.\n"


def test_a_notice_is_listed_with_its_kind(user: User, page: Page, watched: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    user("run")
    page.status = 404
    user("run")
    later = datetime.now(UTC) + timedelta(days=4)
    monkeypatch.setattr("monitor.assemble.utc_now", lambda: later)
    ran = user("run", "--force")
    assert f"larkspur  unreadable: alerted {CHANNEL}" in ran.out
    (notice,) = user("alerts", "--format", "json").json["alerts"]
    assert (notice["notice"], notice["severity"], notice["report"]) == ("unreadable", "none", None)
    assert "larkspur  notice: unreadable" in user("alerts").out
    assert "unreadable since" in user("status").out
    assert "a notice was sent" in user("status").out


def test_a_test_message_goes_through_each_channel_and_nothing_is_stored(user: User, page: Page, mailbox: Mailbox) -> None:
    result = user("alerts", "--test")
    assert (result.code, result.out) == (0, f"{CHANNEL}: accepted: 250 OK\n")
    assert [mail["Subject"] for mail in mailbox.mails] == ["[monitoring] policy-monitor test message"]
    assert not (user.home / "snapshots").exists()
    mailbox.refuse = True
    result = user("alerts", "--test", "--format", "json")
    (test,) = result.json["tests"]
    assert (result.code, result.json["ok"], test["channel"], test["ok"]) == (1, False, CHANNEL, False)
    assert "451 try again later" in test["says"]
    assert "FAILED" in user("alerts", "--test").out


def test_a_test_without_a_channel_says_that_nobody_is_alerted(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    result = user("alerts", "--test")
    assert (result.code, "No channel is configured" in result.out) == (1, True)


def test_recipients_of_single_policies_are_tested_as_well(user: User, watched: Callable[..., None], mailbox: Mailbox) -> None:
    watched(alerts={"to": "legal@reader.example; board@reader.example"})
    assert len(user("alerts", "--test").out.splitlines()) == 3
    assert {mail["To"] for mail in mailbox.mails} == {"privacy@reader.example", "legal@reader.example", "board@reader.example"}


def test_a_channel_that_fails_is_said_by_each_run_and_on_the_page(user: User, page: Page, mailbox: Mailbox) -> None:
    mailbox.refuse = True
    user("run")
    page.body = policy_page(sharing=BROKEN)
    overview = user.home / "reports/index.html"
    for _ in range(2):  # the second one comes before the next attempt is due
        result = user("run")
        assert (result.code, CHANNEL in result.err) == (1, True)
        assert f"alerts: {CHANNEL} did not accept 1 message: mail server" in user("status").out
        assert f"alerts: {CHANNEL} did not accept 1 message" in overview.read_text()
    (channel,) = user("run", "--format", "json").json["channels_failing"]
    assert (channel["channel"], channel["messages"]) == (CHANNEL, 1)
    mailbox.refuse = False
    user("alerts", "--retry")
    assert user("run").code == 0
    assert "needs attention" not in overview.read_text()
    assert "Attention" not in user("status").out
