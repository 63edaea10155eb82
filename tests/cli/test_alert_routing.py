"""Who gets which alert, when and with which links, as `config.yaml` says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.net.web_server import WebServer
from tests.notify.conftest import PASSWORD, USER, Calls, Certificates, certificates, free_port, http_server, smtp_server  # noqa: F401 - fixtures

LONGER = "Your account information is deleted after 18 months."


@pytest.fixture
def pages(web: WebServer) -> dict[str, Page]:
    return {name: Page(web, f"/{name}") for name in ("one", "two")}


def track(user: User, pages: dict[str, Page], mailbox: Mailbox, own: dict[str, dict[str, Any]], **alerts: Any) -> None:
    email = {"to": ["all@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}
    policies = [{"id": name, "url": page.url, "alerts": own.get(name, {})} for name, page in pages.items()]
    user.configure(*policies, alerts={"email": email} | alerts)


def changed(pages: dict[str, Page], **parts: str) -> None:
    for page in pages.values():
        page.body = policy_page(**parts)


def alerted(user: User) -> dict[str, list[str]]:
    return {alert["policy"]: alert["delivered"] for alert in user("run", "--format", "json").json["alerts"]}


def test_a_policy_has_its_own_recipients_and_topics(user: User, pages: dict[str, Page], mailbox: Mailbox) -> None:
    track(user, pages, mailbox, {"one": {"to": ["a@reader.example", "b@reader.example"]}, "two": {"topics": ["children-age"]}})
    user("run")
    changed(pages, sharing=BROKEN)
    assert alerted(user) == {"one": ["email:a@reader.example", "email:b@reader.example"]}
    assert sorted(mail["To"] for mail in mailbox.mails) == ["a@reader.example", "b@reader.example"]
    assert user("log", "two", "--format", "json").json["versions"][-1]["alert"]
    assert alerted(user) == {}


def test_a_digest_waits_but_a_critical_change_does_not(user: User, pages: dict[str, Page], mailbox: Mailbox) -> None:
    hour = (datetime.now(UTC).astimezone() + timedelta(hours=3)).strftime("%H:%M")
    track(user, pages, mailbox, {}, digest="daily", at=hour)
    user("run")
    changed({"one": pages["one"]}, sharing=BROKEN)
    changed({"two": pages["two"]}, retention=LONGER)
    result = user("run", "--format", "json").json["alerts"]
    assert {alert["policy"]: (alert["severity"], bool(alert["delivered"]), bool(alert["pending"])) for alert in result} == {
        "one": ("critical", True, False),
        "two": ("material", False, True),
    }
    (waiting,) = (one for one in result if one["pending"])
    assert waiting["waits_for"] == "the daily digest"
    assert f"waiting for the daily digest ({waiting['waits_until']})" in user("alerts").out
    assert "not delivered" not in user("doctor").out
    assert len(mailbox.mails) == 1


def test_run_says_what_an_alert_waits_for(user: User, pages: dict[str, Page], mailbox: Mailbox) -> None:
    hour = (datetime.now(UTC).astimezone() + timedelta(hours=3)).strftime("%H:%M")
    track(user, pages, mailbox, {}, digest="weekly", at=hour)
    user("run")
    changed({"two": pages["two"]}, retention=LONGER)
    assert "two  material change: waiting for the weekly digest (20" in user("run").out


def test_quiet_hours_delay_alerts(user: User, pages: dict[str, Page], mailbox: Mailbox) -> None:
    around = [(datetime.now(UTC).astimezone() + timedelta(hours=n)).strftime("%H:%M") for n in (-2, 2)]
    track(user, pages, mailbox, {"two": {"quiet": "off"}}, quiet="-".join(around))
    user("run")
    changed(pages, sharing=BROKEN)
    assert alerted(user) == {"one": [], "two": ["email:all@reader.example"]}


def test_two_webhooks_on_one_host_have_different_names(user: User, pages: dict[str, Page], mailbox: Mailbox, http_server: Calls) -> None:  # noqa: F811
    hooks = [f"http://127.0.0.1:{http_server.port}/{path}" for path in ("first", "second")]
    track(user, pages, mailbox, {}, webhook=hooks)
    user("run")
    changed({"one": pages["one"]}, sharing=BROKEN)
    name = f"webhook:127.0.0.1:{http_server.port}"
    assert alerted(user) == {"one": ["email:all@reader.example", name, f"{name}#2"]}
    assert [path for path, _, _ in http_server.received] == ["/first", "/second"]


def test_links_point_to_the_published_reports(user: User, pages: dict[str, Page], mailbox: Mailbox) -> None:
    track(user, pages, mailbox, {}, report_base="https://e.example/watch")
    user("run")
    changed({"one": pages["one"]}, sharing=BROKEN)
    (new,) = user("run", "--format", "json").json["new_versions"]
    assert new["report"].startswith("reports/one/")
    assert f"https://e.example/watch/{new['report']}" in mailbox.mails[0].get_body(("plain",)).get_content()


def test_a_message_that_was_given_up_is_reported_once(user: User, pages: dict[str, Page], mailbox: Mailbox, http_server: Calls) -> None:  # noqa: F811
    http_server.status = 410
    track(user, pages, mailbox, {}, webhook=f"http://127.0.0.1:{http_server.port}/gone")
    user("run")
    changed({"one": pages["one"]}, sharing=BROKEN)
    result = user("run", "--format", "json")
    assert result.json["alerts"][0]["pending"] == [f"webhook:127.0.0.1:{http_server.port}"]
    assert (
        "answers with HTTP status 410 (given up and kept; once the cause is fixed, `policy-monitor alerts --retry` sends it)" in result.err
    )
    assert result.code == 1
    assert user("run", "--format", "json").err == ""
    http_server.status = 200
    assert "Retried 1 delivery" in user("alerts", "--retry").err


def test_the_same_change_of_five_vendors_in_one_run_is_one_mail_that_names_them_all(user: User, web: WebServer, mailbox: Mailbox) -> None:
    names = ("alder", "beech", "cedar", "dogwood", "elm", "fir")
    pages = {name: Page(web, f"/{name}") for name in names}
    track(user, pages, mailbox, {})
    user("run")
    changed(pages, sharing=BROKEN)
    pages["fir"].body = policy_page(sharing=BROKEN, retention=LONGER)
    assert alerted(user) == {name: ["email:all@reader.example"] for name in names}
    fir, five = sorted(mailbox.mails, key=lambda mail: len(mail["X-Policy-Monitor-Policy"]))
    assert fir["X-Policy-Monitor-Policy"] == "fir"
    assert sorted(five["X-Policy-Monitor-Policy"].split()) == list(names[:5])
    assert "[critical] The same change in 5 policies: " in " ".join(five["Subject"].split())
    text = " ".join(five.get_body(("plain",)).get_content().split())
    assert text.startswith("5 policy changes from 5 vendors: ")
    assert text.count(f"After: | {BROKEN[:40]}") == 1
    assert all(f"/{name}?" in text or f"/{name} " in text for name in names[:5]), "each policy's own page"
    assert alerted(user) == {}
    assert len(mailbox.mails) == 2


def test_a_mail_of_several_that_is_refused_comes_whole_later(user: User, web: WebServer, mailbox: Mailbox) -> None:
    pages = {name: Page(web, f"/{name}") for name in ("alder", "beech")}
    track(user, pages, mailbox, {})
    user("run")
    changed(pages, sharing=BROKEN)
    mailbox.refuse = True
    assert alerted(user) == {"alder": [], "beech": []}
    assert len(user("alerts", "--format", "json").json["alerts"]) == 2
    mailbox.refuse = False
    user("alerts", "--retry")
    assert [sorted(mail["X-Policy-Monitor-Policy"].split()) for mail in mailbox.mails] == [["alder", "beech"]]
