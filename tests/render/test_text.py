from __future__ import annotations

import re
from dataclasses import replace

import pytest

from monitor.model import ChangeKind, Changelog, Side
from monitor.render.text import changelog_text

from . import sample
from .hostile import PAYLOADS, hostile


def log(place: int) -> Changelog:
    found = sample.larkspur().entries[place].changelog
    assert found is not None
    return found


def test_it_leads_with_the_headline_and_quotes_both_wordings_with_rule_and_evidence() -> None:
    text = changelog_text(log(3), "2014.md", "2016.md", color=False, width=100)
    order = (
        "old  2014.md",
        "new  2016.md",
        "Dropped: the limit",
        "2 critical, 1 material",
        "CRITICAL (2)",
        "does NOT share, sell",
        "may share personally",
        "promise-withdrawn",
        "MATERIAL (1)",
        "Not shown: 1 minor and 1 cosmetic change ",
    )
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "[!!] Withdrawn: the promise not to share" in text
    assert "against you · reworded · Sale of data, Third-party sharing · in “3. Sharing”" in text
    assert "\x1b" not in text


def test_small_edits_are_shown_in_place() -> None:
    text = changelog_text(log(1), "a", "b", color=False, width=80, verbose=True)
    assert "We [-don't-]{+do not+} open letters." in text
    assert "Not shown" not in text


@pytest.mark.parametrize("width", [10, 40, 80, 120, 400])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for place in range(1, 7):
        for color in (False, True):
            text = changelog_text(log(place), "a", "b", color=color, width=width, verbose=True)
            visible = re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()
            assert max(map(len, visible)) <= max(40, min(width, 120)) + 4  # a mark that goes on is closed and opened at the line's ends


def test_colour_replaces_the_marks_and_a_mark_that_runs_over_a_line_is_closed_and_opened() -> None:
    text = changelog_text(log(1), "a", "b", color=True, width=80, verbose=True)
    assert "\x1b[9;31mdon't\x1b[0m\x1b[4;32mdo not\x1b[0m" in text
    assert "[-" not in text
    kept = "These words are kept and they go on for rather a long while so that the share of what changed stays small. " * 2
    edits = (("=", kept), ("-", "many words that are all removed here and run over the line's end"), ("=", "."))
    sides = [sample.Side("".join(t for m, t in edits if m != without), (), (0, 1)) for without in "+-"]
    made = sample.change(ChangeKind.REWORDED, sides[0], sides[1], edits, ())
    lines = changelog_text(Changelog((made,)), "a", "b", color=False, width=60, verbose=True).splitlines()
    for line in lines:
        assert line.count("[-") == line.count("-]")
    assert sum("[-" in line for line in lines) >= 2


def test_a_move_is_shown_once_with_both_places() -> None:
    text = changelog_text(log(5), "a", "b", color=False, width=100, verbose=True)
    assert "moved from “3. Sharing” to “4. Couriers and cookies”" in text
    assert text.count("Couriers who carry your parcels learn the address on it and nothing else.") == 1
    assert "Note: The text changed but the date that the page states did not." in text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (("A",), ("B",), "moved from “A” to “B”"),
        ((), ("B",), "moved from the top to “B”"),
        (("A",), (), "moved from “A” to the top"),
        (("A",), ("A",), None),
    ],
)
def test_a_move_names_sections_only_where_they_differ(old: tuple[str, ...], new: tuple[str, ...], says: str | None) -> None:
    sides = [sample.Side("These words.", section, (0, 1)) for section in (old, new)]
    made = sample.change(ChangeKind.MOVED, sides[0], sides[1], (), ())
    text = changelog_text(Changelog((made,)), "a", "b", color=False, width=80, verbose=True)
    assert (says in text) if says else ("moved from" not in text)


def test_equal_texts_say_so_in_a_line() -> None:
    assert changelog_text(Changelog(()), "a", "b", color=False, width=80) == "old  a\nnew  b\n\nThe two versions say the same thing.\n"


@pytest.mark.parametrize("payload", [*PAYLOADS, "\x1b]0;owned\x07", "\x9b31m", "a\u202eb"])
def test_nothing_in_a_policy_steers_the_terminal(payload: str) -> None:
    found = hostile(payload).entries[1].changelog
    assert found is not None
    text = changelog_text(replace(found), payload, payload, color=False, width=80, verbose=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_added_list_items_are_not_shown_as_removed() -> None:
    new = "- your precise location;\n- your date of birth."
    added = sample.change(ChangeKind.ADDED, None, Side(new, (), (0, len(new))), (), ())
    lines = changelog_text(Changelog((added,)), "a", "b", color=False, width=100, verbose=True).splitlines()
    assert "     +   • your precise location;" in lines
    assert "         • your date of birth." in lines
