"""Words that stand elsewhere in the other text, captures that break off, and what is no edit of the policy at all."""

from __future__ import annotations

import pytest

from tests.core.meaning.features.changes import names

STATEMENT = "We keep the letters that you send to our shop in a drawer of the counter."


def test_a_statement_that_stood_already_was_not_added() -> None:
    assert {"elsewhere:stood", "elsewhere:whole"} <= names("relocation", "", STATEMENT, rest_old=STATEMENT, rest_new=STATEMENT)
    assert names("relocation", "", STATEMENT) == set()


def test_a_statement_that_still_stands_was_not_removed() -> None:
    assert {"elsewhere:stands", "elsewhere:whole"} <= names("relocation", STATEMENT, "", rest_old=STATEMENT, rest_new=STATEMENT)
    assert names("relocation", STATEMENT, "") == set()


def test_a_statement_that_stands_in_other_words_elsewhere_is_another_one() -> None:
    other = "Letters are kept in a box by the door for as long as the customer wishes."
    assert names("relocation", "", STATEMENT, rest_old=other, rest_new=other) == set()


@pytest.mark.parametrize(
    ("old", "new", "foreign"),
    [
        ("", "Play casino, poker, slots and betting here, and buy viagra.", True),
        ("Play casino, poker, slots and betting here, and buy viagra.", "", True),
        ("", "Our casino is open at nine.", False),
        ("", "We sell bread, cake, tea and honey.", False),
    ],
)
def test_words_of_intruders(old: str, new: str, foreign: bool) -> None:
    assert ("foreign-text" in names("relocation", old, new)) is foreign


@pytest.mark.parametrize(
    ("old", "new", "trivial"),
    [
        ("Read our menu of teas.", "Read our new menu of teas.", True),
        ("Read our menu of teas.", "Read our long list of coffees.", False),
        ("Read our menu of teas.", "", False),
    ],
)
def test_an_edit_of_one_word_is_trivial(old: str, new: str, trivial: bool) -> None:
    assert ("edit:trivial" in names("relocation", old, new)) is trivial


def test_a_table_of_contents_repeats_the_headings() -> None:
    rest = "## What we collect\n\nNames.\n\n## How we use it\n\nFor letters.\n\n## Who sees it\n\nNobody else."
    contents = "- What we collect\n- How we use it\n- Who sees it"
    assert "contents" in names("relocation", "", contents, rest_old=rest, rest_new=rest)
    assert "contents" not in names("relocation", "", contents)
