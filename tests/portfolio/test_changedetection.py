"""Backups of changedetection.io, old and new, whole and hostile."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UsageError
from monitor.portfolio.changedetection import read_backup, read_watches
from monitor.portfolio.reading import read_list

KEY = "6f2c1a52-0000-4000-8000-000000000001"
WATCHES: dict[str, Any] = {
    "watching": {
        "a": {
            "url": "https://larkspur.example/privacy",
            "title": "Larkspur",
            "tags": [KEY],
            "include_filters": ["main", "xpath://p", "css:#x"],
            "subtractive_selectors": [".ad", "//script"],
            "fetch_backend": "html_webdriver",
            "paused": True,
            "headers": {"k": "v"},
        },
        "b": {"url": "source:https://kites.example/terms", "tag": "crm, eu", "title": None, "processor": "text_json_diff"},
        "c": {"url": "https://acorn.example/{{ 'now' }}"},
        "d": {"url": "https://acorn.example/p", "processor": "restock_diff"},
        "e": {"url": "https://acorn.example/p", "method": "POST"},
        "f": {"url": "file:///etc/passwd"},
        "g": "odd",
    },
    "settings": {"application": {"tags": {KEY: {"title": "Key accounts"}}}},
}


def backup(path: Path, **files: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(
                name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-"), data if isinstance(data, bytes) else json.dumps(data)
            )
    return path


def test_watches() -> None:
    found = read_watches(WATCHES)
    first, second = found.documents
    assert (first.name, first.tags, first.browser, first.paused) == ("Larkspur", ("Key accounts",), True, True)
    assert ([s.css for s in first.select], [s.css for s in first.remove]) == (["main", "#x"], [".ad"])
    assert first.notes == ("its filter xpath://p is not a CSS selector", "its headers are not imported")
    assert (second.urls, second.tags, second.browser) == (("https://kites.example/terms",), ("crm", "eu"), False)
    assert [one.why for one in found.left_out] == [
        "its address is a template",
        "it watches something other than text (restock_diff)",
        "it sends data; pages are only read",
        "file: addresses are not fetched, only http and https",
    ]


def test_a_backup(tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", url_dash_watches_dot_json=WATCHES, secret_dot_txt=b"x")
    assert [one.name for one in read_list(path).documents] == ["Larkspur", ""]


def test_a_backup_with_a_file_per_watch(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("changedetection.json", json.dumps({"settings": WATCHES["settings"]}))
        packed.writestr(f"{KEY}/watch.json", json.dumps(WATCHES["watching"]["a"]))
        packed.writestr("../../evil/watch.json", "{}")
    assert [one.tags for one in read_backup(path).documents] == [("Key accounts",)]


def test_the_json_alone(tmp_path: Path) -> None:
    path = tmp_path / "url-watches.json"
    path.write_text(json.dumps(WATCHES))
    assert len(read_list(path).documents) == 2


@pytest.mark.parametrize(
    "data",
    [{}, {"watching": []}, {"watching": {"a": {"url": 7, "tags": "x", "include_filters": {"a": 1}}}}, {"watching": None, "settings": 3}],
)
def test_odd_backups_name_nothing(data: dict[str, Any]) -> None:
    assert read_watches(data).documents == []


def test_another_zip_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a backup"):
        read_list(backup(tmp_path / "b.zip", readme_dot_txt=b"x"))
    with pytest.raises(UsageError, match="no valid JSON"):
        read_list(backup(tmp_path / "c.zip", url_dash_watches_dot_json=b"["))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backup(tmp_path / "bomb.zip", url_dash_watches_dot_json=b"0" * 12_000_000)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr("monitor.portfolio.unpacking.MOST_BYTES", 10_000_000)
    with pytest.raises(UsageError, match="unpacks to 12,000,000 bytes"):
        read_list(path)
