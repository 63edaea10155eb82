"""Actions as a person without script does them: a form, a redirect, a page that says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest
import requests

from monitor.store.lock import store_lock
from monitor.web.access import access_of
from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.sampling import sampled

from .conftest import Site, serving


def test_a_policy_is_checked_now_and_the_page_says_what_was_found(watching: Callable[..., Site], page: Page, user: User) -> None:
    site = watching()
    first = site.done(site.post("/-/check", {"policy": "larkspur"}))
    assert "first version" in first
    assert "1 policy checked: 0 unchanged, 1 new version, 0 failed." in first
    page.body = policy_page(sharing=BROKEN)
    assert "Larkspur, Privacy Policy: critical change." in site.done(site.post("/-/check"))
    assert user("verify").code == 0
    assert 'class="policy s-critical' in site.get("/").text


def test_a_page_that_cannot_be_fetched_is_told(watching: Callable[..., Site], page: Page) -> None:
    site = watching()
    page.status = 404
    for _ in range(3):
        said = site.done(site.post("/-/check"))
        assert "Larkspur, Privacy Policy: could not be checked." in said
        assert "--force" not in said


@pytest.mark.parametrize(("path", "fields"), [("/-/check", {}), ("/-/decide", {"decision": "accept"})])
def test_while_a_command_writes_the_page_says_who(site: Site, kept: User, path: str, fields: dict[str, str]) -> None:
    name = site.get("/-/doubtful?all=1").text.partition("/-/doubtful/northwind/")[2].partition('"')[0]
    with store_lock(kept.home / "snapshots", wait=0, owner="policy-monitor backfill"):
        said = site.done(site.post(path, {"policy": "northwind", "snapshot": name, **fields}))
    assert "Not done." in said
    assert "is in use by policy-monitor backfill" in said


def test_one_action_at_a_time(site: Site) -> None:
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
    sampled(
        [
            ({"url": "ftp://kites.example/"}, "http"),
            ({"url": ""}, "http"),
            ({"url": "https://kites.example/p", "policy_id": "../up"}, "is not a valid id"),
            ({"url": "https://kites.example/p", "policy_id": "northwind"}, "choose another id"),
            ({"url": "https://kites.example/p", "history": "nowhere"}, "wayback"),
            ({"url": "https://www.northwind-teapots.example/privacy"}, "config.yaml already tracks"),
        ],
        3,
        rows=True,
    ),
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


def test_a_decision_names_the_user_of_the_proxy(kept: User) -> None:
    access = access_of("127.0.0.1", remote=False, public_url=None, user_header="X-User", proxies=[])
    with serving(kept.home / "config.yaml", access) as site:
        site.visitor.headers["X-User"] = "ada@reader.example"
        name = site.get("/-/doubtful?all=1").text.partition("/-/doubtful/northwind/")[2].partition('"')[0]
        fields = {"policy": "northwind", "snapshot": name, "decision": "reject", "why": "a wall"}
        assert "rejected the snapshot" in site.done(site.post("/-/decide", fields))
    ledger = (kept.home / "snapshots/northwind/ledger.jsonl").read_text()
    assert "a wall, by ada@reader.example" in ledger


def test_pages_are_read_while_a_check_writes(watching: Callable[..., Site], page: Page) -> None:
    """Whatever moment they meet: each answer is whole, and none is a fault."""
    site = watching()
    site.done(site.post("/-/check"))
    stop, faults = Event(), []

    def read() -> None:
        while not stop.is_set():
            for path in ("/", "/larkspur/index.html", "/-/changes", "/-/policies", "/-/alerts", "/-/doubtful?all=1", "/api/changes"):
                answer = requests.get(site.address + path, timeout=60)
                if answer.status_code != 200 or not answer.text.rstrip().endswith(("</html>", "}")):
                    faults.append((path, answer.status_code, answer.text[-200:]))

    reader = Thread(target=read)
    reader.start()
    page.body = policy_page(retention="Your account information is deleted after 13 months.")
    assert "change" in site.done(site.post("/-/check"))
    stop.set()
    reader.join(60)
    assert faults == []


def test_a_policy_that_is_paused_is_not_checked(watching: Callable[..., Site], page: Page) -> None:
    site = watching(paused=True)
    assert "0 policies checked" in site.done(site.post("/-/check"))
    assert page.answers == []
    assert "Check now" not in site.get("/-/policies").text


@pytest.mark.parametrize("box", ["1", ""])
def test_a_page_that_needs_javascript(site: Site, kept: User, box: str) -> None:
    site.post("/-/add", {"url": "https://kites.example/privacy", "name": "Kites", **({"browser": box} if box else {})})
    assert ("browser: true" in (kept.home / "config.yaml").read_text().partition("kites")[2]) is bool(box)


def test_head_is_answered_without_a_body(site: Site) -> None:
    for path in ("/", "/-/changes", "/-/assets/app.css"):
        answer = site.visitor.head(site.address + path, timeout=60)
        assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    sampled(
        [
            ("url", "javascript:alert(1)", "http"),
            ("url", "https://", "http"),
            ("url", "https://a b.example/", "http"),
            ("url", "file:///etc/passwd", "http"),
            ("history", "warc:../../etc/passwd\nremoved: []", "Not added"),
            ("policy_id", "a" * 300, "not a valid id"),
            ("policy_id", ".hidden", "not a valid id"),
            ("policy_id", "api/../x", "not a valid id"),
        ],
        3,
        rows=True,
    ),
)
def test_odd_words_in_a_form_change_nothing(site: Site, kept: User, field: str, typed: str, says: str) -> None:
    before = (kept.home / "config.yaml").read_bytes()
    answer = site.post("/-/add", {"url": "https://kites.example/privacy", "name": "Kites", field: typed})
    if answer.status_code == 200:
        assert kept("check").code == 0, "what was added is valid"
    else:
        assert says in answer.text
        assert (kept.home / "config.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "name", sampled(["a: b", "- x", "# remark", "'", '"', "{a}", "[a", "&a", "*a", "!x", "%", "@", "null", "1", "日本", "a\u2028b"], 4)
)
def test_names_that_mean_something_to_yaml_stay_names(site: Site, kept: User, name: str) -> None:
    answer = site.post("/-/add", {"url": "https://kites.example/privacy", "name": name, "policy_id": "kites"})
    assert answer.status_code == 200, answer.text
    assert site.get("/api/policies/kites").json()["name"] == "".join(letter for letter in name if letter.isprintable())
    assert kept("check").code == 0
