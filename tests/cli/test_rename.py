"""`rename`, and ids that were changed by hand: a history is never orphaned in silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor import Store

from .conftest import BROKEN, Page, User, policy_page


@pytest.fixture
def watched(user: User, page: Page) -> User:
    """A policy with two versions."""
    user("init")
    user("add", page.url, "--name", "Larkspur")
    user("run")
    page.body = policy_page(sharing=BROKEN)
    user("run")
    return user


def versions(user: User, policy: str) -> list[str]:
    return [one["sha256"] for one in user("log", policy, "--format", "json").json["versions"]]


def test_the_history_goes_with_the_policy(watched: User, page: Page) -> None:
    before = versions(watched, "larkspur")
    root = watched("status", "--format", "json").json["root"]["sha256"]
    renamed = watched("rename", "larkspur", "bike-shop", "--name", "Larkspur Bicycles")
    assert renamed.code == 0
    assert "Its history stays in snapshots/larkspur and is found under bike-shop." in renamed.out
    assert versions(watched, "bike-shop") == before
    assert len(before) == 2
    assert watched("log", "larkspur").code == 2
    assert "folder: larkspur" in Path("config.yaml").read_text()
    assert Path("reports/bike-shop/index.html").exists()
    assert not Path("reports/larkspur").exists()
    status = watched("status", "--format", "json").json
    assert (status["root"]["sha256"], status["attention"]) == (root, [])
    assert status["policies"][0]["last_success"] is not None
    assert watched("verify").code == 0


def test_new_captures_go_on_in_the_same_record_and_alert_once(watched: User, page: Page) -> None:
    watched("rename", "larkspur", "bike-shop")
    again = watched("run", "--format", "json").json
    assert (again["alerts"], again["new_versions"]) == ([], [])
    page.body = policy_page(retention="Your account information is never deleted.")
    assert len(watched("run", "--format", "json").json["new_versions"]) == 1
    assert len(versions(watched, "bike-shop")) == 3
    assert not Path("snapshots/bike-shop").exists()
    verified = watched("verify", "--format", "json")
    assert (verified.code, verified.json["faults"]) == (0, []), verified.json["faults"]
    assert watched("show", "bike-shop", "--raw").code == 0
    assert watched("export", "warc", "bike-shop").code == 0
    assert watched("verify", "--rebuild").code == 0
    assert len(versions(watched, "bike-shop")) == 3


def test_back_again(watched: User) -> None:
    watched("rename", "larkspur", "bike-shop")
    watched("rename", "bike-shop", "third")
    assert len(versions(watched, "third")) == 2
    assert watched("rename", "third", "larkspur").code == 0
    assert "folder:" not in Path("config.yaml").read_text()
    assert len(versions(watched, "larkspur")) == 2
    assert watched("verify").code == 0


def test_what_was_told_is_found_under_the_new_id(watched: User, page: Page) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text().replace("  webhook: []", "  webhook: [{url: http://127.0.0.1:9/}]"))
    page.body = policy_page(retention="We keep your account information for ever.")
    watched("run")
    watched("rename", "larkspur", "bike-shop")
    watched("rename", "bike-shop", "velo")
    told = list(Store.open().alerts("velo"))
    with closing(sqlite3.connect("snapshots/index.sqlite")) as index:
        shown = index.execute("select policy, id, report from alerts").fetchall()
    assert len(told) == 1
    assert shown == [("velo", one["id"], one["report"]) for one in told]


def test_ids_that_are_not_free(watched: User, page: Page) -> None:
    watched("add", page.url + "/2", "--name", "Kites")
    for new in ("kites", "larkspur", "Not An Id", "index"):
        assert watched("rename", "larkspur", new).code == 2
    assert watched("rename", "nobody", "x").code == 2
    watched("rename", "larkspur", "bike-shop")
    refused = watched("rename", "kites", "larkspur")
    assert (refused.code, "holds the history of 'bike-shop'" in refused.err) == (2, True)
    assert watched("add", page.url + "/3", "--id", "larkspur").code == 2
    added = watched("add", page.url + "/3", "--name", "Larkspur")
    assert added.out.startswith("Added larkspur-document")


def test_a_policy_without_history(user: User, page: Page) -> None:
    user("init")
    user("add", page.url, "--name", "Larkspur")
    assert user("rename", "larkspur", "bike-shop").code == 0
    assert "folder" not in Path("config.yaml").read_text().partition("\npolicies:")[2]
    assert user("run").code == 0
    assert Path("snapshots/bike-shop").exists()


def test_two_policies_can_t_have_one_history(watched: User, page: Page) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text() + f"  - id: other\n    url: {page.url}2\n    folder: larkspur\n")
    refused = watched("check")
    assert (refused.code, "belongs to 'larkspur'" in refused.err) == (2, True)


def test_an_id_that_was_changed_by_hand_is_noticed(watched: User, page: Page) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text().replace("- id: larkspur", "- id: by-hand"))
    says = "snapshots/larkspur holds the history of the page that 'by-hand' tracks now: add `folder: larkspur` to that policy"
    assert says in watched("status").out
    assert says in watched("doctor", "--offline").out
    assert any(says in one for one in watched("status", "--format", "json").json["attention"])
    config.write_text(config.read_text().replace("- id: by-hand", "- id: by-hand\n    folder: larkspur"))
    assert "holds" not in watched("status").out
    watched("run")
    assert len(versions(watched, "by-hand")) == 2


def test_an_id_that_was_changed_by_hand_and_checked_since(watched: User, page: Page) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text().replace("- id: larkspur", "- id: by-hand"))
    watched("run")
    assert "holds an earlier history of the page that 'by-hand' tracks" in watched("status").out


def test_a_policy_that_was_taken_out_by_hand(watched: User) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text().partition("  - id: larkspur")[0].replace("\npolicies:", "\npolicies: []"))
    shown = watched("status").out
    assert "snapshots/larkspur contains a history without a policy" in shown
    assert "removed: [larkspur]" in shown
    config.write_text(config.read_text() + "removed: [larkspur]\n")
    assert "No longer tracked, history kept: larkspur" in watched("status").out


def test_a_renamed_policy_with_a_refused_snapshot_verifies_and_is_derived_again(watched: User, page: Page) -> None:
    """What was refused is noted under the id of today, and helpers that derive in parallel find the folder as well."""
    page.body = b"<html><body><p>Service unavailable</p></body></html>"
    watched("run")
    assert len(watched("log", "larkspur", "--format", "json").json["rejected"]) == 1
    watched("rename", "larkspur", "bike-shop")
    assert watched("verify").code == 0
    assert watched("report", "--rederive", "--jobs", "2").code == 0
    assert len(versions(watched, "bike-shop")) == 2
    assert len(watched("log", "bike-shop", "--format", "json").json["rejected"]) == 1
    verified = watched("verify", "--jobs", "2")
    assert verified.code == 0, verified.err
