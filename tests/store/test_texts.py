"""The texts' archive say where they came from and hold the text exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.model import Document, Version
from monitor.store.archive import SnapshotArchive
from monitor.store.texts import text_file
from tests.sampling import examples

from .examples import document, moment, version


def with_text(text: str, n: int = 0, title: str | None = None) -> Version:
    held = Document(text, title)
    return version(n, document=held, sha256=held.sha256)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=40))
def test_the_front_matter_is_yaml_and_the_text_is_exact(text: str, title: str) -> None:
    content = text_file(with_text(text, title=title))
    _, front, body = content.split("---\n", 2)
    about = yaml.load(front, yaml.BaseLoader)
    assert about["title"] == title
    assert about["captured_at"] == "2020-05-17T12:00:00Z"
    assert body in (f"\n{text}", f"\n{text}\n")


@pytest.mark.parametrize("title", ["yes", "null", "Privacy: all", "- x", "# x", "x # y", "12", "", " x", 'a "b"', "a\nb: c", "---"])
def test_a_title_cannot_be_read_as_another_yaml_value(title: str) -> None:
    front = text_file(with_text("x", title=title)).split("---\n", 1)[1].rsplit("---\n", 1)[0]
    assert yaml.safe_load(front)["title"] == title


@settings(max_examples=examples(30), deadline=None)
@given(texts=st.lists(st.text(max_size=50), max_size=5))
def test_every_text_is_verified(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    archive = SnapshotArchive(tmp_path_factory.mktemp("texts"))
    archive.write_versions("acme", [with_text(text, n) for n, text in enumerate(texts)])
    assert len(list(archive.root.glob("acme/text/*.md"))) == len(texts)
    assert archive.verify(["acme"]) == []


def test_only_changed_files_are_written(archive: SnapshotArchive) -> None:
    archive.write_versions("acme", [version(n) for n in range(4)])
    folder = archive.root / "acme/text"
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    archive.write_versions("acme", [version(0), version(1, captures=2), version(3)])
    after = {path.name: path.stat().st_ino for path in folder.iterdir()}
    assert after.keys() == before.keys() - {"20200519120000.md"}
    assert [name for name in after if after[name] != before[name]] == ["20200518120000.md"]


def test_versions_of_one_second_each_have_a_file(archive: SnapshotArchive) -> None:
    same = replace(version(0), captured_at=moment(0).replace(microsecond=5))
    other = with_text("Another text.")
    archive.write_versions("acme", [version(0), same, other, replace(same, captures=3)])
    names = sorted(path.name for path in (archive.root / "acme/text").iterdir())
    digest = document(0).sha256[:8]
    assert names == sorted(
        ["20200517120000.md", f"20200517120000-{digest}.md", f"20200517120000-{digest}-2.md", f"20200517120000-{other.sha256[:8]}.md"]
    )
    assert archive.verify(["acme"]) == []


def test_foreign_files_are_left_alone(archive: SnapshotArchive) -> None:
    folder = archive.root / "acme/text"
    folder.mkdir(parents=True)
    (folder / "notes.md").write_text("mine")
    archive.write_versions("acme", [])
    assert (folder / "notes.md").read_text() == "mine"


def test_without_versions_no_folder_is_created(archive: SnapshotArchive) -> None:
    archive.write_versions("acme", [])
    assert not archive.root.exists()


def test_a_file_that_cannot_be_written_is_reported(archive: SnapshotArchive) -> None:
    (archive.root / "acme").mkdir(parents=True)
    (archive.root / "acme/text").write_text("in the way")
    with pytest.raises(StoreError, match=r"can't (read|write) "):
        archive.write_versions("acme", [version()])


def test_files_that_are_known_to_hold_what_they_should_are_not_looked_at(archive: SnapshotArchive) -> None:
    archive.write_versions("acme", [version(n) for n in range(3)])
    folder = archive.root / "acme/text"
    first, second, third = sorted(path.name for path in folder.iterdir())
    (folder / first).write_text("altered")
    (folder / second).write_text("altered")
    (folder / third).unlink()
    archive.write_versions("acme", [version(n) for n in range(3)], {first, third})
    assert (folder / first).read_text() == "altered", "only its existence counts"
    assert (folder / second).read_text() != "altered"
    assert (folder / third).is_file(), "a missing file is written again, whatever is known of it"
