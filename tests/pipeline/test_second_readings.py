"""What was said is shown, and how the reader is doing in one line."""

from __future__ import annotations

from pathlib import Path

from monitor.pipeline.second_readings import ReaderState, reader_json, reader_line, reader_state, second_key, second_readings

from .pipeline_world import POLICY, World, open_world


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    context = open_world(tmp_path, World())
    assert second_readings(context, POLICY) == {}
    assert second_key({}) == ""
    assert reader_state(context) is None


def test_one_line_and_json() -> None:
    state = ReaderState(12, {"invented-quote": 2}, 1, 1, "no answer", 3, 9120)
    assert reader_line(state).startswith(
        "12 opinions, 2 answers dropped (invented-quote 2), 1 question waiting, 1 question given up; today 3 requests"
    )
    assert reader_json(state)["last_failure"] == "no answer"
