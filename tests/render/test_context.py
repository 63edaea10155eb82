"""A long redline shows its changes and what is around them; what it leaves out, it says."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.render.context import AROUND, WHOLE_UP_TO, OmittedPassage, in_context
from monitor.render.redline import Line, TextRun, plain_lines
from monitor.render.site import render_policy

from . import sample

LONG = "We keep the records of your orders for as long as the law asks us to. " * 4


def line(state: str, text: str = LONG, shape: str = "p") -> Line:
    mark = "=" if state == "same" else "+"
    return Line((TextRun(mark, text),), state, shape, 2 if shape == "h" else 0, "", (), ())


def texts(chunks: list[list[Line | OmittedPassage]]) -> str:
    return " ".join(
        "gap" if isinstance(one, OmittedPassage) else one.state if one.shape == "p" else one.shape for chunk in chunks for one in chunk
    )


def test_a_change_keeps_its_neighbours_and_the_headings() -> None:
    chunk = [line("same", "Sharing", "h"), *[line("same")] * 40, line("new"), *[line("same")] * 40]
    (shown,) = in_context([chunk])
    assert texts([shown]) == "h gap same new same gap"
    assert shown[1] == OmittedPassage(39, 39 * len(LONG.split()))


@pytest.mark.parametrize("chunks", [[], [[line("new")]], [[line("same")] * 100], [[line("new"), *[line("same")] * 9]]])
def test_what_is_short_or_unchanged_stays_whole(chunks: list[list[Line]]) -> None:
    assert in_context(chunks) == chunks


def test_a_gap_that_would_save_nothing_is_not_made() -> None:
    chunk = [line("new"), *[line("same", "Yes.")] * 9, line("new"), *[line("same")] * 60]
    assert texts(in_context([chunk])).startswith("new same same same same same same same same same new same gap")


def test_a_line_that_only_has_the_anchor_of_a_change_stays() -> None:
    anchored = Line((TextRun("=", LONG),), "same", "p", 0, "", ("a1",), (("at", "a1"),))
    chunk = [*[line("same")] * 50, anchored, *[line("same")] * 50]
    assert anchored in in_context([chunk])[0]


@given(st.lists(st.lists(st.sampled_from(["same", "same", "same", "new", "old", "both"]).map(line), max_size=30), max_size=6))
def test_nothing_that_changed_is_left_out_and_nothing_is_lost_count_of(chunks: list[list[Line]]) -> None:
    shown = in_context(chunks)
    assert [len(chunk) for chunk in chunks] == [
        sum(one.paragraphs if isinstance(one, OmittedPassage) else 1 for one in chunk) for chunk in shown
    ]
    kept = [one for chunk in shown for one in chunk if not isinstance(one, OmittedPassage)]
    assert [one for one in kept if one.state != "same"] == [one for chunk in chunks for one in chunk if one.state != "same"]


def test_the_page_of_a_long_policy_says_what_it_leaves_out(tmp_path: Path) -> None:
    body = [f"## Part {n}\n\n" + "\n\n".join(f"{LONG}{n}.{m}" for m in range(12)) for n in range(6)]
    old = "\n\n".join(body)
    new = old.replace(f"{LONG}3.6", f"We sell your orders. {LONG}3.6")
    policy = sample.Policy("long", "Long", urls=("https://long.example/",))
    days = (sample.at("2020-01-01"), sample.at("2021-01-01"))
    render_policy(
        sample.history(policy, [sample.version(policy, t, d, d) for t, d in zip((old, new), days, strict=True)]), tmp_path, now=sample.NOW
    )
    (page,) = (tmp_path / "long").glob("*--*.html")
    text = page.read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert "The changes in context" in text
    assert "policy-monitor show long@2021-01-01T" in text
    assert "We sell your orders." in text
    told = sum(int(n) for n in re.findall(r"\[… (\d+) unchanged paragraph", text))
    assert told == 72 - 1 - 2 * AROUND
    assert len(plain_lines(new)) == 78
    assert len(text) < len(new) / 1.5 + WHOLE_UP_TO
