"""Policies in frames, behind refreshes and under styles, from the first check to the alert; a real server on loopback."""

from __future__ import annotations

import pytest

from tests.net.web_server import WebServer

from .conftest import BROKEN, PROMISE, User, policy_page

FRAME = b"<html><head><title>Privacy Policy</title></head><body><h1>Privacy Policy</h1><iframe src='/doc/7'></iframe></body></html>"
SENT_ON = b"<html><head><meta http-equiv=refresh content='0; URL=/doc/7'></head><body></body></html>"


def versions(user: User) -> list[dict]:  # type: ignore[type-arg]
    found: list[dict] = user("log", "larkspur", "--format", "json").json["versions"]  # type: ignore[type-arg]
    return found


@pytest.mark.parametrize(("page", "follow"), [(FRAME, {"follow": "frame"}), (SENT_ON, {})], ids=["frame", "refresh"])
def test_a_change_of_the_text_that_a_page_leads_to_is_found(user: User, web: WebServer, page: bytes, follow: dict[str, str]) -> None:
    url = web.page("/privacy", page)
    user.configure({"id": "larkspur", "url": url, **follow})
    web.page("/doc/7", policy_page())
    assert user("run", "--force").code == 0
    assert user("run", "--force").code == 0
    web.page("/doc/7", policy_page(sharing=BROKEN))
    assert user("run", "--force").code == 0
    assert [(one["severity"], one["alert"]) for one in versions(user)] == [("none", False), ("critical", True)]
    assert BROKEN in user("show", "larkspur").out


def test_links_of_the_text_start_where_the_text_is(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": web.page("/privacy", FRAME), "follow": "frame"})
    web.page("/doc/7", policy_page(sharing=f"{PROMISE} See <a href='terms'>our terms</a>."))
    user("run")
    assert f"({web.address}/doc/terms)" in user("show", "larkspur").out


def test_a_frame_that_is_gone_is_a_failed_check(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": web.page("/privacy", FRAME), "follow": "frame"})
    result = user("run")
    assert result.code == 1
    assert "/doc/7" in result.err


def test_a_text_that_moves_into_a_frame_is_refused_and_the_frame_is_named(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": web.page("/privacy", policy_page())})
    assert user("run", "--force").code == 0
    web.page("/privacy", FRAME)
    result = user("run", "--force")
    assert result.code == 1
    assert f"The text may be at {web.address}/doc/7" in result.err
    assert len(versions(user)) == 1


def test_a_promise_that_is_struck_out_alerts_and_the_stored_page_keeps_it(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": web.page("/privacy", policy_page())})
    user("run", "--force")
    web.page("/privacy", policy_page(sharing=f"<s>{PROMISE}</s>"))
    user("run", "--force")
    last = versions(user)[-1]
    assert (last["severity"], last["alert"]) == ("critical", True)
    assert any("now hidden from readers or struck out" in note for note in last["notes"])
    assert "now hidden from readers or struck out" in user("log", "larkspur").out
    assert PROMISE in user("show", "larkspur", "--raw").out
    assert PROMISE not in user("show", "larkspur").out


def test_a_style_sheet_alone_withdraws_a_promise(user: User, web: WebServer) -> None:
    page = policy_page(sharing=f"<span class=late>{PROMISE}</span>")
    user.configure({"id": "larkspur", "url": web.page("/privacy", page.replace(b"</title>", b"</title><style>.late{color:#123}</style>"))})
    user("run", "--force")
    web.page("/privacy", page.replace(b"</title>", b"</title><style>.late{display:none}</style>"))
    user("run", "--force")
    assert [one["severity"] for one in versions(user)] == ["none", "critical"]
