"""The same only if the same: what two small texts are to each other, in a table and as laws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.meaning.sameness import JUDGED, MOVED, rules_of
from tests.sampling import examples

TABLE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("same_or_not.yaml").read_text(encoding="utf-8"))
ROWS = [(group["rule"], old, new) for group in TABLE for old, new in group["rows"]]
laws = settings(max_examples=examples(80), deadline=None, derandomize=True)

NOUNS = ("letters", "cards", "parcels", "photographs", "invoices", "addresses")
VERBS = ("sell", "burn", "read", "store", "rent", "publish")
PARTIES = ("banks", "schools", "employers", "employees", "hospitals", "insurers", "readers", "licensors", "licensees")
LEADS = ("We collect:", "We never collect:", "We sell:", "You may:", "You may not:", "We do not share:", "We share:")
HEADINGS = ("What we sell", "What we never sell", "What we do not keep", "What we keep")
FRAMES = ("We keep your IP address for {} {unit}.", "- {} {unit}", "The rule of 2 May 2020 says {} {unit}.", "At 5 Mill Lane: {} {unit}.")
SIGNS = ("${}", "£{}", "€{}", "{} %", "{}+", "≥ {}", "≤ {}")


def silent(old: str, new: str) -> bool:
    """True when no change between two texts is left to be judged."""
    return JUDGED not in rules_of(old, new)


def test_the_table_is_large_and_full_of_traps() -> None:
    assert len(ROWS) >= 120
    assert sum(rule == JUDGED for rule, _, _ in ROWS) >= len(ROWS) / 2
    assert len({(old, new) for _, old, new in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("rule", "old", "new"), ROWS)
def test_each_row_of_the_table_both_ways_round(rule: str, old: str, new: str) -> None:
    for left, right in ((old, new), (new, old)):
        found = rules_of(left, right)
        assert rule in found
        assert rule == JUDGED or JUDGED not in found


# --- an exchange is never silent --------------------------------------------------------------------------------------


@laws
@given(st.sampled_from(NOUNS), st.sampled_from(NOUNS), st.sampled_from(VERBS), st.sampled_from(VERBS))
def test_two_nouns_or_two_verbs_exchanged(one: str, other: str, act: str, deed: str) -> None:
    assume(one != other and act != deed)
    text = f"We {act} {one} in the mill, and never {deed} {other} in town."
    assert not silent(text, f"We {act} {other} in the mill, and never {deed} {one} in town.")
    assert not silent(text, f"We {deed} {one} in the mill, and never {act} {other} in town.")


@laws
@given(st.sampled_from(PARTIES), st.sampled_from(PARTIES))
def test_two_parties_exchanged_or_one_put_for_another(one: str, other: str) -> None:
    assume(one != other)
    assert not silent(f"All {one} may write to {other} here.", f"All {other} may write to {one} here.")
    assert not silent(f"The letters go to {one} in town.", f"The letters go to {other} in town.")
    assert not silent(f"The {one.title()} pay Acme Ltd.", f"The {other.title()} pay Acme Inc.")


@laws
@given(st.integers(2, 400), st.integers(2, 400), st.sampled_from(("days", "euros", "years", "copies", "MB")))
def test_two_numbers_exchanged_or_one_put_for_another(one: int, other: int, unit: str) -> None:
    assume(one != other)
    text = "Letters take up to {} {unit}, cards take up to {} {unit}."
    assert not silent(text.format(one, other, unit=unit), text.format(other, one, unit=unit))
    for frame in (
        "We keep your IP address for {} {unit}.",
        "- {} {unit}",
        "The rule of 2 May 2020 says {} {unit}.",
        "At 5 Mill Lane: {} {unit}.",
    ):
        assert not silent(frame.format(one, unit=unit), frame.format(other, unit=unit))


@laws
@given(st.sampled_from(SIGNS), st.sampled_from((*SIGNS, "{}")), st.integers(2, 99))
def test_one_sign_put_for_another_or_left_out(one: str, other: str, number: int) -> None:
    assume(one != other)
    assert not silent(f"The sum is {one.format(number)} for all.", f"The sum is {other.format(number)} for all.")


@laws
@given(st.lists(st.sampled_from(("Yes", "No")), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_yes_and_no_exchanged_in_a_table(cells: list[str], dice: Any) -> None:
    other = [*cells]
    dice.shuffle(other)
    assume(cells != other)
    for yes, no in (("Yes", "No"), ("✓", "✗"), ("✅", "❌")):
        old, new = (" | ".join(yes if cell == "Yes" else no for cell in row) for row in (cells, other))
        assert not silent(f"| Pulse | {old} |", f"| Pulse | {new} |")


@laws
@given(st.sampled_from(LEADS), st.sampled_from(LEADS), st.permutations(NOUNS[:4]), st.integers(1, 3))
def test_two_lead_ins_exchanged(one: str, other: str, items: list[str], cut: int) -> None:
    assume(one != other)
    lists = ["\n".join(f"- old {item}" for item in side) for side in (items[:cut], items[cut:])]
    old, new = (f"{first}\n\n{lists[0]}\n\n{second}\n\n{lists[1]}" for first, second in ((one, other), (other, one)))
    assert not silent(old, new)


@laws
@given(st.sampled_from(LEADS), st.sampled_from(LEADS), st.permutations(NOUNS[:4]), st.integers(1, 3))
def test_an_item_below_another_lead_in(one: str, other: str, items: list[str], cut: int) -> None:
    assume(one != other)
    lines = [f"- old {item}" for item in items]
    old, new = ("\n\n".join((one, *lines[:at], other, *lines[at:])) for at in (cut, cut - 1))
    assume(cut - 1 > 0)
    assert not silent(old, new)
    assert not silent(new, old)


@laws
@given(st.sampled_from(HEADINGS), st.sampled_from(HEADINGS))
def test_a_paragraph_below_a_heading_of_the_other_polarity(one: str, other: str) -> None:
    assume(("never" in one or "not" in one) != ("never" in other or "not" in other))
    paragraphs = ("Letters, cards and old photographs of the house.", "Boots of ours, and stones from the mill.")
    old, new = (f"## {one}\n\n{first}\n\n## {other}\n\n{second}" for first, second in (paragraphs, paragraphs[::-1]))
    assert not silent(old, new)


# --- form alone always is ---------------------------------------------------------------------------------------------

STATEMENTS = st.sampled_from(
    (
        "We don't sell your letters - not even to banks.",
        "You pay $1,000 for a copy, or 5 % of its price.",
        "Readers of 18+ may write an e-mail at any time.",
        "Your “letters” are kept for 30 days, i.e. a month.",
        "We share names, ages and addresses with no-one else.",
    )
)


@laws
@given(st.lists(STATEMENTS, min_size=1, max_size=3, unique=True))
def test_other_typography_is_silent(found: list[str]) -> None:
    old = " ".join(found)
    new = (
        old.replace("'", "’").replace(" - ", " – ").replace("“", '"').replace("”", '"').replace("e-mail", "email").replace("1,000", "1000")
    )
    new = new.replace("no-one", "**no-one**").replace("Your", "[Your](/you)").replace(" may", "\u00a0may")
    assert silent(old, new)
    assert silent(new, old)


@laws
@given(
    st.lists(STATEMENTS, min_size=1, max_size=4, unique=True),
    st.integers(1, 30),
    st.integers(1, 30),
    st.sampled_from(("{}.", "({})", "{})")),
)
def test_renumbering_is_silent(found: list[str], one: int, other: int, form: str) -> None:
    old, new = ("\n\n".join(f"{form.format(start + n)} {text}" for n, text in enumerate(found)) for start in (one, other))
    assert silent(old, new)


@laws
@given(st.permutations(NOUNS))
def test_a_list_in_another_order_is_silent(items: list[str]) -> None:
    old, new = ("We keep:\n\n" + "\n".join(f"- old {item}" for item in side) for side in (NOUNS, items))
    assert rules_of(old, new) <= {MOVED}
