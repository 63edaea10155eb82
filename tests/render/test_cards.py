from __future__ import annotations

from dataclasses import replace

from monitor.model import Change, ChangeKind, Changelog, Direction, Severity, Side
from monitor.present import phrases
from monitor.render.cards import cards
from monitor.render.pages import changelog_page

from . import sample
from .reading import rows_of


def test_a_card_has_the_shared_words_for_its_change() -> None:
    its, entry = rows_of(sample.larkspur()), sample.larkspur().entries[3]
    assert entry.changelog is not None
    made = cards(entry.changelog, its[2], its[3])
    assert [c.change for c in made] == list(entry.changelog.changes)
    gone = next(c for c in made if c.change.kind is ChangeKind.REMOVED)
    assert gone.says == phrases.headline(gone.change)
    assert (gone.kind, gone.old_section, gone.new_section) == ("Removed", "6. Changes to this policy", "")
    assert gone.when == "Seen from at least 11 June 2014 to 3 February 2015; gone by 29 December 2016."
    assert gone.new == ()


def test_each_side_shows_its_own_marks_and_long_unchanged_stretches_are_cut() -> None:
    its = rows_of(sample.larkspur())
    long = "same words " * 60
    old, new = f"We will not {long}ever share.", f"We may {long}always share."
    edits = (("=", "We "), ("-", "will not"), ("+", "may"), ("=", f" {long}"), ("-", "ever"), ("+", "always"), ("=", " share."))
    made = sample.change(ChangeKind.REWORDED, Side(old, (), (0, len(old))), Side(new, (), (0, len(new))), edits, ())
    (card,) = cards(sample.Changelog((made,)), its[0], its[1])
    assert [m for m, _ in card.old] == ["=", "-", "=", "-", "="]
    assert ("-", "will not") in card.old
    assert ("+", "may") in card.new
    assert "[…]" in card.old[2][1]
    assert len(card.old[2][1]) < 350
    for place in (0, 2):
        edits = (("=", long), ("-", "x"), ("+", "y")) if place == 0 else (("-", "x"), ("+", "y"), ("=", f" {long}"))
        texts = ["".join(t for m, t in edits if m != without) for without in "+-"]
        made = sample.change(ChangeKind.REWORDED, Side(texts[0], (), (0, 1)), Side(texts[1], (), (0, 1)), edits, ())
        (card,) = cards(sample.Changelog((made,)), its[0], its[1])
        assert "[…]" in "".join(t for _, t in card.old)


def test_a_wording_that_is_nearly_all_new_is_one_mark() -> None:
    its = rows_of(sample.larkspur())
    edits = (("-", "All of this was here before"), ("+", "Nothing of it is left"), ("=", "."))
    sides = [Side("".join(t for m, t in edits if m != without), (), (0, 1)) for without in "+-"]
    (card,) = cards(sample.Changelog((sample.change(ChangeKind.REWORDED, sides[0], sides[1], edits, ()),)), its[0], its[1])
    assert card.old == (("-", "All of this was here before."),)
    assert card.new == (("+", "Nothing of it is left."),)


def test_edits_that_do_not_match_the_statement_are_ignored() -> None:
    its = rows_of(sample.larkspur())
    made = sample.change(ChangeKind.REWORDED, Side("- One.", (), (0, 4)), Side("Two.", (), (0, 4)), (("-", "x"), ("+", "y")), ())
    (card,) = cards(sample.Changelog((replace(made, direction=Direction.WEAKENS),)), its[0], its[1])
    assert card.old == (("=", "One."),)
    assert card.new == (("=", "Two."),)


def test_items_of_a_list_are_bullets_whole_or_edited() -> None:
    its = rows_of(sample.larkspur())
    old, new = (
        "- your long name and address;\n- your age and your date of birth.",
        "- your long name and address;\n- your age and your place of birth.",
    )
    edits = (("=", "- your long name and address;\n- your age and your "), ("-", "date"), ("+", "place"), ("=", " of birth."))
    reworded = sample.change(ChangeKind.REWORDED, Side(old, (), (0, len(old))), Side(new, (), (0, len(new))), edits, ())
    added = sample.change(ChangeKind.ADDED, None, Side(new, (), (0, len(new))), (), ())
    for card in cards(sample.Changelog((reworded, added)), its[0], its[1]):
        assert "".join(text for _, text in card.new) == new.replace("- ", "• ")


def test_eighteen_equal_edits_are_one_card_with_all_its_places() -> None:
    one = sample.larkspur()
    rows, entry = rows_of(one), one.entries[1]
    says = [f"Larkspur sends letter number {n} by post." for n in range(18)]
    changes = [
        Change(
            f"n{n}", ChangeKind.REWORDED, Severity.MATERIAL, Direction.UNCLEAR, ("other",), Side(text, (), (0, len(text))),
            Side(text.replace("Larkspur", "Tern"), (), (0, len(text) - 4)), (("-", "Larkspur"), ("+", "Tern"), ("=", text[8:])), (),
            "Renamed.",
        )
        for n, text in enumerate(says)
    ]  # fmt: skip
    entry = replace(entry, changelog=Changelog(tuple(changes)))
    page = changelog_page(one.policy, one.entries[0].version, entry, rows[0], rows[1], following=None, fingerprint="f")
    assert page.count("<article") == 1
    assert "Renamed (in 18 places)" in page
    assert "The 18 changes one by one" in page
    for n, text in enumerate(says):
        assert page.count(f'id="c-n{n}"') == 1
        assert text[8:] in page
    assert "unclear" not in page.lower()
