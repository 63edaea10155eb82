"""What a whole text says or does not, and the change that begins or ends it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.newly_said import newly_said, sentences_of
from tests.core.meaning.features.one_change import change

TOAD = "We feed your toad."


@pytest.mark.parametrize(
    ("old", "new", "rest_old", "rest_new", "expected"),
    [
        ("", TOAD, "", "", (True, False)),
        (TOAD, "", "", "", (False, True)),
        (TOAD, f"{TOAD} Daily.", "", "", (False, False)),
        ("", TOAD, "Another toad.", "Another toad.", (False, False)),
        (TOAD, "", "Another toad.", "Another toad.", (False, False)),
        ("", "We feed your cat.", "", "", (False, False)),
    ],
)
def test_what_begins_and_what_ends(old: str, new: str, rest_old: str, rest_new: str, expected: tuple[bool, bool]) -> None:
    seen = change(old, new, rest_old=rest_old, rest_new=rest_new)
    assert newly_said(seen, "toads", lambda text: "toad" in text) == expected


def test_a_page_that_was_run_together_is_no_sentence() -> None:
    assert list(sentences_of(f"one. two\n{'x' * 2000}")) == ["one.", "two"]
