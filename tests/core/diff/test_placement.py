"""What governs a line: its lead-in and its heading, and when two of them say different things."""

from __future__ import annotations

import pytest

from monitor.core.diff.placement import Places, adjoining, denies, keeps_order, other_heading, other_lead
from monitor.core.text.segment import SegmentedText

TEXT = """# Privacy
We never collect:
- names
  - of dogs
- ages
A paragraph.
- stray
Rates:
| a | b |
## Rest
- alone"""


def test_lead_ins_and_headings_of_lines() -> None:
    places = Places(SegmentedText(TEXT))
    leads = [place.lead for place in (places[number] for number in range(11))]
    assert leads == [None, None, 1, 2, 1, None, None, None, 7, None, None]
    assert [places[number].heading for number in (1, 8, 10)] == [0, 0, 9]
    assert places.key(2) == ("We never collect:", "# Privacy")


def test_of_a_paragraph_the_last_sentence_leads() -> None:
    places = Places(SegmentedText("Letters matter to us. We never sell:\n- names"))
    assert places.governing(places[1].lead) == "We never sell:"
    assert not places.governing(None)


@pytest.mark.parametrize("line", ["We never collect:", "You may not:", "## What we do not sell", "What is not shared:"])
def test_denials(line: str) -> None:
    assert denies(line)


@pytest.mark.parametrize(
    "line",
    ["", "We collect:", "If you do not agree, you may:", "## No liability", "## Do not track", "We say no more " * 5 + ":"],
)
def test_no_denials(line: str) -> None:
    assert not denies(line)


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        ("We collect:", "We never collect:", True),
        ("We collect:", "We sell:", True),
        ("You may:", "We may:", True),
        ("We collect:", "We collect the following:", False),
        ("We collect these data:", "We also collect data:", False),
        ("", "We collect:", False),
        ("", "We never collect:", True),
        ("Such as:", "For example:", False),
        ("By default, we read:", "Only if you agree, we read:", True),
        ("We lend to bakers:", "We lend to you alone:", True),
        ("We read letters:", "How to read letters:", False),
        ("Long words " * 7 + "here:", "Other things " * 7 + "there:", False),
    ],
)
def test_other_lead_ins(old: str, new: str, *, differ: bool) -> None:
    assert other_lead(old, new) is differ
    assert other_lead(new, old) is differ


def test_other_headings() -> None:
    assert other_heading("## What we sell", "## What we never sell", moved=False)
    assert not other_heading("## Rights", "## Residents of Ontario", moved=False)
    assert other_heading("## Rights", "## Residents of Ontario", moved=True)
    assert not other_heading("## Rights", "## Duties", moved=True)
    assert other_heading("## Kept for a week", "## Kept for ten years", moved=False)
    assert not other_heading("## How to contact us", "## Contact us", moved=True)


def test_lists_in_an_order_of_their_own() -> None:
    assert keeps_order("In this order:")
    assert not keeps_order("We collect:")
    assert not keeps_order("")


def test_runs_of_lines_in_one_place() -> None:
    places = Places(SegmentedText("A:\n- a\n- b\n\nB:\n- c"))
    assert list(adjoining([(2, 2), (1, 1), (5, 5)], (places, places))) == [[(1, 1), (2, 2)], [(5, 5)]]
    assert list(adjoining([], (places, places))) == []
