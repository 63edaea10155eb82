"""Which way a change goes for the reader: gains, losses, and the same change turned round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.meaning.direction import Lean, _outright_names, lean_of, leaning, outright, trait_weights
from monitor.core.meaning.direction_traits import traits
from monitor.core.meaning.features.declared import features
from monitor.model import Direction, Severity
from tests.core.meaning.changes import SENTENCES, beside, small_corpus
from tests.sampling import SOME_OR_EVERY, examples


def direction(old: str, new: str, severity: Severity = Severity.MATERIAL) -> Direction:
    return lean_of(beside(old, new), severity).direction


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "We may share your data with advertisers and other partners."),
        ("", "We use your content to train machine learning models."),
        ("", "We are not liable for any loss, to the fullest extent permitted by law."),
        ("", "You must not scrape the service or reverse engineer it."),
        ("", "All disputes are settled by binding arbitration, and you waive any class action."),
        ("", "We may suspend your account at any time, without notice, at our sole discretion."),
        ("You have the right to request a copy of your data.", ""),
        ("You can opt out of marketing messages in your settings.", ""),
        ("We do not sell your personal data.", ""),
        ("We keep your messages for 30 days.", "We keep your messages for 24 months."),
        ("We will notify you at least 30 days in advance.", "We will notify you at least 7 days in advance."),
        ("We share your data only with your consent.", "We share your data with our partners."),
        ("We do not share your data with third parties.", "We may share your data with third parties."),
    ],
)
def test_losses_weaken_and_their_reverse_never_does(old, new):
    assert direction(old, new) is Direction.WEAKENS
    assert direction(new, old) in (Direction.STRENGTHENS, Direction.UNCLEAR)


def test_no_sign_no_direction():
    assert direction("The office is in Lyon.", "The office is in Nantes.") is Direction.UNCLEAR
    assert direction("The office is in Lyon.", "The office is in Nantes.", Severity.MINOR) is Direction.NEUTRAL


passages = st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n\n".join)


@settings(max_examples=examples(150), deadline=None)
@given(passages, passages, st.sampled_from([Severity.MINOR, Severity.MATERIAL, Severity.CRITICAL]))
def test_turning_a_change_round_turns_what_it_leans_to_and_never_says_the_same(old, new, severity):
    there, back = beside(old, new), beside(new, old)
    assert leaning(there) == pytest.approx(-leaning(back), abs=1e-9)
    # The margins differ by kind and way: what is said one way may be left unsaid the other way.
    assert {Direction.UNCLEAR, Direction.NEUTRAL} & {lean_of(there, severity).direction, lean_of(back, severity).direction} or (
        lean_of(there, severity).direction is not lean_of(back, severity).direction
    )


@given(passages)
@settings(max_examples=examples(30), deadline=None)
def test_a_text_beside_itself_leans_nowhere(text):
    assert not any(traits(beside(text, text)).values())


@SOME_OR_EVERY
@pytest.mark.parametrize("severity", [Severity.MINOR, Severity.MATERIAL])
def test_every_case_turned_round_turns_its_lean(severity: Severity, step: int) -> None:
    for change in small_corpus()[::step]:
        there, back = lean_of(change, severity), lean_of(change.mirrored(), severity)
        assert there.learned == pytest.approx(-back.learned, abs=1e-9)
        assert there.outright == pytest.approx(-back.outright)


@pytest.mark.parametrize(
    ("learned", "outright", "found"),
    [
        (0.5, 0.0, Direction.STRENGTHENS),
        (-0.5, 0.0, Direction.WEAKENS),
        (0.09, 0.0, Direction.UNCLEAR),
        (-0.09, 0.0, Direction.UNCLEAR),
        (0.1, 0.0, Direction.STRENGTHENS),
        (-0.1, 0.0, Direction.WEAKENS),
        (1.0, -4.0, Direction.WEAKENS),
        (-1.0, 4.0, Direction.STRENGTHENS),
        (2.0, -2.0, Direction.UNCLEAR),
    ],
)
def test_what_leans_less_than_the_margin_is_unclear(learned: float, outright: float, found: Direction) -> None:
    assert Lean(learned, outright, margin=0.1).direction is found


def test_a_minor_change_that_leans_too_little_is_neutral() -> None:
    assert Lean(0.05, 0.0, margin=0.1, material=False).direction is Direction.NEUTRAL
    assert Lean(0.5, 0.0, margin=0.1, material=False).direction is Direction.STRENGTHENS


def test_a_rule_that_is_right_by_itself_decides() -> None:
    assert Lean(5.0, 0.0, margin=0.1, by_rule=Direction.WEAKENS).direction is Direction.WEAKENS


def test_where_a_rule_goes_the_same_way_less_is_needed() -> None:
    change = beside(SENTENCES[0], SENTENCES[1])
    alone = lean_of(change, Severity.MATERIAL)
    same = Direction.STRENGTHENS if alone.total > 0 else Direction.WEAKENS
    other = Direction.WEAKENS if alone.total > 0 else Direction.STRENGTHENS
    assert lean_of(change, Severity.MATERIAL, same).margin < alone.margin
    assert lean_of(change, Severity.MATERIAL, other).margin == alone.margin
    assert lean_of(change, Severity.MINOR, same).margin == alone.margin


def test_a_feature_speaks_outright_for_a_short_text_alone() -> None:
    removed = "We do not sell your personal data."
    assert sum(outright(beside(removed, "")).values()) < -0.6
    long = f"{removed} {'The mill stands by the river and is green. ' * 8}"
    assert outright(beside(long, "")) == {}


def test_the_mirrored_change_s_feature_counts_against() -> None:
    there, back = outright(beside(SENTENCES[0], "")), outright(beside("", SENTENCES[0]))
    assert there
    assert {name: -value for name, value in there.items()} == back


def test_weights_that_are_given_stand_for_those_that_ship() -> None:
    change = beside("", SENTENCES[0])
    assert leaning(change, {}) == 0.0
    assert leaning(change, {"whole": 2.0}) == pytest.approx(2.0)
    assert leaning(change) == leaning(change, trait_weights())


@SOME_OR_EVERY
def test_of_the_exchanged_change_only_groups_that_say_something_outright_are_asked(step):
    for change in small_corpus()[::step]:
        said, weights = outright(change), features().outright()
        turned = change.mirrored().features
        assert _outright_names(turned) == {name for name in turned if name in weights}
        assert all(weights[name] and (name in change.features) is not (name in turned) for name in said)


def test_statements_say_nothing_outright_so_that_they_are_not_read_twice():
    groups = features().outright_groups()
    assert {"promises", "rights", "durations"} <= groups
    assert groups.isdisjoint({"statements", "relocation", "form"})
