"""A statement is known in its own words and in others, never in its contrary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.history.phrase_search import SearchableText, StatementMatch, find_statement
from tests.core.policy_sentences import ACTS, DATA, PERIODS, RECIPIENTS, facts, promises, scraps, statements, texts

PROMISE = "Larkspur does NOT share, sell, rent, or trade your personal information with third parties for their promotional purposes."
PHRASE = "does NOT share, sell, rent"


@pytest.mark.parametrize(
    "text",
    [
        PROMISE,
        "We write. " + PROMISE + " We read.",
        "* Larkspur does **not** [share](https://larkspur.example/sharing), sell, rent — or lend.",
        "Larkspur does\nnot share, sell, rent.",
    ],
)
def test_its_own_words_whatever_the_markup(text: str) -> None:
    found = find_statement(PHRASE, SearchableText(text))
    assert found is not None
    assert found.exact
    assert found.similarity == 1


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur will not sell, share, or rent your information.",
        "We don't share, sell, rent or otherwise give your data away.",
        "Your information is neither shared nor sold nor rented.",
    ],
)
def test_a_rewording_stands(text: str) -> None:
    found = find_statement(PHRASE, SearchableText("We keep logs.\n\n" + text + "\n\nWe read."))
    assert found is not None
    assert not found.exact
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur may share, sell or rent your information.",
        "We share, sell and rent it. We do not care.",
        "We do not only share, but also sell and rent it.",
        "We do not keep your information.",
        "",
        "...",
    ],
)
def test_the_contrary_and_the_unrelated_do_not(text: str) -> None:
    assert find_statement(PHRASE, SearchableText(text)) is None


def test_another_number_is_another_statement() -> None:
    phrase = "We erase your account information after 30 days"
    assert find_statement(phrase, SearchableText("Your account information is erased by us after 30 days.")) is not None
    assert find_statement(phrase, SearchableText("We erase your account information after 90 days.")) is None


def test_a_few_words_are_looked_for_as_they_are() -> None:
    assert find_statement("Version 7.", SearchableText("Version 8.")) is None
    assert find_statement("sell", SearchableText("We resell it.")) is None
    assert find_statement("数据", SearchableText("我们保护您的数据。")) is not None


def test_a_text_that_holds_the_words_helps_to_know_them_elsewhere() -> None:
    """Too many words of the sentence went for it to be known by itself; its place tells."""
    around = "We keep your orders for seven years.\n\n{}\n\nYou may write to us at any time."
    phrase = "We will never sell your personal information to advertisers or to data brokers"
    model = SearchableText(around.format(phrase + "."))
    script = SearchableText(around.format("We will never sell your personal information to anyone for money."))
    assert find_statement(phrase, script) is None
    found = find_statement(phrase, script, [model])
    assert found is not None
    assert found.text.startswith("We will never sell")
    contrary = SearchableText(around.format("We may sell your personal information to advertisers or to data brokers."))
    assert find_statement(phrase, contrary, [model]) is None


def test_section_and_span_lead_to_the_words() -> None:
    text = f"# Privacy Policy\n\n## 4. Sharing\n\nWe write. {PROMISE}\n"
    found = find_statement(PHRASE, SearchableText(text))
    assert found is not None
    assert found.section == ("Privacy Policy", "4. Sharing")
    assert text[slice(*found.span)] == found.text == PROMISE


def test_words_over_two_sentences() -> None:
    found = find_statement("any time. Write to us", SearchableText("You may object at any time. Write to us. Or call."))
    assert found is not None
    assert found.text == "You may object at any time. Write to us."


# --- details ----------------------------------------------------------------------------------------------------------


def found(phrase: str, text: str) -> StatementMatch | None:
    return find_statement(phrase, SearchableText(text))


def test_a_words_part_is_not_the_word() -> None:
    assert found("share", "We reshare it. We shared it.") is None
    assert found("share", "We re-share it.") is not None


def test_of_several_places_the_first_is_given() -> None:
    match = found("we keep logs", "# Logs\n\nWe keep logs.\n\n# Again\n\nWe keep logs.")
    assert match is not None
    assert match.section == ("Logs",)


def test_of_several_rewordings_the_most_similar_is_given() -> None:
    closer, further = "We never sell or rent your personal data.", "We never rent or sell personal data."
    match = found("we never sell or rent personal data", f"{further}\n\n{closer}")
    assert match is not None
    assert match.text == closer


def test_irregular_verbs_are_brought_together() -> None:
    assert found("We keep personal records securely for customers", "Personal records are kept securely for customers.") is not None


def test_a_negation_right_before_the_match_counts_and_one_far_before_does_not() -> None:
    phrase = "your account information is shared with our partners"
    assert found(phrase, "Never is your account information ever shared with partners of ours.") is None
    far = "No letter goes unread at our desk on any day of the week; your account information is also shared with our partners."
    assert found(phrase.replace("is shared", "is also being shared"), far) is not None


def test_what_looks_like_a_negation_is_none() -> None:
    phrase = "We share your account information with our partners"
    assert found(phrase, "We share not only your account information with our partners.") is not None
    assert found(phrase, "We share your account information, including without limitation your name, with our partners.") is not None


def test_further_numbers_do_no_harm_but_other_ones_do() -> None:
    phrase = "We erase your account information after 30 days"
    assert found(phrase, "We erase your account information after 30 days, in 2 steps.") is not None
    assert found(phrase, "After 60 days we erase your account information.") is None


@pytest.mark.parametrize("text", ["", "\n\n", "---", "| | |", "\x00", "a" * 10_000])
@pytest.mark.parametrize("phrase", ["", "...", "not", "no no no", "We share your account information"])
def test_odd_texts_and_phrases_match_nothing(phrase: str, text: str) -> None:
    assert found(phrase, text) is None


# --- laws -------------------------------------------------------------------------------------------------------------


@given(texts, statements)
def test_a_statement_is_found_where_it_stands(text: str, phrase: str) -> None:
    match = found(phrase, f"{text}\n\n{phrase}\n")
    assert match is not None
    assert match.exact
    assert phrase.lower() in match.text.lower()


@given(
    st.lists(st.lists(st.sampled_from(["Larkspur", "shop.", "30", "--", "e-mail", "* "]), max_size=6).map(" ".join), max_size=8),
    st.integers(0, 30),
    st.integers(1, 9),
)
def test_words_are_found_in_the_statements_that_hold_them_first(lines: list[str], start: int, count: int) -> None:
    """As one would look for them word by word, over lines and statements, with those that have no words between them."""
    text = SearchableText("\n".join(lines))
    flat = [(word, unit) for unit, found in enumerate(text.unit_words) for word in found]
    wanted = [word for word, _ in flat[start : start + count]]
    runs = (flat[at : at + len(wanted)] for at in range(len(flat)))
    first = next((run for run in runs if wanted and [word for word, _ in run] == wanted), None)
    assert text.find_exact(wanted) == (first and (first[0][1], first[-1][1]))
    if first:
        match = text.match(first[0][1], first[-1][1], exact=True, similarity=1.0)
        cut = text.units[first[0][1] : first[-1][1] + 1]
        assert match.text == text.text[cut[0].start : cut[-1].end].strip()


@given(st.one_of(texts, scraps), statements)
def test_a_match_is_a_passage_of_the_text(text: str, phrase: str) -> None:
    match = found(phrase, text)
    if match is not None:
        assert text[slice(*match.span)] == match.text == match.text.strip()
        assert 0 < match.similarity <= 1
        assert match.exact is (match.similarity == 1) or not match.exact


@given(promises)
def test_a_promise_is_never_found_in_its_contrary(promise: str) -> None:
    contrary = promise.replace("do not", "may")
    assert found(promise, contrary) is None
    assert found(contrary, promise) is None
    around = "We keep your orders for seven years.\n\n{}\n\nYou may write to us."
    exact = [SearchableText(around.format(promise))]
    assert find_statement(promise, SearchableText(around.format(contrary)), exact) is None, "nor by its place"


@given(facts.filter(lambda fact: "not" not in fact), st.sampled_from(["not", "never"]))
def test_a_fact_is_never_found_negated(fact: str, negation: str) -> None:
    subject, rest = fact.split(" ", 1)
    negated = f"{subject} {'do ' if negation == 'not' else ''}{negation} {rest}"
    assert found(negated, fact) is None


@given(st.sampled_from(DATA), st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_a_period_is_never_found_as_another(data: str, one: str, other: str) -> None:
    phrase = f"We keep {data} of our customers for {one} and no longer."
    match = found(phrase, f"We keep {data} of our customers for {other} and no longer.")
    if one[0].isdigit():
        assert (match is not None) is (one == other)


@given(st.sampled_from(ACTS), st.sampled_from(DATA), st.sampled_from(RECIPIENTS))
def test_the_order_of_clauses_may_change(act: str, data: str, recipient: str) -> None:
    match = found(f"We may {act} {data} with {recipient} abroad", f"We may {act} with {recipient} abroad {data}.")
    assert match is None or not match.exact


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("share your data", "We do not share your data.", None),
        ("share your data", "Neither we nor our partners share your data.", None),
        ("share your data", "We do not sell it. We share your data with partners.", "We share your data with partners."),
        ("share your data", "We do not only share your data, we also sell it.", "We do not only share your data, we also sell it."),
        ("do not share your data", "We do not share your data.", "We do not share your data."),
        ("third parties", "We do not share it with third parties.", "We do not share it with third parties."),
    ],
)
def test_a_phrase_that_says_what_is_done_is_not_found_where_it_is_denied(phrase: str, text: str, found: str | None) -> None:
    match = find_statement(phrase, SearchableText(text))
    assert (match.text if match else None) == found
