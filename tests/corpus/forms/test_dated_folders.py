"""Folders of dated files."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.corpus.forms import form_of, material, partitions
from tests.corpus.collections import folder, history, text

HEADER = "> *Archived on 2016-12-29: [original](https://web.archive.org/web/20161229045112id_/https%3A//larkspur.example/p)*\n\n"


def test_each_folder_with_files_is_a_policy(tmp_path: Path) -> None:
    source = folder(
        tmp_path / "c", {"larkspur/privacy": history("Larkspur"), "larkspur/terms": history("Larkspur"), "quillon": history("Q")}
    )
    (source / ".git-like").mkdir()
    (source / ".git-like" / "x.md").touch()
    assert form_of(str(source)) == "folder"
    found = [(one.service, one.policy.document) for one in partitions(str(source))]
    assert found == [("larkspur", "privacy"), ("larkspur", "terms"), ("quillon", "Privacy Policy")]


def test_files_at_the_top_are_a_policy_named_like_the_folder(tmp_path: Path) -> None:
    source = folder(tmp_path, {"larkspur": history("Larkspur")}) / "larkspur"
    (partition,) = partitions(str(source))
    assert partition.policy.id == "larkspur"


def test_a_header_names_the_address_and_the_moment(tmp_path: Path) -> None:
    (tmp_path / "c" / "larkspur").mkdir(parents=True)
    (tmp_path / "c" / "larkspur" / "policy.md").write_text(HEADER + text("Larkspur"), encoding="utf-8")
    (partition,) = partitions(str(tmp_path / "c"))
    with material(partition) as found:
        (capture,) = found.captures
        assert (capture.record.url, capture.record.captured_at.year) == ("https://larkspur.example/p", 2016)
        assert capture.read().startswith(b">")


@pytest.mark.parametrize(("name", "content"), [("notes.md", b"# A"), ("a.exe", b"MZ"), ("20209999000000.md", b"# A")])
def test_what_is_no_capture_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    source = folder(tmp_path / "c", {"larkspur": history("Larkspur")})
    (source / "larkspur" / name).write_bytes(content)
    (partition,) = partitions(str(source))
    with material(partition) as found:
        assert [what for what, _ in found.left_out] == [name]
        assert len(found.captures) == 3
