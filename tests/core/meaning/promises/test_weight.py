"""Which lost promises weigh, on little sentences of our own."""

from __future__ import annotations

import pytest

from monitor.core.meaning.promises.promise import promises_in
from monitor.core.meaning.promises.weight import is_hedged, weighs
from monitor.core.meaning.statements.reading import statements_of


def weights(text: str) -> set[bool]:
    return {weighs(promise) for promise in promises_in(statements_of(text, names=frozenset({"odalys"})))}


@pytest.mark.parametrize(
    "text",
    [
        "We do not sell your data.",
        "We do not share your photos with anyone other than your printer.",
        "We only use your data to run the shop.",
        "We only use your data through our app to run the shop.",
        "We only share your data when required by law.",
        "We share your data only with your consent, where the law permits it.",
        "We will retain your data only until your parcel arrives.",
        "We keep your data only for longer if the tax office requires it.",
        "We will delete your data within 30 days in accordance with our policies.",
        "We will delete your data on request.",
        "We will notify you of such changes before they apply.",
        "You may opt out at any time.",
    ],
)
def test_a_promise_by_which_a_policy_is_judged_weighs(text: str) -> None:
    assert weights(text) == {True}


@pytest.mark.parametrize(
    "text",
    [
        "We only send your e-mail through Posten.",
        "Your data is shared solely via a courier.",
        "We will only process your data if there is a reason, and if that reason is permitted by law.",
        "We will retain your data only for as long as necessary for its purpose.",
        "Odalys will delete your data in accordance with its policies and the law.",
        "Files with your personal information will be deleted using a technical method that nobody can undo.",
        "Odalys will delete your data in good time, provided however, that it may keep what it needs.",
        "In most cases we do not share your data.",
        "We will normally collect your data only with your consent.",
    ],
)
def test_what_is_hedged_a_means_the_law_or_the_companys_own_rule_does_not(text: str) -> None:
    assert weights(text) == {False}


@pytest.mark.parametrize(
    "text", ["in most cases we bind them", "we bind them where possible", "as a rule it is kept", "we take commercially reasonable steps"]
)
def test_hedges(text: str) -> None:
    assert is_hedged(text.split())


@pytest.mark.parametrize("text", ["", "in all cases we bind them", "in most cities we bind them", "cases"])
def test_no_hedges(text: str) -> None:
    assert not is_hedged(text.split())
