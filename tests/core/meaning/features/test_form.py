"""The form of a change: its length, what it is made of, whether it looks like a statement at all."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.form import root
from tests.core.meaning.features.one_change import mirrored, names, seen, values

GROUP = "form"
NUMERIC = ("kind:", "size:", "voice:", "prose:function-share")


def marks(old: str, new: str) -> set[str]:
    """The names that are only seen or not seen."""
    return {name for name in seen(GROUP, old, new) if not name.startswith(NUMERIC)}


def words(count: int) -> str:
    """A statement of so many words, a third of them function words."""
    return " ".join(["We", "keep", *(("in", f"box{n}", f"lid{n}")[n % 3] for n in range(count - 2))]) + "."


@pytest.mark.parametrize(("count", "value"), [(0, 0.0), (1, 0.2), (25, 1.0), (100, 2.0), (200, 8**0.5), (201, 8**0.5), (90_000, 8**0.5)])
def test_counts_are_brought_to_a_scale_that_ends_at_two_hundred(count: int, value: float) -> None:
    assert root(count) == pytest.approx(value)


@pytest.mark.parametrize(
    ("old", "new", "kind", "sizes"),
    [
        (words(9), words(25), "reworded", {"size:old": 0.6, "size:new": 1.0, "size:reworded": 1.0}),
        (words(25), words(9), "reworded", {"size:old": 1.0, "size:new": 0.6, "size:reworded": 0.6}),
        ("", words(25), "added", {"size:old": 0.0, "size:new": 1.0, "size:added": 1.0}),
        (words(25), "", "removed", {"size:old": 1.0, "size:new": 0.0, "size:removed": 1.0}),
    ],
)
def test_sizes(old: str, new: str, kind: str, sizes: dict[str, float]) -> None:
    found = values(GROUP, old, new)
    assert {name: value for name, value in found.items() if name.startswith("size:")} == pytest.approx(sizes)
    assert [name for name in found if name.startswith("kind:")] == [f"kind:{kind}"]


def test_a_very_long_side_has_the_size_of_two_hundred_words() -> None:
    assert values(GROUP, "", words(5_000))["size:added"] == values(GROUP, "", words(200))["size:added"]
    assert values(GROUP, "", words(199))["size:added"] < values(GROUP, "", words(200))["size:added"]


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        (words(5), "", "form:short:removed", "form:short:added"),
        (words(6), "", "", ""),
        (words(9), words(5), "form:short:reworded", ""),
        (words(9), words(6), "", ""),
    ],
)
def test_fewer_than_six_words_are_short(old: str, new: str, forth: str, back: str) -> None:
    assert marks(old, new) == names(forth)
    assert marks(new, old) == names(back)


@pytest.mark.parametrize(
    ("old", "new", "forms"),
    [
        ("", "## How we keep the letters of all our customers", "form:heading form:unstopped:added"),
        ("## How we keep the letters of customers", "## How we keep the parcels of customers", "form:heading"),
        ("", "- the letters that we keep of customers;", "form:item"),
        ("- the letters that we keep of customers", "- the parcels that we keep of customers", "form:item"),
        ("", "| what we keep | letters of all our customers |", "form:row:added form:unstopped:added"),
        ("| what we keep | letters of our customers |", "", "form:row:removed form:unstopped:removed"),
        ("| what we keep | letters of customers |", "| what we keep | parcels of customers |", "form:row:reworded"),
        ("", "We keep the letters of all our customers.", ""),
        # a heading with its text is no heading alone; a row or an item among other lines is one
        ("", "## How we keep the letters\nWe keep the letters of all our customers.", ""),
        ("", "We keep the letters of:\n- all our customers;", "form:item"),
        ("", "This is what we keep of you:\n| what we keep | letters. |", "form:row:added"),
        # what stands now decides, not what stood
        ("## How we keep the letters of customers", "We keep the letters of all customers.", ""),
        ("We keep the letters of all customers.", "- We keep the letters of customers.", "form:item"),
        ("- We keep the letters of customers.", "We keep the letters of all customers.", ""),
    ],
)
def test_lines_of_several_kinds(old: str, new: str, forms: str) -> None:
    assert marks(old, new) == names(forms)


@pytest.mark.parametrize(
    ("text", "unstopped", "question"),
    [
        ("We keep the letters of our customers", True, False),
        ("We keep the letters of our customers.", False, False),
        ("We keep the letters of our customers!", False, False),
        ("We keep the letters of our customers;", False, False),
        ("We keep the letters of our customers:", False, False),
        ("We keep the letters of our customers (all of them.)", False, False),
        ("We keep “the letters of our customers.”", False, False),
        ("**We keep the letters of our customers.**", False, False),
        ("| We keep the letters of our customers. |", False, False),
        ("We keep the letters of our customers,", True, False),
        ("Do we keep the letters of our customers?", False, True),
        ("Do we keep the letters of our customers? ", False, True),
        ("(Do we keep the letters of our customers?)", False, False),
        ("Do we keep the letters? We keep them all.", False, False),
    ],
)
def test_how_a_statement_ends(text: str, unstopped: bool, question: bool) -> None:
    for old, new, kind in (("", text, "added"), (text, "", "removed")):
        found = seen(GROUP, old, new)
        assert (f"form:unstopped:{kind}" in found, "form:question" in found) == (unstopped, question)


def test_the_end_of_a_reworded_statement_is_not_read() -> None:
    assert marks("Do we keep the letters of our customers?", "Do we burn the letters of our customers?") == set()
    assert marks("We keep the letters of our customers.", "We keep the parcels of our customers") == set()


@pytest.mark.parametrize(
    ("text", "links", "verbless"),
    [
        ("[Our partners](https://x.example/a)", True, True),
        ("[We keep your letters](https://x.example/a)", True, False),
        ("- [Lids](/l)", True, True),
        ("[Lids](/l) | [Pins](/p) | [Oak](/o).", True, True),
        ("We keep letters in a box, see [here](/b).", False, False),
        ("Chests of oak, lids of tin", False, True),
        ("Our chest of oak", False, True),
        ("Boxes of oak", False, False),  # a plural ends as a verb does
        ("A box is of oak", False, False),
        ("A BOX IS OF OAK", False, False),
        ("Boxes, opened at nine", False, False),
        ("Opening hours", False, False),
        ("You, the box and a lid", False, False),
        ("https://x.example/we/collect", False, True),
    ],
)
def test_links_and_verbs(text: str, links: bool, verbless: bool) -> None:
    found = seen(GROUP, "", text)
    assert ("form:links" in found, "form:verbless" in found) == (links, verbless)


def test_a_quarter_of_the_text_outside_links_makes_it_more_than_links() -> None:
    """Of "[" + 12 letters + "](/b)" and 4 letters outside, 17 characters are shown: 4 are less than a quarter of them, 5 of 18 aren't."""
    assert "form:links" in seen(GROUP, "", "[boxesandlids](/b) oaks")
    assert "form:links" not in seen(GROUP, "", "[boxesandlids](/b) oaken")
    assert "form:links" not in seen(GROUP, "", "[elevenlette](/b) oaks")  # four of sixteen: a quarter exactly


@pytest.mark.parametrize(
    ("old", "new", "we", "you"),
    [
        ("We keep letters.", "They keep letters.", 1.0, 0.0),
        ("They keep letters.", "They keep our letters.", 1.0, 0.0),
        ("", "Write to us.", 1.0, 0.0),
        ("You keep letters.", "", 0.0, 1.0),
        ("They keep letters.", "They keep your letters.", 0.0, 1.0),
        ("We keep your letters.", "", 1.0, 1.0),
        ("They keep letters.", "They burn letters.", 0.0, 0.0),
        ("", "The owner of the yourt keeps a bus.", 0.0, 0.0),
    ],
)
def test_voices(old: str, new: str, we: float, you: float) -> None:
    found = values(GROUP, old, new)
    assert (found["voice:we"], found["voice:you"]) == (we, you)
    found = values(GROUP, new, old)
    assert (found["voice:we"], found["voice:you"]) == (we, you)


@pytest.mark.parametrize(
    "text",
    [
        "Learn more about the boxes that we keep.",
        "Click here for the boxes that we keep.",
        "For more information on boxes, ring us.",
        "Boxes are kept as set out in the list.",
        "Please see the list of the boxes that we keep.",
        "Please review the list of all boxes now.",
        "There is more information about the boxes here.",
        "We keep the boxes; see our list of them.",
        "We keep the boxes; see section 4 for them.",
        "The list of boxes is available at the mill.",
        "We keep the boxes described below, and lids.",
        "This section explains which boxes we keep here.",
        "Back to top of the list of boxes.",
    ],
)
def test_pointers(text: str) -> None:
    assert "cue:pointer:one-sided" in seen(GROUP, "", text)
    assert "cue:pointer:one-sided" in seen(GROUP, text, "")
    assert "cue:pointer:reworded" in seen(GROUP, "We keep boxes and lids.", text)
    assert "cue:pointer:reworded" not in seen(GROUP, text, "We keep boxes and lids.")


@pytest.mark.parametrize(
    "text",
    [
        "You may see a list of boxes.",
        "Please keep the boxes closed at night.",
        "We collect more information than before.",
        "Boxes are available in the shop.",
        "This section of the mill is closed.",
        "We described the boxes to our partners.",
        "We oversee our partners at the mill.".replace("our", "their"),
    ],
)
def test_what_points_nowhere(text: str) -> None:
    assert not [name for name in seen(GROUP, "", text) if name.startswith("cue:pointer")]


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("For example, we keep letters in a box.", True),
        ("FOR INSTANCE, we keep letters in a box.", True),
        ("(e.g. letters that we keep in a box)", True),
        ("**Example:** we keep letters in a box.", True),
        ("- such as letters that we keep in a box", True),
        ("Please note: we keep letters in a box.", True),
        ("This means that we keep letters in a box.", True),
        ("In other words, we keep letters in a box.", True),
        ("We keep letters, for example, in a box.", False),
        ("Exampled letters we keep in a box.", False),
        ("Such letters as we keep are in a box.", False),
        ("2. For example, we keep letters in a box.", False),
    ],
)
def test_examples_begin_as_examples_do(text: str, example: bool) -> None:
    assert ("cue:example:one-sided" in seen(GROUP, "", text)) is example
    assert ("cue:example:one-sided" in seen(GROUP, text, "")) is example
    assert ("cue:example:reworded" in seen(GROUP, "We keep boxes.", text)) is example


@pytest.mark.parametrize(("links", "many"), [(2, False), (3, True), (7, True)])
def test_three_links_are_many(links: int, many: bool) -> None:
    text = "We keep " + ", ".join(["[boxes](/b)"] * links) + " and letters of all our customers."
    assert ("cue:many-links:one-sided" in seen(GROUP, "", text)) is many
    assert ("cue:many-links:reworded" in seen(GROUP, "We keep boxes.", text)) is many


@pytest.mark.parametrize(
    ("text", "share"),
    [("We keep it in a box.", 4 / 6), ("Oak, tin, brass.", 0.0), ("We do so.", 1.0)],
)
def test_the_share_of_function_words(text: str, share: float) -> None:
    assert values(GROUP, "", text)["prose:function-share"] == pytest.approx(share)
    assert values(GROUP, text, "")["prose:function-share"] == pytest.approx(share)
    assert values(GROUP, "Oak and tin and the brass.", text)["prose:function-share"] == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Oak, tin, brass, ash, elm, lime, yew, beech and pine", True),
        ("Oak, tin, brass, ash, elm, lime, yew and pine", True),
        ("Oak, tin, brass, ash, elm, lime and pine", False),  # eight words may be a title
        ("Oak and tin and brass, ash, elm, lime, yew, beech, pine", True),  # two of eleven
        ("The oak, the tin, brass, ash, elm, lime, yew, beech and pine", False),  # three of twelve: a quarter
        ("We keep the letters of all our customers in a box of oak.", False),
    ],
)
def test_a_list_of_names_is_no_prose(text: str, listed: bool) -> None:
    assert ("prose:list-like" in seen(GROUP, "", text)) is listed


def test_a_side_without_words_has_no_share() -> None:
    assert "prose:function-share" not in seen(GROUP, "", "—")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "- [Boxes](/b), for example, see our list"),
        ("Do we keep letters?", ""),
        ("", "| what we keep | letters of all our customers |"),
    ],
)
def test_what_was_added_looks_like_what_was_removed(old: str, new: str) -> None:
    turned = {"added": "removed", "removed": "added", "old": "new", "new": "old"}
    expected = {":".join(turned.get(part, part) for part in name.split(":")) for name in seen(GROUP, old, new)}
    assert mirrored(GROUP, old, new) == expected == seen(GROUP, new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "- [Lids](/l), [pins](/p), [oak](/o)"),
        ("For instance, see our list of boxes, [here](/a), [there](/b), [and there](/c).", ""),
        ("", "| For instance | see our list |"),
        ("We keep letters.", "| For instance | see our list |"),
        ("", "Such as oak, tin, brass, ash, elm, lime, yew, beech, pine?"),
        ("", "## Our boxes"),
        ("We keep letters.", "For example, learn more [here](/a), [there](/b), [and there](/c)."),
    ],
)
def test_what_is_only_seen_has_the_value_one(old: str, new: str) -> None:
    found = {name: value for name, value in values(GROUP, old, new).items() if not name.startswith(("size:", "voice:", "prose:function"))}
    assert len(found) > 1
    assert set(found.values()) == {1.0}
