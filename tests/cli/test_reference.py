"""What arguments refer to: files, versions, and what is said when there is neither."""

from __future__ import annotations

from tests.net.web_server import WebServer

from .conftest import Page, User


def test_a_date_before_the_oldest_version_says_what_the_oldest_is(user: User, web: WebServer) -> None:
    page = Page(web)
    user.configure({"id": "larkspur", "url": page.url})
    assert "larkspur has no versions yet; `policy-monitor status larkspur` says why" in user("show", "larkspur").err
    user("run")
    told = user("show", "larkspur@2010").err
    assert "larkspur has no version as old as 2010; the oldest is from 20" in told
