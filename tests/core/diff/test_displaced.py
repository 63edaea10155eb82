"""Equal lines under another lead-in or heading are matches that are to be judged."""

from __future__ import annotations

from monitor.core.diff.align import Alignment
from monitor.core.diff.displaced import settle_places

from .units import aligned, units_of

LISTS = "We never collect:\n\n- your name\n- your pulse\n\nWe collect:\n\n- your letters\n"


def settled(old: str, new: str) -> Alignment:
    found = aligned(old, new)
    settle_places(found)
    return found


def governed(found: Alignment) -> list[tuple[list[str], tuple[str, str]]]:
    return [([unit.text.strip() for unit in match.new], match.under) for match in found.matches if any(match.under)]


def test_an_item_that_went_to_another_list() -> None:
    found = settled(LISTS, "We never collect:\n\n- your name\n\nWe collect:\n\n- your letters\n- your pulse\n")
    assert governed(found) == [(["- your pulse"], ("We never collect:", "We collect:"))]
    assert not found.moved


def test_exchanged_lead_ins_take_their_lists_with_them() -> None:
    new = LISTS.replace("never collect", "X").replace("We collect", "We never collect").replace("X", "collect")
    found = settled(LISTS, new)
    assert (["- your name", "- your pulse"], ("We never collect:", "We collect:")) in governed(found)
    assert (["- your letters"], ("We collect:", "We never collect:")) in governed(found)


def test_a_lead_in_that_went_and_one_that_came_over_the_same_list_are_one_statement() -> None:
    found = settled("Nobody here ever gathers:\n\n- your name\n- your pulse\n", "Partners in town buy:\n\n- your name\n- your pulse\n")
    assert [found.removed, found.added] == [[], []]
    assert not governed(found)


def test_a_list_that_moved_with_its_lead_in_is_the_same() -> None:
    found = settled(f"{LISTS}\nSome words.\n\nMore words here.", f"Some words.\n\nMore words here.\n\n{LISTS}")
    assert not governed(found)


def test_a_repeated_item_that_goes_from_one_list_leaves_the_others_alone() -> None:
    lists = [f"{head}:\n\n- Name\n- {own}\n" for head, own in (("We keep", "Pulse"), ("We sell", "Boots"), ("We burn", "Cards"))]
    found = settled("\n".join(lists), "\n".join([lists[0].replace("- Name\n", ""), *lists[1:]]))
    assert [unit.text for unit in found.removed] == ["- Name"]
    assert [found.moved, found.matches] == [[], []]


def test_every_unit_is_still_in_one_list() -> None:
    new = "We never collect:\n\n- your name\n\nWe collect:\n\n- your letters\n- your pulse\n"
    found = settled(LISTS, new)
    held = [unit for i, _ in [*found.same, *found.moved] if found.old.lines[i].strip() for unit in found.old.units(i)]
    held += [unit for match in found.matches for unit in match.old] + found.removed
    assert sorted(unit.start for unit in held) == [unit.start for unit in units_of(found.old)]
