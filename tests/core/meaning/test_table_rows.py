"""Rows of tables: a price, a country, what is received and what for; and rows in which nothing of weight differs."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare
from monitor.core.meaning.table_rows import row_turn
from monitor.model import Direction, Severity
from tests.core.meaning.changes import documents, observations

PLANS = "| Plan | Price | Looms |\n|---|---|---|\n| Reed | $4 a month | 1 |\n"
HOSTS = "| Helper | Country | Task |\n|---|---|---|\n| Alder | Norway | Hosting |\n| Birch | Ireland | Mail |\n"
TAKERS = "| Who | What it receives | Why |\n|---|---|---|\n| Carrier | Name, street | Delivery |\n"
WORSE, BETTER, OPEN = Direction.WEAKENS, Direction.STRENGTHENS, Direction.UNCLEAR
BACK = {WORSE: BETTER, BETTER: WORSE, OPEN: OPEN}


def turns(old: str, new: str) -> list[tuple[str, Direction] | None]:
    """What is said of each change between two tables."""
    found = [row_turn(change) for change in observations(*documents(old, new))]
    return [turn and (turn.says, turn.way) for turn in found]


@pytest.mark.parametrize(
    ("table", "old", "new", "headline", "way"),
    [
        (PLANS, "| Loom | $9 a month | 4 |", "| Loom | $12 a month | 4 |", "“Loom”: Price is now “$12 a month”, was “$9 a month”", WORSE),
        (PLANS, "| Loom | $9 a month | 4 |", "| Loom | €9 a month | 4 |", "“Loom”: Price is now “€9 a month”, was “$9 a month”", OPEN),
        (PLANS, "| Loom | $9 a month | 8 |", "| Loom | $9 a month | 4 |", "“Loom”: Looms is now “4”, was “8”", WORSE),
        (PLANS, "| Loom | Free | 4 |", "| Loom | $9 a month | 4 |", "“Loom”: Price is now “$9 a month”, was “Free”", WORSE),
        (
            PLANS,
            "| Loom | $9 a month | 4 |",
            "| Loom | $9 a month, with ads | 4 |",
            "“Loom”: Price is now “$9 a month, with ads”, was “$9 a month”",
            OPEN,
        ),
        (
            HOSTS,
            "| Cedar | Norway | Backup |",
            "| Cedar | Norway, Brazil | Backup |",
            "“Cedar”: Country is now “Norway, Brazil”, was “Norway”",
            OPEN,
        ),
        (
            TAKERS,
            "| Printer | Name | Cards |",
            "| Printer | Name, telephone | Cards |",
            "“Printer”: “telephone” added under “What it receives”",
            WORSE,
        ),
        (TAKERS, "| Printer | Name | Cards |", "| Printer | Name | Cards, marketing |", "“Printer”: “marketing” added under “Why”", WORSE),
    ],
)
def test_a_row_that_says_another_thing(table: str, old: str, new: str, headline: str, way: Direction) -> None:
    assert turns(table + old, table + new) == [(headline, way)]
    (back,) = turns(table + new, table + old)
    assert back is not None
    assert back[1] is BACK[way]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        (PLANS, "| Loom | $12 a month | 4 |", "| Loom | $144 a year | 4 |"),
        (PLANS, "| Loom | $9 a month | 4 |", "| Loom | $9 per month | 4 |"),
        (HOSTS, "| Cedar | Norway, Ireland | Backup |", "| Cedar | Norway and Ireland | Backup |"),
        (HOSTS, "| Cedar | Norway | Backup |", "| Cypress | Norway | Backup |"),
        (HOSTS, "| Cedar | Norway | Backup |", "| Cedar | Norway | Safe copies |"),
        (TAKERS, "| Printer | Name | Cards |", "| Printer | First and last name | Cards |"),
        (
            "| Cookie | Purpose | Lives |\n|---|---|---|\n| _a | Language | a day |\n",
            "| _b | Visits | a day |",
            "| _b | Visits, ads | a day |",
        ),
        ("| Coin | Price | Today |\n|---|---|---|\n", "| Alpha | $61 | +2 % |", "| Alpha | $64 | +5 % |"),
        ("", "| Loom | nice | 4 |", "| Loom | nice, green | 4 |"),
    ],
)
def test_a_row_that_says_as_much(table: str, old: str, new: str) -> None:
    assert not any(turns(table + old, table + new))
    assert not any(turns(table + new, table + old))


@pytest.mark.parametrize(
    ("table", "row", "headline", "way"),
    [
        (HOSTS, "| Cedar | Brazil | Hosting |", "Added: “Cedar” (Country: Brazil; Task: Hosting)", OPEN),
        (
            TAKERS,
            "| Adley | Street | Targeted advertising |",
            "Added: “Adley” (What it receives: Street; Why: Targeted advertising)",
            WORSE,
        ),
    ],
)
def test_a_new_row_of_another_kind(table: str, row: str, headline: str, way: Direction) -> None:
    assert turns(table, table + row) == [(headline, way)]


@pytest.mark.parametrize(("cell", "told"), [("Yes", True), ("No", False)])
def test_a_new_kind_of_data_that_is_shared(cell: str, told: bool) -> None:
    table = "| Kind | Shared with friends | Kept |\n|---|---|---|\n| Steps | Yes | Yes |\n"
    assert any(turns(table, f"{table}| Pulse | {cell} | Yes |")) is told


@pytest.mark.parametrize(
    ("table", "row"),
    [(HOSTS, "| Cedar | Norway | Backup |"), (TAKERS, "| Courier | Street | Delivery |"), (PLANS, "| Loom | $9 a month | 4 |")],
)
def test_a_new_row_of_the_same_kind(table: str, row: str) -> None:
    assert not any(turns(table, table + row))


def test_a_row_is_told_with_its_headline() -> None:
    old, new = (f"# Prices\n\nWhat our looms cost.\n\n{PLANS}| Loom | {price} a month | 4 |\n" for price in ("$9", "$12"))
    (change,) = compare(old, new).changes
    assert (change.severity, change.direction) == (Severity.MATERIAL, WORSE)
    assert change.headline.startswith("“Loom”: Price is now")
    assert change.topics[0] == "payments"


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("10 GB", "5 GB", WORSE),
        ("1,000", "2,500", BETTER),
        ("2.5 h", "1.5 h", WORSE),
    ],
)
def test_how_much_a_plan_gives(old: str, new: str, way: Direction) -> None:
    rows = [f"| Plan | Price | Storage |\n|---|---|---|\n| Reed | $4 a month | 1 |\n| Loom | $9 a month | {cell} |" for cell in (old, new)]
    assert turns(*rows) == [(f"“Loom”: Storage is now “{new}”, was “{old}”", way)]


def test_how_much_is_no_matter_of_a_table_without_prices() -> None:
    rows = [f"| Mill | Sails |\n|---|---|\n| Reed | 4 |\n| Loom | {cell} |" for cell in ("8", "6")]
    assert turns(*rows) == [None]


def test_several_cells_of_a_row_are_told_together() -> None:
    rows = [f"{TAKERS}| Printer | {data} | {why} |" for data, why in (("Name", "Cards"), ("Name, street", "Cards, advertising"))]
    assert turns(*rows) == [("“Printer”: “street” added under “What it receives”; “advertising” added under “Why”", WORSE)]


def test_items_put_for_others_may_be_the_same_in_other_words() -> None:
    rows = [f"{TAKERS}| Printer | {data} | Cards |" for data in ("Name, telephone", "Name, phone number")]
    assert turns(*rows) == [None]
