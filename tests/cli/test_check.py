"""`check`: validates the configuration, and shows what each source would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.net.web_server import WebServer

from .conftest import Page, User


def test_check_fetch_shows_what_would_be_extracted_and_keeps_nothing(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url}, {"id": "gone", "url": page.url + "/gone"})
    result = user("check", "--fetch", "--format", "json")
    assert result.code == 1
    first, second = result.json["policies"]
    assert (first["ok"], first["stated_date"]) == (True, "2020-03-01")
    assert (second["ok"], second["reason"]) == (False, "http-404")
    assert not Path("snapshots").exists()


def test_check_fetch_lists_an_archive(example: User) -> None:
    assert example("check", "--fetch", "--format", "json").json["policies"][0]["captures"] == 10


def test_check_describes_each_policy_without_fetching(user: User) -> None:
    user.configure(
        {"id": "larkspur", "url": "http://127.0.0.1:9/privacy", "history": "wayback"},
        {"id": "past", "url": "https://past.example/", "live": False, "history": "dir:past"},
    )
    result = user("check")
    assert result.out.splitlines() == [
        "config.yaml: valid; 2 policies, 0 alert channels.",
        "larkspur: http://127.0.0.1:9/privacy; history: wayback",
        "past: archive only, no live page; history: dir:past",
    ]
    assert user("check", "past").out.splitlines()[0] == "config.yaml: valid; 1 policy, 0 alert channels."


def test_check_fetch_shows_where_the_text_begins(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    summary, begins = user("check", "--fetch").out.splitlines()[1:]
    assert summary.startswith("larkspur: 1")
    assert summary.endswith("words, title 'Privacy Policy', dated 2020-03-01")
    assert begins.startswith("    # Privacy Policy Last updated: March 1, 2020")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Try again later.</p></body></html>",
            "error-page",
        ),
        (b"", "empty"),
    ],
    ids=["an error page", "nothing"],
)
def test_check_fetch_finds_a_page_that_a_run_would_refuse(user: User, page: Page, body: bytes, reason: str) -> None:
    page.body = body
    user.configure({"id": "larkspur", "url": page.url})
    result = user("check", "--fetch", "--format", "json")
    (report,) = result.json["policies"]
    assert (result.code, report["ok"], report["reason"]) == (1, False, reason)
    assert page.url in report["says"]


def test_check_fetch_sums_the_pages_of_a_document(user: User, web: WebServer) -> None:
    one, two = Page(web, "/one"), Page(web, "/two")
    user.configure({"id": "one", "url": one.url}, {"id": "pair", "urls": [one.url, two.url]})
    first, pair = user("check", "--fetch", "--format", "json").json["policies"]
    assert pair["words"] == 2 * first["words"]


def test_an_empty_archive_is_not_ok(user: User) -> None:
    Path("past").mkdir()
    user.configure({"id": "past", "url": "https://past.example/", "live": False, "history": "dir:past"})
    result = user("check", "--fetch")
    assert (result.code, result.out.splitlines()[1]) == (1, "past: 0 captures in dir:past")
    user.configure({"id": "past", "url": "https://past.example/", "live": False, "history": "warc:nowhere.warc.gz"})
    assert user("check", "--fetch", "--format", "json").json["policies"][0]["ok"] is False


def test_check_fetch_cuts_the_beginning_between_words(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    begins = user("check", "--fetch", "--format", "json").json["policies"][0]["begins"]
    assert len(begins) <= 160
    assert begins.endswith("…")


def test_a_chat_address_that_is_not_supported_is_refused_with_its_place(user: User) -> None:
    Path("config.yaml").write_text(
        "alerts:\n  apprise:\n    - json://127.0.0.1/T0KEN\n    - slack://bad-T0KEN\npolicies:\n  - url: https://shop.example/privacy\n"
    )
    result = user("check")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("policy-monitor: config.yaml:4: alerts.apprise[1]: Apprise does not recognise this URL")
    assert "T0KEN" not in result.err
    assert "alerts.apprise[1]" in user("doctor", "--offline").out


@pytest.mark.parametrize("to", ["reader", "a@reader.example, reader", ["a@reader.example", "@reader.example"]])
def test_a_bad_recipient_is_refused_with_its_place(user: User, to: object) -> None:
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:9/"}, alerts={"email": {"to": to, "from": "m@reader.example"}})
    result = user("check")
    assert result.code == 2
    assert "config.yaml:" in result.err
    assert "alerts.email.to: " in result.err
    assert "is not an e-mail address" in result.err


FRAMED = b"<html><body><h1>Privacy Policy</h1><iframe src='/privacy'></iframe></body></html>"


def test_check_fetch_names_the_frame_that_holds_the_text_and_offers_to_follow_it(user: User, web: WebServer, page: Page) -> None:
    url = web.page("/framed", FRAMED)
    user.configure({"id": "larkspur", "url": url})
    result = user("check", "--fetch")
    assert result.code == 1
    assert f"The text may be at {page.url}: track that address, or set `follow: frame` for larkspur." in result.out
    assert user("run").code == 1
    user.configure({"id": "larkspur", "url": url, "follow": "frame"})
    assert f"    Note: The text is that of {page.url}.\n" in user("check", "--fetch").out
    assert user("run").code == 0
    assert "first version" in user("log", "larkspur").out


def test_check_fetch_and_log_show_what_a_page_hides(user: User, page: Page) -> None:
    page.body = page.body.replace(b"</main>", b"<p hidden>You agree to every later version of this text.</p></main>")
    user.configure({"id": "larkspur", "url": page.url})
    note = "Note: Hidden on the page and not read: \u201cYou agree to every later version of this text.\u201d."
    assert note in user("check", "--fetch").out
    user("run")
    assert note in user("log", "larkspur").out
    assert "Hidden on the page" in Path("reports/larkspur/index.html").read_text(encoding="utf-8")


def test_a_first_page_without_a_sentence_is_told_and_is_no_version(user: User, page: Page) -> None:
    page.body = b"<html><body><h1>Privacy Policy</h1><div id=app></div><p>2026 Larkspur</p></body></html>"
    user.configure({"id": "larkspur", "url": page.url})
    for _ in range(2):
        result = user("run")
        assert (result.code, "browser: true" in result.err) == (1, True)
    assert "0 versions" in user("log", "larkspur").out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("select: #main", "policies[0].select is empty; put a selector that begins with # in quotes"),
        ("remove:", "policies[0].remove is empty"),
        ("select: div #main", "policies[0].select: YAML reads \u201c#main\u201d as a comment"),
        ("select: main  # the text without the menu", ""),
        ('select: "#main"', ""),
        ("select: null", ""),
    ],
)
def test_a_selector_that_yaml_takes_for_a_comment_is_told(user: User, line: str, says: str) -> None:
    Path("config.yaml").write_text(f"policies:\n  - id: larkspur\n    url: https://larkspur.example/\n    {line}\n", encoding="utf-8")
    result = user("check")
    assert (result.code, says in result.err) == (2 if says else 0, True)
    assert not says or "config.yaml:4" in result.err


@pytest.mark.parametrize("key", ["select", "remove"])
def test_a_selector_that_is_no_css_is_found_without_fetching(user: User, key: str) -> None:
    user.configure({"id": "larkspur", "url": "https://larkspur.example/privacy", key: "main[["})
    result = user("check")
    assert result.code == 1
    assert "larkspur: The selector 'main[[' is not valid CSS; correct it in the configuration." in result.out
    user.configure({"id": "larkspur", "url": "https://larkspur.example/privacy", key: ["main", "#policy > p:not(.note)"]})
    assert "history: none" in user("check").out


def test_check_shows_every_fault_of_the_configuration(user: User) -> None:
    (user.home / "config.yaml").write_text("jitter: -1\npolicies:\n  - {id: a, name: A, ulr: 'https://a.example/'}\n")
    result = user("check", "--format", "json")
    assert result.code == 2
    assert [line.split(": ")[1:3] for line in result.err.splitlines()] == [
        ["config.yaml:1", "jitter"],
        ["config.yaml:3", "policies[0].ulr"],
    ]
    assert [(fault["file"], fault["line"]) for fault in result.json["faults"]] == [("config.yaml", 1), ("config.yaml", 3)]


def test_check_shows_every_address_that_is_no_chat(user: User) -> None:
    (user.home / "config.yaml").write_text('alerts:\n  apprise: ["nonsense://x", "nonsense://y"]\n')
    assert [line.split(": ")[2] for line in user("check").err.splitlines()] == ["alerts.apprise[0]", "alerts.apprise[1]"]
