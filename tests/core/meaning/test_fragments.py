"""What a line is read with."""

from __future__ import annotations

import pytest

from monitor.core.meaning.fragments import NOTHING_ABOVE, Above, above, is_head
from monitor.core.text.segment import SegmentedText, Unit


def last(text: str) -> tuple[Unit, SegmentedText]:
    page = SegmentedText(text)
    return page.units(len(page.lines) - 1)[-1], page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We never:\n\n- sell it", Above("We never:")),
        ("Do you sell it?\n\nNo.", Above("Do you sell it?")),
        ("### Do you sell it?\n\nNo.", Above("Do you sell it?")),
        ("**Do you sell it?** No.", Above("Do you sell it?")),
        ("Do you sell it?\n\nWe like bees. No.", NOTHING_ABOVE),
        (f"Do you sell it?\n\n{'We say so at length. ' * 9}Well, {'no ' * 60}.", NOTHING_ABOVE),
        ("Do you sell it?\n\nDo you share it?", NOTHING_ABOVE),
        ("| Data | Sold |\n| --- | --- |\n| Names | No |", Above(head="| Data | Sold |")),
        ("This is sold:\n\n| Data | Sold |\n| --- | --- |\n| Names | No |", Above("This is sold:", "| Data | Sold |")),
        ("| Do we sell it? | No |\n| --- | --- |\n| Do we share it? | Yes |", NOTHING_ABOVE),
        ("| Names | No |\n| Letters | No |", NOTHING_ABOVE),
        ("## Sub-processors\n\n- Acme Inc., hosting", Above(heading="Sub-processors")),
        ("## Sub-processors\n\nHosting: Acme Inc., Dublin", Above(heading="Sub-processors")),
        ("## Sub-processors\n\n- We use no others.", NOTHING_ABOVE),
        ("## Sub-processors\n\n- [Back to top](#top)", NOTHING_ABOVE),
        ("## Sub-processors\n\n- Subscribe to updates", NOTHING_ABOVE),
        ("## Sub-processors\n\nAcme", NOTHING_ABOVE),
        ("- Acme Inc., hosting", NOTHING_ABOVE),
        ("# Privacy", NOTHING_ABOVE),
    ],
)
def test_what_stands_above(text: str, expected: Above) -> None:
    assert above(*last(text)) == expected


def test_all_of_it_is_read_together() -> None:
    assert Above("This is sold:", "| Data | Sold |", "2. Sale").words == "2. Sale\nThis is sold:\n| Data | Sold |"
    assert not NOTHING_ABOVE.is_question


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (["| Data | Sold |", "| --- | --- |", "| Names | No |"], [True, True, False]),
        (["| Do we sell it? | No |", "| --- | --- |", "| Do we share it? | Yes |"], [False, True, False]),
        (["| Names | No |", "| Letters | No |"], [False, False]),
        (["Names", "- No"], [False, False]),
    ],
)
def test_heads_of_tables(rows: list[str], heads: list[bool]) -> None:
    page = SegmentedText("\n".join(rows))
    assert [is_head(page.units(line)[0], page) for line in range(len(rows))] == heads
