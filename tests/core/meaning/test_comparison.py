"""The two sides of a change: words and concepts that were removed and added, its kind and its place."""

from __future__ import annotations

import pytest

from monitor.core.meaning.comparison import section_concepts
from monitor.core.meaning.word_difference import difference
from tests.core.meaning.changes import observed


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("we may share it", "we share it", ["may"], []),
        ("we share it", "we share it it", [], ["it"]),
        ("", "we share it", [], ["we", "share", "it"]),
        ("one two one", "two one", ["one"], []),
        ("a b", "b a", [], []),
    ],
)
def test_difference(old: str, new: str, removed: list[str], added: list[str]) -> None:
    assert difference(old.split(), new.split()) == (removed, added)


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
