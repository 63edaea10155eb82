"""`review list` as it is printed and as scripts read it, on the example of the repository."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import BROKEN, Page, User, policy_page

LISTED = """\
northwind@2024-04-02T19:26:08Z  critical  New: training of AI or machine-learning models: …
    Escalated by Kim on TODAY (after 1 earlier review)
    | Legal asks.
    | See the ticket.
northwind@2022-08-09T03:59:42Z  critical  “Your account information is deleted after 12 mo…
    Not reviewed
northwind@2018-05-24T06:30:00Z  material  Added to “10. Your choices” (2 statements): “You…
    Not reviewed
northwind@2016-11-30T11:48:31Z  critical  Withdrawn: the promise not to share, sell, rent …
    Dismissed by Lee on TODAY
northwind@2013-09-20T05:21:10Z  critical  Removed from “6. Cookies”: “We do not use cookie…
    Not reviewed
northwind@2010-03-14T09:12:44Z  none  first version
    Accepted by Kim on TODAY
"""


def told(text: str) -> str:
    """Lines of a fixed length, without the day of the test."""
    text = re.sub(r"on \d+ \w+ \d{4}", "on TODAY", text)
    return "".join(f"{line[:90]}…\n" if len(line) > 90 else f"{line}\n" for line in text.splitlines())


@pytest.fixture
def reviewed(kept: User) -> User:
    """The example with a few reviews."""
    for argv in (
        ("northwind@2024-04-02", "--as", "reviewed", "--by", "Lee"),
        ("northwind@2024-04-02", "--as", "escalated", "--by", "Kim", "--note", "Legal asks.\nSee the ticket."),
        ("northwind@2016-11-30T11:48:31Z", "--as", "dismissed", "--by", "Lee"),
        ("northwind@20100314", "--as", "accepted", "--by", "Kim"),
    ):
        assert kept("review", *argv).code == 0
    return kept


def test_the_list_for_people(reviewed: User) -> None:
    assert told(reviewed("review", "list").out) == LISTED


def test_the_list_for_scripts(reviewed: User) -> None:
    found = reviewed("review", "list", "--format", "json").json
    assert (found["schema"], found["open"], found["without_version"]) == ("policy-monitor/reviews/1", 0, [])
    first = found["changes"][0]
    at = first["review"].pop("at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at)
    assert first["review"] == {
        "state": "escalated",
        "by": "Kim",
        "note": "Legal asks.\nSee the ticket.",
        "severity": "critical",
        "engine": first["review"]["engine"],
    }
    assert {key: first[key] for key in ("policy", "name", "tags", "captured_at", "source", "severity", "open", "verdict_changed")} == {
        "policy": "northwind",
        "name": "Northwind Teapots",
        "tags": [],
        "captured_at": "2024-04-02T19:26:08Z",
        "source": "warc",
        "severity": "critical",
        "open": False,
        "verdict_changed": None,
    }
    assert [one["state"] for one in first["reviews"]] == ["reviewed", "escalated"]
    assert [change["review"] and change["review"]["state"] for change in found["changes"]] == [
        "escalated",
        None,
        None,
        "dismissed",
        None,
        "accepted",
    ]


PARTS: list[tuple[list[str], int]] = [
    ([], 6),
    (["northwind"], 6),
    (["--as", "escalated"], 1),
    (["--as", "reviewed"], 0),
    (["--as", "dismissed"], 1),
    (["--as", "accepted"], 1),
    (["--open"], 0),
    (["--open", "--archived"], 3),
    (["northwind", "--archived"], 6),
]


def test_lists_of_a_part(reviewed: User) -> None:
    for options, count in PARTS:
        assert len(reviewed("review", "list", *options, "--format", "json").json["changes"]) == count, options


def test_a_list_writes_nothing(reviewed: User) -> None:
    before = contents(reviewed.home)
    assert reviewed("review", "list").code == 0
    assert contents(reviewed.home) == before


def test_open_changes_come_first(user: User, watched: Callable[..., None], page: Page) -> None:
    assert user("run").code == 0
    for retention, sharing in (("Your account information is deleted after 12 months.", BROKEN), ("We keep all of it for ever.", BROKEN)):
        page.body = policy_page(retention=retention, sharing=sharing)
        assert user("run").code == 0
    newest, older = user("review", "list", "--format", "json").json["changes"]
    assert newest["captured_at"] >= older["captured_at"]
    changes = user("log", "larkspur", "--format", "json").json["versions"]
    about = f"larkspur@{changes[-1]['captured_at']}"
    done = user("review", about, "--as", "accepted", "--by", "Kim")
    # Both were captured in one second where the machine is fast; then the reference names two.
    if done.code == 0:
        found = user("review", "list", "--format", "json").json
        assert [change["open"] for change in found["changes"]] == [True, False]
        assert found["open"] == 1


def test_the_pages_follow_at_once(reviewed: User) -> None:
    reports = reviewed.home / "reports"
    showing = {path.relative_to(reports).as_posix() for path in reports.rglob("*.html") if "ed by Kim on" in path.read_text()}
    assert showing == {
        "index.html",
        "northwind/index.html",
        "northwind/20220809035942--20240402192608.html",
    }
    assert "Dismissed by Lee" in (reports / "northwind/20130920052110--20161130114831.html").read_text()


def test_a_review_that_was_altered_is_found(reviewed: User) -> None:
    ledger = reviewed.home / "snapshots/.record/ledger.jsonl"
    root = reviewed("status", "--format", "json").json["root"]["sha256"]
    content = ledger.read_text()
    ledger.write_text(content.replace('"escalated"', '"dismissed"'))
    assert "ledger.jsonl: " in reviewed("verify", "--quick").err + reviewed("verify", "--quick").out
    assert reviewed("verify").code == 1
    # The last review removed, with the head of the ledger: the log of roots knows that there was one more.
    lines = content.splitlines(keepends=True)
    ledger.write_text("".join(lines[:-1]))
    (ledger.parent / "ledger.head").unlink()
    assert reviewed("verify", "--against", root).code == 1
    ledger.write_text(content)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".sqlite" not in path.name}


def test_a_version_that_comes_in_between_takes_no_review(reviewed: User) -> None:
    """A person accepts a page of 2015 as a version: the change of 2016 is another one now, and its review says so."""
    (rejected,) = reviewed("log", "northwind", "--format", "json").json["rejected"]
    assert reviewed("accept", f"northwind@{rejected['captured_at']}").code == 0
    versions = reviewed("log", "northwind", "--format", "json").json["versions"]
    states = {version["captured_at"][:4]: version["review"] and version["review"]["state"] for version in versions}
    assert states == {
        "2010": "accepted",
        "2013": None,
        "2015": None,
        "2016": "dismissed",
        "2018": None,
        "2020": None,
        "2022": None,
        "2024": "escalated",
    }
    (after,) = (version for version in versions if version["captured_at"].startswith("2016"))
    assert after["verdict_changed"].startswith("The verdict has changed since")
    assert reviewed("verify").code == 0
    assert reviewed("reject", f"northwind@{rejected['captured_at']}").code == 0
    versions = reviewed("log", "northwind", "--format", "json").json["versions"]
    assert [version["verdict_changed"] for version in versions] == [None] * 7
    assert reviewed("verify").code == 0
