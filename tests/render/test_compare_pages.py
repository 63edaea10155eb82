"""The overview and the files of the search on disk, compared with the same rendered anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.render.compare_pages import overview_faults, policy_page_faults, strange_files
from monitor.render.static_search import FOLDER, SENTENCES
from tests.render import sample


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.demonstration(tmp_path_factory.mktemp("again")).parent


@pytest.fixture
def held(rendered: Path, tmp_path: Path) -> Path:
    return shutil.copytree(rendered, tmp_path / "reports")


def faults(held: Path, rendered: Path) -> list[str]:
    return list(overview_faults(held, rendered, {path.name for path in rendered.iterdir() if path.is_dir() and path.name != FOLDER}))


def test_what_was_rendered_is_the_same(held: Path, rendered: Path) -> None:
    assert faults(held, rendered) == []


def alter(path: Path) -> None:
    path.write_text(path.read_text() + "policySearch.text();\n")


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("name", ["search.html", "search.js", "overview.js", f"{FOLDER}/0.js", f"{FOLDER}/0-7.js"])
@pytest.mark.parametrize(("deed", "says"), [(alter, "was altered"), (Path.unlink, "is missing"), (link, "is a symbolic link")])
def test_a_file_of_the_search_that_is_not_ours_any_more(
    held: Path, rendered: Path, name: str, deed: Callable[[Path], None], says: str
) -> None:
    deed(held / name)
    (told,) = faults(held, rendered)
    assert says in told
    assert str(held / name) in told


def test_a_file_among_those_of_the_search_is_named(held: Path, rendered: Path) -> None:
    (held / FOLDER / "0-99.js").write_text("fetch('https://evil.example')")
    (told,) = faults(held, rendered)
    assert "0-99.js was not written by this program" in told


def test_a_folder_that_is_missing_or_a_link(held: Path, rendered: Path, tmp_path: Path) -> None:
    (held / FOLDER).rename(tmp_path / "elsewhere")
    assert all("is missing" in told for told in faults(held, rendered))
    assert len(faults(held, rendered)) > 30
    (held / FOLDER).symlink_to(tmp_path / "elsewhere")
    (told,) = faults(held, rendered)
    assert "is a symbolic link" in told


def test_the_sentences_of_a_policy_are_compared_with_its_pages(held: Path, rendered: Path) -> None:
    assert policy_page_faults(held / "larkspur", rendered / "larkspur")[0] == []
    alter(held / "larkspur" / SENTENCES)
    (told,) = policy_page_faults(held / "larkspur", rendered / "larkspur")[0]
    assert "sentences.js was altered" in told


def test_what_file_managers_leave_is_harmless(held: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "robots.txt"):
        (held / FOLDER / name).write_text("x")
    assert list(strange_files(held / FOLDER, {path.name for path in (held / FOLDER).glob("*.js")})) == []
