"""Words that deny, and the verb that each of them binds."""

from __future__ import annotations

import pytest

from monitor.core.meaning.clauses import SINGLE, clauses_of
from monitor.core.meaning.negation import DENYING, NEGATIONS, binding_negation, denied_behind, denying_places, negations
from monitor.core.text.lexicon import phrases
from monitor.core.text.tokens import words


def bound(text: str, verb: str) -> str | None:
    """The word that denies a verb in a text, or None."""
    run = words(text)
    start = run.index(verb)
    place = binding_negation(run, start, start + 1, denying_places(run), clauses_of(text, run))
    return None if place is None else run[place]


@pytest.mark.parametrize(
    ("text", "denying"),
    [
        ("We share it.", 0),
        ("We do not share it.", 1),
        ("We never, never share it.", 2),
        ("We neither share nor sell it.", 2),
        ("We don’t share it and won't sell it.", 2),
        ("We refrain from sharing it.", 1),
        ("Sharing it is prohibited, selling it forbidden.", 2),
        ("We share it without limitation.", 0),
        ("We not only share it.", 0),
        ("We keep it no longer than 30 days.", 0),
        ("We share it whether or not you agree.", 0),
        ("Do not hesitate to write.", 0),
        ("We share it without your consent.", 0),
        ("We share it without asking.", 1),
        ("Not only do we not sell it, we do not share it.", 2),
    ],
)
def test_how_many_words_deny(text: str, denying: int) -> None:
    assert negations(words(text)) == denying


@pytest.mark.parametrize("phrase", phrases("pseudo-negations"), ids=" ".join)
def test_a_pseudo_negation_denies_nothing(phrase: tuple[str, ...]) -> None:
    assert negations(["data", *phrase, "data"]) == 0


@pytest.mark.parametrize("phrase", [p for p in phrases("pseudo-negations") if len(p) > 2], ids=" ".join)
def test_a_pseudo_negation_needs_all_its_words(phrase: tuple[str, ...]) -> None:
    whole = {p for p in phrases("pseudo-negations") if len(p) < len(phrase)}
    if not any(p == phrase[at : at + len(p)] for p in whole for at in range(len(phrase))):
        assert negations(["data", *phrase[:-1], "zebra"]) == sum(word in DENYING for word in phrase[:-1])


@pytest.mark.parametrize("who", ["we", "company", "site", "service"])
def test_who_does_not_track_denies_it(who: str) -> None:
    """Case we-do-not-track-turned: "Do Not Track" is a signal's name only where nobody does it."""
    assert negations(f"{who} do not track you".split()) == 1


@pytest.mark.parametrize("text", ["do not track is a signal", "honour do not track", "you do not track it"])
def test_the_signal_do_not_track_denies_nothing(text: str) -> None:
    assert negations(text.split()) == 0


def test_every_negation_denies() -> None:
    assert NEGATIONS < DENYING
    assert all(negations([word]) == 1 for word in DENYING)


@pytest.mark.parametrize(
    ("text", "verb", "by"),
    [
        ("We do not share it.", "share", "not"),
        ("We never share it.", "share", "never"),
        ("We don't share it.", "share", "don't"),
        ("We will not, under any circumstances, sell it.", "sell", "not"),
        ("We refuse to share it.", "share", "refuse"),
        ("We do not sell, but never share it.", "share", "never"),
        ("We collect no special categories of data.", "collect", "no"),
        ("We receive nothing.", "receive", "nothing"),
        ("We collect not.", "collect", None),
        ("No data will be shared with partners.", "shared", "no"),
        ("None of it may be shared.", "shared", "none"),
        ("Data will not be shared.", "shared", "not"),
    ],
)
def test_the_negation_that_binds_a_verb(text: str, verb: str, by: str | None) -> None:
    assert bound(text, verb) == by


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("We share it.", "share"),
        ("We share it and do not tell.", "share"),
        ("We do not copy maps. We share it.", "share"),
        ("We do not mind, but share it.", "share"),
        ("We do not mind; however share it.", "share"),
        ("If you do not agree, we share it.", "share"),
        ("If it is not agreed, you share it.", "share"),
        ("We do not mind and will share it.", "share"),
        ("We do not mind and may share it.", "share"),
        ("No data leaves us, but we share it.", "share"),
        ("Data that does not name you is shared.", "shared"),
        ("Data which never names you is shared.", "shared"),
        ("Readers who do not mind share it.", "share"),
    ],
)
def test_what_parts_a_negation_from_a_verb(text: str, verb: str) -> None:
    assert bound(text, verb) is None


@pytest.mark.parametrize(
    "spent",
    [
        "We cannot guarantee that it is", "We do not warrant it is", "We are not responsible for what is", "We are not liable for what is",
        "We have no control over what is", "You are not obliged to have it", "It is not necessary to have it", "It does not affect what is",
        "This does not apply to what is", "It isn't completely", "They are no longer needed for what is", "We do not respond to what is",
    ],
)  # fmt: skip
def test_a_negation_that_is_spent_on_another_word(spent: str) -> None:
    assert bound(f"{spent} shared.", "shared") is None


@pytest.mark.parametrize("occasion", ["circumstances", "circumstance", "event", "case", "time"])
def test_an_occasion_lets_a_subject_stand_between(occasion: str) -> None:
    assert bound(f"At no {occasion} do we sell it.", "sell") == "no"
    assert bound(f"At no {occasion} may you sell it.", "sell") == "no"


def test_a_noun_lets_no_subject_stand_between() -> None:
    assert bound("With no shame do we sell it.", "sell") is None


def test_an_occasion_may_be_spent_as_well() -> None:
    assert bound("In no event are we liable for what is shared.", "shared") is None


@pytest.mark.parametrize(("between", "binds"), [(6, True), (7, True), (8, False)])
def test_a_negation_reaches_eight_words(between: int, binds: bool) -> None:
    run = ["never", *["really"] * between, "share"]
    assert (binding_negation(run, len(run) - 1, len(run), [0], SINGLE) is not None) is binds


@pytest.mark.parametrize("conjunction", ["if", "where", "whether", "when", "because"])
def test_the_clause_of_a_condition_promises_nothing(conjunction: str) -> None:
    assert bound(f"{conjunction} the data is not shared, ask us.", "shared") is None
    assert bound(f"Ask us, {conjunction} the data is not shared.", "shared") is None


def test_another_clause_after_the_condition_promises() -> None:
    assert bound("If asked, the data is not shared.", "shared") == "not"
    assert bound("Ask us. The data is not shared if we can.", "shared") == "not"


@pytest.mark.parametrize(("between", "binds"), [(4, False), (5, False), (6, True)])
def test_how_far_before_the_negation_the_condition_may_stand(between: int, binds: bool) -> None:
    run = ["if", *["data"] * between, "not", "shared"]
    place = binding_negation(run, len(run) - 1, len(run), [len(run) - 2], SINGLE)
    assert (place is not None) is binds


@pytest.mark.parametrize(("between", "binds"), [(0, False), (1, False), (2, True)])
def test_how_near_a_relative_pronoun_takes_the_negation(between: int, binds: bool) -> None:
    """ "Information that does not identify you" has one word between (case lure-relative-clause)."""
    run = ["data", "that", *["really"] * between, "not", "shared"]
    place = binding_negation(run, len(run) - 1, len(run), [len(run) - 2], SINGLE)
    assert (place is not None) is binds


def test_the_nearest_negation_binds() -> None:
    run = words("Never mind, we never sell it and not share it")
    assert binding_negation(run, 8, 9, denying_places(run), SINGLE) == 7
    assert binding_negation(run, 4, 5, denying_places(run), SINGLE) == 3


@pytest.mark.parametrize(
    ("text", "verb", "denied"),
    [
        ("we sell your data to no third party", "sell", True),
        ("we share it with nobody", "share", True),
        ("we use your data for no other purpose", "use", True),
        ("we use your data for nothing else", "use", True),
        ("your data is passed to no advertiser", "passed", True),
        ("we keep it for no longer than a year", "keep", False),
        ("we may close it for no reason", "close", False),
        ("we send it for no charge", "send", False),
        ("we use your photos for nothing", "use", False),
        ("we share it to no small extent", "share", False),
        ("we share it with partners and give it to no bank", "share", False),
        ("we share it with partners, which sell it to no one", "share", False),
    ],
)
def test_a_denial_behind_what_is_done(text: str, verb: str, *, denied: bool) -> None:
    run = text.replace(",", " ,").split()
    assert (denied_behind(run, run.index(verb) + 1, len(run)) is not None) is denied
