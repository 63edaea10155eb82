"""`backfill` from a real web archive on loopback, and folders of dated files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.backfill import archive_of
from monitor.errors import StoreLocked
from monitor.model import Capture, Policy, Snapshot
from monitor.sources.folder import FolderHistory
from monitor.store.lock import store_lock
from monitor.store.shared_archive import SharedArchive
from tests.cli.conftest import BROKEN, User, policy_page
from tests.cli.past_captures import archived as past
from tests.sources.archive_server import Shim

COMM100 = {"id": "comm100", "name": "Comm100", "url": "https://www.comm100.com/privacy", "live": False, "history": "wayback"}
PROMISE = "Comm100 does NOT share, sell, rent, or trade personally identifiable information"


@pytest.fixture
def archived(user: User, calm: Shim) -> User:
    user.configure(COMM100, archive={"wayback": {"endpoint": calm.address, "requests_per_minute": 480}})
    return user


@pytest.mark.archive
def test_backfill_brings_the_history_in_and_alerts_nobody(archived: User) -> None:
    result = archived("backfill", "comm100", "--format", "json")
    assert result.code == 0, result.err
    (report,) = result.json["backfilled"]
    assert (report["listed"], report["fetched"], report["failures"]) == (5, 5, [])
    versions = archived("log", "comm100", "--format", "json").json["versions"]
    assert versions[0]["captured_at"] == "2010-05-18T04:23:15Z"
    assert versions[0]["archive_url"].endswith("http://www.comm100.com/privacy")
    assert {v["source"] for v in versions} == {"wayback"}
    assert "critical" in {v["severity"] for v in versions}
    assert archived("alerts", "--format", "json").json == {"alerts": []}
    assert PROMISE in archived("show", "comm100@2010-05-18").out
    pages = "".join(page.read_text() for page in Path("reports/comm100").glob("*.html"))
    assert PROMISE in pages


@pytest.mark.archive
def test_backfill_continues_where_it_stopped(archived: User) -> None:
    first = archived("backfill", "comm100", "--limit", "2", "--format", "json").json["backfilled"][0]
    then = archived("backfill", "comm100", "--format", "json").json["backfilled"][0]
    again = archived("backfill", "comm100", "--format", "json").json["backfilled"][0]
    assert [(r["fetched"], r["held"]) for r in (first, then, again)] == [(2, 0), (3, 2), (0, 5)]
    assert again["new_versions"] == []


@pytest.mark.archive
def test_backfill_accepts_a_time_range(archived: User) -> None:
    report = archived("backfill", "comm100", "--from", "2016", "--to", "2016-12-29", "--format", "json").json["backfilled"][0]
    assert report["listed"] == report["fetched"] == 2
    assert archived("backfill", "comm100", "--from", "2017", "--to", "2016").code == 2


def test_the_store_is_free_while_an_archive_responds(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A history may take hours at an archive's pace; pages are checked meanwhile."""
    past = user.home / "past"
    past.mkdir()
    for year in (2015, 2016, 2017):
        (past / f"{year}0601000000.html").write_bytes(policy_page(retention=f"We keep your data until {year + 2}."))
    user.configure({"id": "larkspur", "url": "https://larkspur.example/privacy", "live": False, "history": "dir:past"})
    fetch, held = FolderHistory.fetch, 0

    def with_the_store_in_other_hands(self: FolderHistory, policy: str, capture: Capture) -> Snapshot:
        nonlocal held
        with store_lock(Path("snapshots"), wait=0, owner="another"):
            held += 1
            return fetch(self, policy, capture)

    monkeypatch.setattr(FolderHistory, "fetch", with_the_store_in_other_hands)
    report = user("backfill", "larkspur", "--format", "json").json["backfilled"][0]
    assert (report["fetched"], held) == (3, 3)
    assert not Path("snapshots/.lock.owner").exists()


def test_a_capture_is_kept_by_one_writer_at_a_time(user: User) -> None:
    files = SharedArchive(user.home / "snapshots", owner="backfill", wait=0)
    snapshot = Snapshot("larkspur", "https://larkspur.example/privacy", datetime(2015, 6, 1, tzinfo=UTC), "wayback", policy_page())
    with store_lock(files.root, wait=0, owner="another"), pytest.raises(StoreLocked, match="another"):
        files.keep(snapshot, kept_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert files.keep(snapshot, kept_at=datetime(2026, 1, 1, tzinfo=UTC))[1]


def test_an_absent_archive_is_reported(user: User) -> None:
    user.configure(COMM100 | {"history": "warc:nowhere.warc.gz"})
    result = user("backfill", "comm100", "--format", "json")
    assert result.code == 1
    assert "nowhere.warc.gz" in result.err


def test_imported_files_are_dated_versions(user: User, shared: Path) -> None:
    folder = user.home / "seeds"
    folder.mkdir()
    for seed in sorted((shared / "seeds").glob("00[01]*.txt")):
        shutil.copy(seed, folder)
    user.configure(COMM100 | {"history": "none"})
    (folder / "notes.txt").write_text("no date anywhere")
    result = user("import", "dir", "--policy", "comm100", "seeds", "--format", "json")
    assert "notes.txt" in result.err
    assert (result.code, result.json["fetched"], result.json["versions"]) == (0, 2, 2)
    log = user("log", "comm100", "--format", "json").json
    assert [v["captured_at"] for v in log["versions"]] == ["2010-05-18T04:23:15Z", "2016-12-29T04:51:12Z"]
    assert [v["stated_date"] for v in log["versions"]] == [None, "2016-03-28"]
    assert log["versions"][1]["severity"] == "critical"
    again = user("import", "dir", "--policy", "comm100", "seeds", "--format", "json").json
    assert (again["fetched"], again["held"], again["new_versions"]) == (0, 2, [])
    assert user("diff", "comm100@2010-05-18", "comm100@2016-12-29", "--exit-code").code == 10


def test_files_without_a_date_are_skipped_unless_one_is_given(user: User, shared: Path) -> None:
    folder = user.home / "seeds"
    folder.mkdir()
    shutil.copy(next((shared / "seeds").glob("004*.txt")), folder)
    user.configure({"id": "commsor", "url": "https://www.commsor.example/privacy", "live": False})
    result = user("import", "dir", "--policy", "commsor", "seeds", "--format", "json")
    assert (result.code, result.json["fetched"], len(result.json["left_out"])) == (1, 0, 1)
    assert "--date" in result.err
    assert user("import", "dir", "--policy", "commsor", "seeds", "--date", "2020-07-01").code == 0
    assert "Commsor" in user("show", "commsor@2020-07-01").out


def test_the_withdrawn_promise_leads_the_diff_of_the_seeds(user: User, shared: Path) -> None:
    old, new = (str(next((shared / "seeds").glob(f"{n}*.txt"))) for n in ("001", "000"))
    diff = user("diff", old, new, "--format", "json").json
    assert diff["old"]["captured_at"] == "2010-05-18T04:23:15Z"
    assert (diff["alert"], diff["severity"]) == (True, "critical")
    first = diff["changes"][0]
    assert (first["severity"], first["direction"], first["topics"][0]) == ("critical", "weakens", "sale-of-data")
    assert PROMISE in first["old"]["text"]
    assert any("Sharing" in heading for heading in first["old"]["section"])
    assert first["new"]
    text = user("diff", old, new).out
    assert PROMISE in " ".join(text.split())


KEPT = "Larkspur keeps what you tell it to itself."


# --- any archive -----------------------------------------------------------------------------------------------------


def test_the_summary_counts_what_became_of_each_capture(user: User) -> None:
    past(user, [KEPT, BROKEN])
    assert user("backfill", "larkspur").out.splitlines() == [
        "larkspur: 2 captures listed, 2 fetched; 2 new versions, 2 in total.",
        "Report: reports/index.html",
    ]
    assert user("backfill", "larkspur").out.splitlines()[0] == (
        "larkspur: 2 captures listed, 0 fetched, 2 already stored; 0 new versions, 2 in total."
    )


def test_a_policy_that_cannot_be_listed_does_not_stop_the_others(user: User) -> None:
    past(user, [KEPT])
    policies = [
        {"id": "gone", "url": "https://gone.example/", "live": False, "history": "warc:nowhere.warc.gz"},
        {"id": "larkspur", "url": "https://larkspur.example/privacy", "live": False, "history": "dir:past"},
    ]
    user.configure(*policies)
    result = user("backfill", "gone", "larkspur", "--format", "json")
    assert result.code == 1
    failed, fetched = result.json["backfilled"]
    assert (failed["policy"], set(failed)) == ("gone", {"policy", "error"})
    assert fetched["fetched"] == 1
    assert "larkspur" in (user.home / "reports/index.html").read_text()


def test_source_overrides_the_history_of_the_configuration(user: User) -> None:
    past(user, [KEPT, BROKEN], folder="elsewhere", history="none")
    assert user("backfill", "larkspur", "--source", "dir:elsewhere", "--format", "json").json["backfilled"][0]["fetched"] == 2


def test_without_a_history_the_wayback_machine_is_the_default(user: User) -> None:
    assert archive_of(Policy("p", "P", history="none")) == "wayback"
    assert archive_of(Policy("p", "P", history="warc:a.warc")) == "warc:a.warc"


def test_a_span_that_ends_before_it_begins_is_refused(user: User) -> None:
    past(user, [KEPT])
    result = user("backfill", "larkspur", "--from", "2017", "--to", "2016")
    assert (result.code, result.err) == (2, "policy-monitor: --from 2017 is later than --to 2016\n")
    report = user("backfill", "larkspur", "--from", "2016", "--format", "json").json["backfilled"][0]
    assert report["listed"] == 0
