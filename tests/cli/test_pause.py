"""`pause`, `resume`, `tags` and `remove`."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model import Policy
from monitor.service.next_check import next_check
from monitor.store.state import CheckState
from monitor.timestamps import utc_now

from .conftest import Page, User


@pytest.fixture
def two(user: User, page: Page) -> User:
    user("init")
    user("add", page.url, "--name", "Larkspur")
    user("add", page.url + "?kites", "--name", "Kites")
    user("tags", "larkspur", "--add", "crm, eu", "--add", "core")
    user("run")
    return user


def test_a_paused_policy_is_not_checked(two: User, page: Page) -> None:
    asked = len(page.answers)
    paused = two("pause", "larkspur")
    assert (paused.code, paused.out) == (0, "Paused larkspur.\n")
    assert two("run", "--format", "json").json["checked"] == 1
    assert len(page.answers) == asked + 1
    named = two("run", "larkspur")
    assert "larkspur is paused" in named.err
    assert len(page.answers) == asked + 1
    shown = two("status", "--format", "json").json["policies"][0]
    assert (shown["paused"], shown["next_check"], shown["versions"]) == (True, None, 1)
    assert "larkspur: 1 version, paused" in two("status").out
    assert two("log", "larkspur").code == 0
    assert two("verify").code == 0
    assert two("resume", "larkspur").code == 0
    assert two("run", "--format", "json").json["checked"] == 2
    assert "paused" not in Path("config.yaml").read_text()


def test_pausing_derives_nothing_again(two: User) -> None:
    two("pause", "larkspur")
    verified = two("verify")
    assert "another version of policy-monitor or with other settings" not in verified.out + verified.err


def test_by_tag(two: User) -> None:
    assert two("pause", "--tag", "crm", "--format", "json").json == {"paused": ["larkspur"], "unchanged": []}
    assert two("pause", "larkspur", "kites", "--format", "json").json == {"paused": ["kites"], "unchanged": ["larkspur"]}
    assert two("resume", "--tag", "crm", "kites").out == "Resumed kites.\nResumed larkspur.\n"
    assert two("pause").code == 2
    assert two("pause", "--tag", "nobody").code == 2
    assert two("pause", "nobody").code == 2


def test_tags(two: User) -> None:
    assert two("tags", "--format", "json").json == {
        "tags": {"crm": ["larkspur"], "eu": ["larkspur"], "core": ["larkspur"]},
        "untagged": ["kites"],
    }
    changed = two("tags", "larkspur", "kites", "--add", "legal", "--remove", "eu", "--format", "json").json
    assert changed["tags"] == {"crm": ["larkspur"], "core": ["larkspur"], "legal": ["larkspur", "kites"]}
    assert two("tags", "kites", "--remove", "legal").out.startswith("No tags.")
    assert two("tags", "--add", "x").code == 2
    assert two("tags", "kites", "--add", "=1+1").code == 2
    assert "tags:" not in Path("config.yaml").read_text().partition("id: kites")[2]


def test_removing_keeps_the_history_and_names_it(two: User, page: Page) -> None:
    removed = two("remove", "larkspur")
    assert "Its history (1 snapshot) stays in snapshots/larkspur." in removed.out
    assert "id: larkspur" not in Path("config.yaml").read_text()
    status = two("status", "--format", "json").json
    assert ([one["policy"] for one in status["policies"]], status["removed"], status["attention"]) == (["kites"], ["larkspur"], [])
    assert two("run").code == 0
    assert two("verify").code == 0
    again = two("add", page.url, "--id", "larkspur", "--name", "Larkspur")
    assert "It continues the history in snapshots/larkspur." in again.out
    assert "removed" not in Path("config.yaml").read_text()
    two("run")
    assert two("log", "larkspur", "--format", "json").json["versions"][0]["source"] == "live"


def test_removing_several_and_a_renamed_one(two: User) -> None:
    two("rename", "kites", "dragons")
    found = two("remove", "larkspur", "dragons", "--format", "json").json["removed"]
    assert [(one["id"], one["folder"]) for one in found] == [("larkspur", "larkspur"), ("dragons", "kites")]
    assert 'removed: ["larkspur", "kites"]' in Path("config.yaml").read_text()
    assert two("remove", "larkspur").code == 2
    assert "policies: []" in Path("config.yaml").read_text()


def test_a_paused_policy_is_never_due() -> None:
    assert next_check(Policy("a", "A", paused=True), CheckState(), utc_now()) is None
