"""The whole comparison, from two texts to a changelog."""

from __future__ import annotations

import gc
import itertools
from dataclasses import replace

import pytest

from monitor.core.compare import compare, compare_documents, explain, explanations
from monitor.core.extract import read_snapshot
from monitor.core.meaning.classifier import Model
from monitor.core.text.edits import LONGEST_EDIT
from monitor.model import Change, ChangeKind, Changelog, Direction, Document, Severity

BASE = """# Privacy Policy

Fernweh sells tents online.

## What we collect

We collect your name and your postal address when you order.

## Sharing

The carrier receives your address. {share}

## Contact

Write to {mail} about your data.
"""


def text(share: str = "", mail: str = "desk@fernweh.example") -> str:
    return BASE.format(share=share, mail=mail).replace(" \n", "\n")


def only(log: Changelog) -> Change:
    told = [change for change in log.changes if change.severity.rank > Severity.COSMETIC.rank]
    assert len(told) == 1, [(c.severity, c.old, c.new) for c in log.changes]
    return told[0]


def test_a_withdrawn_promise_is_told_with_its_place_and_words() -> None:
    change = only(compare(text("We never sell your data."), text()))
    assert change.kind is ChangeKind.REMOVED
    assert change.severity is Severity.CRITICAL
    assert change.direction is Direction.WEAKENS
    assert "sale-of-data" in change.topics
    assert change.old is not None
    assert change.old.section == ("Privacy Policy", "Sharing")
    assert change.old.text == "We never sell your data."
    assert change.reasons[0].rule == "promise-withdrawn"
    assert "never sell" in change.reasons[0].evidence
    assert "sell" in change.headline
    assert change.edits == ()


def test_a_promise_in_other_words_stands_in_its_place() -> None:
    log = compare(text("We do not sell or trade your personal data."), text("Data about customers may be sold to selected partners."))
    assert log.alert
    assert log.severity is Severity.CRITICAL
    assert [(bool(c.old), bool(c.new)) for c in log.changes if c.material] == [(True, True)]


def test_a_counterpart_is_taken_out_of_its_run() -> None:
    more = "Parcels are insured. Letters are not."
    old = text(f"We do not sell or share personal data. {more}")
    new = text("We sell personal data whenever partners want it and it seems useful. Boots are repaired. Packs last for years.")
    log = compare(old, new)
    change = next(c for c in log.changes if c.old and "do not sell" in c.old.text)
    assert change.new is not None
    assert "sell personal data" in change.new.text
    back = next(c for c in compare(new, old).changes if c.new and "do not sell" in c.new.text)
    assert back.old is not None


def test_a_contact_address_is_minor() -> None:
    change = only(compare(text(), text(mail="privacy@fernweh.example")))
    assert change.severity is Severity.MINOR
    assert change.edits


def test_links_of_a_menu_are_no_statement() -> None:
    log = compare(text(), "[Home](/a) [Shop](/b) [Tents and packs](/c) [Boots](/d)\n\n" + text())
    assert not log.alert


def test_very_long_changes_are_shown_whole() -> None:
    line = "| " + "word " * (LONGEST_EDIT // 5)
    log = compare(text(line + "we sell"), text(line + "we rent"))
    assert log.changes
    assert all(change.edits == () for change in log.changes if change.old and len(change.old.text) > LONGEST_EDIT)


def test_the_same_change_twice_has_two_names() -> None:
    old = "# A\n\nWe keep logs.\n\n## B\n\nWe keep names.\n\n## C\n\nWe keep names.\n\n## D\n\nAll else stays.\n"
    log = compare(old, old.replace("We keep names.\n\n", ""))
    ids = [change.id for change in log.changes]
    assert len(ids) == len(set(ids)) >= 2


def test_titles_and_dates_come_from_the_documents() -> None:
    old, new = (Document(words, title="Terms", stated_date="2024-01-01") for words in (text(), text("We sell your data.")))
    log = compare_documents(old, new)
    assert "silent-edit" in [note.rule for note in log.notes]


SELL = "We sell your data."


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", SELL), (SELL, ""), ("\n\n", " "), ("|", "||"), ("#", "# "), (SELL, "---")])
def test_scraps_are_compared_without_complaint(old: str, new: str) -> None:
    log = compare(old, new)
    assert any(c.severity.rank > Severity.COSMETIC.rank for c in log.changes) == (SELL in (old, new))


def test_small_edits_side_by_side_are_told_one_by_one_and_each_in_its_own_words():
    old = "We will encrypt your messages. We keep orders for two years. We will not share your name. You must be at least 16 years old."
    pairs = {"will encrypt": "may encrypt", "two years": "five years", "will not share": "will share", "16 years": "13 years"}
    new = old
    for before, after in pairs.items():
        new = new.replace(before, after)
    headlines = " | ".join(change.headline for change in compare(old, new).changes)
    for told in (
        "Retention period is now five years, was two: “We keep orders for five years”",
        "“We will not share your name” is now “We will share your name”",
        "Minimum age is now 13, was 16",
        "“We will encrypt your messages” is now “We may encrypt your messages”",
    ):
        assert told in headlines


def test_a_reason_quotes_the_sentence_that_it_rests_on():
    old = "We run on three servers in the old town hall. Your letters reach us by post, and we keep them for two years in a box."
    new = "Our machines stand in a new building by the river. Letters come by post or courier; we keep these for nine years in a vault."
    reasons = [reason for change in compare(old, new).changes for reason in change.reasons if reason.rule.startswith("retention")]
    assert reasons
    assert all("nine years" in reason.evidence for reason in reasons)


def several() -> tuple[str, str]:
    old = "# Policy\n\n" + "\n\n".join(
        ["We never sell your data.", "We keep logs for 30 days.", "The mill is old and green.", "Write to desk@fernweh.example."]
    )
    new = old.replace("We never sell your data.", "The shop opens at nine.").replace("30 days", "24 months")
    return old, new.replace("desk@", "privacy@") + "\n\nWe may share your orders with advertisers.\n"


def test_the_most_serious_change_comes_first_and_minor_ones_in_the_order_of_the_text() -> None:
    changes = compare(*several()).changes
    ranks = [change.severity.rank for change in changes]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 1
    for one, other in itertools.pairwise(changes):
        if one.severity is other.severity and not one.material and one.new and other.new:
            assert one.new.span[0] < other.new.span[0]


def test_spans_quote_the_text_that_was_read() -> None:
    old, new = several()
    before, after = (read_snapshot(words.encode(), media_type="text/markdown").document for words in (old, new))
    assert before is not None
    assert after is not None
    changes = compare(old, new).changes
    assert changes
    for change in changes:
        for side, document in ((change.old, before), (change.new, after)):
            if side:
                assert document.text[slice(*side.span)] == side.text


def test_edits_spell_out_both_sides() -> None:
    told = [change for change in compare(*several()).changes if change.edits]
    assert told
    for change in told:
        assert change.old is not None
        assert change.new is not None
        assert "".join(words for sign, words in change.edits if sign in "=-") == change.old.text
        assert "".join(words for sign, words in change.edits if sign in "=+") == change.new.text


def test_names_of_changes_are_the_same_each_time_and_wherever_the_statement_stands() -> None:
    old, new = several()
    assert [change.id for change in compare(old, new).changes] == [change.id for change in compare(old, new).changes]
    further = "The river is wide here and the bridge is tall.\n\n"
    first = {change.id for change in compare(old, new).changes}
    assert first == {change.id for change in compare(f"{further}{old}", f"{further}{new}").changes}


def test_a_name_says_nothing_of_the_model_that_judged() -> None:
    old, new = (Document(words) for words in several())
    calm = Model(threshold=2.0, intercept=0.0, weights={}, baseline=0.0, trees=())
    named = [{change.id for change in compare_documents(old, new, model=model).changes} for model in (None, calm)]
    assert named[0] == named[1]


def test_the_other_way_round_is_the_mirror_image() -> None:
    old, new = (Document(words) for words in several())
    there, back = compare_documents(old, new).changes, compare_documents(new, old).changes
    sides = {(change.old and change.old.text, change.new and change.new.text) for change in there}
    assert sides == {(change.new and change.new.text, change.old and change.old.text) for change in back}


def test_passages_cover_both_texts() -> None:
    old, new = (Document(words) for words in several())
    log = compare_documents(old, new)
    named = {passage.change for passage in log.passages if passage.change}
    assert named == {change.id for change in log.changes}


@pytest.mark.parametrize("enabled", [True, False])
def test_the_cycle_collector_is_left_as_it_was(enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        compare(text(), text("We sell it."))
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_a_comparison_leaves_nothing_that_only_the_collector_could_free() -> None:
    old, new = (Document(words) for words in several())
    names = [change.id for change in compare_documents(old, new).changes]
    was = gc.isenabled()
    try:
        gc.disable()
        gc.collect()
        compare_documents(replace(old), replace(new))
        assert gc.collect() == 0
        assert explanations(old, new, names)
        assert gc.collect() == 0
    finally:
        (gc.enable if was else gc.disable)()


def test_a_comparison_freezes_nothing_and_thaws_nothing_of_others() -> None:
    compare(text(), text("We sell it."))
    assert gc.get_freeze_count() == 0
    try:
        gc.freeze()
        frozen = gc.get_freeze_count()
        compare(text(), text("We rent it."))
        # What was frozen may die meanwhile, but is not thawed.
        assert gc.get_freeze_count() > frozen / 2
    finally:
        gc.unfreeze()


def test_each_change_can_be_explained_by_its_name() -> None:
    old, new = (Document(words) for words in several())
    for change in compare_documents(old, new).changes:
        found = explain(old, new, change.id)
        assert (found.severity, found.direction) == (change.severity, change.direction)
    with pytest.raises(KeyError):
        explain(old, new, "nobody")
