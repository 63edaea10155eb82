"""Small edits that turn a statement round, each with its reverse; and edits that only look like it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.turns.turn import one_sentence, turn_of

REVERSED = {"worse": "better", "better": "worse", "either": "either"}
NAMES = frozenset({"tamarind"})


@pytest.mark.parametrize(
    ("old", "new", "kind", "way"),
    [
        ("You can leave before the renewal.", "You cannot leave before the renewal.", "denial", "worse"),
        ("Fees that were charged twice are refunded.", "Fees that were charged twice are not refunded.", "denial", "worse"),
        ("We honour the signals of browsers.", "We don't honour the signals of browsers.", "denial", "worse"),
        ("We never read your letters.", "We read your letters.", "denial", "worse"),
        ("Tamarind may change the price.", "Tamarind may not change the price.", "denial", "better"),
        ("You waive a jury trial.", "You do not waive a jury trial.", "denial", "better"),
        ("You and Tamarind waive a jury.", "Neither you nor Tamarind waives a jury.", "denial", "better"),
        ("We share it if you agree.", "We share it if you do not agree.", "denial", "either"),
        ("The mill turns.", "The mill does not turn.", "denial", "either"),
        ("You may sue Tamarind in court.", "Tamarind may sue you in court.", "parties", "worse"),
        ("You indemnify us against claims.", "We indemnify you against claims.", "parties", "better"),
        ("We phone you on Mondays.", "You phone us on Mondays.", "parties", "either"),
        ("You have the right to see, erase and move it.", "You have the right to see and move it.", "items", "worse"),
        ("We do not sell maps, names or keys.", "We do not sell maps, names, letters or keys.", "items", "better"),
        ("We delete it when you ask.", "We delete it when you ask, where that is feasible.", "condition", "worse"),
        ("We share it with banks if you agree.", "We share it with banks.", "condition", "worse"),
        ("We keep letters for a week.", "We keep letters for a week unless you ask us not to.", "condition", "better"),
        ("With your explicit consent, we share it.", "With your consent, we share it.", "condition", "worse"),
        ("We encrypt all of your letters.", "We encrypt some of your letters.", "words", "worse"),
        ("Do we sell letters?", "Do we never sell letters?", "denial", "either"),
        ("We do not sell letters.", "We do not not sell letters.", "denial", "either"),
        ("We never sell letters.", "We never do not sell letters.", "denial", "either"),
        ("Letters lie in encrypted form.", "Letters lie in unencrypted form.", "words", "worse"),
    ],
)
def test_a_turn_and_its_reverse(old: str, new: str, kind: str, way: str) -> None:
    for before, after, expected in ((old, new, way), (new, old, REVERSED[way])):
        turn = turn_of(f"It rains. {before}", f"It rains. {after}", NAMES)
        assert turn is not None
        assert (turn.kind, turn.way) == (kind, expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We use it for nothing but the map.", "We use it for the map."),
        ("Nobody but you can read it.", "Only you can read it."),
        ("You and Tamarind agree on it.", "Tamarind and you agree on it."),
        ("You are helped by Tamarind.", "Tamarind helps you."),
        ("We bake bread.", "We bake rolls."),
        ("We bake bread. We sell it.", "We bake rolls. We lend it."),
        ("Can you leave?", "Can you not leave?"),
        ("We do not sell or rent letters.", "We do not sell nor rent letters."),
        ("You are responsible for your key.", "If you have a key, you are responsible for it."),
        ("You can ask us in Linz.", "You can ask us in Linz or Graz."),
        ("To tell a shop whether you come.", "Where there is one, to tell a shop whether you come."),
        ("Tamarind may close it at any time without notice.", "If you live in Graz, Tamarind may close it at any time without notice."),
        ("You may not copy it without our consent.", "You may not copy it without our prior consent."),
        ("", "We bake bread."),
        (" ".join(["We bake bread"] * 30), " ".join(["We do not bake bread", *["We bake bread"] * 29])),
    ],
)
def test_what_turns_nothing(old: str, new: str) -> None:
    assert turn_of(old, new, NAMES) is None
    assert turn_of(new, old, NAMES) is None


def test_a_question_is_compared_with_a_question_alone() -> None:
    assert one_sentence("Do you sell it? Yes.", "Do you keep it? Yes.", question=True) == (
        ("do", "you", "sell", "it"),
        ("do", "you", "keep", "it"),
    )
    assert one_sentence("Do you sell it? Yes.", "You sell it. Yes.", question=True) is None
    assert one_sentence("You sell it. Yes.", "You keep it. Yes.", question=True) is None
