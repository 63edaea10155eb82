"""`run` over HTTP, as cron calls it: versions, alerts by mail, failures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.net.web_server import WebServer

pytestmark = pytest.mark.usefixtures("watched")


def changed(page: Page) -> None:
    page.body = policy_page(sharing=BROKEN)


def test_the_first_version_alerts_nobody(user: User, mailbox: Mailbox) -> None:
    result = user("run", "--format", "json")
    assert result.code == 0
    assert result.json["checked"] == 1
    assert [v["severity"] for v in result.json["new_versions"]] == ["none"]
    assert (result.json["unchanged"], result.json["alerts"], result.json["failed"], mailbox.mails) == (0, [], [], [])


def test_an_unchanged_page_costs_one_304(user: User, page: Page) -> None:
    user("run")
    result = user("run", "--format", "json")
    assert result.json == {"checked": 1, "unchanged": 1, "new_versions": [], "alerts": [], "failed": []}
    assert page.answers == [200, 304]


def test_quiet_prints_only_when_something_changed(user: User, page: Page) -> None:
    assert "first version" in user("--quiet", "run").out
    result = user("run", "--quiet")
    assert (result.out, result.err) == ("", "")


def test_equal_bytes_without_validators_are_kept_once(user: User, page: Page) -> None:
    page.etag = False
    user("run")
    user("run")
    assert page.answers == [200, 200]
    assert len((user.home / "snapshots/larkspur/ledger.jsonl").read_text().splitlines()) == 1


def test_a_withdrawn_promise_sends_one_mail(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    changed(page)
    result = user("run", "--format", "json")
    (new,) = result.json["new_versions"]
    assert (new["policy"], new["severity"]) == ("larkspur", "critical")
    assert Path(new["report"]).is_file()
    assert result.json["alerts"] == [
        {"policy": "larkspur", "severity": "critical", "delivered": ["email:privacy@reader.example"], "pending": []}
    ]
    (mail,) = mailbox.mails
    assert mail["To"] == "privacy@reader.example"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert "does NOT share, sell, rent, or trade" in " ".join(part.split())
    assert user("run", "--format", "json").json["alerts"] == []
    assert len(mailbox.mails) == 1


def test_exit_code_10_means_a_material_change(user: User, page: Page) -> None:
    assert user("run", "--exit-code").code == 0
    changed(page)
    assert user("run", "--exit-code").code == 10
    assert user("run", "--exit-code").code == 0


def test_a_cosmetic_edit_is_a_version_without_an_alert(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    page.body = page.body.replace(b"e-mail", b"email")
    result = user("run", "--format", "json")
    assert result.json["new_versions"][0]["severity"] in {"cosmetic", "minor"}
    assert (result.json["alerts"], mailbox.mails) == ([], [])


def test_the_policys_own_threshold_decides(user: User, page: Page, mailbox: Mailbox, watched: Callable[..., None]) -> None:
    watched(threshold="critical")
    user("run")
    page.body = policy_page(retention="We keep your account information for as long as we like.")
    severity = user("run", "--format", "json").json["new_versions"][0]["severity"]
    assert len(mailbox.mails) == (severity == "critical")


def test_an_undelivered_mail_is_retried_and_never_sent_twice(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    changed(page)
    mailbox.refuse = True
    result = user("run", "--format", "json")
    assert result.json["alerts"][0]["pending"] == ["email:privacy@reader.example"]
    assert "451" in result.err or "try again" in result.err
    assert user("alerts", "--format", "json").json["alerts"][0]["state"] == "pending"
    mailbox.refuse = False
    assert user("alerts", "--retry", "--format", "json").json["alerts"][0]["state"] == "delivered"
    assert user("alerts", "--retry").code == 0
    user("run")
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(("status", "reason"), [(404, "http-404"), (410, "http-410")])
def test_a_404_is_reported_in_one_line(user: User, page: Page, status: int, reason: str) -> None:
    page.status = status
    result = user("run", "--format", "json")
    assert result.code == 1
    (failed,) = result.json["failed"]
    assert (failed["policy"], failed["reason"]) == ("larkspur", reason)
    assert str(status) in failed["says"]
    assert failed["retry_at"].endswith("Z")
    assert len(result.err.strip().splitlines()) == 1


def test_a_failing_policy_does_not_stop_the_others(user: User, web: WebServer, page: Page) -> None:
    other = Page(web, "/other")
    user.configure(
        {"id": "gone", "url": f"{web.address}/nowhere"},
        {"id": "refusing", "url": "http://127.0.0.1:9/privacy", "fetch": {"retries": 0, "timeout": 2}},
        {"id": "other", "url": other.url},
    )
    result = user("run", "--format", "json")
    assert result.code == 1
    assert [f["policy"] for f in result.json["failed"]] == ["gone", "refusing"]
    assert [v["policy"] for v in result.json["new_versions"]] == ["other"]
    assert "other" in (user.home / "reports/index.html").read_text()


def test_a_timeout_is_reported(user: User, web: WebServer) -> None:
    web.pages["/slow"] = lambda handler: web.stopping.wait(5) and None
    user.configure({"id": "slow", "url": f"{web.address}/slow", "fetch": {"timeout": 0.3, "retries": 0}})
    result = user("run", "--format", "json")
    assert (result.code, result.json["failed"][0]["reason"]) == (1, "timeout")


def test_status_shows_the_failure_and_the_next_check(user: User, page: Page) -> None:
    user("run")
    page.status = 404
    user("run")
    (status,) = user("status", "--format", "json").json["policies"]
    assert status["reason"] == "http-404"
    assert status["failures_in_row"] == 1
    assert status["last_success"] < status["next_check"]
    page.status = 200
    user("run")
    (status,) = user("status", "--format", "json").json["policies"]
    assert (status["reason"], status["failures_in_row"]) == (None, 0)


def test_an_error_page_with_status_200_is_not_a_version(user: User, page: Page) -> None:
    user("run")
    page.body = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Please try again later.</p></body></html>"
    result = user("run", "--format", "json")
    assert result.json["new_versions"] == []
    (rejected,) = user("log", "larkspur", "--format", "json").json["rejected"]
    assert rejected["reason"] == "error-page"


def test_a_page_that_shows_no_policy_is_reported_on_each_run_until_it_is_back(user: User, page: Page) -> None:
    user("run")
    policy = page.body
    page.body = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Please try again later.</p></body></html>"
    for _ in range(2):
        result = user("run", "--format", "json")
        assert result.code == 1
        assert result.json["unchanged"] == 0
        (failed,) = result.json["failed"]
        assert (failed["policy"], failed["reason"], failed["retry_at"]) == ("larkspur", "error-page", None)
        assert "shows no policy at present" in failed["says"]
    assert "the page shows no policy at present (error-page)" in user("status").out
    assert "Check failed" in (user.home / "reports/index.html").read_text()
    page.body = policy
    result = user("run", "--format", "json")
    assert (result.code, result.json["unchanged"], result.json["failed"]) == (0, 1, [])
    assert "at present" not in user("status").out
    assert "Check failed" not in (user.home / "reports/index.html").read_text()


def test_unwritable_reports_do_not_delay_mail(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    reports, aside = user.home / "reports", user.home / "aside"
    reports.rename(aside)
    reports.write_text("in the way")
    changed(page)
    result = user("run")
    assert result.code == 3
    assert len(result.err.strip().splitlines()) == 1
    assert "reports" in result.err
    assert "reports: reports/" in user("status").out
    assert user("run").code == 3
    alert, fault = (mail["Subject"] for mail in mailbox.mails)
    assert (alert.startswith("[critical]"), fault) == (True, "[monitoring] policy-monitor needs attention")
    reports.unlink()
    aside.rename(reports)
    assert user("run").code == 0
    assert [mail["Subject"] for mail in mailbox.mails[2:]] == ["[monitoring] policy-monitor works again"]
    assert "Attention" not in user("status").out
    assert len(list(reports.glob("larkspur/*--*.html"))) == 1


def test_a_redirect_to_loopback_is_refused(user: User, web: WebServer) -> None:
    elsewhere = WebServer()
    try:
        elsewhere.page("/secret", policy_page())
        user.configure({"id": "sly", "url": web.redirect("/moved", f"{elsewhere.address}/secret"), "fetch": {"retries": 0}})
        result = user("run", "--format", "json")
        assert (result.code, result.json["failed"][0]["reason"]) == (1, "private-address")
        user.configure({"id": "sly", "url": f"{web.address}/moved", "fetch": {"retries": 0, "allow_private": True}})
        assert user("run").code == 0
    finally:
        elsewhere.stop()


def test_a_quarantined_page_alerts_once_a_person_accepts_it(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    page.body = policy_page(sharing=BROKEN).split(b"<h2>2.")[0] + b"</main></body></html>"
    user("run")
    rejected = user("log", "larkspur", "--format", "json").json["rejected"]
    assert [r["state"] for r in rejected] == ["quarantined"]
    before = len(mailbox.mails)
    accepted = user("accept", f"larkspur@{rejected[0]['captured_at']}", "--why", "I looked", "--format", "json")
    assert (accepted.code, accepted.json["versions"]) == (0, 2)
    user("run")
    assert len(mailbox.mails) == before + 1
    assert user("reject", f"larkspur@{rejected[0]['captured_at']}", "--format", "json").json["versions"] == 1


def test_a_policy_of_two_pages_is_one_document(user: User, web: WebServer) -> None:
    one, two = Page(web, "/one"), Page(web, "/two")
    two.body = policy_page(sharing=BROKEN)
    user.configure({"id": "pair", "urls": [one.url, two.url]})
    user("run")
    text = user("show", "pair").out
    assert "does NOT share" in text
    assert "may share" in text


def test_the_text_names_versions_alerts_and_the_report(user: User, page: Page, mailbox: Mailbox, watched: Callable[..., None]) -> None:
    first = user("run").out.splitlines()
    assert first[0].startswith("larkspur  20")
    assert first[0].endswith("Z  first version  reports/larkspur/index.html")
    assert first[1:] == ["1 policy checked: 0 unchanged, 1 new version, 0 failed.", "Report: reports/index.html"]
    changed(page)
    version, alert, *_ = user("run").out.splitlines()
    assert "  critical       reports/larkspur/20" in version
    assert alert == "larkspur  critical change: alerted email:privacy@reader.example"
    assert user("run").out.splitlines()[0] == "No new versions."


def test_the_text_says_when_nobody_was_alerted(user: User, page: Page, mailbox: Mailbox) -> None:
    mailbox.refuse = True
    user("run")
    changed(page)
    assert "larkspur  critical change: not delivered yet to email:privacy@reader.example" in user("run").out
    user.configure({"id": "other", "url": page.url})
    page.body = policy_page()
    user("run")
    changed(page)
    assert "other  critical change: nobody alerted, as no channel is configured" in user("run").out


def test_naming_a_policy_retries_it_at_once(user: User, page: Page) -> None:
    page.status = 404
    user("run")
    user("run")
    result = user("run")
    assert "(not due yet; failing since 20" in result.err
    assert len(page.answers) == 2
    user("run", "larkspur")
    user("run", "--force")
    assert len(page.answers) == 4


def test_when_a_failure_is_retried_is_said_once(user: User) -> None:
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:1/privacy"})
    line = user("run").err.strip()
    assert "can't be reached" in line
    assert "; next try 20" in line
    assert "it will be retried" not in line
