"""A damaged or missing database costs nobody an alert: the index is derived again, and the state has a spare copy."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.sampling import sampled

from .conftest import BROKEN, Mailbox, Page, User, policy_page

pytestmark = pytest.mark.usefixtures("watched")
STORE = Path("snapshots")


def subjects(mailbox: Mailbox) -> list[str]:
    """The first word of each subject: the severity of an alert, or [monitoring]."""
    return [mail["Subject"].partition(" ")[0] for mail in mailbox.mails]


def overwrite(*names: str) -> Callable[[], None]:
    def damage() -> None:
        for name in names:
            replace(name, b"damage" * 1000)

    return damage


def replace(name: str, content: bytes) -> None:
    """Another file of that name: a connection that this process may still hold to the old one must not see it change."""
    for tail in ("", "-wal", "-shm"):
        (STORE / f"{name}{tail}").unlink(missing_ok=True)
    (STORE / name).write_bytes(content)


def cut_in_half() -> None:
    """Its first page is intact: only a query of the others meets the damage."""
    with closing(sqlite3.connect(STORE / "index.sqlite")) as file:
        file.execute("pragma wal_checkpoint(truncate)")
    replace("index.sqlite", (STORE / "index.sqlite").read_bytes()[:4096] + b"\xff" * 40_000)


def folder_in_its_place() -> None:
    (STORE / "state.sqlite").unlink()
    (STORE / "state.sqlite").mkdir()


def emptied() -> None:
    """What a power failure may leave."""
    replace("state.sqlite", b"")


DAMAGE = {
    "index": overwrite("index.sqlite"),
    "index, a part of it": cut_in_half,
    "state": overwrite("state.sqlite"),
    "state, and a folder is in its place": folder_in_its_place,
    "both": overwrite("index.sqlite", "state.sqlite"),
    "state and its copy": overwrite("state.sqlite", "state.spare.sqlite"),
}


@pytest.mark.parametrize("damage", sampled(DAMAGE.values(), 2), ids=DAMAGE)
def test_a_damaged_database_is_named_once_and_stops_nothing(user: User, page: Page, mailbox: Mailbox, damage: Callable[[], None]) -> None:
    assert user("run").code == 0
    page.body = policy_page(sharing=BROKEN)
    damage()
    told = user("status")
    assert (told.code, ".sqlite" in told.out) == (0, True)
    result = user("run", "--format", "json")
    assert result.code == 1
    assert all(".damaged" in fault["says"] for fault in result.json["faults"])
    assert len(result.json["new_versions"]) == 1, "the older ones are not news because they are derived again"
    assert subjects(mailbox) == ["[critical]", "[monitoring]"]
    assert "Attention: " in user("status").out
    health = json.loads((STORE / "health.json").read_text())
    assert (health["ok"], health["faults"] != []) == (False, True)
    assert ".damaged" in Path("reports/index.html").read_text()
    assert len(user("log", "larkspur", "--format", "json").json["versions"]) == 2
    assert user("run").code == 0
    assert (len(mailbox.mails), user("verify").code) == (2, 0)
    assert "Attention" not in user("status").out


def test_a_state_that_was_deleted_alerts_to_nothing_old(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    page.body = policy_page(sharing=BROKEN)
    user("run")
    for part in STORE.glob("state.sqlite*"):
        part.unlink()
    page.body = policy_page(sharing=BROKEN, retention="Your account information is deleted after 24 months.")
    result = user("run")
    assert (result.code, "spare copy" in result.err) == (1, True)
    assert subjects(mailbox) == ["[critical]", "[material]", "[monitoring]"]


def test_an_emptied_state_continues_from_its_copy(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    page.body = policy_page(sharing=BROKEN)
    user("run")
    emptied()
    assert user("run").code == 1
    assert subjects(mailbox) == ["[critical]", "[monitoring]"], "nothing is sent twice"


def test_an_alert_that_waited_for_its_channel_is_in_the_spare_copy(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    mailbox.refuse = True
    page.body = policy_page(sharing=BROKEN)
    assert user("run").code == 1
    overwrite("state.sqlite")()
    mailbox.refuse = False
    user("run")
    user("alerts", "--retry")
    assert sorted(subjects(mailbox)) == ["[critical]", "[monitoring]"]


def test_a_state_of_a_newer_version_is_left_alone(user: User) -> None:
    """It is not damaged, and this version can't tell what it would lose."""
    user("run")
    with closing(sqlite3.connect(STORE / "state.sqlite")) as file, file:
        file.execute("insert into migrations values (99, 'future', '2030-01-01T00:00:00Z')")
    assert user("run").code == 3
    assert not list(STORE.glob("*.damaged"))


def test_a_run_with_everything_derived_gone_is_an_ordinary_one(user: User, page: Page, mailbox: Mailbox) -> None:
    user("run")
    for part in STORE.glob("index.sqlite*"):
        part.unlink()
    shutil.rmtree("reports")
    page.body = policy_page(sharing=BROKEN)
    assert user("run").code == 0
    assert subjects(mailbox) == ["[critical]"]
