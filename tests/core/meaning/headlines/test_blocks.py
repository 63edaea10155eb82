"""What is quoted of a passage that came or went: what matters first, lists with their items, and nothing that hangs in the air."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.blocks import chosen_points, leans, points_of, quoted_points, shared_lead, text_of
from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.model import Direction
from tests.core.meaning.changes import beside, observed

FILLER = "This notice is read out at the gate of the mill on the first Sunday of each month. "
POINTER = "For more information on how we sell, share and keep your data, see the notice at the gate. "
CONTACT = "If you have any questions about the sale of data, write to the keeper at help@mill.example. "
EXCEPTION = "This right does not apply where a court or an office of the town needs your data. "


def quotes(text: str, direction: Direction = Direction.UNCLEAR) -> list[str]:
    change = observed("", text)
    return [quoted for _, quoted in quoted_points(chosen_points(edited_clauses(change, direction), change.context.new.page))]


@pytest.mark.parametrize("around", [FILLER, POINTER, CONTACT, EXCEPTION])
@pytest.mark.parametrize(
    "matter",
    [
        "You may not lend your ticket to anyone.",
        "You may ask us to erase your letters.",
        "We share your location with brokers.",
        "We keep your letters for ten years.",
        "You must pay a fee of $20 a month.",
    ],
)
def test_what_matters_is_quoted_before_what_stands_around_it(matter: str, around: str) -> None:
    for text in (f"{around}{matter}", f"{matter} {around}"):
        assert matter.removesuffix(".") in quotes(text)[0]


def test_several_short_clauses_are_all_quoted() -> None:
    found = quotes("We share your location with brokers. You may not lend your ticket. You can ask us to erase your letters.")
    assert len(found) == 3


def test_what_goes_the_way_that_is_said_comes_first() -> None:
    text = "You may not lend your boats to members. You may ask us to erase your letters."
    assert "lend" in quotes(text, Direction.WEAKENS)[0]
    assert "erase" in quotes(text, Direction.STRENGTHENS)[0]


def test_all_items_of_a_short_list_are_said() -> None:
    found = quotes("You may not:\n\n- feed the geese\n- bring fireworks\n- sell boats")
    assert found == ["“You may not” – “feed the geese”, “bring fireworks” and “sell boats”"]


def test_of_a_long_list_those_that_tell_most_are_said_in_the_order_of_the_text() -> None:
    items = [f"walk along the old wall number {at} of the mill at the river in winter" for at in range(9)]
    items[7] = "sell the letters of other guests of the mill to brokers in the town"
    found = quotes("You may not:\n\n" + "\n".join(f"- {item}" for item in items))[0]
    assert "sell the letters" in found
    assert found.endswith("more")


def test_an_item_is_quoted_from_its_beginning() -> None:
    long = (
        "reverse engineering the clock of the mill in order to find out how it was built, except where the law of the town allows it to you"
    )
    found = quotes(
        f"You may not do any of these:\n\n- {long}\n- {long.replace('clock', 'gate')}\n- {long.replace('clock', 'boats')}\n- fish"
    )[0]
    assert "“reverse engineering the" in found
    assert "“…" not in found


def test_a_clause_below_a_lead_of_its_own_has_it_before_it() -> None:
    text = (
        "We share your location with brokers.\n\nYou may not:\n\n"
        "- lend your ticket to anyone who is not a guest. Tickets of members are not yours, and they cannot be sold."
    )
    found = quotes(text)
    below = next(quoted for quoted in found if "lend your ticket" in quoted)
    assert below.startswith("under “You may not:” “lend your ticket")


def test_one_lead_for_all_is_not_repeated() -> None:
    change = observed("You may not:\n\n- fish", "You may not:\n\n- fish\n- lend your ticket\n- sell boats")
    points = chosen_points(edited_clauses(change), change.context.new.page)
    assert shared_lead(points) == "“You may not:”"
    assert [quoted for _, quoted in quoted_points(points)] == ["“lend your ticket” and “sell boats”"]


def test_items_of_one_list_are_one_point() -> None:
    change = observed("", "We bake.\n\nWe collect:\n\n- names\n- faces\n\nWe sail.")
    points = points_of(edited_clauses(change), change.context.new.page)
    assert [(text_of(point.first), len(point.items)) for point in points] == [("We bake.", 0), ("We collect:", 2), ("We sail.", 0)]


def test_a_sentence_that_leans_on_another_comes_after_it() -> None:
    found = quotes("We keep your calls and letters in the barn. In such a case brokers may buy your health data and your location.")
    assert "We keep your calls" in found[0]
    assert "In such a case" in found[1]


@pytest.mark.parametrize("text", ["In such a case your right ends.", "We use this method only in summer.", "We report any such breach."])
def test_a_sentence_that_needs_the_one_before_it(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize("text", ["We keep your letters.", "These terms apply to you.", "Your use of this site is at your own risk."])
def test_a_sentence_that_stands_by_itself(text: str) -> None:
    assert not leans(text)


def test_the_same_thing_is_not_quoted_twice() -> None:
    same = "We may share the letters of the guests of the {} with brokers and with the bank in the town by the river. "
    found = quotes(same.format("mill") + same.format("pond") + "You may not lend your ticket to anyone.")
    assert sum("brokers" in quoted for quoted in found) == 1


@pytest.mark.parametrize("count", [2, 5, 12, 30])
def test_a_passage_of_any_length_is_told_in_few_words(count: int) -> None:
    text = " ".join(
        f"We share the letters of guest number {at} and of all friends with the brokers of street {at} in town." for at in range(count)
    )
    assert sum(map(len, quotes(text))) <= 480


@pytest.mark.parametrize("aside", [POINTER, CONTACT])
def test_who_to_write_to_is_quoted_only_where_there_is_nothing_else(aside: str) -> None:
    assert quotes(aside) != []
    assert len(quotes(f"{aside}We keep your letters for ten years.")) == 1


@pytest.mark.parametrize(
    ("lead", "item"),
    [("We never collect:", "your location"), ("You may not:", "lend your ticket"), ("We share your letters with:", "brokers")],
)
def test_items_are_told_with_what_is_said_of_them(lead: str, item: str) -> None:
    found = quotes(f"{lead}\n\n- {item}\n- songs")
    assert found == [f"“{lead.removesuffix(':')}” – “{item}” and “songs”"]
    turned = quotes(f"We bake bread for all of you at dawn.\n\n{lead}\n\n- {item}\n- songs")
    assert any(quoted.startswith(f"“{lead.removesuffix(':')}” – “{item}”") for quoted in turned)


def test_the_first_two_have_room_and_a_third_where_some_is_left() -> None:
    line = "We may share the letters of guests, the names of their friends and the songs they sing at the {} with brokers of the town. "
    long = " ".join(line.format(place) for place in ("mill in the old valley", "pond by the new road", "gate of the big barn"))
    found = quotes(f"{long} You may not lend your ticket. You can ask us to erase letters. We keep your location for ten years.")
    assert 2 <= len(found) <= 4
    assert all(quoted.startswith("“") and quoted.endswith("”") for quoted in found)


def test_a_sentence_about_such_a_thing_is_quoted_after_the_one_it_leans_on() -> None:
    change = beside(
        "", "Music from the mill is for private use. Any such use in public ends your contract, and we may forbid you the mill."
    )
    points = chosen_points(edited_clauses(change), change.context.new.page)
    assert [point.first.new for point in points][:2] == [
        "Music from the mill is for private use.",
        "Any such use in public ends your contract, and we may forbid you the mill.",
    ]


def test_two_items_that_nearly_fit_are_both_quoted() -> None:
    rented = f"fleet that you rent in summer with the card of the club, {'by day or by night, ' * 4}in town"
    items = [f"Boats of the {colour} {rented}" for colour in ("red", "blue")]
    change = beside("We lend:", "We lend:\n\n" + "\n".join(f"- {item}" for item in items))
    (_, text), *_ = quoted_points(chosen_points(edited_clauses(change), change.context.new.page))
    assert "more" not in text
    assert all(item[:20] in text for item in items)
