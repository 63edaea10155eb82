"""The two sides of a change: words and concepts that were removed and added, its kind and its place."""

from __future__ import annotations

import pytest

from monitor.core.meaning.comparison import section_concepts
from tests.core.meaning.changes import documents, observations, observed


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [("We sell it.", "We rent it.", "reworded"), ("", "We sell it.", "added"), ("We sell it.", "", "removed")],
)
def test_the_kind_of_a_change_and_of_its_mirror(old: str, new: str, kind: str) -> None:
    change = observed(old, new)
    assert change.kind == kind
    assert change.mirrored().kind == {"added": "removed", "removed": "added"}.get(kind, kind)


def test_concepts_that_one_side_lacks_or_names_less_often() -> None:
    change = observed("We share your health data with partners.", "We share it with partners, and partners share it.")
    assert change.removed_concepts["health"] == 1.0
    assert change.added_concepts["share"] == 0.4
    assert "share" not in change.removed_concepts


def test_words_of_substance_leave_function_words_out() -> None:
    assert observed("We keep it in a box.", "We keep it in the cellar.").content == ["box", "cellar"]


@pytest.mark.parametrize(("new", "same"), [("We keep it – always.", True), ("We keep it - never.", False)])
def test_typography_alone_leaves_the_same_words(new: str, same: bool) -> None:
    assert observed("We keep it - always.", new).same_words is same


def test_what_stands_elsewhere_in_the_other_text_is_found() -> None:
    line = "We keep your orders in a locked room by the river."
    assert observed(line, "", rest_old=line, rest_new=line).found_elsewhere == 1.0
    assert observed(line, "").found_elsewhere == 0.0
    assert observed(line, line.replace("orders", "letters")).found_elsewhere == 0.0


def test_headings_name_concepts() -> None:
    change = observed("We sell it.", "We rent it.", title="How we protect data")
    assert change.section == ("How we protect data",)
    assert "protect" in {concept.id for concept in section_concepts(change)}


@pytest.mark.parametrize(
    ("old", "new", "content"),
    [
        ("We keep it in a box.", "We keep it in the box.", []),
        ("We keep it in a box.", "They keep it in a box.", []),
        ("We keep it in a box.", "We never keep it in a box.", ["never"]),
        ("We keep it in a box.", "", ["keep", "box"]),
        ("We keep it in a box.", "We burn it in a stove.", ["keep", "box", "burn", "stove"]),
    ],
)
def test_words_of_substance(old: str, new: str, content: list[str]) -> None:
    assert observed(old, new).content == content


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("We keep it in a box.", "We keep it in a **box**.", True),
        ("We keep [it](/a) in a box.", "We keep [it](/b) in a box.", True),
        ("We keep it, always.", "We keep it always", True),
        ("We keep it in a box.", "We keep it in the box.", False),
        ("We keep it in a box.", "", False),
        ("We keep it for 30 days.", "We keep it for 31 days.", False),
    ],
)
def test_the_same_words(old: str, new: str, same: bool) -> None:
    assert observed(old, new).same_words is same


def test_concepts_that_both_sides_name_as_often_are_none() -> None:
    change = observed("We share your health data with banks.", "We share your health data with dentists.")
    assert "share" not in {*change.removed_concepts, *change.added_concepts}
    assert "health" not in {*change.removed_concepts, *change.added_concepts}


def test_a_concept_that_one_side_lacks_weighs_one_and_a_rarer_one_less() -> None:
    once, twice = "We share your name in the town.", "We share your name in the town and share your photo too."
    assert observed(once, twice).added_concepts["share"] == 0.4
    assert observed(twice, once).removed_concepts["share"] == 0.4
    assert observed(once, twice).added_concepts["user-content"] == 1.0
    assert "share" not in observed(once, twice).removed_concepts


@pytest.mark.parametrize(("old", "new", "shown"), [("We keep it.", "We burn it.", "We burn it."), ("We keep it.", "", "We keep it.")])
def test_the_place_of_a_change_is_in_the_new_text_unless_it_was_removed(old: str, new: str, shown: str) -> None:
    change = observed(old, new)
    (unit,), document = change.place
    assert unit.text.strip() == shown
    assert document is (change.context.new if new else change.context.old)


def test_the_section_is_that_of_the_place() -> None:
    old, new = documents("We keep it.", "We burn it.", title="Privacy\n\n## Boxes")
    (change,) = observations(old, new)
    assert change.section == ("Privacy", "Boxes")


def test_only_the_nearest_two_headings_name_concepts() -> None:
    def concepts(title: str) -> set[str]:
        (change,) = observations(*documents("We keep it.", "We burn it.", title=title))
        return {concept.id for concept in section_concepts(change)}

    assert "sell" in concepts("Selling\n\n## Boxes")
    assert "sell" in concepts("Boxes\n\n## Selling\n\n### Lids")
    assert "sell" not in concepts("Selling\n\n## Boxes\n\n### Lids")
    assert concepts("Weather") == set()


@pytest.mark.parametrize(
    ("rest", "share"),
    [("We keep your orders in a locked room by the river.", 1.0), ("", 0.0), ("They keep your orders in a locked room.", 3 / 7)],
)
def test_what_was_removed_may_stand_elsewhere_in_part(rest: str, share: float) -> None:
    line = "We keep your orders in a locked room by the river."
    assert observed(line, "", rest_old=rest, rest_new=rest).found_elsewhere == pytest.approx(share, abs=0.01)


def test_what_was_added_may_have_stood_elsewhere() -> None:
    line = "We keep your orders in a locked room by the river."
    assert observed("", line, rest_old=line, rest_new=line).found_elsewhere == 1.0
    assert observed("", line).found_elsewhere == 0.0


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Data portability is explained here.", True),
        ("Ask us for a portable copy.", True),
        ("It comes in a portable format.", True),
        ("It comes in a portable and readily usable format.", True),
        ("It runs on any portable device.", False),
        ("It runs on phones and portables.", False),
    ],
)
def test_what_is_portable_is_a_right_only_of_data(text: str, right: bool) -> None:
    assert ("right" in observed("", text).added_concepts) is right
