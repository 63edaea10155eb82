from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import StoreError
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
