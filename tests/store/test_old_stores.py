"""A store that an earlier version wrote opens, verifies and tells the same: versions, refusals, decisions and undelivered alerts."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from tests.sampling import sampled

STORES = sorted(Path(__file__).parent.glob("old_store_*.tar.gz"))
"""Each with its config.yaml, and what `log` and `alerts` said of it then."""


Call = Callable[..., Any]


@pytest.fixture
def call(old_store: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """A command on the store, and the JSON that it prints."""

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        code = main(["--config", str(old_store / "config.yaml"), *arguments])
        out, err = capsys.readouterr()
        assert code == 0, err
        return json.loads(out)

    return run


@pytest.fixture(params=STORES, ids=lambda path: path.name)
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def history(log: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Versions and refusals; a newer engine may judge the changes differently."""
    policies = log.get("policies") or [log]
    versions = [(p["policy"], v["captured_at"], v["sha256"], v["source"]) for p in policies for v in p["versions"]]
    return versions + [(p["policy"], r["captured_at"], r["state"], r["reason"]) for p in policies for r in p["rejected"]]


def test_an_old_store_verifies_and_has_the_same_history(old_store: Path, call: Call) -> None:
    assert call("verify", "--format", "json")["ok"]
    assert history(call("log", "--format", "json")) == history(json.loads((old_store / "expected-log.json").read_text()))
    assert call("alerts", "--format", "json") == json.loads((old_store / "expected-alerts.json").read_text())


def test_changelogs_of_an_old_store_are_read_unchanged(call: Call) -> None:
    found = call("export", "json", "larkspur")
    assert "Withdrawn: the promise not to sell" in json.dumps(found)


def test_an_old_store_accepts_a_new_run(old_store: Path, call: Call) -> None:
    config = old_store / "config.yaml"
    config.write_text(
        config.read_text().replace("url: http://127.0.0.1:18081/privacy.html", "url: https://larkspur.example/\n    live: false")
    )
    before = history(call("log", "--format", "json"))
    assert call("report", "--rederive", "--format", "json")["policies"] == ["northwind", "larkspur"]
    assert history(call("log", "--format", "json")) == before


_COLUMNS = [("checks", name) for name in ("last_success", "last_failure", "failures_in_row", "retry_at", "failing_since", "told_of")]


@pytest.mark.parametrize(
    ("table", "column"),
    sampled([*_COLUMNS, ("considered", "sequence"), ("deliveries", "state"), ("deliveries", "next_attempt")], 4, rows=True),
)
def test_a_value_of_another_type_is_reported_without_traceback(
    old_store: Path, table: str, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(old_store / "snapshots/state.sqlite")) as file, file:
        file.execute(f"update {table} set {column} = '{{weird'")
    for command in (["status"], ["alerts"], ["alerts", "--retry"], ["accept", "northwind@2015-05-11T22:03:57Z"], ["report"]):
        main(["--config", str(old_store / "config.yaml"), *command])
        said = capsys.readouterr().err
        assert "internal error" not in said, said


@pytest.mark.parametrize("tail", sampled([b"[" * 100_000, b"\xff\xfe{{", b"[1]", b'{"sequence":' + b"9" * 6_000 + b"}", b"\0" * 500], 2))
def test_a_foreign_line_in_a_ledger_is_reported_without_traceback(old_store: Path, tail: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with (old_store / "snapshots/northwind/ledger.jsonl").open("ab") as file:
        file.write(tail + b"\n")
    for command in (["verify"], ["status"], ["report"], ["doctor", "--offline"]):
        main(["--config", str(old_store / "config.yaml"), *command])
        said = capsys.readouterr().err
        assert "internal error" not in said, said


def test_an_old_store_is_packed_and_tells_the_same(old_store: Path, call: Call) -> None:
    before, text = history(call("log", "--format", "json")), call("show", "larkspur", "--format", "json")
    assert call("pack", "--format", "json")["not_packed"] == []
    assert not list((old_store / "snapshots").rglob("*.html.gz"))
    assert call("verify", "--format", "json")["ok"]
    assert history(call("log", "--format", "json")) == before
    assert call("show", "larkspur", "--format", "json") == text
    assert call("report", "--rederive", "--format", "json")["policies"] == ["northwind", "larkspur"]
    assert history(call("log", "--format", "json")) == before
