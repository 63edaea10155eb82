"""`discover`, and `add` of a home page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.net.web_server import WebServer

from .conftest import User, policy_page


@pytest.fixture
def home(user: User, web: WebServer) -> str:
    user("init")
    web.page("/", b"<html lang=en><title>Larkspur</title><footer><a href=/privacy>Privacy</a> <a href=/terms>Terms of use</a></footer>")
    web.page("/privacy", policy_page())
    web.page("/terms", policy_page().replace(b"Privacy Policy", b"Terms of Use"))
    return web.address


def test_what_is_found_is_told(user: User, home: str) -> None:
    found = user("discover", home)
    assert found.code == 0
    assert "Larkspur: 2 documents found." in found.out
    assert f"Privacy Policy    {home}/privacy  footer of the home page" in found.out
    assert "not found: Cookie Policy" in found.out
    assert "id: larkspur" not in Path("config.yaml").read_text()


def test_json(user: User, home: str) -> None:
    (found,) = user("discover", home, "--format", "json").json["discovered"]
    assert (found["name"], found["error"]) == ("Larkspur", None)
    assert [(one["document"], one["url"], one["place"]) for one in found["documents"]] == [
        ("Privacy Policy", f"{home}/privacy", "footer"),
        ("Terms of Service", f"{home}/terms", "footer"),
    ]


def test_adding_what_is_found(user: User, home: str) -> None:
    refused = user("discover", home, "--add")
    assert "--yes" in refused.err
    assert "id: larkspur" not in Path("config.yaml").read_text()
    added = user("discover", home, "--add", "--yes", "--tag", "crm", "--history", "wayback", "--name", "Larkspur Bicycles")
    assert added.code == 0
    assert user("tags", "--format", "json").json["tags"] == {"crm": ["larkspur-bicycles", "larkspur-bicycles-terms-of-service"]}
    again = user("discover", home, "--add", "--yes", "--format", "json").json
    assert again["added"] == []
    assert user("run").code == 0


def test_one_kind(user: User, home: str) -> None:
    found = user("discover", home, "--document", "Terms of Service", "--format", "json").json["discovered"][0]
    assert [one["document"] for one in found["documents"]] == ["Terms of Service"]
    assert user("discover", home, "--document", "Nonsense").code == 2


def test_what_is_no_domain(user: User, home: str) -> None:
    assert user("discover", "javascript:alert(1)").code == 2
    assert user("discover", home, f"{home}/x", "--name", "Two").code == 2
    assert user("discover", home, "--add", "--yes", "--history", "nonsense").code == 2


def test_a_home_page_that_is_down(user: User, home: str, web: WebServer) -> None:
    web.page("/", b"broken", 404)
    found = user("discover", home)
    assert found.code == 1
    assert "404" in found.err
