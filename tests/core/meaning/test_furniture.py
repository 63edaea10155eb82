"""Gates for what stands around a text; what binds somebody passes none of them."""

from __future__ import annotations

import pytest

from monitor.core.meaning.furniture import is_bare_heading, is_post, is_widget
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    "text", ["Was this article helpful? Yes No", "Read more\nRead more", "Show all", "Thanks for your feedback\nClose", "Send\nYour name"]
)
def test_widgets(text: str) -> None:
    assert is_widget(observed("", text))
    assert is_widget(observed(text, ""))


@pytest.mark.parametrize(
    "text", ["We sell letters\nClose", "Yes, we share letters", "Share your letters", "Your name\nYour age\nClose", "No refunds"]
)
def test_what_is_no_widget(text: str) -> None:
    assert not is_widget(observed("", text))


@pytest.mark.parametrize("text", ["## Letters and cards", "### 7. Automated reading of letters"])
def test_headings_alone(text: str) -> None:
    assert is_bare_heading(observed("", text))
    assert is_bare_heading(observed(text, ""))


@pytest.mark.parametrize(
    "text",
    [
        "## What we never sell",
        "## Residents of California",
        "## Only for children",
        "## We sell letters to banks",
        "Letters",
        "## Our former promise",
        "## Before 2020",
        "## A draft",
    ],
)
def test_headings_that_bind(text: str) -> None:
    assert not is_bare_heading(observed("", text))


def test_a_heading_in_other_words_is_judged() -> None:
    assert not is_bare_heading(observed("## Letters and cards", "## Letters and pulses"))


def test_posts() -> None:
    assert is_post(observed("", "mill_fan: 3 days ago. Boots are wet. Like Reply"))
    assert is_post(observed("", "Posted on 3 May 2021 by mill_fan. Quote Report"))
    assert not is_post(observed("", "We erase letters that you sent 30 days ago."))
    assert not is_post(observed("", "We report what readers like to the police."))
