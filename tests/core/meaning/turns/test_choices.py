"""What the reader may refuse, contest or have a copy of, with one thing more or less."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import turn_of

MORE = (
    ("You may object to marketing.", "You may object to marketing and to profiling."),
    ("You may opt out of the sale of your data.", "You may opt out of the sale or sharing of your data."),
    ("You can object to direct marketing.", "You can object to direct marketing, profiling and the sale of your data."),
    ("You have the right to object to advertising.", "You have the right to object to advertising and to the sale of your information."),
    ("You may ask us to stop using it for marketing.", "You may ask us to stop using it for marketing, research and advertising."),
    ("You may appeal a decision.", "You may appeal a decision, including one taken solely by automated means."),
    ("You may complain about a decision.", "You may complain about a decision, including decisions made by our partners."),
    ("You can ask for a copy of your data.", "You can ask for a copy of your data, including data shared with advertisers."),
    ("Users can opt out of sharing.", "Users can opt out of sharing, including with advertising partners."),
    ("You have the right not to be subject to marketing.", "You have the right not to be subject to marketing or automated decisions."),
    ("You may withdraw your consent to e-mails.", "You may withdraw your consent to e-mails, tracking and profiling."),
    ("You can refuse cookies.", "You can refuse cookies and other trackers used for advertising."),
)
NO_MORE = (
    ("You may not object to marketing.", "You may not object to marketing and to profiling."),
    ("You must consent to marketing.", "You must consent to marketing and profiling."),
    ("You may opt out of marketing.", "You may opt out of marketing if you pay a fee."),
    ("You may opt out of marketing.", "You may opt out of marketing, except profiling."),
    ("You may opt out of marketing.", "You may opt out of some marketing."),
    ("You waive the right to object to marketing.", "You waive the right to object to marketing and to profiling."),
    ("If you object to marketing, we stop it.", "If you object to marketing and to profiling, we stop it."),
    ("We may refuse refunds.", "We may refuse refunds and exchanges."),
    ("We may share data of readers who opt out.", "We may share data of readers who opt out and of children."),
    ("You may object to marketing.", "You may object to profiling."),
    (
        "You may complain to an authority about our use.",
        "You may complain to an authority about our use (for the north, the office in Thorn).",
    ),
)


@pytest.mark.parametrize(("old", "new"), MORE)
def test_more_can_be_refused(old: str, new: str) -> None:
    for before, after, way in ((old, new, "better"), (new, old, "worse")):
        turn = turn_of(before, after)
        assert turn is not None
        assert turn.way == way


@pytest.mark.parametrize(("old", "new"), NO_MORE)
def test_a_bound_or_a_duty_is_no_more_of_a_right(old: str, new: str) -> None:
    turn = turn_of(old, new)
    assert turn is None or turn.way != "better"
