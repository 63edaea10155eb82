"""A promise is not gone where another line of the text denies the same in another form."""

from __future__ import annotations

import pytest

from monitor.core.meaning.immaterial import immaterial
from tests.core.meaning.features.one_change import change

OLD = "We do not sell your data."


def rule(old: str, new: str, rest: str) -> str | None:
    gate = immaterial(change(old, new, rest_old=rest if new else "", rest_new="" if new else rest))
    return gate.rule if gate else None


@pytest.mark.parametrize(
    "rest",
    [
        "Selling your data is something we will never do.",
        "Data sold: none.",
        "In short: your personal information is not sold by us.",
        "What we will not do:\n\n- sell your data\n- post on your behalf",
        "| Practice | Answer |\n| --- | --- |\n| Sale of personal data | No, never |",
    ],
)
def test_a_denial_in_another_form_stops_the_claim(rest: str) -> None:
    assert rule(OLD, "", rest) == rule("", OLD, rest) == "promise-elsewhere"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "We do not sell the data of children.",
        "We do not sell your data unless you agree.",
        "Partners do not sell your data.",
        "You must not sell our data.",
        "Do we sell your data? No idea.",
        "Selling your data is something we do.",
        "What we will do:\n\n- sell your data",
        "| Practice | Answer |\n| --- | --- |\n| Sale of personal data | Yes |",
        "We do not sell your postal address.",
        "We never share your data.",
    ],
)
def test_a_narrower_or_other_denial_does_not(rest: str) -> None:
    assert rule(OLD, "", rest) != "promise-elsewhere"


def test_what_is_trained_is_denied_by_the_training() -> None:
    rest = "We never train AI on your content, including messages."
    assert rule("We do not use your messages to train AI.", "", rest) == "promise-elsewhere"
