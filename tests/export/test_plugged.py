"""Exports by plug-ins: all of it or nothing, beside what is there, and our own Parquet through the same door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.export.plugged import write_plugged
from monitor.plugins.registry import PluginFault, registry
from tests.plugins.conftest import Installer, install  # noqa: F401 - a fixture
from tests.sampling import sampled

MODULE = """
import os
from monitor.errors import UsageError
def lines(folder, tables):
    for name, rows in tables.items():
        (folder / f"{name}.txt").write_text("\\n".join(row["policy"] for row in rows))
def half(folder, tables):
    (folder / "versions.txt").write_text("half")
    raise ValueError("secret")
def nothing(folder, tables): pass
def nested(folder, tables): (folder / "versions.txt").mkdir()
def linked(folder, tables): (folder / "versions.txt").symlink_to("/etc/hostname")
def asks(folder, tables): raise UsageError("the outline needs version 2 of the tables")
"""
TABLES = {"versions": [{"policy": "acme"}, {"policy": "larch"}], "changes": []}


@pytest.fixture(autouse=True)
def _exporters(install: Installer) -> None:  # noqa: F811
    names = ("lines", "half", "nothing", "nested", "linked", "asks")
    install("acme-plugin", {f"exporters.{name}": f"acme_export:{name}" for name in names}, modules={"acme_export": MODULE})


def test_files_are_put_in_their_place_beside_others(tmp_path: Path) -> None:
    out = tmp_path / "deep/out"
    out.mkdir(parents=True)
    (out / "mine.txt").write_text("mine")
    (out / "versions.txt").write_text("old")
    assert write_plugged(registry(), "lines", out, TABLES) == [out / "changes.txt", out / "versions.txt"]
    assert {path.name: path.read_text() for path in out.iterdir()} == {
        "mine.txt": "mine", "versions.txt": "acme\nlarch", "changes.txt": "",
    }  # fmt: skip
    assert write_plugged(registry(), "lines", tmp_path / "new", TABLES)[0].exists()


@pytest.mark.parametrize(
    ("name", "says"),
    sampled(
        [
            ("half", "the exporter 'half' of acme-plugin 1.0 failed: ValueError at acme_export.py:9"),
            ("nothing", "the exporter 'nothing' of acme-plugin 1.0 wrote no file"),
            ("nested", "the exporter 'nested' of acme-plugin 1.0 wrote something other than files"),
            ("linked", "the exporter 'linked' of acme-plugin 1.0 wrote something other than files"),
            ("gone", "no installed plug-in has the exporter 'gone'"),
        ],
        2,
        rows=True,
    ),
)
def test_what_fails_leaves_the_folder_as_it_was(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "versions.txt").write_text("old")
    with pytest.raises(PluginFault) as fault:
        write_plugged(registry(), name, tmp_path, TABLES)
    assert str(fault.value).startswith(says)
    assert "secret" not in str(fault.value)
    assert [path.name for path in tmp_path.iterdir() if path.name != "site"] == ["versions.txt"]
    assert (tmp_path / "versions.txt").read_text() == "old"


def test_an_exporter_may_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs version 2 of the tables"):
        write_plugged(registry(), "asks", tmp_path, TABLES)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_plugged(registry(), "lines", tmp_path / "file", TABLES)
    (tmp_path / "out/versions.txt").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be written"):
        write_plugged(registry(), "lines", tmp_path / "out", TABLES)


def test_parquet_goes_the_same_way(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    tables = {"versions": [{"policy": "acme", "text": "We keep logs."}], "alerts": []}
    written = {path.name: path for path in write_plugged(registry(), "parquet", tmp_path, tables)}
    assert sorted(written) == ["alerts.parquet", "versions.parquet"]
    assert parquet.read_table(written["versions.parquet"]).to_pylist()[0]["policy"] == "acme"


def test_tables_are_gone_through_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def rows(name: str) -> Callable[[], None]:
        asked.append(name)
        return lambda: None

    tables = {"versions": ({"policy": name} for name in ("a", "b") if rows(name))}
    write_plugged(registry(), "lines", tmp_path, tables)
    assert asked == ["a", "b"]
