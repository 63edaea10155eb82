"""Every command as a user calls it, mostly on the example that ships with the repository."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.cli.commands import COMMANDS
from tests.cli.conftest import Page, User, policy_page
from tests.net.web_server import WebServer

SEVERITIES = ["none", "critical", "critical", "material", "cosmetic", "material", "critical"]


@pytest.fixture
def example(user: User, root: Path) -> User:
    """The repository's own configuration, in a folder of its own."""
    shutil.copy(root / "config.yaml", user.home)
    shutil.copytree(root / "examples", user.home / "examples")
    return user


@pytest.fixture
def kept(example: User) -> User:
    assert example("run", "--quiet").code == 0
    return example


def test_the_example_tells_its_story(example: User) -> None:
    result = example("run", "--format", "json")
    assert result.code == 0
    assert result.json["alerts"] == result.json["failed"] == []
    versions = result.json["new_versions"]
    assert [v["captured_at"][:4] for v in versions] == ["2010", "2013", "2016", "2018", "2020", "2022", "2024"]
    assert all(Path(v["report"]).is_file() for v in versions)
    log = example("log", "northwind", "--format", "json").json
    assert log["versions"][4]["severity"] == "cosmetic"
    assert log["versions"][4]["alert"] is False
    assert {v["severity"] for v in log["versions"][1:] if v != log["versions"][4]} <= {"critical", "material"}
    assert [(r["captured_at"][:4], r["reason"]) for r in log["rejected"]] == [("2015", "error-page")]
    whole = example("diff", "northwind@2010", "northwind", "--format", "json").json
    assert (whole["old"]["captured_at"], whole["new"]["captured_at"]) == ("2010-03-14T09:12:44Z", "2024-04-02T19:26:08Z")
    sale = json.loads(example("diff", "northwind@2014", "northwind@2017", "--format", "json").out)["changes"][0]
    assert (sale["severity"], sale["topics"][0]) == ("critical", "sale-of-data")
    assert "does NOT share, sell, rent, or trade" in sale["old"]["text"]


def test_a_second_run_finds_nothing_new_and_writes_no_page(kept: User) -> None:
    pages = {p: p.stat().st_mtime_ns for p in Path("reports").rglob("*") if p.is_file()}
    result = kept("run")
    assert "Nothing new." in result.out
    assert result.out.splitlines()[-1] == "Report: reports/index.html"
    assert {p: p.stat().st_mtime_ns for p in Path("reports").rglob("*") if p.is_file()} == pages


def test_the_program_runs_as_a_module_in_a_process(example: User) -> None:
    done = subprocess.run([sys.executable, "-m", "monitor", "run", "--format", "json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["checked"] == 1


def test_a_closed_pipe_is_no_error(kept: User) -> None:
    line = f"{sys.executable} -m monitor export json northwind | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_help_lists_every_command(user: User) -> None:
    out = user("--help").out
    assert all(name in out for name in COMMANDS)
    assert "3 internal error" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(user: User, name: str) -> None:
    result = user(name, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Usage: policy-monitor {name}")


def test_version(user: User) -> None:
    assert user("--version").out.startswith("policy-monitor 0.")


def test_init_goes_where_config_says(user: User) -> None:
    assert user("init").code == 0
    assert user("--config", "other/watch.yaml", "init").code == 0
    assert (user.home / "other/watch.yaml").exists()
    assert (user.home / "other/snapshots").is_dir()
    assert user("--config", "other/watch.yaml", "check").code == 0


@pytest.mark.parametrize("command", ["status", "log", "run"])
def test_who_tracks_nothing_is_told_how_to(user: User, command: str) -> None:
    user("init")
    found = user(command)
    assert (found.code, found.out) == (0, "config.yaml tracks no policy yet; `policy-monitor add URL --name NAME` adds one.\n")
    assert user(command, "--format", "json").json is not None


def test_a_date_before_the_oldest_version_says_what_the_oldest_is(user: User, web: WebServer) -> None:
    page = Page(web)
    user.configure({"id": "larkspur", "url": page.url})
    assert "larkspur has no version yet; `policy-monitor status larkspur` says why" in user("show", "larkspur").err
    user("run")
    told = user("show", "larkspur@2010").err
    assert "no version of larkspur is as old as 2010: the oldest is of 20" in told


def test_status_of_a_page_that_never_answered(user: User, web: WebServer) -> None:
    user.configure({"id": "larkspur", "url": f"{web.address}/gone"})
    user("run")
    first = user("status").out
    assert "larkspur: 0 versions, never read so far" in first
    assert "the last check failed (http-404)" in first
    user("run", "--force")
    assert "the last 2 checks failed (http-404)" in user("status").out


def test_init_writes_a_valid_configuration(user: User) -> None:
    assert user("init", "new").code == 0
    assert user("--config", "new/config.yaml", "check").code == 0
    assert sorted(p.name for p in Path("new").iterdir()) == ["config.yaml", "reports", "snapshots"]


def test_add_keeps_comments_and_order(user: User) -> None:
    user("init")
    before = Path("config.yaml").read_text()
    assert user("add", "https://www.larkspur.example/privacy", "--name", "Larkspur Bicycles", "--history", "wayback").code == 0
    added = user("add", "https://www.larkspur.example/terms", "--id", "terms", "--document", "Terms of Service", "--format", "json").json
    assert added == {"id": "terms", "name": "larkspur.example", "url": "https://www.larkspur.example/terms"}
    after = Path("config.yaml").read_text()
    lost = [line for line in before.splitlines() if line not in after.splitlines() and line != "policies: []"]
    assert lost == []
    checked = user("check", "--format", "json").json["policies"]
    assert [p["policy"] for p in checked] == ["larkspur-bicycles", "terms"]


def test_check_fetch_shows_what_would_be_extracted_and_keeps_nothing(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url}, {"id": "gone", "url": page.url + "/gone"})
    result = user("check", "--fetch", "--format", "json")
    assert result.code == 1
    first, second = result.json["policies"]
    assert (first["ok"], first["stated_date"]) == (True, "2020-03-01")
    assert (second["ok"], second["reason"]) == (False, "http-404")
    assert not Path("snapshots").exists()


def test_check_fetch_lists_an_archive(example: User) -> None:
    assert example("check", "--fetch", "--format", "json").json["policies"][0]["captures"] == 10


def test_extract_reads_files_and_addresses(user: User, page: Page) -> None:
    Path("page.html").write_bytes(page.body)
    markdown = user("extract", "page.html").out
    assert "## 4. Sharing" in markdown
    assert "Home" not in markdown
    document = user("extract", page.url, "--format", "json").json
    assert document["text"].strip() == markdown.strip()
    assert (document["schema"], document["stated_date"]) == ("policy-monitor/document/1", "2020-03-01")
    assert user("extract", "page.html", "--select", "footer").out.strip() == "© Larkspur Bicycles"


def test_extract_and_diff_need_no_configuration(user: User) -> None:
    Path("a.html").write_bytes(policy_page())
    Path("b.html").write_bytes(policy_page(retention="We keep it."))
    assert user("extract", "a.html").code == 0
    diff = user("diff", "a.html", "b.html", "--format", "json").json
    assert diff["schema"] == "policy-monitor/diff/1"
    assert diff["old"]["ref"] == "a.html"
    assert {"id", "kind", "severity", "direction", "topics", "old", "new", "edits", "reasons"} <= diff["changes"][0].keys()
    same = user("diff", "a.html", "a.html", "--format", "json", "--exit-code")
    assert (same.code, same.json["alert"], same.json["severity"], same.json["changes"]) == (0, False, "none", [])


def test_diff_loads_nothing_heavy(user: User) -> None:
    Path("a.md").write_text("# Privacy\n\nWe never sell your data.\n")
    heavy = {"pydantic", "requests", "apprise", "sqlite3", "sqlite_utils", "apscheduler", "ruamel", "waybackpy", "jinja2"}
    code = (
        "import sys; from monitor.cli import main; main(['diff', 'a.md', 'a.md', '--format', 'json']);"
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_log_and_show(kept: User) -> None:
    log = kept("log", "--format", "json").json["policies"][0]
    first = log["versions"][0]
    assert (first["severity"], first["alert"], first["source"]) == ("none", False, "warc")
    assert log["versions"][-1]["last_seen"] == "2024-10-01T08:00:21Z"
    lines = kept("log", "northwind").out.splitlines()
    assert "first version" in lines[1]
    shown = kept("show", "northwind@20120101", "--format", "json").json
    assert shown["sha256"] == first["sha256"]
    assert kept("show", "northwind@2012-01-01").out.strip() == shown["text"].strip()


def test_show_raw_gives_the_bytes(kept: User) -> None:
    done = subprocess.run([sys.executable, "-m", "monitor", "show", "northwind@2012", "--raw"], capture_output=True, check=True)
    assert done.stdout.startswith(b"<html><head><meta")


def test_export_gives_everything_out_again(kept: User) -> None:
    assert kept("export", "warc", "northwind", "-o", "out.warc.gz").code == 0
    with Path("out.warc.gz").open("rb") as file:
        records = [(r.rec_headers["WARC-Date"], r.content_stream().read()) for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert len(records) == 10
    raw = next(Path("snapshots/northwind/raw/2010").glob("*.gz"))
    assert records[0] == ("2010-03-14T09:12:44Z", gzip.decompress(raw.read_bytes()))
    kept.configure({"id": "again", "url": "https://www.northwind-teapots.example/privacy", "live": False, "history": "warc:out.warc.gz"})
    assert len(kept("run", "--format", "json").json["new_versions"]) == 7


def test_export_as_data(kept: User) -> None:
    rows = list(csv.DictReader(io.StringIO(kept("export", "csv", "northwind").out)))
    assert {row["policy"] for row in rows} == {"northwind"}
    assert any("does NOT share" in row["old"] for row in rows)
    data = json.loads(kept("export", "json", "northwind").out)
    assert len(data["versions"]) == 7
    assert all(v["text"] for v in data["versions"])
    assert kept("export", "json", "northwind", "-o", "data.json").out == ""
    assert json.loads(Path("data.json").read_text()) == data


def test_the_index_and_the_pages_can_be_made_again(kept: User) -> None:
    log, page = kept("log", "northwind", "--format", "json").json, Path("reports/northwind/index.html").read_text()
    shutil.rmtree("reports")
    for file in Path("snapshots").glob("index.sqlite*"):
        file.unlink()
    assert kept("report", "--format", "json").json["report"] == "reports/index.html"
    assert kept("log", "northwind", "--format", "json").json == log
    assert Path("reports/northwind/index.html").read_text() == page
    assert kept("report", "--rederive").code == 0
    assert kept("verify", "--rebuild").code == 0
    assert kept("log", "northwind", "--format", "json").json == log


def test_alerts_status_verify_doctor_on_a_healthy_store(kept: User) -> None:
    assert kept("alerts", "--format", "json").json == {"alerts": []}
    assert kept("status", "--format", "json").json["policies"][0]["versions"] == 7
    assert kept("verify", "--format", "json").json["snapshots"] == 10
    findings = kept("doctor", "--format", "json").json
    assert findings["ok"] is True
    assert {"configuration", "disk", "clock", "snapshots"} <= {f["what"] for f in findings["findings"]}


def test_doctor_names_what_is_wrong(user: User) -> None:
    email = {"to": "a@reader.example", "from": "b@reader.example", "url": "smtp://127.0.0.1:9"}
    user.configure(alerts={"email": email})
    result = user("doctor", "--format", "json")
    assert result.code == 1
    assert [f["what"] for f in result.json["findings"] if f["state"] == "fault"] == ["mail"]
    Path("config.yaml").write_text("policies: 3\n")
    assert user("doctor").code == 1


def test_serve_answers_on_loopback_alone(kept: User) -> None:
    server = subprocess.Popen([sys.executable, "-m", "monitor", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    watchdog = threading.Timer(30, server.kill)
    watchdog.start()
    try:
        line = server.stderr.readline()
        address = line.split(" at ")[1].split()[0]
        with urllib.request.urlopen(address) as answer:
            assert b"Northwind" in answer.read()
        for wrong in (urllib.request.Request(address, headers={"Host": "evil.example"}), address + "../config.yaml"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(wrong)
    finally:
        watchdog.cancel()
        server.terminate()
        server.wait()


def test_a_second_writer_waits_or_says_who_holds_the_store(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.store.lock import store_lock

    monkeypatch.setattr("monitor.cli.app.LOCK_WAIT", 0.1)
    with store_lock(Path("snapshots"), wait=0, owner="policy-monitor daemon"):
        result = kept("run")
        assert result.code == 3
        assert f"pid {os.getpid()}" in result.err
        assert kept("log").code == 0
