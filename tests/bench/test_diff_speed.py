"""What the benchmark of the diff measures: every way on every pair, with nothing remembered of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import diff_speed
from bench.diff_speed import Figures, at_share, text_caches, timed, write
from monitor.core.text.tokens import word_row
from monitor.model import Document


def test_caches_of_texts_are_cleared_before_each_run() -> None:
    held = []
    word_row("We bake bread.")
    timed([lambda old, new: held.append(sum(cache.cache_info().currsize for cache in text_caches()))], [("a", *_PAIR, 0.0)], runs=2)
    assert held == [0, 0]


def test_the_ways_run_in_turn() -> None:
    order: list[str] = []
    ways = [lambda old, new: order.append("ours"), lambda old, new: order.append("theirs")]
    found = timed(ways, [("a", *_PAIR, 0.0), ("b", *_PAIR, 0.0)], runs=1)
    assert order == ["ours", "theirs", "ours", "theirs"]
    assert [len(times) for times in found] == [2, 2]


def test_the_share_of_pairs_that_a_time_covers() -> None:
    assert at_share(list(range(101)), 0.95) == 95


def measured(theirs: list[float] | None) -> Figures:
    return Figures(pairs=5, size=29.4, runs=3, ours=[2.0, 4.0, 6.0, 8.0, 100.0], theirs=theirs, memory=120.4)


def test_what_is_written_compares_like_with_like() -> None:
    found = measured([1.0, 2.0, 3.0, 4.0, 10.0])
    assert found.ratios == (2.0, 10.0)
    assert found.rows() == [
        ("5 pairs, median 29 KB a side: median / 95th / worst", "6.0 / 100.0 / 100.0 ms", ""),
        ("word diff of changedetection.io", "3.0 / 10.0 / 10.0 ms", ""),
        ("median against median", "2.0 times", "3 times"),
        ("95th against 95th", "10 times", "8 times"),
        ("peak memory, with all documents held", "120 MB", "150 MB"),
    ]


def test_without_the_other_program_nothing_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(None)
    assert found.ratios is None
    assert [row[0].split(",")[0] for row in found.rows()] == ["5 pairs", "peak memory"]
    diff_speed.print_ratio(found)
    assert "not installed" in capsys.readouterr().out


def test_the_table_stands_between_its_markers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Performance\n\n<!-- diff-speed -->\nold\n<!-- end -->\n\nMore.\n", encoding="utf-8")
    monkeypatch.setattr(diff_speed, "DOCS", tmp_path)
    write(measured([1.0]))
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert "| median against median | 6.0 times | 3 times |" in text
    assert text.endswith("<!-- end -->\n\nMore.\n")


def test_a_folder_of_pairs_is_measured_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, new in (("a", "We erase logs."), ("b", "We keep logs for a year.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old.md").write_text("We keep logs.", encoding="utf-8")
        (tmp_path / name / "new.md").write_text(new, encoding="utf-8")
    found = diff_speed.report(tmp_path, runs=1, slow=False)
    assert (found.pairs, len(found.ours)) == (2, 2)
    assert all(found.ours)
    assert "semantic diff (ours)" in capsys.readouterr().out


def test_a_missing_folder_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["diff_speed", str(tmp_path / "none")])
    with pytest.raises(SystemExit):
        diff_speed.main()
    assert "is no folder of pairs; name one" in capsys.readouterr().err


_PAIR = (Document("We keep logs."), Document("We erase logs."))
