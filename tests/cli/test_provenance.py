"""Where the bytes came from is kept with a snapshot, shown, and told when it changes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Mailbox, User, policy_page
from tests.net.web_server import WebServer


def ledger(user: User) -> list[dict[str, object]]:
    return [json.loads(line) for line in (user.home / "snapshots/alder/ledger.jsonl").read_text().splitlines()]


def test_a_redirect_is_kept_and_shown(user: User, web: WebServer) -> None:
    web.page("/legal", policy_page())
    user.configure({"id": "alder", "url": web.redirect("/privacy", "/legal?sid=7", 301)}, alerts={})
    assert user("run").code == 0
    target = f"{web.address}/legal"
    assert ledger(user)[0]["redirects"] == [{"url": f"{target}?sid=7", "status": 301}]
    assert f"answered by {target}, after a redirect" in user("log", "alder").out
    entry = user("log", "alder", "--format", "json").json
    assert entry["versions"][0]["final_url"] == f"{target}?sid=7"
    assert [(one["url"], one["downgraded"]) for one in entry["provenance"]] == [(f"{web.address}/privacy", False)]
    shown = user("show", "alder")
    assert target not in shown.out
    assert f"alder: answered by {target}, after a redirect" in shown.err
    assert user("show", "alder", "--format", "json").json["redirects"] == [{"url": f"{target}?sid=7", "status": 301}]
    page = (user.home / "reports/alder/index.html").read_text()
    assert "Where it came from" in page
    assert f"{target}, after a redirect" in page
    assert "sid=7" not in page


def test_a_page_that_answers_itself_says_nothing_about_it(user: User, web: WebServer) -> None:
    user.configure({"id": "alder", "url": web.page("/privacy", policy_page())}, alerts={})
    user("run")
    assert user("run").out.startswith("No new versions.")
    assert "redirects" in ledger(user)[0], "that there were none is noted"
    assert "answered by" not in user("log", "alder").out + user("show", "alder").err
    assert "Where it came from" not in (user.home / "reports/alder/index.html").read_text()
    assert len(ledger(user)) == 1


def test_a_move_is_told_once_although_the_text_is_the_same(user: User, web: WebServer, mailbox: Mailbox) -> None:
    alerts = {"email": {"to": ["privacy@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}}
    web.page("/legal", policy_page())
    user.configure({"id": "alder", "url": web.page("/privacy", policy_page())}, alerts=alerts)
    user("run")
    web.redirect("/privacy", f"http://localhost:{web.port}/legal")
    user.configure({"id": "alder", "url": f"{web.address}/privacy", "fetch": {"allow_private": True}}, alerts=alerts)
    moved = user("run", "--format", "json").json
    assert (moved["unchanged"], moved["new_versions"], moved["alerts"]) == (1, [], [])
    (notice,) = moved["notices"]
    assert notice["kind"] == "comes-from-elsewhere"
    assert f"is now answered by http://localhost:{web.port}/legal, after a redirect (another host: localhost:{web.port})" in notice["says"]
    assert [mail["Subject"] for mail in mailbox.mails] == ["[monitoring] alder Privacy Policy comes from elsewhere"]
    assert "notices" not in user("run", "--format", "json").json
    assert len(ledger(user)) == 2
    assert user("log", "alder").out.count("answered by") == 2
    assert user("verify").code == 0


@pytest.fixture
def old_ledger(user: User) -> Callable[[], None]:
    """Takes away what versions before this one did not note."""

    def strip() -> None:
        path = user.home / "snapshots/alder/ledger.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert len(lines) == 1
        lines[0].pop("redirects")
        path.write_text(json.dumps(lines[0]) + "\n")
        (user.home / "snapshots/alder/ledger.head").unlink()

    return strip


def test_an_old_ledger_says_nothing_so_that_nothing_is_told(user: User, web: WebServer, old_ledger: Callable[[], None]) -> None:
    web.page("/legal", policy_page())
    user.configure({"id": "alder", "url": web.redirect("/privacy", "/legal")}, alerts={})
    user("run")
    old_ledger()
    report = user("run", "--format", "json").json
    assert (report["unchanged"], report.get("notices")) == (1, None)
    assert [line.get("redirects") for line in ledger(user)] == [None, [{"url": f"{web.address}/legal", "status": 302}]]
    user("run")
    assert len(ledger(user)) == 2
