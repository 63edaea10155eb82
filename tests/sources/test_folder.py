"""Folders of dated files, and the header that names a capture."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard

from monitor.core.extract import read_snapshot
from monitor.errors import NotArchived, PlaybackFailed, UsageError
from monitor.sources.folder import FolderHistory, parse_archive_header

URL = "https://acme.example/privacy"
HEADER = (
    "> *Taken from the privacy policy of acme.example as archived on 2016-12-29; see the "
    "[original snapshot](https://web.archive.org/web/20161229045112id_/https%3A//www.acme.example/privacy) for its true form.*\n\n"
)


def test_files_are_dated_by_name_header_or_argument(tmp_path: Path) -> None:
    (tmp_path / "20190301080000.html").write_text("<p>We keep it.</p>")
    (tmp_path / "20200301080000-kept.TXT").write_text("We keep it.")
    (tmp_path / "policy.md").write_text(HEADER + "# Privacy\n")
    (tmp_path / "undated.txt").write_text("We keep it.")
    (tmp_path / "20210301080000.pdf").write_bytes(b"%PDF-1.7\n\0\1")

    history = FolderHistory(tmp_path, url=URL, date=datetime(2000, 1, 1, tzinfo=UTC))
    found = {capture.captured_at.year: capture for capture in history.captures()}

    assert sorted(found) == [2000, 2016, 2019, 2020, 2021]
    assert found[2016].url == "https://www.acme.example/privacy"
    assert found[2016].archive_url == "https://web.archive.org/web/20161229045112id_/https%3A//www.acme.example/privacy"
    assert found[2016].captured_at == datetime(2016, 12, 29, 4, 51, 12, tzinfo=UTC)
    assert history.fetch("acme", found[2016]).body == (tmp_path / "policy.md").read_bytes()
    assert history.fetch("acme", found[2019]).headers["content-location"] == "20190301080000.html"
    assert {year: capture.media_type for year, capture in found.items()} == {
        2000: "text/plain",
        2016: "text/markdown",
        2019: "text/html",
        2020: "text/plain",
        2021: "application/pdf",
    }
    assert history.skipped == []


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("2019-03-01.html", "2019-03-01"),
        ("privacy-2019-03-01.md", "2019-03-01"),
        ("2019-03-01 privacy policy.txt", "2019-03-01"),
        ("20190301.html", "2019-03-01"),
        ("privacy_20190301_final.html", "2019-03-01"),
        ("2019-03-01T08-30-15Z.html", "2019-03-01T08:30:15"),
        ("2019-03-01T08:30.html", "2019-03-01T08:30:00"),
        ("2019-03-01_083015.html", "2019-03-01T08:30:15"),
        ("20190301083015.html", "2019-03-01T08:30:15"),
        ("2019-03-01.html.gz", "2019-03-01"),
        ("2019-13-01.html", None),
        ("2019-03-01--2020-03-01.html", None),
        ("2019-03.html", None),
        ("order-1234567890.html", None),
        ("v2.html", None),
    ],
)
def test_dates_in_names(tmp_path: Path, name: str, moment: str | None) -> None:
    body = b"<p>We keep it.</p>"
    (tmp_path / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    found = [capture.captured_at for capture in FolderHistory(tmp_path, url=URL).captures()]
    assert found == ([datetime.fromisoformat(moment).replace(tzinfo=UTC)] if moment else [])


def test_skipped_files_are_listed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("We keep it.")
    (tmp_path / "20190301080000.txt").write_text(" \n")
    (tmp_path / "20190302080000.html").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "20190303080000.pdf").write_bytes(b"not at all")
    (tmp_path / "20190304080000.odt").write_bytes(b"PK")
    (tmp_path / "20190307080000.docx").write_bytes(b"PK")
    (tmp_path / "20199999080000.txt").write_text("no such day")
    (tmp_path / "20190305080000.txt").write_bytes("\ufeffWir behalten es.".encode("utf-16"))
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "20190306080000.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "folder").mkdir()

    history = FolderHistory(tmp_path, url=URL)
    skipped = {Path(path).name: says for path, says in history.skipped}

    assert [capture.captured_at.day for capture in history.captures()] == [1, 5]
    assert sorted(skipped) == [
        "20190302080000.html",
        "20190303080000.pdf",
        "20190304080000.odt",
        "20190307080000.docx",
        "20199999080000.txt",
        "undated.txt",
    ]
    assert "--date" in skipped["undated.txt"]
    assert "it is a PNG image" in skipped["20190302080000.html"]
    assert "not a PDF" in skipped["20190303080000.pdf"]
    assert "extension" in skipped["20190304080000.odt"]
    assert "not a Word document" in skipped["20190307080000.docx"]
    assert all(says.startswith(str(tmp_path)) and says.endswith(".") for says in skipped.values())


def test_files_too_large_or_unreadable_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "20190301080000.txt").write_text("We keep it.")
    monkeypatch.setattr("monitor.sources.folder.MAX_BYTES", 5)
    assert "exceeds the 5 byte limit" in FolderHistory(tmp_path, url=URL).skipped[0][1]

    monkeypatch.undo()
    monkeypatch.setattr(Path, "read_bytes", lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert "Permission denied" in FolderHistory(tmp_path, url=URL).skipped[0][1]


def test_missing_folders_are_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(UsageError, match=str(path)):
            FolderHistory(path, url=URL)


def test_files_changed_or_removed_after_the_listing(tmp_path: Path) -> None:
    path = tmp_path / "20190301080000.txt"
    path.write_text("We keep it.")
    history = FolderHistory(tmp_path, url=URL)
    capture = next(history.captures())
    path.write_text("We sell it.")
    with pytest.raises(PlaybackFailed, match="has changed"):
        history.fetch("acme", capture)
    path.unlink()
    with pytest.raises(PlaybackFailed, match="Can't read"):
        history.fetch("acme", capture)
    with pytest.raises(NotArchived):
        FolderHistory(tmp_path, url=URL).fetch("acme", capture)


@pytest.mark.parametrize(
    "text",
    [
        "# Privacy\n\n" + HEADER,
        "No quotation: https://web.archive.org/web/20161229045112id_/https://a.example/",
        "> quoted, without a link\n\nhttps://web.archive.org/web/20161229045112id_/https://a.example/",
        "> https://web.archive.org/web/20169929045112id_/https://a.example/",
        "> https://web.archive.org/web/2016/https://a.example/",
        "",
    ],
)
def test_texts_without_a_header(text: str) -> None:
    assert parse_archive_header(text.encode()) is None


def test_headers_of_other_exporters() -> None:
    found = parse_archive_header("\ufeff\n> Archived:\n> <http://127.0.0.1:8080/coll/20200102030405/http://a.example/p?x=1>\n".encode())

    assert found is not None
    assert (found.original, found.captured_at) == ("http://a.example/p?x=1", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert found.archive_url == "http://127.0.0.1:8080/coll/20200102030405/http://a.example/p?x=1"


def test_compressed_files_are_captures_with_their_bytes_as_they_are(tmp_path: Path) -> None:
    page = b"<!doctype html><html><body><p>Heron Lamps shares nothing with anybody, ever.</p></body></html>"
    header = (
        b"> *Archived: [original](https://web.archive.org/web/20190305080000id_/https://acme.example/p)*\n\nWe share nothing with anybody."
    )
    files = {
        "20190301080000.html.gz": gzip.compress(page),
        "20190302080000.html.br": brotli.compress(page),
        "20190303080000.html.zst": zstandard.compress(page),
        "20190304080000.html": brotli.compress(page),
        "undated.md.gz": gzip.compress(header),
        "20190306080000.txt": page[:40] + b"\x00" + page[40:],
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    history = FolderHistory(tmp_path, url=URL)
    captures = list(history.captures())
    assert history.skipped == []
    assert [capture.captured_at.day for capture in captures] == [1, 2, 3, 4, 5, 6]
    for capture, (_, body) in zip(captures, files.items(), strict=True):
        snapshot = history.fetch("acme", capture)
        assert snapshot.body == body
        document = read_snapshot(snapshot.body, media_type=snapshot.media_type).document
        assert document is not None
        assert "nothing with anybody" in document.text
