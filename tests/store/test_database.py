"""A SQLite file that can't be used says why and what to do."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen

import pytest

from monitor.errors import DatabaseDamaged, StoreError
from monitor.store import database
from monitor.store.database import SqliteFile
from monitor.store.index import Index
from monitor.store.schema import INDEX, STATE
from monitor.store.state import State

from .examples import NOON, reading


def opened(path: Path, migrations: tuple[object, ...] = STATE[:1]) -> SqliteFile:
    return SqliteFile(path, migrations, remedy="remedy it", durable=True)  # type: ignore[arg-type]


def sized(path: Path, page_size: int | None) -> SqliteFile:
    return SqliteFile(path, INDEX, remedy="remedy it", durable=False, page_size=page_size)


@pytest.mark.parametrize("content", [b"no database" * 99, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_file_that_is_not_a_database_is_reported_and_left_unchanged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(content)
    for act in (lambda: State(path).check("acme"), lambda: State(path).retry()):
        with pytest.raises(StoreError, match=r"state\.sqlite.*: .*restore it from a backup"):
            act()
    assert path.read_bytes() == content


def test_a_foreign_database_is_reported_and_left_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("create table versions (title text)")
        db.execute("insert into versions values ('theirs')")
    with pytest.raises(StoreError, match="another program: delete it"):
        Index(path).versions("acme")
    with sqlite3.connect(path) as db:
        assert db.execute("select name from sqlite_master").fetchall() == [("versions",)]


def test_a_missing_table_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with Index(path) as index:
        index.store_extraction("a", "r", reading())
    with sqlite3.connect(path) as db:
        db.execute("drop table readings")
    with pytest.raises(StoreError, match=r"no such table.*delete it.*--rederive"):
        Index(path).extraction("a", "r")


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    State(path).retry()
    with sqlite3.connect(path) as db:
        db.execute("insert into migrations values (99, 'later', '')")
    with pytest.raises(StoreError, match=r"written by a newer policy-monitor .schema 99, this version knows \d+.: update policy-monitor"):
        State(path).check("acme")


def test_each_migration_is_applied_once_and_recorded(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    opened(path).close()
    with opened(path).transaction():
        pass
    more = (*STATE[:1], lambda db: db.conn.execute("create table more (a integer)"))
    for _ in range(2):
        assert opened(path, more).rows("select number from migrations order by 1") == [(1,), (2,)]
    assert opened(path, more).rows("select * from more") == []


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with opened(path).transaction():
        pass

    def half(db: object) -> None:
        db.conn.execute("create table more (a integer)")  # type: ignore[attr-defined]
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(StoreError, match="check the disk"):
        opened(path, (*STATE[:1], half)).rows("select 1")
    assert opened(path).rows("select count(*) from migrations") == [(1,)]
    assert opened(path).rows("select name from sqlite_master where name = 'more'") == []


def test_a_writer_that_takes_too_long_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_MS", 20)
    file = opened(tmp_path / "x.sqlite")
    with file.transaction():
        with pytest.raises(StoreError, match="another process has been writing"), opened(file.path).transaction():
            pass
        assert opened(file.path).rows("select * from alerts") == []


def test_an_error_in_a_statement_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    file = opened(tmp_path / "x.sqlite")
    with pytest.raises(StoreError, match=r"can't write .*x\.sqlite .*: remedy it"), file.transaction() as db:
        db.execute("insert into considered values ('acme', null)")


def test_a_folder_in_place_of_the_database_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"give this user read|remedy it"):
        opened(tmp_path).rows("select 1")


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_named_pipe_is_reported_and_not_waited_for(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "index.sqlite"
    if suffix:
        opened(path).close()
        sqlite3.connect(path).close()
        path.touch()
    os.mkfifo(tmp_path / f"index.sqlite{suffix}")
    with ended_after(10):
        for act in (lambda: Index(path).versions("acme"), lambda: Index(path).store_extraction("a", "r", reading())):
            with pytest.raises(DatabaseDamaged, match=rf"can't read .*index\.sqlite{suffix} \(it is not a file\): delete it"):
                act()


def test_a_socket_and_a_device_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        with pytest.raises(DatabaseDamaged, match="it is not a file"):
            State(path).retry()


def test_a_pipe_is_set_aside_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    os.mkfifo(path)
    file = opened(path)
    with pytest.raises(DatabaseDamaged):
        file.rows("select 1")
    assert file.set_aside().exists()
    with file.transaction() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert path.is_file()


@contextmanager
def ended_after(seconds: int) -> Iterator[None]:
    """Fails a block that hangs, as opening a pipe does."""

    def fail(number: int, frame: object) -> None:
        raise AssertionError(f"still busy after {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_name_that_is_too_long_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't read"):
        opened(tmp_path / ("x" * 300)).rows("select 1")


def test_unusual_characters_in_a_path_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20ä" / "x.sqlite"
    with opened(path, INDEX).transaction():
        pass
    assert path.exists()


AS_NOBODY = """
import os, sys
from pathlib import Path
from monitor.errors import DatabaseDamaged, StoreError
from monitor.store.index import Index
from monitor.store.state import State
from tests.store.examples import NOON, reading
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
root = Path(sys.argv[1])
index, state = Index(root / "index.sqlite"), State(root / "state.sqlite")
assert index.extraction("a", "r") == reading()
assert state.alert_cursor("acme") == 4
missing = State(root / "missing.sqlite")
for act in (lambda: index.store_extraction("b", "r", reading()), lambda: state.retry(), lambda: missing.retry()):
    try:
        act()
    except StoreError as error:
        print(error)
"""


def test_a_read_only_store_can_be_read_but_not_written(child: Callable[..., Popen[str]], open_folder: Path) -> None:
    root = open_folder
    with Index(root / "index.sqlite") as index, State(root / "state.sqlite") as state:
        index.store_extraction("a", "r", reading())
        state.advance_alert_cursor("acme", 4, None, [], now=NOON)
    before = [(path, path.stat().st_mode) for path in (root, *root.iterdir())]
    for path, _ in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        out, err = child(AS_NOBODY, root).communicate()
    finally:
        for path, mode in before:
            path.chmod(mode)
    assert err == ""
    assert len(out.splitlines()) == 3
    assert all("give this user read and write permission" in line for line in out.splitlines()), out


FILL = """
import resource, sys
from pathlib import Path
from monitor.errors import DatabaseDamaged, StoreError
from monitor.store.state import State
from tests.store.examples import NOON, alert
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
state = State(Path(sys.argv[1]))
done = 0
try:
    for n in range(1, 100_000):
        assert state.advance_alert_cursor("acme", n, alert(n), ["email"], now=NOON)
        done = n
except StoreError as error:
    print(error)
print(done, state.alert_cursor("acme"), len(state.alerts()))
"""


def test_a_full_disk_is_reported_and_keeps_acknowledged_writes(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    path = tmp_path / "state.sqlite"
    out, err = child(FILL, path).communicate()
    assert err == ""
    says, counts = out.splitlines()
    assert "free some space" in says
    done, considered, queued = map(int, counts.split())
    assert done == considered == queued > 3
    with State(path) as state:
        assert len(state.alerts()) == done


def test_a_state_of_the_first_release_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with opened(path, STATE[:1]).transaction() as db:
        db.execute("insert into checks values ('acme', null, '2026-01-01T00:00:00.000000Z', 'timeout', 'No answer.', 2, null)")
    check = State(path).check("acme")
    assert (check.failures_in_row, check.failing_since, check.reported_since) == (2, None, None)
    State(path).record_failure("acme", at=datetime(2026, 1, 2, tzinfo=UTC), reason="timeout", says="No answer.", retry_at=None)
    assert State(path).check("acme").failing_since == datetime(2026, 1, 2, tzinfo=UTC)


# --- steady blocks ---------------------------------------------------------------------------------------------------


def replaced(path: Path) -> None:
    """Puts another database in the place of one that is open; neither has anything in its -wal file."""
    other = State(path.with_name("other.sqlite"))
    other.record_failure("acme", at=NOON, reason="from-elsewhere", says="It is another file.", retry_at=None)
    other.close()
    for one in (path, path.with_name("other.sqlite")):
        with sqlite3.connect(one) as db:
            db.execute("pragma wal_checkpoint(truncate)")
    path.with_name("other.sqlite").replace(path)


def test_a_steady_block_looks_once_whether_the_file_is_still_the_open_one(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state.record_failure("acme", at=NOON, reason="timeout", says="It took too long.", retry_at=None)
    with state.steady():
        assert state.check("acme").reason == "timeout"
        replaced(tmp_path / "state.sqlite")
        assert state.check("acme").reason == "timeout"
    assert state.check("acme").reason == "from-elsewhere"


def test_a_steady_block_begins_with_a_look(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state.record_failure("acme", at=NOON, reason="timeout", says="It took too long.", retry_at=None)
    replaced(tmp_path / "state.sqlite")
    with state.steady(), state.steady():
        assert state.check("acme").reason == "from-elsewhere"


def test_a_file_that_is_made_in_a_steady_block_is_used_in_it(tmp_path: Path) -> None:
    state, index = State(tmp_path / "state.sqlite"), Index(tmp_path / "index.sqlite")
    with state.steady(), index.steady():
        assert state.check("acme").reason is None
        assert index.versions("acme") == []
        state.record_failure("acme", at=NOON, reason="timeout", says="It took too long.", retry_at=None)
        assert state.check("acme").reason == "timeout"


def test_queries_of_a_steady_block_cost_one_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, looks, look = opened(tmp_path / "state.sqlite"), list[Path](), database._identity
    with file.transaction():
        pass
    monkeypatch.setattr(database, "_identity", lambda path: looks.append(path) or look(path))
    with file.steady():
        for _ in range(5):
            assert file.row("select 1") == (1,)
    assert len(looks) == 1
    for _ in range(5):
        file.row("select 1")
    assert len(looks) == 6


def test_a_new_file_has_the_page_size_that_was_asked_for_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    for size in (2048, 4096):
        with closing(sized(tmp_path / f"{size}.sqlite", size)) as file, file.transaction():
            pass
    with closing(sized(tmp_path / "4096.sqlite", 2048)) as file:
        file.vacuum(freed=1_000_000)
        assert file.rows("pragma page_size") == [(4096,)]
    with closing(sized(tmp_path / "2048.sqlite", None)) as file:
        assert file.rows("pragma page_size") == [(2048,)]


def test_space_known_to_be_unused_is_given_back_though_no_page_is_free(tmp_path: Path) -> None:
    with closing(sized(tmp_path / "index.sqlite", None)) as file:
        with file.transaction() as db:
            db.executemany("insert into marks values (?, ?)", ((f"{n:05}", "x" * 900) for n in range(2_000)))
        with file.transaction() as db:
            db.execute("update marks set mark = ''")
        file.vacuum()
        before = file.path.stat().st_size
        file.vacuum(freed=1_800_000)
        assert file.path.stat().st_size < before / 5
        assert file.rows("select count(*) from marks") == [(2_000,)]
