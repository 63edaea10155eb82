"""Quotations: whole where they fit, cut at words, and never before what must be in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.headlines.quoting import ROOM, bare, excerpt, quoted, shown, stretch, title, unmarked, without_hanging

LONG = "The mill stands by the river and the boats are green, as they were in the days of the first keeper, "


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("- We sell it.", "We sell it."),
        ("| Alder | hosting |", "Alder | hosting"),
        ("**We** sell it.", "We sell it."),
        ("See [our list](https://a.example).", "See our list."),
        ("We<br>sell", "We sell"),
        ("The “Club” rules", "The ‘Club’ rules"),
        ('The "Club" rules', "The 'Club' rules"),
        ("(iv) We sell it.", "We sell it."),
    ],
)
def test_a_clause_is_shown_as_on_a_page(text: str, plain: str) -> None:
    assert shown(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"), [("## Sharing", "Sharing"), ("a) We sell it.", "We sell it."), ("2024 was good.", "2024 was good.")]
)
def test_markers_are_left_out_and_numbers_stay(text: str, plain: str) -> None:
    assert unmarked(text) == plain


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("## 5. Sharing", "“5. Sharing”"),
        ("Write to help@mill.example", ""),
        ("create maps and layers; and", ""),
        ("Read more", ""),
        ("12", ""),
        ("A heading that goes on and on until it is longer than any heading", ""),
    ],
)
def test_only_what_can_be_a_heading_is_named(heading: str, named: str) -> None:
    assert title(heading) == named


def test_a_short_clause_is_quoted_whole() -> None:
    assert quoted("We keep it, and we sell it.") == "“We keep it, and we sell it”"


@pytest.mark.parametrize("end", ["you waive your right to a jury trial", "we may sell your address to brokers", "the fee is $500 a month"])
def test_a_long_clause_is_never_cut_before_its_operative_words(end: str) -> None:
    assert end in excerpt(LONG * 4 + end, ROOM)


def test_the_denial_before_a_stretch_is_quoted_with_it() -> None:
    text = LONG * 3 + "we do not, whatever our bank or our carrier may say in their letters to us, sell your address to brokers or share it"
    found = excerpt(text, 90, (text.index("sell your"), text.index("brokers")))
    assert "we do not" in found
    assert "sell your address" in found


@given(st.text("ab ,.;:(not)", max_size=700), st.integers(20, 200))
def test_an_excerpt_stands_in_its_text(text: str, room: int) -> None:
    assert excerpt(text, room).removeprefix("…").removesuffix("…") in text


@given(st.lists(st.sampled_from(["we", "sell", "not", "it,", "mill.", "(a)"]), min_size=60, max_size=90), st.integers(0, 50))
def test_what_must_be_quoted_is_quoted(words: list[str], at: int) -> None:
    words[at] = "HERE"
    text = " ".join(words)
    place = text.index("HERE")
    assert "HERE" in excerpt(text, 80, (place, place + 4))


def test_edges() -> None:
    assert bare(" – We keep it; ") == "We keep it"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("we close it, and to the", "we close it"),
        ("we close it for your", "we close it"),
        ("with brokers, such as", "with brokers"),
        ("we will not", "we will not"),
        ("we close it", "we close it"),
        ("the", "the"),
    ],
)
def test_words_that_hang_in_the_air_are_left_out(words: str, kept: str) -> None:
    assert without_hanging(words) == kept


@pytest.mark.parametrize("word", ["not", "never", "no", "cannot"])
def test_a_word_that_denies_never_hangs(word: str) -> None:
    assert without_hanging(f"we will {word}").endswith(word)


def test_a_bracket_that_was_only_begun_is_left_out() -> None:
    text = f"We pay back all that you paid for boats, with the fee of the ferry (save for what others {'and others ' * 8}paid)"
    assert stretch(text, 0, 80) == "We pay back all that you paid for boats, with the fee of the ferry…"


@pytest.mark.parametrize("hanging", ["which we keep", "including letters", "and boats", "without limitation oars"])
def test_a_quotation_does_not_begin_in_the_middle_of_a_clause(hanging: str) -> None:
    text = f"{LONG * 2}brokers, {hanging} and sell to brokers in the town and to others"
    assert not excerpt(text, 90).startswith(f"…{hanging.split(maxsplit=1)[0]} ")


@pytest.mark.parametrize("short", ["e.g. letters", "Acme Inc. sells boats", "Art. 6 of the law"])
def test_an_abbreviation_ends_no_quotation(short: str) -> None:
    text = f"We keep what you give to the keeper of the mill in summer ({short} and boats) and sell it to brokers in the town by the river"
    assert not stretch(text, 0, 60).endswith((" e.g…", "Inc…", "Art…"))
