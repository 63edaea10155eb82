"""What arguments refer to: files, versions, and what is said when there is neither."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.app import App
from monitor.cli.reference import find_text, find_version, read_bytes, read_file
from monitor.errors import ExtractionError, UsageError
from tests.net.web_server import WebServer
from tests.sampling import sampled

from .conftest import Page, User, policy_page


def test_a_date_before_the_oldest_version_says_what_the_oldest_is(user: User, web: WebServer) -> None:
    page = Page(web)
    user.configure({"id": "larkspur", "url": page.url})
    assert "larkspur has no versions yet; `policy-monitor status larkspur` says why" in user("show", "larkspur").err
    user("run")
    error = user("show", "larkspur@2010").err
    assert "larkspur has no version as old as 2010; the oldest is from 20" in error


def open_app(user: User) -> App:
    return App(user.home / "config.yaml")


def test_a_file_is_preferred_to_a_policy_of_the_same_name(kept: User) -> None:
    assert find_text(open_app(kept), "northwind").captured_at is not None
    (kept.home / "northwind").write_bytes(policy_page())
    referenced = find_text(open_app(kept), "northwind")
    assert (referenced.ref, referenced.captured_at, referenced.document.stated_date) == ("northwind", None, "2020-03-01")


@pytest.mark.parametrize(
    ("date", "captured"), sampled([("@2010", "2010"), ("@2014-01-01", "2013"), ("@20170101", "2016"), ("", "2024")], 2, rows=True)
)
def test_a_date_means_the_version_in_force_at_its_end(kept: User, date: str, captured: str) -> None:
    context = open_app(kept).context()
    assert f"{find_version(context, f'northwind{date}').captured_at:%Y}" == captured


@pytest.mark.parametrize(
    ("reference", "says"),
    sampled(
        [
            ("nothing", "nothing: no file and no policy of that name"),
            ("nothing@2012", "there is no policy 'nothing'"),
            ("No Such File.html", "No Such File.html: no such file"),
            ("northwind@soon", "'soon' is not a date"),
            ("northwind@2009", "northwind has no version as old as 2009; the oldest is from 2010-03-14T09:12:44Z"),
        ],
        2,
        rows=True,
    ),
)
def test_a_reference_to_nothing_is_explained(kept: User, reference: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        find_text(open_app(kept), reference)


def test_a_file_name_needs_no_configuration(user: User) -> None:
    with pytest.raises(UsageError, match="larkspur: no such file"):
        find_text(open_app(user), "larkspur")


def test_a_file_larger_than_any_document_is_not_read(user: User) -> None:
    path = user.home / "large.html"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(UsageError, match="50,000,001 bytes exceed the limit of 50,000,000"):
        read_bytes(path)
    with pytest.raises(UsageError, match="directory"):
        read_bytes(user.home)


def test_selectors_narrow_a_file(user: User) -> None:
    path = user.home / "page.html"
    path.write_bytes(policy_page())
    whole = read_file(path, "page.html").document.text
    assert read_file(path, "page.html", select=["footer"]).document.text.strip() == "© Larkspur Bicycles"
    assert len(read_file(path, "page.html", select=["main"], remove=["h2"]).document.text) < len(whole)
    with pytest.raises(ExtractionError, match=r"page\.html"):
        read_file(path, "page.html", select=[".absent"])


def test_an_archive_header_dates_a_file(user: User) -> None:
    path, text = user.home / "seed.txt", "# Privacy\n\nWe never sell your data.\n"
    path.write_text(text)
    assert read_file(path, "seed.txt").captured_at is None
    path.write_text(f"> [original](https://web.archive.org/web/20161229045112id_/https%3A//a.example/p)\n\n{text}")
    assert read_file(path, "seed.txt").captured_at == datetime(2016, 12, 29, 4, 51, 12, tzinfo=UTC)


def test_of_a_file_nothing_is_said_about_a_response(user: User) -> None:
    path = user.home / "page.html.gz"
    path.write_bytes(gzip.compress(policy_page()))
    assert "The file was gzip-compressed; it was decompressed." in read_file(path, path.name).document.notes
    path.write_bytes(b"\x1f\x8b broken")
    with pytest.raises(ExtractionError, match="The file is binary data"):
        read_file(path, path.name)


def test_a_file_in_a_locked_folder_is_a_usage_error(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(UsageError, match=r"can't read locked/page\.md \(Permission denied\); give this user read permission"):
        find_text(open_app(user), "locked/page.md")
