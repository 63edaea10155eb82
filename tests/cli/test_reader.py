"""The second reader at the prompt: off by default, a test question, budgets and dropped answers; and in the mail, the log and `doctor`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.notify.conftest import free_port
from tests.opinions.chat_server import ChatServer, about_clauses, answer
from tests.opinions.conftest import chat  # noqa: F401 - a fixture

from .conftest import BROKEN, Mailbox, Page, User, policy_page

MINOR = policy_page(retention="Your account information will be deleted after 12 months.")


@pytest.fixture
def reader(user: User, page: Page, mailbox: Mailbox, chat: ChatServer) -> User:  # noqa: F811
    email = {"to": ["privacy@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}
    settings = {"url": chat.url, "model": "tiny:1b", "timeout": 5}
    user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url}, alerts={"email": email}, reader=settings)
    return user


def test_it_is_off_unless_configured(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url})
    said = user("reader")
    assert said.code == 0
    assert "No second reader is configured" in said.out
    assert user("reader", "--test").code == 1
    assert user("reader", "--format", "json").json == {"configured": None, "state": None}
    user("run")
    page.body = MINOR
    user("run")
    assert not (user.home / "snapshots/opinions.sqlite").exists()
    assert user("log", "larkspur", "--format", "json").json["versions"][1]["second_reader"] is None
    assert user("status", "--format", "json").json["second_reader"] is None


def test_a_test_question(reader: User, chat: ChatServer) -> None:  # noqa: F811
    said = reader("reader", "--test")
    assert said.code == 0, said.out
    assert "works: 127.0.0.1" in said.out
    assert "critical, against you: The company may now sell your personal information" in said.out
    found = reader("reader", "--test", "--format", "json").json
    assert found["test"]["ok"]
    assert found["test"]["answer"]["opinion"]["severity"] == "critical"
    assert found["configured"]["model"] == "tiny:1b"
    assert len(chat.asked) == 2
    assert "today 2 requests" in reader("reader").out


def test_a_test_that_fails(reader: User, chat: ChatServer) -> None:  # noqa: F811
    chat.say = lambda asked: json.dumps(answer(summary="Orders are kept for 4 days."))
    said = reader("reader", "--test")
    assert said.code == 1
    assert "FAILED" in said.out
    assert "4, which none of its quotes does" in said.out
    chat.status = 404
    assert "HTTP status 404; check `reader: {url: …, model: …}`" in reader("reader", "--test").out


def test_both_verdicts_in_the_mail_the_log_and_on_the_page(reader: User, page: Page, mailbox: Mailbox, chat: ChatServer) -> None:  # noqa: F811
    chat.say = about_clauses("minor", "It reads differently now.")
    reader("run")
    page.body = policy_page(sharing=BROKEN)
    assert reader("run").code == 0
    (mail,) = mailbox.mails
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert "Second reader (tiny:1b," in part
        assert "The two disagree: read the change yourself." in part
    assert "<b>now" not in html
    assert "This program:  critical" in text or "This program:  material" in text
    assert "Second reader: minor, against you" in text
    log = reader("log", "larkspur").out
    assert "Second reader (tiny:1b, " in log
    assert "\u202e" not in log
    (version,) = reader("log", "larkspur", "--format", "json").json["versions"][1:]
    second = version["second_reader"]
    assert (second["opinion"]["severity"], second["disagrees"], second["raised_alert"]) == ("minor", True, False)
    assert second["program"]["severity"] == version["severity"]
    html = next((reader.home / "reports/larkspur").glob("2*.html")).read_text()
    assert "<b>now" not in html
    assert "Second reader (tiny:1b," in html


def test_a_hostile_summary_is_dropped(reader: User, page: Page, mailbox: Mailbox, chat: ChatServer) -> None:  # noqa: F811
    chat.say = about_clauses("minor", "It reads\u202e http://evil.example <b>now</b>.")
    reader("run")
    page.body = policy_page(sharing=BROKEN)
    assert reader("run").code == 0
    text, html = (mailbox.mails[0].get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "summary has invisible characters" in text
    assert "evil.example" not in text + html
    assert "<b>now" not in html
    assert "\u202e" not in reader("log", "larkspur").out


def test_a_raised_alert_says_whose_it_is(reader: User, page: Page, mailbox: Mailbox, chat: ChatServer) -> None:  # noqa: F811
    chat.say = about_clauses("material")
    reader("run")
    page.body = MINOR
    reader("run")
    (mail,) = mailbox.mails
    assert "second reader: material]" in mail["Subject"]
    assert "because of the second reader" in mail.get_body(("plain",)).get_content()
    assert reader("verify").code == 0
    assert reader("log", "larkspur", "--format", "json").json["versions"][1]["second_reader"]["raised_alert"] is True


def test_what_went_wrong_is_counted(reader: User, page: Page, mailbox: Mailbox, chat: ChatServer) -> None:  # noqa: F811
    chat.say = lambda asked: "I would rather not."
    reader("run")
    page.body = policy_page(sharing=BROKEN)
    said = reader("run")
    assert said.code == 0
    assert "was dropped: it is not JSON" in said.err
    assert len(mailbox.mails) == 1
    assert "1 answer dropped (not-json 1)" in reader("status").out
    assert reader("status", "--format", "json").json["second_reader"]["dropped"] == {"not-json": 1}
    findings = reader("doctor", "--offline", "--format", "json").json["findings"]
    assert [one["state"] for one in findings if one["what"] == "second reader"] == ["warning"]
    online = reader("doctor", "--format", "json").json["findings"]
    assert "the answer was dropped" in [one["says"] for one in online if one["what"] == "second reader"][-1]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"url": "127.0.0.1:11434", "model": "m"}, "web address"),
        ({"url": "http://127.0.0.1:1/v1"}, "model"),
        ({"url": "http://models.example/v1", "model": "m", "key": "k3y"}, "in the clear"),
        ({"url": "http://127.0.0.1:1/v1?x=1", "model": "m"}, "base address"),
        ({"url": "http://127.0.0.1:1/v1", "model": "m", "requests": 0}, "requests"),
        ({"url": "http://127.0.0.1:1/v1", "model": "m", "timeout": 0}, "timeout"),
        ({"url": "http://127.0.0.1:1/v1", "model": "m", "secret": "x"}, "secret"),
    ],
)
def test_settings_that_cannot_be_meant(user: User, settings: dict[str, Any], says: str) -> None:
    user.configure(reader=settings)
    said = user("check")
    assert said.code == 2
    assert says in said.err
    assert "k3y" not in said.err


def test_a_key_from_the_environment_is_needed_by_those_that_ask(
    user: User,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    chat: ChatServer,  # noqa: F811
) -> None:
    settings = {"url": chat.url, "model": "tiny:1b", "key": "${READER_KEY}"}
    user.configure({"id": "larkspur", "url": page.url}, reader=settings)
    assert user("log").code == 0
    assert "READER_KEY is not set" in user("reader").err
    monkeypatch.setenv("READER_KEY", "k3y")
    assert user("reader", "--test").code == 0
    assert chat.keys == ["Bearer k3y"]


def test_offline_is_the_program_as_it_is(reader: User, page: Page, mailbox: Mailbox, user: User) -> None:
    text = (user.home / "config.yaml").read_text()
    config = json.loads(text)
    config["reader"]["url"] = f"http://127.0.0.1:{free_port()}/v1"
    (user.home / "config.yaml").write_text(json.dumps(config))
    reader("run")
    page.body = policy_page(sharing=BROKEN)
    said = reader("run")
    assert said.code == 0
    assert "no second reading: 127.0.0.1" in said.err
    assert len(mailbox.mails) == 1
    assert "1 question waiting" in reader("status").out
