"""The program is identified by its own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.pipeline import edition


def test_the_edition_is_that_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edition.fold_edition() == edition.fold_edition()
    found = set()
    for content in ("one", "other"):
        edition.fold_edition.cache_clear()
        (tmp_path / "core/history").mkdir(parents=True, exist_ok=True)
        (tmp_path / "core/history/fold.py").write_text(content)
        with monkeypatch.context() as patch:
            patch.setattr(edition, "_PACKAGE", tmp_path)
            found.add(edition.fold_edition())
        edition.fold_edition.cache_clear()
    assert len(found | {edition.fold_edition()}) == 3
