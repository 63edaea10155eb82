"""An explanation on the screen: its lines, their width, and nothing that steers a terminal."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from monitor.core.compare import compare_documents, explain
from monitor.core.meaning.direction import Lean
from monitor.core.meaning.explain import Share
from monitor.model import Direction, Document
from monitor.render.explanation import _meaning, explanation_text


def shown(old: str, new: str, width: int = 100) -> str:
    before, after = Document(f"# Privacy\n\n{old}\n"), Document(f"# Privacy\n\n{new}\n")
    change = compare_documents(before, after).changes[0]
    return explanation_text(1, change, explain(before, after, change.id), width=width)


def labels(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line[:1].strip()]


def test_every_part_of_a_verdict_has_its_line() -> None:
    text = shown("We keep logs for 30 days.", "We keep logs for 24 months.")
    assert labels(text) == ["1.", "before", "after", "why", "also", "estimate", "direction", "topics"]
    assert "[retention-doubled]" in text
    assert "“We keep logs for 30 days.”" in text


def test_without_weights_there_is_no_estimate_and_the_direction_is_that_of_the_rule() -> None:
    text = " ".join(shown(f"{FILLER}\n\nWir verkaufen Ihre Daten nicht.", FILLER).split())
    assert "[promise-withdrawn]" in text
    assert "none: the model was trained on English only" in text
    assert "direction weakens: worse for you (a rule decides)" in text
    assert "0% likely" not in text


FILLER = "Wir speichern Ihre Adresse, solange Sie ein Konto haben. Unser Laden liegt am Fluss und öffnet um neun Uhr."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Es gibt 3 Stufen.", "Es gibt 4 Stufen.", "It is material, since a number differs."),
        ("Es gibt 3 Stufen.", "Es gibt 4 Stufen.", "unclear: it may be better or worse for you (neither a rule nor a sign says which)"),
        (
            "Wir geben Ihre Adresse an die Post weiter.",
            "Wir geben Ihre Adresse an die Post und an Marktforschungsinstitute weiter.",
            "weakens: worse for you (one more recipient is named)",
        ),
        ("Unser Team freut sich auf Sie.", "Unsere Belegschaft freut sich auf Sie.", "It is minor, since nothing of substance changed."),
        ("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten.", "By itself, this rule makes a change critical."),
    ],
)
def test_without_weights_the_cause_is_named(old: str, new: str, says: str) -> None:
    text = " ".join(shown(f"{FILLER}\n\n{old}", f"{FILLER}\n\n{new}", width=400).split())
    assert says in text
    assert "estimate below" not in text
    assert "if the weights agree" not in text


def test_behind_a_gate_nothing_else_is_shown() -> None:
    text = shown("We keep your colour of choice.", "We keep your color of choice.")
    assert labels(text) == ["1.", "before", "after", "why"]
    assert "[synonym]" in text


def test_what_says_as_much_in_other_words_has_no_direction_and_says_why() -> None:
    text = " ".join(shown("You retain all rights in what you post.", "All rights in what you post remain with you.").split())
    assert "direction neutral: both versions say as much, in other words" in text
    assert "a cosmetic change has no direction" not in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your data to anyone.", ""),
        ("", "We may share your data with advertisers."),
        ("We keep logs for 30 days.", "We keep logs for 24 months."),
        ("Our mill stands by the river.", "Our mill stands by the tall bridge."),
    ],
)
def test_no_name_of_a_feature_and_no_stem_is_shown(old: str, new: str) -> None:
    before, after = Document(f"# Privacy\n\n{old}\n\nStay.\n"), Document(f"# Privacy\n\n{new}\n\nStay.\n")
    change = compare_documents(before, after).changes[0]
    found = explain(before, after, change.id)
    text = " ".join(explanation_text(1, change, found, width=100).split())
    named = {share.name for share in (*found.weights, *found.traits, *found.outright) if ":" in share.name}
    assert named
    assert not [name for name in named if name in text]
    assert "(positive)" not in text


def test_a_statement_that_came_or_went_has_one_side() -> None:
    removed, added = shown("We do not sell your data.", ""), shown("", "We do not sell your data.")
    assert "after      –" in removed
    assert "before     –" in added


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        ("We do not sell your data.", "", "makes a change critical."),
        ("We keep logs for 30 days.", "We keep logs for 24 months.", "makes a change material, or critical if the weights agree."),
        (
            "If you are not content, you may lodge a complaint with the harbour office.",
            "",
            "makes a change material, or critical if the weights agree.",
        ),
    ],
)
def test_the_least_severity_is_what_holds_whatever_the_weights_say(old: str, new: str, least: str) -> None:
    assert least in " ".join(shown(old, new, width=400).split())


def test_what_is_told_of_a_place_depends_on_what_it_is_about() -> None:
    text = " ".join(shown("We store data in Norway.", "We store data in Norway and Sweden.", width=400).split())
    assert "Such a change is material." in text


@pytest.mark.parametrize(
    ("lean", "says"),
    [
        (Lean(-1.0, 0.0, 0.5), "weakens: worse for you (its signs add up to -1.00; less than 0.50 either way is unclear)"),
        (Lean(-1.0, 0.0, 0.5, by_rule=Direction.WEAKENS), "weakens: worse for you (a rule decides; its signs add up to -1.00;"),
        (Lean(-0.2, 0.0, 0.5), "(its signs add up to -0.20; less than 0.50 either way is unclear)"),
        (Lean(-1.0, 0.0, 0.5, turned_rule=Direction.STRENGTHENS), "(the rules for the reverse change contradict that;"),
        (Lean(-2.0, 0.0, 0.5, favoured=0.9, must_agree=True), "(its sentences favour one side, its words the other;"),
        (Lean(-1.0, 0.0, inf), "(the versions may say the same, or contradict what their words lean to)"),
    ],
)
def test_the_cause_of_the_direction_is_named(lean: Lean, says: str) -> None:
    two = Document("# Privacy\n\nWe keep logs for 30 days.\n"), Document("# Privacy\n\nWe keep logs for 24 months.\n")
    change = compare_documents(*two).changes[0]
    text = explanation_text(1, change, replace(explain(*two, change.id), lean=lean), width=400)
    assert says in " ".join(text.split())


def test_why_a_critical_rule_makes_a_change_only_material_is_named() -> None:
    two = Document("# Privacy\n\nWe do not sell your data.\n\nStay.\n"), Document("# Privacy\n\nStay.\n")
    change = compare_documents(*two).changes[0]
    found = explain(*two, change.id)
    lighter = replace(found, rules=tuple(replace(one, makes="critical, but here only material: x") for one in found.rules))
    assert "makes a change critical, but here only material: x." in " ".join(explanation_text(1, change, lighter, width=400).split())


def test_a_long_statement_is_cut() -> None:
    text = shown("", "We share " + "your data and " * 80 + "your name with advertisers.")
    assert len(text.splitlines()) < 30
    assert "…”" in text


@pytest.mark.parametrize(
    ("value", "means", "says"),
    [
        (1.0, "a period is longer (positive) or shorter", "a period is longer"),
        (-1.0, "a period is longer (positive) or shorter", "a period is shorter"),
        (-1.0, "a period is stated now (positive) or no longer", "a period is no longer stated"),
        (1.0, "more words than before (positive) or fewer", "more words than before"),
        (-0.3, "more words than before (positive) or fewer", "fewer words than before"),
        (-2.0, "it was added as a whole (positive) or removed", "it was removed"),
        (1.0, "a negation was removed", "a negation was removed"),
    ],
)
def test_of_two_directions_the_applicable_one_is_shown(value: float, means: str, says: str) -> None:
    assert _meaning(Share("x", value, value, means)) == says


def test_figures_that_differ_are_not_printed_as_equal() -> None:
    two = (Document("# Privacy\n\nWe keep logs for 30 days.\n"), Document("# Privacy\n\nWe keep logs for 24 months.\n"))
    change = compare_documents(*two).changes[0]
    found = replace(explain(*two, change.id), likelihood=0.3199, threshold=0.32)
    text = " ".join(explanation_text(1, change, found, width=100).split())
    assert "31.99% likely" in text
    assert "The threshold is 32.00%" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert max(map(len, shown("We do not sell your data.", "We may sell your data.", width).splitlines())) <= width


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in shown("We keep logs for 30 days.", "We keep \x1b[31mlogs\x1b[0m for 24 months.")
