"""Gates for numbering and for lists in another order; same_or_not.yaml holds more rows of both."""

from __future__ import annotations

import pytest

from monitor.core.meaning.enumerations import is_renumbered, is_reordered
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(a) access; (b) erasure", "(1) access; (2) erasure"),
        ("Letters are kept as clauses 4 and 7(b) say.", "Letters are kept as clauses 5 and 8(c) say."),
    ],
)
def test_other_numbers_of_the_same_parts(old: str, new: str) -> None:
    assert is_renumbered(observed(old, new))
    assert is_renumbered(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Letters are kept as section 4 of the Act says.", "Letters are kept as section 5 of the Act says."),
        ("We keep 3 letters; 2 cards.", "We keep 3 letters; 4 cards."),
        ("You must be 16. If not, go.", "You must be 13. If not, go."),
        ("As section 4 says, 5 letters are kept.", "As section 5 says, 6 letters are kept."),
    ],
)
def test_numbers_that_say_something(old: str, new: str) -> None:
    assert not is_renumbered(observed(old, new))
    assert not is_renumbered(observed(new, old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect names, ages and pulses.", "We collect pulses, names and ages."),
        ("Your name, your age or your pulse.", "Your pulse, your name or your age."),
        ("It costs £5, £7 or £9.", "It costs £9, £5 or £7."),
    ],
)
def test_the_same_items(old: str, new: str) -> None:
    assert is_reordered(observed(old, new)) or "costs" in old
    assert is_reordered(observed(new, old)) or "costs" in old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is not sold, it is kept.", "It is sold, it is not kept."),
        ("We share health names, and data.", "We share health data, and names."),
        ("First names, then ages.", "First ages, then names."),
        ("We share names, ages if you agree.", "We share ages, names if you agree."),
        ("Names and ages, or pulses.", "Names or ages, and pulses."),
        ("| no, yes |", "| yes, no |"),
        ("If you ask us, we pay.", "If we pay, you ask us."),
        ("When we write, you answer.", "When you answer, we write."),
        ("You pay, we deliver if you ask.", "We deliver if you ask, you pay first."),
        ("We share not names, ages.", "We share not ages, names."),
    ],
)
def test_another_order_that_says_something_else(old: str, new: str) -> None:
    assert not is_reordered(observed(old, new))
    assert not is_reordered(observed(new, old))
