"""Long clauses made shorter: what is left out, and what never is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.meaning.headlines.condensed import both_ends, condensed, limits_of
from monitor.core.meaning.headlines.quoting import SPARE
from monitor.core.meaning.negation import LIMITING

ASIDE = "We may share what you order (such as the dates, the amounts and the shops in which you were) with the parent of the child"
EXAMPLES = "We may share what you order, such as the dates, the amounts and the shops in which you were, with the parent of the child"
OCCASION = "In connection with the refunds for which the guests of the mill ask us in summer, we may share your orders with your bank"
CONDITION = (
    "If you bring pictures, letters or songs to the gate of the mill in one of the months in which it is open to guests, we may keep them "
    "for as long as we like"
)


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text)


def test_what_fits_is_quoted_whole() -> None:
    assert condensed("We keep it; we sell it.", 40) == "We keep it; we sell it"


@pytest.mark.parametrize("text", [ASIDE, EXAMPLES])
def test_the_recipient_stays_where_examples_are_left_out(text: str) -> None:
    short = condensed(text, 60)
    assert short.startswith("We may share what you order")
    assert "with the parent of the child" in short
    assert "amounts" not in short
    assert "…" in short


@pytest.mark.parametrize(
    "aside", ["(but not your name or the names of others)", "(unless you ask us not to do it)", "(only in the summer)"]
)
def test_an_aside_that_denies_or_limits_stays(aside: str) -> None:
    text = f"We may share what you order {aside} with the parent of the child"
    assert aside in condensed(text, 60)


def test_without_limitation_limits_nothing() -> None:
    text = "We may share what you order (including, without limitation, the dates and the amounts of it) with the parent of the child"
    assert condensed(text, 50) == "We may share what you order … with the parent of the child"


def test_the_occasion_before_a_sentence_is_left_out() -> None:
    assert condensed(OCCASION, 60) == "…we may share your orders with your bank"


@pytest.mark.parametrize(
    "opening", ["Unless you object within a month of the summer in which you came to the mill with a boat", CONDITION.partition(", we")[0]]
)
def test_a_condition_is_begun_and_never_left_out(opening: str) -> None:
    short = condensed(f"{opening}, we may keep all of your letters and sell the boats for as long as we like", 90)
    assert short.startswith(opening[:12])


def test_what_holds_under_a_condition_is_quoted_with_its_beginning() -> None:
    short = condensed(CONDITION, 90)
    assert short.startswith("If you bring pictures")
    assert short.endswith("we may keep them for as long as we like")


def test_a_condition_that_limits_in_its_middle_is_not_shortened_there() -> None:
    text = CONDITION.replace("of the mill in one", "of the mill, but not at night, unless in one")
    short = condensed(text, 90)
    assert "…" in short
    assert not (short.endswith("as long as we like") and "not at night" not in short)


def test_two_sentences_are_not_run_together() -> None:
    text = "If you sell boats on the pond, ask the keeper at the gate. Agents of the club, who come in summer, may sign for you here"
    short = condensed(text, 70)
    assert not ("If you sell" in short and "may sign for you" in short)


@given(
    st.lists(
        st.sampled_from(
            ["we", "may", "not", "share", "it,", "(such", "as", "boats", "and", "letters)", "with", "you;", "if", "the", "mill.", "only"]
        ),
        min_size=1,
        max_size=60,
    )
)
def test_whatever_is_quoted_stands_in_the_text_in_its_order(found: list[str]) -> None:
    text = " ".join(found)
    at = 0
    for piece in condensed(text, 50).split("…"):
        if wanted := words(piece):
            pattern = r"[^\w’'-]+".join(map(re.escape, wanted))
            match = re.compile(rf"(?<![\w’'-]){pattern}").search(text, at)
            assert match, (piece, text)
            at = match.end()


@given(
    st.lists(
        st.sampled_from(["we", "may", "share", "it", "with", "you", "and", "the", "mill,", "boats", "or", "letters"]),
        min_size=40,
        max_size=80,
    ),
    st.integers(60, 160),
)
def test_a_condensed_clause_is_short(found: list[str], room: int) -> None:
    assert len(condensed(" ".join(found), room)) <= room + SPARE + 60


LEAD = (
    "Any picture of the geese that disturbs the guests of the mill, the keeper or the members of the club in their sleep is prohibited, "
    "which includes pictures that"
)


def test_a_lead_is_named_by_its_beginning_and_its_end() -> None:
    named = both_ends(f"{LEAD}:", 110)
    assert named.startswith("Any picture of the geese")
    assert named.endswith("is prohibited, which includes pictures that:")
    assert "…" in named


@pytest.mark.parametrize("word", sorted(LIMITING & {"not", "never", "only", "unless", "except", "without"}))
def test_a_lead_keeps_every_word_that_denies_or_limits(word: str) -> None:
    lead = (
        f"You agree, as do all of those who come to the mill by boat, {word} to do any of the following while you are a guest of the club:"
    )
    assert f" {word} to do any" in both_ends(lead, 60)


def test_a_short_lead_stays() -> None:
    assert both_ends("You may not:", 60) == "You may not:"


def test_of_a_short_condition_the_consequence_is_kept() -> None:
    text = (
        "If you do, any fee for the yearly card is set by the partner from whom you bought it, and you should read its terms "
        "for the price, what boats are yours, the way in which it is ended, and all further questions about the card of the club."
    )
    assert "is set by the partner" in condensed(text, 160)


def test_a_question_is_no_main_clause() -> None:
    text = (
        "If you rent a boat of the club for a whole summer from one of the towns, read there what it costs by day, what boats are yours, "
        "which towns may be reached and how the boats have to be brought back by you at the end of the summer."
    )
    assert " … what boats are yours" not in condensed(text, 130)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("We never share it unless you agree.", ["not", "unless"]),
        ("We do not share it, except with banks.", ["except", "not"]),
        ("We share it, including but not limited to your name.", []),
        ("We share it.", []),
    ],
)
def test_words_that_deny_or_limit(text: str, limits: list[str]) -> None:
    assert limits_of(text) == limits
