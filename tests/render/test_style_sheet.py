"""All pages share one style sheet, which is written before them and named by its content."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from monitor.errors import ReportsUnwritable
from monitor.render.compare_pages import overview_faults
from monitor.render.site import render_overview, render_policy
from monitor.render.style_sheet import is_former_sheet, sheet_name, write_sheet
from monitor.render.write_if_changed import ChangedFiles

from . import sample


def test_it_is_named_by_its_content(tmp_path: Path) -> None:
    write_sheet(tmp_path, ChangedFiles())
    (sheet,) = tmp_path.iterdir()
    assert sheet.name == sheet_name() == f"style-{hashlib.sha256(sheet.read_bytes()).hexdigest()[:12]}.css"


def test_it_holds_only_what_the_pages_security_policy_lets_load(tmp_path: Path) -> None:
    write_sheet(tmp_path, ChangedFiles())
    assert not re.search(r"@import|url\(", (tmp_path / sheet_name()).read_text())


def test_every_page_refers_to_it_and_none_repeats_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        (href,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', text)
        assert (page.parent / href).resolve() == (site / sheet_name()).resolve()
        assert "--ink" not in text


def test_a_policy_rendered_alone_has_it_beside_its_folder(tmp_path: Path) -> None:
    written = render_policy(sample.larkspur(), tmp_path, now=sample.NOW)
    assert (tmp_path / sheet_name()).is_file()
    assert {path.parent for path in written} == {tmp_path / "larkspur"}


def test_an_altered_sheet_is_replaced_with_the_overview(tmp_path: Path) -> None:
    (tmp_path / sheet_name()).write_text("del{display:none}")
    render_policy(sample.larkspur(), tmp_path, now=sample.NOW)
    render_overview([sample.larkspur()], tmp_path, now=sample.NOW)
    assert (tmp_path / sheet_name()).stat().st_size > 10_000


def test_a_removed_sheet_comes_back_with_any_policy(tmp_path: Path) -> None:
    render_policy(sample.larkspur(), tmp_path, now=sample.NOW)
    (tmp_path / sheet_name()).unlink()
    assert render_policy(sample.larkspur(), tmp_path, now=sample.NOW) == []
    assert (tmp_path / sheet_name()).is_file()


def _overview(folder: Path) -> Path:
    folder.mkdir()
    render_overview([], folder, now=sample.NOW)
    return folder


def test_the_sheet_of_a_former_version_is_ours_unless_it_was_altered(tmp_path: Path) -> None:
    held, again = _overview(tmp_path / "held"), _overview(tmp_path / "again")
    former = b"p{color:navy}"
    sheet = held / f"style-{hashlib.sha256(former).hexdigest()[:12]}.css"
    sheet.write_bytes(former)
    assert is_former_sheet(sheet)
    assert list(overview_faults(held, again, ())) == []
    sheet.write_bytes(b"del{display:none}")
    (fault,) = overview_faults(held, again, ())
    assert fault.startswith(f"{sheet} was not written by this program")


def test_an_altered_sheet_is_a_fault(tmp_path: Path) -> None:
    held, again = _overview(tmp_path / "held"), _overview(tmp_path / "again")
    (held / sheet_name()).write_text("del{display:none}")
    (fault,) = overview_faults(held, again, ())
    assert "was altered" in fault


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReportsUnwritable, match=re.escape(str(tmp_path))):
            write_sheet(tmp_path, ChangedFiles())
    finally:
        tmp_path.chmod(0o700)
