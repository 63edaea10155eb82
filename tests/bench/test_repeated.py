"""Repeated fragments: how many there are, how long they get, and what counts as too much."""

from __future__ import annotations

import time

import pytest

from bench import repeated
from bench.repeated import Measured, cost, is_steep, measured, process, rows_of
from bench.repeated_texts import FORMS, FRAGMENTS, LENGTHS, PIECES, markup


def test_there_are_688_fragments_and_eight_lengths() -> None:
    assert len(set(PIECES)) == len(PIECES)
    assert len(FRAGMENTS) == len(set(FRAGMENTS)) == 688
    assert len(LENGTHS) == 8


@pytest.mark.parametrize("form", FORMS)
def test_markup_is_about_as_long_as_asked(form: str) -> None:
    for piece in PIECES:
        assert 0.5 < len(markup(form, piece, 4_000)) / 4_000 < 1.8 or "&" in markup(form, piece, 4_000), piece


@pytest.mark.parametrize(("short", "long", "steep"), [(0.1, 0.5, False), (0.1, 1.6, True), (0.001, 0.1, False)])
def test_growth_is_judged_where_it_can_be_measured(short: float, long: float, steep: bool) -> None:
    assert is_steep(short, long) is steep


def test_a_crash_a_hang_and_a_quadratic_step_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(pages: list[bytes]) -> None:
        size = len(pages[1])
        if b"crash" in pages[1]:
            raise KeyError("crash")
        if b"hang" in pages[1]:
            raise TimeoutError
        until = time.process_time() + (size / 40_000) ** 3 * (0.2 if b"square" in pages[1] else 0.0)
        while time.process_time() < until:
            pass

    monkeypatch.setattr(repeated, "process", odd)
    monkeypatch.setattr(repeated, "CHEAP", 0.02)
    monkeypatch.setattr(repeated, "LENGTHS", LENGTHS[3:7])
    found = [measured("run on", piece) for piece in ("crash ", "hang ", "square ", "plain ")]
    assert found[0].fault == "crash at 4,000 characters: KeyError: 'crash'"
    assert found[1].fault == "hang: more than 20 s of CPU at 4,000 characters"
    assert found[2].fault.startswith("super-linear at ")
    assert found[3].fault == ""
    assert [figure for _, figure, must in rows_of(found) if must == "0"] == ["1", "1", "1"]


def test_a_page_is_read_and_compared() -> None:
    process([b"<p>We keep your data.</p>", b"<p>We sell your data.</p>"])
    assert cost("items", "we do not sell ", 500) > 0
    assert rows_of([Measured("items", "x", [0.5, 2.5])])[-1][1] == "2.5 s"
