"""The extractor's figures on real pages with the text that hand-written selectors took from them; docs/evaluation.md shows the table."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.no_cover
def test_figures_on_real_pages(shared: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared / "eval" / "extraction"
    if not folder.is_dir():
        pytest.skip("no pages with reference texts on this machine")
    monkeypatch.syspath_prepend(str(root / "bench"))
    sys.modules.pop("extraction", None)
    from extraction import figures  # type: ignore[import-not-found]

    found = figures(folder, repeats=1)
    assert found["recall median"] >= 0.995
    assert found["recall 10th pct"] >= 0.95
    assert found["pages under 0.80"] == 0
    assert found["precision median"] >= 0.985
    assert found["headings kept"] >= 0.99
    assert found["cells kept"] >= 0.82
    assert found["items kept"] >= 0.97


def test_real_texts_read_back_as_themselves(shared: Path) -> None:
    from monitor.core.extract.blocks import write
    from monitor.core.extract.markdown import read_markup

    for path in sorted((shared / "eval" / "dev" / "pool").glob("*/new.md"))[::4]:
        once = write(read_markup(path.read_text("utf-8")))
        assert write(read_markup(once)) == once, path
