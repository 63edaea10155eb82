"""The format of a list is told by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.portfolio.reading import read_list

URL = "https://larkspur.example/privacy"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("list.txt", f"{URL}\n", "a list of addresses"),
        ("list", f"# ours\n{URL}\n", "a list of addresses"),
        ("list.txt", f"name,url\nL,{URL}\n", "a CSV table"),
        ("list.csv", f"L,{URL}\n", "a CSV table"),
        ("list.tsv", f"L\t{URL}\n", "a CSV table"),
        ("list.txt", f"<opml><body><outline url='{URL}'/></body></opml>", "an OPML outline"),
        ("urls.yaml", f"name: L\nurl: {URL}\n", "urlwatch's list of jobs"),
        ("jobs", f"---\nurl: {URL}\n", "urlwatch's list of jobs"),
        ("watches.json", f'{{"watching": {{"a": {{"url": "{URL}"}}}}}}', "a backup of changedetection.io"),
        ("larkspur.json", f'{{"name": "L", "terms": {{"Privacy Policy": {{"fetch": "{URL}"}}}}}}', "declarations of Open Terms Archive"),
    ],
)
def test_formats(tmp_path: Path, name: str, text: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = read_list(path)
    assert found.kind == kind
    assert [one.urls for one in found.documents] == [(URL,)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"odd": 1}', "JSON of no known kind"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "JSON of no known kind"),
        (b"\x89PNG\x00\xff\xfe\x80", "neither text"),
        (b"PK\x03\x04 but no more", "damaged"),
        (b"<html><body><a href=x></a>", "well-formed"),
    ],
)
def test_what_is_no_list(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=why):
        read_list(path)


def test_an_empty_file_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n")
    assert read_list(path).documents == []


def test_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{URL}\n" * 20)
    monkeypatch.setattr("monitor.portfolio.listed.MOST_ROWS", 10)
    with pytest.raises(UsageError, match="more than 10 rows"):
        read_list(path)
    monkeypatch.setattr("monitor.portfolio.reading.MOST_BYTES", 10)
    with pytest.raises(UsageError, match="more than 10 bytes"):
        read_list(path)
