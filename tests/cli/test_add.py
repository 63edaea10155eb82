"""`add` of a home page, and of what is no home page; see test_init_add for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cli.add import is_home
from tests.net.web_server import WebServer

from .conftest import User, policy_page
from .test_discover import home  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("url", "so"),
    [
        ("https://larkspur.example", True),
        ("https://larkspur.example/", True),
        ("https://larkspur.example/?page=privacy", False),
        ("https://larkspur.example/privacy", False),
    ],
)
def test_what_is_a_home_page(url: str, so: bool) -> None:
    assert is_home(url) is so


def test_a_document_that_is_named_is_added_as_it_is(user: User, home: str) -> None:  # noqa: F811
    assert user("add", home, "--document", "Privacy Policy").code == 0


def test_with_an_answer_on_a_terminal_all_are_added(user: User, home: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda question: True)
    added = user("add", home, "--name", "Larkspur")
    assert added.code == 0
    assert "Added larkspur-terms-of-service" in added.out
    assert Path("config.yaml").read_text().count("name: Larkspur\n") == 2


def test_a_second_document_is_named_after_its_address(user: User) -> None:
    user("init")
    user("add", "https://kites.example/privacy", "--name", "Kites")
    for path, policy_id in (("dpa", "data-processing-addendum"), ("aup", "acceptable-use-policy"), ("x", "document"), ("y", "document-2")):
        assert user("add", f"https://kites.example/{path}", "--name", "Kites").out.startswith(f"Added kites-{policy_id} ")


def test_add_of_a_home_page_says_so_and_offers_what_it_found(user: User, home: str) -> None:  # noqa: F811
    refused = user("add", home)
    assert refused.code == 2
    assert "is a home page. Documents that it leads to:" in refused.err
    assert f"{home}/privacy" in refused.err
    assert "--as-is adds the home page itself" in refused.err
    assert user("add", home, "--as-is").code == 0
    assert user("add", f"{home}/privacy").code == 0


def test_add_of_a_first_page_that_leads_nowhere(user: User, web: WebServer) -> None:
    user("init")
    web.page("/", policy_page())
    assert user("add", web.address, "--name", "Larkspur").code == 0
