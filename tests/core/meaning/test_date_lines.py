"""Gates for dates: what differs in nothing else, and lines by which a page says how old it is."""

from __future__ import annotations

import pytest

from monitor.core.meaning.date_lines import _dateless, _states, is_clock, is_date
from monitor.core.meaning.parsed import ParsedText
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("This version (Version 4.8) of the terms of the mill holds from July 29, 2021 on.", "This version (Version 4.9) of the terms of the mill holds from October 7, 2021 on."),  # noqa: E501
        ("These terms of the mill by the river hold from 2/5/2020.", "These terms of the mill by the river hold from 7/6/2021."),
        ("", "May 21st, 2025"),
    ],
)  # fmt: skip
def test_nothing_but_a_date(old: str, new: str) -> None:
    assert is_date(observed(old, new))
    assert is_date(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The letters of 2 May 2020 that we have in the mill are kept for 30 days.", "The letters of 2 May 2020 that we have in the mill are kept for 90 days."),  # noqa: E501
        ("In 2021 the mill by the river in Leeds had 6 requests to erase a letter.", "In 2022 the mill by the river in Leeds had 3 requests to erase a letter."),  # noqa: E501
        ("You may read the letters of 3 March 2020 here at any time of the day.", "You must read the letters of 3 March 2020 here at any time of the day."),  # noqa: E501
        ("The fee for the book of March 2020 of our mill is £5 for each of you.", "The fee for the book of March 2020 of our mill is $5 for each of you."),  # noqa: E501
    ],
)  # fmt: skip
def test_more_than_a_date(old: str, new: str) -> None:
    assert not is_date(observed(old, new))
    assert not is_date(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Updated 6 days ago by Mira", "Updated 1 week ago by Mira"),
        ("Last updated: over a year ago", "Last updated: yesterday"),
        ("", "Edited this week"),
        ("© 2023 Fernweh Outfitters", "© 2024 Fernweh Outfitters"),
    ],
)
def test_clocks(old: str, new: str) -> None:
    assert is_clock(observed(old, new))
    assert is_clock(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "You may object until a week ago"),
        ("© 2023 Fernweh", "© 2023 Zenith"),
        ("", "© 2023 Fernweh"),
        ("Updated 6 days ago by Mira", "We sell letters"),
    ],
)
def test_no_clocks(old: str, new: str) -> None:
    assert not is_clock(observed(old, new))


def test_may_is_no_month_before_a_verb() -> None:
    assert not is_date(observed("Members over 18 may vote.", "Members over 16 may vote."))


@pytest.mark.parametrize(
    "text",
    [
        "May 2015",
        "as of 3 March 2016",
        "iv) 1 September 2020",
        "December 2020 edition",
        "Updated 3 May",
        "Version 2.3",
        "",
        "(not) 2020",
        "[x] 2020",
    ],
)
def test_a_long_word_tells_what_a_look_at_all_words_does(text: str) -> None:
    assert _states(ParsedText.of_text(text)) is bool(_dateless(text))
