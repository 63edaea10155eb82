"""`status`: how the checks of each policy are going."""

from __future__ import annotations

import re
from pathlib import Path

from tests.net.web_server import WebServer

from .conftest import Page, User


def test_status_of_a_page_that_never_answered(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": f"{web.address}/gone"})
    user("run")
    first = user("status").out
    assert "larkspur: 0 versions, never fetched successfully" in first
    assert "the last check failed (http-404)" in first
    user("run", "--force")
    assert "the last 2 checks failed (http-404)" in user("status").out


def test_the_next_check_is_on_the_wall_clock_of_the_configured_zone(user: User) -> None:
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:1/", "schedule": "30 6 * * *"}, timezone="Asia/Kathmandu")
    (status,) = user("status", "--format", "json").json["policies"]
    assert status["next_check"].endswith("T00:45:00Z"), "06:30 at UTC+5:45"


def test_each_state_of_a_policy_has_its_words(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    assert user("status").out.startswith("larkspur: 0 versions, not checked yet, next check due 20")
    user("run")
    line, root = user("status").out.splitlines()
    assert root.startswith("Root of the record: ")
    assert line.startswith("larkspur: 1 version, last checked 20")
    page.body = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Try again later.</p></body></html>"
    user("run")
    _, refused, since, _ = user("status").out.splitlines()
    assert refused.startswith("  the page shows no policy at present (error-page): ")
    assert since.startswith("  unreadable since 20")


def test_why_a_page_cannot_be_read_is_said_once(user: User, page: Page) -> None:
    page.status = 404
    user.configure({"id": "larkspur", "url": page.url})
    user("run")
    _, failed, since = user("status").out.splitlines()
    assert failed.startswith("  the last check failed (http-404): ")
    assert re.fullmatch(r"  unreadable since [0-9T:-]+Z", since)


def test_lost_snapshots_are_counted_and_the_command_that_lists_them_is_named(kept: User) -> None:
    min(Path("snapshots/northwind/raw").rglob("*.gz")).unlink()
    kept("verify", "--rebuild")
    assert "  the bytes of 1 snapshot are lost; `policy-monitor verify` lists them" in kept("status").out.splitlines()
    (status,) = kept("status", "northwind", "--format", "json").json["policies"]
    assert status["lost_snapshots"] == 1
