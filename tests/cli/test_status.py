"""`status`: how the checks of each policy are going."""

from __future__ import annotations

from tests.net.web_server import WebServer

from .conftest import User


def test_status_of_a_page_that_never_answered(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": f"{web.address}/gone"})
    user("run")
    first = user("status").out
    assert "larkspur: 0 versions, never fetched successfully" in first
    assert "the last check failed (http-404)" in first
    user("run", "--force")
    assert "the last 2 checks failed (http-404)" in user("status").out
