"""The wording of a statement: words in order with the signs that change what they say."""

from __future__ import annotations

import pytest

from monitor.core.text.tokens import word_row
from monitor.core.text.wording import differing_runs, exchanged, marker_end, same_wording, signs_of, wording, wording_key


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("You pay £1,000 & 2.5 %.", "you pay £ 1000 and 2.5 %"),
        ("10,00 is not 10.00", "10,00 is not 10.00"),
        ("Home > Shop > 13", "home shop > 13"),
        ("C++ for 18+", "c for 18 +"),
        ("✔ yes ❌ no ☐", "✓ yes ✗ no ☐"),
        ("Prime Terms & ", "prime terms"),
        ("See [our list](/a?b=2) of banks.", "see our list of banks"),
        ("Don’t tell", "don't tell"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert " ".join(wording(text)) == tokens


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("- We keep it", "We keep it"),
        ("(iv) We keep it", "We keep it"),
        ("1. 4. Licences", "Licences"),
        ("(f)Customer pays", "Customer pays"),
        ("12.12 “Law” means", "“Law” means"),
        ("30 days", "30 days"),
        ("16. If you", "If you"),
        ("1.5 % a year", "1.5 % a year"),
        ("2024 was dry", "2024 was dry"),
        ("## 7 Letters", "Letters"),
        ("A customer pays", "A customer pays"),
    ],
)
def test_markers(line: str, rest: str) -> None:
    assert line[marker_end(line) :].strip() == rest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("re-use e-mail", "reuse email"),
        ("1,000", "1000"),
        ("A & B", "A and B"),
        ("1. A letter", "7) A letter"),
        ("**Not** here", "not here"),
        ("We dont sell", "We don’t sell"),
        ("It (the shop) is here", "It the shop is here"),
    ],
)
def test_the_same_wording(old: str, new: str) -> None:
    assert same_wording(old, new)
    assert wording_key(old, word_row(old)) == wording_key(new, word_row(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Yes | No", "No | Yes"),
        ("£5", "$5"),
        ("18+", "18"),
        ("1 5", "15"),
        ("30 days", "90 days"),
        ("≥ 5", "≤ 5"),
        ("We do not sell", "We do (not) sell"),
    ],
)
def test_another_wording(old: str, new: str) -> None:
    assert not same_wording(old, new)
    assert wording_key(old, word_row(old)) != wording_key(new, word_row(new))


def test_what_changed_places() -> None:
    assert exchanged("No | Yes", "Yes | No") == (["no"], ["no"]) or exchanged("No | Yes", "Yes | No") == (["yes"], ["yes"])
    assert exchanged("for 7 years", "for 7 years") == ([], [])


@pytest.mark.parametrize(
    ("text", "signs"), [("no sign", ()), ("30 days", ()), ("£5 or $6", ("£5", "$6")), ("5 € or 6 %", ("5€", "6%")), ("18+ ✓", ("18+", "✓"))]
)
def test_signs(text: str, signs: tuple[str, ...]) -> None:
    assert signs_of(text) == signs


def test_runs_that_differ_in_ordinary_statements() -> None:
    old, new = ["we", "do", "not", "sell", "your", "data"], ["we", "may", "sell", "all", "your", "data"]
    assert differing_runs(old, new) == [(1, 3, 1, 2), (4, 4, 3, 4)]
    assert differing_runs(old, old) == []


def test_a_word_that_is_repeated_without_end_costs_no_more_than_it_has_letters() -> None:
    """Millions of pairs of equal words: both sides differ as a whole, but for what they begin and end with."""
    many = ["never"] * 20_000
    assert differing_runs(["a", *many, "x", *many, "z"], ["a", *many, *many, "z"]) == [(20_001, 20_002, 20_001, 20_001)]
    assert differing_runs(["x", *many], [*many, "x"]) == [(0, 20_001, 0, 20_001)]
    assert differing_runs(many, many) == []
    assert exchanged("never " * 20_000 + "x", "x " + "never " * 20_000)[0][-1] == "x"
