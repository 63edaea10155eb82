"""A store is tampered with in every way that we could think of; each is found, some only with a root that was kept elsewhere."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import StoreLocked
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.verification import Verification, verify
from monitor.store.lock import store_lock
from tests.cli.conftest import BROKEN, PROMISE, policy_page
from tests.pipeline.forger import Forger
from tests.pipeline.pipeline_world import POLICY, World, open_world, run
from tests.sampling import sampled

Attack = Callable[[Forger], object]
SORREL = replace(POLICY, id="sorrel", name="Sorrel", urls=("https://sorrel.example/privacy",))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World, MonitorContext]:
    """Two policies with three versions and two alerts each."""
    home, world = tmp_path_factory.mktemp("original"), World()
    context = open_world(home, world, policies=(POLICY, SORREL))
    for body in (policy_page(), policy_page(sharing=BROKEN), policy_page(sharing=BROKEN, retention="We keep it for 30 years.")):
        run(context, world, body)
    context.index.close()
    context.state.close()
    assert verify(context).faults == []
    return home, world, context


@pytest.fixture
def forger(original: tuple[Path, World, MonitorContext], tmp_path: Path) -> Forger:
    home, world, context = original
    shutil.copytree(home, tmp_path / "home")
    return Forger(tmp_path / "home", world, context)


def root_of(original: tuple[Path, World, MonitorContext]) -> str:
    return original[2].archive.roots.current().root


def check(forger: Forger, *, against: str | None = None, derive: bool = True) -> Verification:
    return verify(forger.context(), against=against, derive=derive)


def newest_text(forger: Forger) -> Path:
    return sorted((forger.store / "larkspur/text").glob("*.md"))[-1]


def some_bytes(forger: Forger) -> Path:
    return sorted((forger.store / "larkspur/raw").rglob("*.gz"))[0]


def decision(forger: Forger) -> dict[str, object]:
    """A ledger line that rejects the second snapshot."""
    of = forger.lines()[1]
    kept = {name: of[name] for name in ("policy", "sha256", "captured_at")}
    return {**kept, "kind": "word", "snapshot_sha256": of["sha256"], "accept": False, "given_at": "2026-01-05T00:00:00Z", "note": ""}


# --- found by anyone: the parts of the store no longer agree ---------------------------------------------------------

FORGED = {
    "an address in a ledger": lambda f: f.change(0, lambda line: {**line, "url": "https://larkspur.example/other"}),
    "a capture time in a ledger": lambda f: f.change(0, lambda line: {**line, "captured_at": "2025-01-02T00:00:00Z"}),
    "a source in a ledger": lambda f: f.change(2, lambda line: {**line, "source": "wayback"}),
    "headers in a ledger": lambda f: f.change(1, lambda line: {**line, "headers": {"Content-Type": "text/plain"}}),
    "a decision slipped in": lambda f: f.write([f.lines()[0], decision(f), *f.lines()[1:]]),
    "bytes of the past": lambda f: f.forge_bytes(1, b"selected partners", b"nobody else ever"),
    "the newest snapshot": lambda f: f.cut(),
    "the oldest snapshot": lambda f: f.write(f.lines()[1:]),
    "all snapshots but one": lambda f: f.cut(2),
    "two snapshots swapped": lambda f: f.write([f.lines()[1], f.lines()[0], f.lines()[2]]),
    "a policy": lambda f: f.remove(),
    "two policies swapped": lambda f: [(f.store / "larkspur").rename(f.store / "x"), (f.store / "sorrel").rename(f.store / "larkspur"),
                                       (f.store / "x").rename(f.store / "sorrel")],
    "the head of a ledger": lambda f: (f.store / "larkspur/ledger.head").unlink(),
}  # fmt: skip
"""What is forged in the files, with a chain that is whole again; then everything is derived from them anew, so that the index agrees."""


@pytest.mark.parametrize("attack", FORGED.values(), ids=FORGED)
def test_forged_files_are_found_by_the_log_of_roots(forger: Forger, attack: Attack) -> None:
    attack(forger)
    assert check(forger, derive=False).faults


@pytest.mark.parametrize("attack", sampled(list(FORGED.values())[:11], 4), ids=list(FORGED)[:11])
def test_deriving_anew_does_not_hide_them(forger: Forger, attack: Attack) -> None:
    attack(forger)
    forger.rederive()
    assert check(forger, derive=False).faults


HISTORY = ("history", "marks")
DERIVED = {
    "a text": lambda f: f.replace_in(newest_text(f), "court", "cat"),
    "a text that is gone": lambda f: newest_text(f).unlink(),
    "a text of no version": lambda f: shutil.copy(newest_text(f), newest_text(f).with_name("20200101000000.md")),
    "a time in a text's front matter": lambda f: f.replace_in(newest_text(f), "captured_at: 2026", "captured_at: 2016"),
    "an address in a text's front matter": lambda f: f.replace_in(newest_text(f), "larkspur.example", "sorrel.example"),
    "the severity in the index": lambda f: f.sql("index", "update history set changelog = replace(changelog, 'critical', 'minor')"),
    "the words of a headline": lambda f: f.sql("index", "update history set changelog = replace(changelog, 'Larkspur', 'Sorrel')"),
    "that an alert was due": lambda f: f.sql("index", "update history set alert = 0 where policy = 'larkspur' and position = 1"),
    "a version of the index": lambda f: f.sql("index", "delete from history where policy = 'larkspur' and position = 2"),
    "the last version seen": lambda f: f.sql(
        "index", "update history set version = json_set(version, '$.last_seen', '2026-01-09T00:00:00Z')"
    ),
    "a cached changelog": lambda f: f.sql("index", "update changelogs set changelog = replace(changelog, 'critical', 'minor')"),
    "a cached extraction": lambda f: f.sql("index", "update readings set reading = replace(reading, 'March', 'April')"),
    "the severity that SQL shows": lambda f: f.sql("index", "update change_lists set changes = replace(changes, '[1,0,', '[0,1,')"),
    "a headline that SQL shows": lambda f: f.sql("index", "update change_lists set changes = replace(changes, 'promise', 'hope')"),
    "a date that SQL shows": lambda f: f.sql("index", "update history set captured_at = replace(captured_at, '2026-01-02', '2025-01-02')"),
    "a change hidden from SQL": lambda f: f.sql("index", "update change_lists set changes = '[]' where position = 1"),
    "a message that SQL shows": lambda f: f.sql("index", "update alert_rows set headline = 'Nothing changed.'"),
    "a message made up for SQL": lambda f: f.sql("index", "update alert_rows set id = id || 'x' where severity is not null"),
    "a rejection that never was": lambda f: f.sql("index", "insert into rejections values ('sorrel', 9, 'x', '{}')"),
    "a history taken out of the index": lambda f: [f.sql("index", f"delete from {table} where policy = 'larkspur'") for table in HISTORY],
    "the current text's page": lambda f: f.replace_in(f.reports / "larkspur/current.html", "selected partners", "nobody"),
    "a changelog's page": lambda f: f.replace_in(next((f.reports / "larkspur").glob("*--*.html")), "critical", "minor"),
    "a policy's page": lambda f: f.replace_in(f.reports / "larkspur/index.html", "critical", "minor"),
    "the overview": lambda f: f.replace_in(f.reports / "index.html", "Sorrel", "Borrel"),
    "a feed": lambda f: f.replace_in(f.reports / "feed.json", "critical", "minor"),
    "a table": lambda f: f.replace_in(f.reports / "larkspur/changes.csv", "critical", "minor"),
    "a page that is gone": lambda f: next((f.reports / "larkspur").glob("*--*.html")).unlink(),
    "a page of nobody": lambda f: (f.reports / "larkspur/statement.html").write_text("Larkspur never shared anything."),
    "a folder of nobody": lambda f: shutil.copytree(f.reports / "larkspur", f.reports / "thistle"),
    "a page that is a link": lambda f: f.link(f.reports / "larkspur/current.html"),
}  # fmt: skip


@pytest.mark.parametrize("attack", sampled(DERIVED.values(), 3), ids=DERIVED)
def test_what_was_derived_and_altered_is_found(forger: Forger, attack: Attack) -> None:
    attack(forger)
    assert check(forger).faults


ALERTS = {
    "all alerts": lambda f: [f.sql("state", f"delete from {table}") for table in ("deliveries", "alerts")],
    "one alert": lambda f: [f.sql("state", "delete from deliveries where alert_id = (select id from alerts limit 1)"),
                            f.sql("state", "delete from alerts where rowid = (select min(rowid) from alerts)")],
    "the state": lambda f: (f.store / "state.sqlite").unlink(),
    "an alert's severity": lambda f: f.sql("state", "update alerts set alert = replace(alert, 'critical', 'minor')"),
    "an alert's policy": lambda f: f.sql("state", "update alerts set policy = 'sorrel', alert = replace(alert, 'Larkspur', 'Sorrel')"),
    "an alert that is no JSON": lambda f: f.sql("state", "update alerts set alert = substr(alert, 1, 50)"),
    "an alert passed off as a notice": lambda f: f.sql("state", "update alerts set alert = json_set(alert, '$.kind', 'unreadable')"),
    "an alert for nobody": lambda f: f.sql("state", "delete from deliveries where rowid = (select min(rowid) from deliveries)"),
    "an alert planted": lambda f: f.sql("state", "insert into alerts select 'planted', policy, created_at, alert from alerts limit 1"),
    "the notes on alerts": lambda f: f.write(f.lines(".record")[:-1], ".record"),
    "a note on an alert": lambda f: f.change(0, lambda line: {**line, "channels": 0}, ".record"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ALERTS.values(), ids=ALERTS)
def test_edited_alerts_are_found(forger: Forger, attack: Attack) -> None:
    attack(forger)
    assert check(forger, derive=False).faults


PLANTED = {
    "bytes": lambda f: some_bytes(f).with_name("20260101000000-deadbeef.html.gz").write_bytes(gzip.compress(b"planted")),
    "bytes under their right name": lambda f: shutil.copy(some_bytes(f), some_bytes(f).with_name("20250101" + some_bytes(f).name[8:])),
    "something in the policy's folder": lambda f: (f.store / "larkspur/NOTE.txt").write_text("checked and found correct"),
    "something beside the years": lambda f: (f.store / "larkspur/raw/extra.gz").write_bytes(b"x"),
    "a year that is a file": lambda f: (f.store / "larkspur/raw/2031").write_bytes(b"x"),
    "a note beside the texts": lambda f: (f.store / "larkspur/text/README.md").write_text("x"),
    "something at the top": lambda f: (f.store / "index.sqlite.bak").write_bytes(b"x"),
    "a folder at the top": lambda f: (f.store / "old").mkdir(),
    "something in the record": lambda f: (f.store / ".record/proof.txt").write_text("x"),
    "a folder in the record": lambda f: (f.store / ".record/roots").mkdir(),
    "a pipe": lambda f: os.mkfifo(f.store / "health.json"),
    "a second member in the bytes": lambda f: some_bytes(f).write_bytes(some_bytes(f).read_bytes() + gzip.compress(b"tail")),
    "linked bytes": lambda f: f.link(some_bytes(f)),
    "a linked year": lambda f: f.link(some_bytes(f).parent),
    "a linked ledger": lambda f: f.link(f.store / "larkspur/ledger.jsonl"),
    "a linked head": lambda f: f.link(f.store / "larkspur/ledger.head"),
    "a linked policy": lambda f: f.link(f.store / "sorrel"),
    "a linked record": lambda f: f.link(f.store / ".record"),
    "a linked log of roots": lambda f: f.link(f.store / ".record/roots.jsonl"),
    "a linked state": lambda f: f.link(f.store / "state.sqlite"),
    "a linked text": lambda f: f.link(newest_text(f)),
}  # fmt: skip


@pytest.mark.parametrize("attack", PLANTED.values(), ids=PLANTED)
def test_planted_files_and_links_are_found(forger: Forger, attack: Attack) -> None:
    (forger.store / "health.json").unlink(missing_ok=True)
    attack(forger)
    assert check(forger, derive=False).faults


PIPES = {
    "a ledger": "larkspur/ledger.jsonl",
    "a head": "larkspur/ledger.head",
    "a text": "larkspur/text/*.md",
    "bytes": "larkspur/raw/*/*.gz",
    "the record": ".record/ledger.jsonl",
    "the log of roots": ".record/roots.jsonl",
    "what is being written": ".record/writing.json",
    "a timestamp": ".record/*.tsr",
    "who writes": ".lock.owner",
    "a page": "../reports/larkspur/index.html",
    "a changelog": "../reports/larkspur/*--*.html",
    "what the pages show": "../reports/larkspur/.rendered",
    "the rows of the pages": "../reports/larkspur/versions.json",
    "what the overview shows": "../reports/.rendered",
    "the overview": "../reports/index.html",
}  # fmt: skip


@pytest.mark.parametrize("place", sampled(PIPES.values(), 3), ids=PIPES)
def test_a_named_pipe_stops_nothing(forger: Forger, original: tuple[Path, World, MonitorContext], place: str) -> None:
    """To open one for reading waits until somebody writes to it, which may be never."""
    (forger.store / ".record/20260104000000-0123456789abcdef.tsr").write_bytes(b"")
    (forger.store / ".lock.owner").write_bytes(b"{}")
    path = next(forger.store.glob(place))
    path.unlink()
    os.mkfifo(path)

    def hang(number: int, frame: object) -> None:
        raise AssertionError(f"{path} was opened")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(20)
    world = World(original[1].at)
    context = replace(forger.context(), live=lambda policy: world, now=world.now)
    try:
        run(context, world, policy_page(sharing=BROKEN, retention="We keep it for 40 years."))
        check(forger)
        with suppress(StoreLocked), store_lock(forger.store, wait=0, owner="one"), store_lock(forger.store, wait=0, owner="another"):
            pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# --- found with a witness: everything in the store was forged alike --------------------------------------------------

EVERYTHING = {
    "an address": lambda f: f.change(0, lambda line: {**line, "url": "https://larkspur.example/other"}),
    "a time": lambda f: f.change(0, lambda line: {**line, "captured_at": "2025-01-02T00:00:00Z"}),
    "bytes": lambda f: f.forge_bytes(0, PROMISE.encode(), PROMISE.replace("does NOT", "may").encode()),
    "an end": lambda f: f.cut(),
    "a beginning": lambda f: [some_bytes(f).unlink(), f.write(f.lines()[1:])],
    "a policy": lambda f: f.remove(),
    "the order": lambda f: f.write([f.lines()[1], f.lines()[0], f.lines()[2]]),
    "nothing but the alerts": lambda f: None,
}


HIDDEN = [(name, hide) for name in EVERYTHING for hide in ("log_anew", "forget_roots", "rename_root")]


@pytest.mark.parametrize(("name", "hide"), sampled(HIDDEN, 4, rows=True))
def test_a_forgery_of_everything_needs_a_root(forger: Forger, original: tuple[Path, World, MonitorContext], name: str, hide: str) -> None:
    root = root_of(original)
    EVERYTHING[name](forger)
    forger.forget_alerts()
    shutil.rmtree(forger.store / "larkspur/text", ignore_errors=True)
    forger.rebuild()
    if hide == "rename_root":
        forger.rename_root(root)
    else:
        getattr(forger, hide)()
    assert check(forger, derive=False).faults == [], "from inside, nothing shows it"
    found = check(forger, against=root, derive=False)
    assert found.faults
    assert found.against is None


def test_an_end_hidden_by_a_rebuild_needs_a_root(forger: Forger, original: tuple[Path, World, MonitorContext]) -> None:
    lines = forger.lines()
    (forger.store / lines[-1]["path"]).unlink()
    path = forger.store / "larkspur/ledger.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    forger.rebuild()
    assert check(forger, derive=False).faults == []
    assert check(forger, against=root_of(original), derive=False).faults


def test_an_older_copy_put_back_needs_a_root(forger: Forger, original: tuple[Path, World, MonitorContext], tmp_path: Path) -> None:
    shutil.copytree(forger.home, tmp_path / "older")
    context = forger.context()
    world = World(original[1].at)
    context = replace(context, live=lambda policy: world, now=world.now)
    run(context, world, policy_page(sharing=BROKEN, retention="We keep it for 99 years."))
    root = context.archive.roots.current().root
    context.index.close()
    context.state.close()
    assert check(forger, against=root).faults == []
    shutil.rmtree(forger.home)
    shutil.copytree(tmp_path / "older", forger.home)
    assert check(forger, derive=False).faults == []
    assert check(forger, against=root, derive=False).faults


def test_lines_added_at_the_end_are_told(forger: Forger, original: tuple[Path, World, MonitorContext]) -> None:
    """A run that was killed leaves the same: they are no fault, but no root stands for them."""
    forger.write([*forger.lines(), decision(forger)])
    found = check(forger, derive=False, against=root_of(original))
    assert found.faults == []
    assert any("1 line was recorded after the last root was logged" in note for note in found.notes)


# --- a root that holds -----------------------------------------------------------------------------------------------


def test_a_root_holds_while_the_store_grows(forger: Forger, original: tuple[Path, World, MonitorContext]) -> None:
    root, world = root_of(original), World(original[1].at)
    context = replace(forger.context(), live=lambda policy: world, now=world.now)
    roots = [root]
    for years in (40, 50):
        run(context, world, policy_page(sharing=BROKEN, retention=f"We keep it for {years} years."))
        roots.append(context.archive.roots.current().root)
    context.index.close()
    context.state.close()
    for one in roots:
        found = check(forger, against=one, derive=False)
        assert found.faults == []
        assert found.against is not None
        assert found.against.root == one
    assert len(set(roots)) == 3


@pytest.mark.parametrize("root", ["0" * 64, "f" * 64])
def test_a_root_of_nobody_is_a_fault(forger: Forger, root: str) -> None:
    (fault,) = check(forger, against=root, derive=False).faults
    assert "no state of these ledgers is known to have had it" in fault


def test_every_mail_has_a_root_that_can_be_looked_up(forger: Forger) -> None:
    roots = {item.alert.root for item in forger.context().state.alerts()}
    assert len(roots) == 4, "two alerts of two policies, each made after another line was written"
    for root in roots:
        assert check(forger, against=root, derive=False).faults == []
