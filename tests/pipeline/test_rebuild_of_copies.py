"""Copies of a store that is written to: each race of a plain file copy, provoked; what is lost in the middle; what comes back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.sampling import sampled

pytestmark = pytest.mark.usefixtures("watched")

LEDGER, HEAD = "larkspur/ledger.jsonl", "larkspur/ledger.head"
HINT = "`policy-monitor verify --rebuild` repairs it"


class Copier:
    """Copies the parts of a store one after the other, as a tool does that lists a folder and then reads what it listed."""

    def __init__(self, user: User, page: Page, home: Path) -> None:
        self._user, self._page, self._home, self._changes = user, page, home, 0
        home.mkdir()
        shutil.copy("config.yaml", home)
        self.config = str(home / "config.yaml")
        self.store = home / "snapshots"

    def take(self, *parts: str) -> None:
        for part in parts:
            source, target = Path("snapshots", part), self.store / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            elif source.suffix == ".sqlite":
                with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
                    held.backup(copy)
            elif source.exists():
                shutil.copy(source, target)

    def change(self) -> None:
        """The page says something new, and the original keeps it."""
        self._changes += 1
        self._page.body = policy_page(retention=f"Your account information is deleted after {self._changes + 13} months.")
        assert self._user("run").code == 0


@pytest.fixture
def copier(user: User, page: Page, tmp_path: Path) -> Copier:
    assert user("run").code == 0
    return Copier(user, page, tmp_path / "copy")


def raw_first(copier: Copier) -> None:
    copier.take("larkspur/raw")
    copier.change()
    copier.take(LEDGER, HEAD, "state.sqlite")


def ledger_first(copier: Copier) -> None:
    copier.change()
    copier.take(LEDGER)
    copier.change()
    copier.change()
    copier.take("larkspur/raw", HEAD, "state.sqlite")


def each_in_turn(copier: Copier) -> None:
    copier.change()
    copier.take("larkspur/raw")
    copier.change()
    copier.take(LEDGER)
    copier.change()
    copier.take(HEAD, "state.sqlite")


def listed_before_the_first_head(copier: Copier) -> None:
    copier.take("larkspur/raw")
    copier.change()
    copier.take(LEDGER, "state.sqlite")


def an_empty_ledger(copier: Copier) -> None:
    copier.take("larkspur/raw", LEDGER, HEAD, "state.sqlite")
    (copier.store / LEDGER).write_bytes(b"")


def record_first(copier: Copier) -> None:
    """The alerts' notes are older than the alerts."""
    copier.take(".record", "larkspur/raw")
    copier.change()
    copier.change()
    copier.take(LEDGER, HEAD, "state.sqlite")


def record_last(copier: Copier) -> None:
    """The alerts' notes are newer than the alerts, and the log of roots is newer than the ledger."""
    copier.change()
    copier.take("larkspur/raw", LEDGER, "state.sqlite")
    copier.change()
    copier.take(HEAD, ".record")


RACES = {
    record_first: ["the bytes of 2 snapshots were missing (line 2, line 3)"],
    record_last: ["ledger.head counted 3 lines, 2 were present"],
    raw_first: ["the bytes of 1 snapshot were missing (line 2)"],
    ledger_first: ["ledger.head counted 4 lines, 2 were present"],
    each_in_turn: ["ledger.head counted 4 lines, 3 were present", "the bytes of 1 snapshot were missing (line 3)"],
    listed_before_the_first_head: ["ledger.head was missing, 2 lines were present", "the bytes of 1 snapshot were missing (line 2)"],
    an_empty_ledger: ["ledger.head counted 1 lines, 0 were present"],
}


@pytest.mark.parametrize("race", sampled(RACES, 3), ids=lambda race: race.__name__)
def test_each_race_during_a_copy_is_a_fault_until_repaired(
    user: User, page: Page, mailbox: Mailbox, copier: Copier, race: Callable[[Copier], None]
) -> None:
    race(copier)
    before = (copier.store / LEDGER).read_bytes()
    found = user("--config", copier.config, "verify", "--format", "json")
    assert found.code == 1
    assert found.json["faults"]
    assert all(HINT in fault for fault in found.json["faults"])

    rebuilt = user("--config", copier.config, "verify", "--rebuild")
    assert (rebuilt.code, rebuilt.err) == (0, "")
    *repaired, verdict = rebuilt.out.partition("all intact.")[0].splitlines()
    assert f"larkspur: noted in the ledger: {'; '.join(RACES[race])}." in repaired
    assert verdict.endswith("1 policy: ")
    after = (copier.store / LEDGER).read_bytes()
    assert after.startswith(before), "a ledger is only ever added to"
    assert json.loads(after.splitlines()[-1])["kind"] == "mended"

    clean = user("--config", copier.config, "verify")
    assert clean.code == 0
    assert "noted on" in clean.out
    assert user("--config", copier.config, "verify", "--rebuild").out == clean.out, "mending once is enough"

    # Life goes on in the copy: what is new is kept, alerted once, and verified.
    page.body = policy_page(sharing=BROKEN)
    mails = len(mailbox.mails)
    went_on = user("--config", copier.config, "run")
    assert (went_on.code, went_on.err) == (0, "")
    known = user("--config", copier.config, "log", "larkspur", "--format", "json").json["versions"]
    assert len(mailbox.mails) - mails == (1 if len(known) > 1 else 0)
    assert user("--config", copier.config, "verify").code == 0

    # And what is proven stays proven.
    lines = (copier.store / LEDGER).read_text().splitlines(keepends=True)
    for n in range(len(lines)):
        (copier.store / LEDGER).write_text("".join(lines[:n] + lines[n + 1 :]))
        assert user("--config", copier.config, "verify").code == 1, f"line {n + 1} was removed"


def test_a_repair_line_cannot_be_removed(user: User, copier: Copier) -> None:
    each_in_turn(copier)
    user("--config", copier.config, "verify", "--rebuild")
    lines = (copier.store / LEDGER).read_text().splitlines(keepends=True)
    lines[-1] = lines[-1].replace("4 lines", "3 lines")
    (copier.store / LEDGER).write_text("".join(lines))
    assert user("--config", copier.config, "verify").code == 1
    assert user("--config", copier.config, "verify", "--rebuild").code == 1, "altered lines are never repaired"


def test_bytes_missing_from_a_copy_return_with_the_next_fetch(user: User, copier: Copier) -> None:
    raw_first(copier)
    user("--config", copier.config, "verify", "--rebuild")
    log = user("--config", copier.config, "log", "larkspur", "--format", "json").json
    assert [(r["reason"], r["state"]) for r in log["rejected"]] == [("bytes-not-copied", "refused")]
    assert len(log["versions"]) == 1
    assert user("--config", copier.config, "run").code == 0, "asked in full, though the state remembers the server's tag"
    log = user("--config", copier.config, "log", "larkspur", "--format", "json").json
    assert (log["rejected"], len(log["versions"])) == ([], 2)
    assert user("--config", copier.config, "verify").code == 0


def lose(number: int, damage: bytes | None = None) -> tuple[Path, bytes]:
    """Removes, or damages, the bytes of one snapshot of the original store; what they were."""
    path = Path("snapshots", json.loads(Path("snapshots", LEDGER).read_text().splitlines()[number])["path"])
    held = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    return path, held


def test_a_damaged_index_is_built_again(user: User, copier: Copier) -> None:
    """As a copy of a data base that was written to just then may be."""
    copier.change()
    before = user("log", "larkspur", "--format", "json").json
    Path("snapshots/index.sqlite").write_bytes(b"damage" * 1000)
    for tail in ("-wal", "-shm"):
        Path(f"snapshots/index.sqlite{tail}").unlink(missing_ok=True)
    assert user("log", "larkspur").code == 3
    assert user("verify", "--rebuild").code == 0
    assert user("log", "larkspur", "--format", "json").json == before


@pytest.mark.parametrize(("damage", "reason"), sampled([(None, "bytes-missing"), (b"damage", "bytes-damaged")], 2, rows=True))
def test_a_file_lost_in_the_middle_stays_a_fault_and_stops_nothing(
    user: User, copier: Copier, mailbox: Mailbox, damage: bytes | None, reason: str
) -> None:
    copier.change()
    copier.change()
    before = user("log", "larkspur", "--format", "json").json
    path, held = lose(1, damage)
    for _ in range(2):
        rebuilt = user("verify", "--rebuild", "--format", "json")
        assert (rebuilt.code, len(rebuilt.json["faults"]), rebuilt.json["mended"]) == (1, 1, [])
        assert HINT not in rebuilt.json["faults"][0]
    log = user("log", "larkspur", "--format", "json").json
    assert [r["reason"] for r in log["rejected"]] == [reason]
    assert len(log["versions"]) == 2
    assert "the bytes of 1 snapshot are lost" in user("status").out
    copier.change()
    assert len(user("log", "larkspur", "--format", "json").json["versions"]) == 3
    health = json.loads(Path("snapshots/health.json").read_text())
    assert (health["ok"], health["lost"]) == (False, {"larkspur": 1})

    path.write_bytes(held)
    mails = len(mailbox.mails)
    assert user("run").code == 0
    after = user("log", "larkspur", "--format", "json").json
    assert ([v["sha256"] for v in after["versions"][:3]], after["rejected"]) == ([v["sha256"] for v in before["versions"]], [])
    assert user("verify").code == 0
    assert len(mailbox.mails) == mails, "what comes back from a backup is no news"
    assert json.loads(Path("snapshots/health.json").read_text())["ok"]


def test_one_policy_s_damaged_ledger_does_not_keep_the_others_from_being_derived(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url}, {"id": "other", "url": page.url})
    assert user("run").code == 0
    Path("snapshots", LEDGER).write_bytes(b"no ledger\n")
    rebuilt = user("verify", "--rebuild", "--format", "json")
    assert rebuilt.code == 1
    assert "larkspur" in rebuilt.json["faults"][0]
    assert len(user("log", "other", "--format", "json").json["versions"]) == 1


@pytest.mark.parametrize("harm", sampled(["cut", "garbage", "head"], 3))
def test_a_run_over_a_damaged_record_checks_the_others(user: User, page: Page, mailbox: Mailbox, harm: str) -> None:
    email = {"to": ["privacy@reader.example"], "from": "monitor@reader.example", "url": mailbox.url}
    user.configure({"id": "larkspur", "url": page.url}, {"id": "other", "url": page.url}, alerts={"email": email})
    assert user("run").code == 0
    ledger = Path("snapshots", LEDGER)
    whole = ledger.read_bytes(), Path("snapshots", HEAD).read_bytes()
    if harm == "head":
        Path("snapshots", HEAD).write_bytes(b"no head")
    else:
        ledger.write_bytes(b"" if harm == "cut" else b"no ledger\n")
    page.body = policy_page(sharing=BROKEN)
    for _ in range(2):
        ran = user("run", "--force", "--format", "json")
        assert ran.code == 1
        assert [(f["policy"], f["reason"]) for f in ran.json["failed"]] == [("larkspur", "damaged-record")]
    assert len(user("log", "other", "--format", "json").json["versions"]) == 2
    subjects = [mail["Subject"] for mail in mailbox.mails]
    assert [subject.partition(" ")[0] for subject in subjects] == ["[critical]", "[monitoring]"], "the fault is told once"
    assert "larkspur" in user("status").out
    assert user("verify").code == 1

    ledger.write_bytes(whole[0])
    Path("snapshots", HEAD).write_bytes(whole[1])
    assert user("run", "--force").code == 0
    assert len(user("log", "larkspur", "--format", "json").json["versions"]) == 2
    assert [mail["Subject"].partition(" ")[0] for mail in mailbox.mails[2:]] == ["[critical]", "[monitoring]"]
    assert "works again" in mailbox.mails[-1]["Subject"]
    assert user("verify").code == 0
