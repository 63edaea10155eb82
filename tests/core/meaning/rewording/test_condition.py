"""A condition that is said the other way round is the same one."""

from __future__ import annotations

import pytest

from tests.core.meaning.gates import gate

RULE = "condition-turned"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We won't lend your pictures unless you ask us to.", "We will lend your pictures only if you ask us to."),
        ("We share your drawings only with your consent.", "We do not share your drawings without your consent."),
        ("We do not share your drawings without a warrant.", "We share your drawings only under a warrant."),
        ("We will not call you unless you subscribe.", "We will call you only if you subscribe."),
        ("We will only sell your data with your consent.", "We will never sell your data without your consent."),
        ("We do not share your drawings except with your consent.", "We share your drawings only with your consent."),
    ],
)
def test_equal_logic_is_no_change_of_a_promise(old: str, new: str) -> None:
    assert gate(old, new) == gate(new, old) == RULE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not share your drawings.", "We share your drawings only with your consent."),
        ("We do not share your drawings without your consent.", "We share your drawings without your consent."),
        ("We do not share your drawings without your consent.", "We share your drawings with your consent."),
        ("We do not share your drawings unless you agree.", "We share your drawings only if you pay."),
        ("We do not share your drawings unless you agree.", "We share your drawings and letters only if you agree."),
        ("We share your drawings only if you agree.", "We share your drawings unless you agree."),
        ("We do not share your drawings without your consent.", "We share only your drawings with your consent."),
        ("We do not share it unless 2 of you agree.", "We share it only if 3 of you agree."),
    ],
)
def test_other_logic_is_a_change(old: str, new: str) -> None:
    assert gate(old, new) != RULE
    assert gate(new, old) != RULE
