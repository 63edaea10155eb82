"""Actions as a person without script does them: a form, a redirect, a page that says what became of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.store.lock import store_lock
from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page

from .conftest import Site


def test_a_policy_is_checked_now_and_the_page_says_what_was_found(watching: Callable[..., Site], page: Page, user: User) -> None:
    site = watching()
    first = site.done(site.post("/-/check", {"policy": "larkspur"}))
    assert "first version" in first
    assert "1 policy checked: 0 unchanged, 1 new version, 0 failed." in first
    page.body = policy_page(sharing=BROKEN)
    assert "Larkspur, Privacy Policy: critical change." in site.done(site.post("/-/check"))
    assert user("verify").code == 0
    assert 'class="policy s-critical"' in site.get("/").text


def test_a_page_that_cannot_be_fetched_is_told(watching: Callable[..., Site], page: Page) -> None:
    site = watching()
    page.status = 404
    assert "Larkspur, Privacy Policy: could not be checked." in site.done(site.post("/-/check"))


@pytest.mark.parametrize(("path", "fields"), [("/-/check", {}), ("/-/decide", {"decision": "accept"})])
def test_while_a_command_writes_the_page_says_who(site: Site, kept: User, path: str, fields: dict[str, str]) -> None:
    name = site.get("/-/doubtful?all=1").text.partition("/-/doubtful/northwind/")[2].partition('"')[0]
    with store_lock(kept.home / "snapshots", wait=0, owner="policy-monitor backfill"):
        said = site.done(site.post(path, {"policy": "northwind", "snapshot": name, **fields}))
    assert "Not done." in said
    assert "is in use by policy-monitor backfill" in said


def test_one_action_at_a_time(site: Site) -> None:
    from threading import Event

    release = Event()
    assert site.jobs.start("A long one", "/", lambda job: release.wait(30) and None)
    answer = site.post("/-/check")
    release.set()
    assert answer.status_code == 409
    assert "Another action is running (A long one)" in answer.text


def test_a_policy_is_added_paused_and_resumed_in_the_file(site: Site, kept: User) -> None:
    before = (kept.home / "config.yaml").read_text()
    added = site.post("/-/add", {"url": "https://kites.example/privacy", "name": "Kites", "document": "", "policy_id": "", "history": ""})
    assert "Added" in added.text
    assert added.url.endswith("added=kites")
    assert (kept.home / "config.yaml").read_text().splitlines()[:10] == before.splitlines()[:10]
    assert "Paused" in site.post("/-/pause", {"policy": "kites"}).text
    assert kept("status", "kites", "--format", "json").json["policies"][0]["paused"] is True
    assert "Paused" not in site.post("/-/resume", {"policy": "kites"}).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "ftp://kites.example/"}, "http"),
        ({"url": ""}, "http"),
        ({"url": "https://kites.example/p", "policy_id": "../up"}, "is not a valid id"),
        ({"url": "https://kites.example/p", "policy_id": "northwind"}, "choose another id"),
        ({"url": "https://kites.example/p", "history": "nowhere"}, "wayback"),
        ({"url": "https://www.northwind-teapots.example/privacy"}, "config.yaml already tracks"),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(site: Site, kept: User, fields: dict[str, str], says: str) -> None:
    before = (kept.home / "config.yaml").read_text()
    answer = site.post("/-/add", fields | {"name": "My <b>words</b>"})
    assert answer.status_code == 422
    assert says in answer.text
    assert "--" not in answer.text.partition('role="alert"')[2].partition("</p>")[0]
    assert 'value="My &lt;b&gt;words&lt;/b&gt;"' in answer.text
    assert (kept.home / "config.yaml").read_text() == before


def test_a_refused_snapshot_is_accepted_and_rejected(site: Site, kept: User) -> None:
    name = site.get("/-/doubtful?all=1").text.partition("/-/doubtful/northwind/")[2].partition('"')[0]
    shown = site.get(f"/-/doubtful/northwind/{name}").text
    assert "Northwind Teapots does NOT share" in shown
    fields = {"policy": "northwind", "snapshot": name, "why": "looked at it"}
    assert "The policy now has 8 versions, before 7." in site.done(site.post("/-/decide", fields | {"decision": "accept"}))
    again = site.post("/-/decide", fields | {"decision": "accept"})
    assert again.status_code == 404
    assert "may have been decided on meanwhile" in again.text
    assert kept("log", "northwind", "--format", "json").json["versions"][2]["captured_at"].startswith("2015")
    assert kept("verify").code == 0


def test_a_decision_needs_a_choice(site: Site) -> None:
    name = site.get("/-/doubtful?all=1").text.partition("/-/doubtful/northwind/")[2].partition('"')[0]
    answer = site.post("/-/decide", {"policy": "northwind", "snapshot": name, "decision": "maybe"})
    assert answer.status_code == 404
    assert "Choose whether" in answer.text


def test_test_messages_arrive(watching: Callable[..., Site], mailbox: Mailbox) -> None:
    site = watching()
    assert "accepted" in site.done(site.post("/-/alerts/test"))
    assert len(mailbox.mails) == 1
    mailbox.refuse = True
    assert "FAILED" in site.done(site.post("/-/alerts/test"))


@pytest.mark.parametrize("path", ["/-/check", "/-/pause", "/-/resume", "/-/decide"])
def test_an_unknown_policy_is_named(site: Site, path: str) -> None:
    answer = site.post(path, {"policy": "<script>alert(1)</script>"})
    assert answer.status_code == 404
    assert "There is no policy" in answer.text
    assert "<script>alert" not in answer.text
