"""What the bench of the extractor counts as a word."""

from __future__ import annotations

from bench.extraction import parts, words


def test_marks_of_markdown_are_no_words() -> None:
    assert words(r"\_\_ga\_x **_Only_ here**<br>[more](https://a.example/b_c)") == words("__ga_x Only here more")
    assert words("two<br/>words") == ["two", "words"]


def test_words_that_differ_stay_different() -> None:
    assert words("not here") != words("here")
    assert words("30 days") != words("90 days")


def test_parts_of_a_reference() -> None:
    text = "# Head\n\nUnder\n=====\n\n| one cell | x |\n|---|---|\n\n* an item\n2. another\n"
    assert parts(text) == (["# Head", "Under"], [" one cell "], ["an item", "another"])
