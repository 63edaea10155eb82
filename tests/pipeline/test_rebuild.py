"""The store repaired by the documented commands: rebuilt from the files alone, copied while written to, tampering found."""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, Mailbox, Page, User, policy_page
from tests.sampling import sampled

pytestmark = pytest.mark.usefixtures("watched")


def history(user: User, page: Page) -> None:
    """Three versions and a refused page."""
    wall = b"<html><head><title>Error</title></head><body><h1>503 Service Unavailable</h1><p>Please try again later.</p></body></html>"
    retention = "We keep your account information for as long as we like."
    for body in (policy_page(), policy_page(sharing=BROKEN), wall, policy_page(sharing=BROKEN, retention=retention)):
        page.body = body
        user("run", "--force")


def log_of(user: User) -> object:
    return user("log", "larkspur", "--format", "json").json


def reports() -> dict[str, str]:
    """Every page's text but the moments at which things were checked and made."""
    found = {str(p): p.read_text() for p in Path("reports").rglob("*.html")}
    assert found
    return {name: "\n".join(x for x in text.splitlines() if "datetime" not in x and "UTC" not in x) for name, text in found.items()}


def test_the_index_is_derived_again_from_the_files_alone(user: User, page: Page, mailbox: Mailbox) -> None:
    history(user, page)
    before, shown, mails = log_of(user), reports(), len(mailbox.mails)
    for left in Path("snapshots").glob("index.sqlite*"):
        left.unlink()
    shutil.rmtree("reports")
    assert user("log", "larkspur", "--format", "json").json["versions"] == []
    assert user("verify", "--rebuild").code == 0
    assert log_of(user) == before
    assert reports().keys() == shown.keys()
    assert reports() == shown
    user("run")
    assert (log_of(user), len(mailbox.mails)) == (before, mails), "re-deriving mails nobody"


def copy_what_is_there(source: str, target: str) -> None:
    """As cp does: a file that was listed and is gone is passed over."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def bytes_below(folder: Path) -> frozenset[tuple[str, bytes]]:
    return frozenset((str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def test_the_store_can_be_copied_while_it_is_written_to(user: User, page: Page, tmp_path: Path) -> None:
    """Plain file copies, made repeatedly while cycles run: each holds at least what was acknowledged before it, and can be repaired.

    What happens at which moment is chance here; test_rebuild_of_copies.py provokes each race by itself.
    """
    user("run")
    copies, done = [], threading.Event()

    def copy() -> None:
        while not done.is_set() and len(copies) < 30:
            target = tmp_path / f"copy{len(copies)}"
            acknowledged = len(Path("snapshots/larkspur/ledger.jsonl").read_text().splitlines())
            target.mkdir()
            unwanted = shutil.ignore_patterns("*.tmp", "index.sqlite*", ".lock*")
            shutil.copytree("snapshots", target / "snapshots", ignore=unwanted, copy_function=copy_what_is_there)
            shutil.copy("config.yaml", target)
            copies.append((target, acknowledged))

    copier = threading.Thread(target=copy)
    copier.start()
    for n in range(6):
        page.body = policy_page(retention=f"Your account information is deleted after {n + 13} months.")
        user("run")
    done.set()
    copier.join()
    assert copies
    seen = set()
    for target, acknowledged in copies:
        config = str(target / "config.yaml")
        assert len((target / "snapshots/larkspur/ledger.jsonl").read_text().splitlines()) >= acknowledged
        if (copied := bytes_below(target / "snapshots")) in seen:
            continue  # what is made of the same bytes is the same
        seen.add(copied)
        rebuilt = user("--config", config, "verify", "--rebuild")
        assert rebuilt.out, rebuilt.err
        assert (rebuilt.code, "all intact.\n" in rebuilt.out) == (0, True), rebuilt
        assert user("--config", config, "verify").code == 0


@pytest.mark.parametrize("harm", sampled(["remove", "alter", "insert", "swap", "cut", "bytes"], 2))
def test_tampering_is_found(user: User, page: Page, harm: str) -> None:
    history(user, page)
    path = Path("snapshots/larkspur/ledger.jsonl")
    lines = path.read_text().splitlines()
    forged = json.dumps(json.loads(lines[1]) | {"sha256": "0" * 64})
    changed = {
        "remove": [lines[0], *lines[2:]],
        "alter": [lines[0], forged, *lines[2:]],
        "insert": [*lines[:2], forged, *lines[2:]],
        "swap": [lines[1], lines[0], *lines[2:]],
        "cut": lines[:-1],
        "bytes": lines,
    }[harm]
    path.write_text("\n".join(changed) + "\n")
    if harm == "bytes":
        kept = sorted(Path("snapshots").rglob("*.gz"))
        kept[0].write_bytes(kept[1].read_bytes())
    result = user("verify", "--format", "json")
    assert result.code == 1
    assert not result.json["ok"]
    assert "larkspur" in result.json["faults"][0]
