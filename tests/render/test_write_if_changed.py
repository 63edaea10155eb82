from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.errors import ReportsUnwritable, StoreError
from monitor.render.write_if_changed import ChangedFiles


def test_equal_content_is_not_written_again_and_leaves_nothing_behind(tmp_path: Path) -> None:
    written = ChangedFiles()
    written.write(tmp_path / "a" / "x.html", "one")
    written.write(tmp_path / "a" / "x.html", "one")
    assert list(written) == [tmp_path / "a" / "x.html"]
    written.write(tmp_path / "a" / "x.html", "two")
    assert (tmp_path / "a" / "x.html").read_text() == "two"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["x.html"]


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    written = ChangedFiles()
    written.write(tmp_path / "x", "whole")
    with pytest.raises(ZeroDivisionError), written.stream(tmp_path / "x") as out:
        out.write("half" * (1 // 0))
    assert (tmp_path / "x").read_text() == "whole"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_cannot_be_made_is_reported_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"the report can't be written"):
        ChangedFiles().write(tmp_path / "file" / "x", "text")


def test_a_lone_surrogate_does_not_stop_a_file(tmp_path: Path) -> None:
    ChangedFiles().write(tmp_path / "x", "a\ud800b")
    assert (tmp_path / "x").read_bytes() == b"a?b"


def test_equal_content_keeps_the_time_stamp(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    ChangedFiles().write(page, "one")
    os.utime(page, (1, 1))
    ChangedFiles().write(page, "one")
    assert page.stat().st_mtime == 1
    ChangedFiles().write(page, "two")  # as many characters
    assert page.stat().st_mtime > 1


def test_a_page_is_readable_for_a_web_server_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        ChangedFiles().write(tmp_path / "x.html", "one")
    finally:
        os.umask(before)
    assert (tmp_path / "x.html").stat().st_mode & 0o777 == 0o644


def test_what_stands_at_the_name_of_the_half_written_file_is_not_written_through(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    (tmp_path / ".x.html.part").symlink_to(other)
    ChangedFiles().write(tmp_path / "x.html", "page")
    assert (other.read_text(), (tmp_path / "x.html").read_text()) == ("mine", "page")
    (tmp_path / ".x.html.part").write_text("half a page of a killed run")
    ChangedFiles().write(tmp_path / "x.html", "another page")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "x.html"]


def test_a_page_that_cannot_take_its_place_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    with pytest.raises(ReportsUnwritable):
        ChangedFiles().write(tmp_path / "x.html", "page")
    assert [p.name for p in tmp_path.iterdir()] == ["x.html"]


@pytest.mark.parametrize("content", ["", "a\r\nb\n", "å\u2028ß"])
def test_content_is_written_as_it_is(tmp_path: Path, content: str) -> None:
    written = ChangedFiles()
    written.write(tmp_path / "x", content)
    written.write(tmp_path / "x", content)
    assert (tmp_path / "x").read_bytes() == content.encode()
    assert list(written) == [tmp_path / "x"]
