"""Headlines of what came or went, with the place where it stands."""

from __future__ import annotations

from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.one_sided import came_or_went
from tests.core.meaning.changes import beside, documents, observations, observed


def one_sided(old: str, new: str, *, ban: bool = False, **document: str) -> str:
    change = observed(old, new, **document)
    clauses = edited_clauses(change)
    return came_or_went(change, clauses, ban=ban)


def test_the_place_is_named() -> None:
    text = "## Sharing\n\nWe bake.\n\n{}"
    old, new = documents(text.format("We fish."), text.format("We fish. We sell your letters."))
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)) == "Added to “Sharing”: “We sell your letters”"


def test_a_heading_that_came_along_is_told_as_such() -> None:
    old, new = documents("We bake.", "We bake.\n\n## Sharing\n\nWe sell your letters.")
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)) == "Added, under “Sharing”: “We sell your letters”"


def test_an_item_of_a_denied_list_is_told_with_its_denial() -> None:
    text = "We do not collect:\n\n- names\n- songs of the members of the club\n{}"
    old, new = documents(text.format(""), text.format("- faces\n"))
    change = observations(old, new)[0]
    assert came_or_went(change, edited_clauses(change)) == "Added to “We do not collect:”: “faces”"


def test_a_condition_above_a_paragraph_is_told_with_it() -> None:
    text = "If you live in the town, the following applies:\n\n{}"
    old, new = documents(text.format("We bake."), text.format("You can cancel the membership of the club at any time."))
    change = observations(old, new)[0]
    told = came_or_went(change, edited_clauses(change)[-1:])
    assert "“If you live in the town, the following applies:”" in told


def test_two_short_clauses_of_a_long_addition_are_both_quoted() -> None:
    change = observed("", "We sell your letters to brokers. We share your address with advertisers. The shop opens at nine.")
    clauses = edited_clauses(change)
    told = came_or_went(change, clauses)
    assert told.startswith("Added (3 statements): “")
    assert "We sell your letters to brokers" in told
    assert "We share your address with advertisers" in told


def test_a_new_rule_is_told_to_whom_it_binds() -> None:
    assert one_sided("", "You may not rent it.", ban=True) == "New rule for you: “You may not rent it”"
    assert one_sided("", "You may not rent it.") == "Added: “You may not rent it”"


def added(before: str, after: str, text: str = "We bake.") -> str:
    change = next(change for change in observations(*documents(f"{before}{text}", f"{before}{text}{after}")) if change.kind == "added")
    return came_or_went(change, edited_clauses(change))


def test_a_sentence_that_leans_on_one_that_stays_is_told_with_it() -> None:
    told = added("", " We use this method only in summer.", "We may buy lists of guests from the club.")
    assert told == "Added, after “We may buy lists of guests from the club”: “We use this method only in summer”"


def test_a_sentence_that_stands_by_itself_is_told_alone() -> None:
    assert added("", " We sell your letters.") == "Added: “We sell your letters”"


def test_a_condition_alone_is_told_with_what_it_introduces() -> None:
    page = "## Law\n\n{}The law of the valley applies to all disputes with guests of the mill."
    old, new = documents(page.format(""), page.format("If you live outside the valley, the following applies:\n\n"))
    change = next(change for change in observations(old, new) if change.kind == "added")
    assert came_or_went(change, edited_clauses(change)) == (
        "Added to “Law”: “If you live outside the valley, the following applies”, "
        "before “The law of the valley applies to all disputes with guests of the mill”"
    )


def block(text: str) -> str:
    change = beside("", text)
    return came_or_went(change, edited_clauses(change))


def test_headings_are_named_only_where_all_that_is_quoted_stands_under_them() -> None:
    parts = "## Sharing\n\nWe sell your letters to brokers.\n\n## Fees\n\nYou pay a fee of $20 a month for the boats."
    assert block(parts).startswith("Added, under “Fees” and “Sharing” (2 statements): “You pay a fee")
    # The first of the three stands under no heading, so that none may be named.
    assert block(f"You may not feed the geese.\n\n{parts}").startswith("Added (3 statements): “")


def test_no_more_than_three_headings_are_named() -> None:
    parts = "\n\n".join(f"## Part {name}\n\nWe sell {name}s." for name in ("boat", "oar", "sail", "rope"))
    told = block(parts)
    assert told.startswith("Added, under “Part ")
    assert "and 1 more (4 statements): " in told
    assert told.count("“Part ") == 3


def test_a_ban_among_other_things_is_no_rule_by_itself() -> None:
    text = "You may not rent it. We sell your letters to brokers, and we keep your location for ten years."
    assert not one_sided("", text, ban=True).startswith("New rule for you")
