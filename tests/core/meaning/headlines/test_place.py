"""Where a clause stands: headings, and sentences that introduce it."""

from __future__ import annotations

import pytest

from monitor.core.meaning.headlines.place import as_lead, lead_of, place_of, section_of, stands_among
from monitor.core.text.segment import SegmentedText, Unit

LINES = (
    "# Privacy", "We bake.", "## 5. Sharing", "We do not sell:", "- names\n- songs", "If you live in the town, this applies:", "We wave.",
    "We sing.", "(a) We fish; and", "| Alder | hosting |",
    "You may not: (a) copy the maps of the river and the mill which hang in the hall, the yard and at the gate of the club in the town; "
    "(b) sell the boats, the oars, the ropes, the lamps, the tents, the packs, the bread, the books, the songs or the letters of the club, "
    "its members, guests, friends and neighbours in the town by the river and in the hills; (c) ring the bell at night or in the morning.",
)  # fmt: skip
PAGE = SegmentedText("\n\n".join(LINES))


def unit(text: str) -> Unit:
    return next(found for line in range(len(PAGE.lines)) for found in PAGE.units(line) if text in found.text)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("- names", "“We do not sell:”"),
        ("- songs", "“We do not sell:”"),
        ("We wave.", "“If you live in the town, this applies:”"),
        ("We sing.", "“If you live in the town, this applies:”"),
        ("| Alder", ""),
        ("## 5. Sharing", ""),
        ("We bake.", ""),
        ("(b) sell the boats", "“You may not:”"),
    ],
)
def test_the_sentence_that_introduces_a_clause(text: str, lead: str) -> None:
    assert lead_of(unit(text), PAGE) == lead


@pytest.mark.parametrize(("text", "section"), [("We bake.", ""), ("- names", "“5. Sharing”"), ("| Alder", "“5. Sharing”")])
def test_the_heading_above_a_clause(text: str, section: str) -> None:
    assert section_of(unit(text), PAGE) == section


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("# Terms\n\n## 20. The law of Linz [Back to top]", "“20. The law of Linz”"),
        ("# Terms\n\n## Boats\n\n### Return to the top", "“Boats”"),
        ("# Terms\n\n## How we return to shops", "“How we return to shops”"),
    ],
)
def test_what_leads_about_the_page_is_no_heading(heading: str, section: str) -> None:
    page = SegmentedText(f"{heading}\n\nWe bake.")
    assert section_of(page.units(len(page.lines) - 1)[0], page) == section


def test_the_introduction_is_nearer_than_the_heading() -> None:
    assert place_of(unit("- names"), PAGE) == "“We do not sell:”"
    assert place_of(unit("| Alder"), PAGE) == "“5. Sharing”"


def test_a_long_introduction_is_told_by_its_end_with_its_denial() -> None:
    said = "We do not, save where the law of the land or a court in the town by the river, or a judge, asks us in writing, sell or share:"
    page = SegmentedText(f"{said}\n\n- names")
    lead = lead_of(page.units(2)[0], page)
    assert "We do not" in lead
    assert lead.endswith("sell or share:”")


def test_a_heading_that_is_among_the_changed_statements() -> None:
    assert stands_among("“5. Sharing”", [unit("5. Sharing")])
    assert not stands_among("“5. Sharing”", [unit("We bake.")])
    assert not stands_among("", [unit("We bake.")])


UNMARKED = SegmentedText(
    "# Rules\n\nWe bake. You agree that you will not do any of these:\n\nfeed the geese;\n\nbring fireworks; or\n\nring the bell.\n\n"
    "We sing.\n\n- We keep the names of the guests of the mill in the barn at the gate.\n  - names\n\n- Sharing\n  - brokers"
)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("feed the geese", "“You agree that you will not do any of these:”"),
        ("bring fireworks", "“You agree that you will not do any of these:”"),
        ("ring the bell", "“You agree that you will not do any of these:”"),
        ("We sing.", ""),
        ("- names", ""),
        ("- brokers", "“Sharing:”"),
    ],
)
def test_a_list_without_marks_is_introduced_as_well_and_a_sentence_introduces_nothing(text: str, lead: str) -> None:
    found = next(unit for line in range(len(UNMARKED.lines)) for unit in UNMARKED.units(line) if text in unit.text)
    assert lead_of(found, UNMARKED) == lead


def test_a_line_after_a_marked_list_is_none_of_its_items() -> None:
    page = SegmentedText("You may not:\n\n- fish; and\n- sing; or\n\nWe are liable for what we do.")
    found = next(unit for line in range(len(page.lines)) for unit in page.units(line) if "liable" in unit.text)
    assert lead_of(found, page) == ""


def test_a_long_lead_is_named_by_its_beginning_and_its_end() -> None:
    text = "Any picture of the geese that disturbs the guests, the keeper or the members of the club at night is forbidden, also one that:"
    named = as_lead(text)
    assert named.startswith("“Any picture of the geese")
    assert named.endswith("is forbidden, also one that:”")


def test_the_colon_of_an_address_introduces_nothing() -> None:
    page = SegmentedText("Members of the [club](https://mill.example/club) may, after a week: (a) row; (b) bake bread in the mill.")
    last = page.units(0)[-1]
    assert "https" not in lead_of(last, page)


@pytest.mark.parametrize(
    "printed",
    [
        "Last Updated: March 7, 2023", "Dated: April 10, 2025", "November 2, 2021", "March 2019", "Springfield, IL 62704", "25 May 2018",
        "27 Mill Lane West Ottawa, ON K1R 1B9", "Canterbury CT1 2EH", "100 Old Mill Road, Suite 3",
        "Effective date: 1 May 2020", "Date of last revision: June 3rd, 2021", "Updated 2023",
    ],
)  # fmt: skip
def test_a_date_or_an_address_that_is_printed_as_a_heading_is_no_place(printed: str) -> None:
    page = SegmentedText(f"# Rules of the mill\n\n## Keys\n\n### {printed}\n\nNobody lends a key.")
    assert section_of(page.units(len(page.lines) - 1)[0], page) == "“Keys”"
    alone = SegmentedText(f"# {printed}\n\nNobody lends a key.")
    assert section_of(alone.units(len(alone.lines) - 1)[0], alone) == ""


@pytest.mark.parametrize(
    "heading", ["15. Jars", "2. Term of 2020", "May 2020 changes to fees", "Disputes of 1999", "Guests (effective July 24, 2025)"]
)
def test_a_heading_with_a_number_is_a_place(heading: str) -> None:
    page = SegmentedText(f"# Rules of the mill\n\n## {heading}\n\nNobody lends a key.")
    assert section_of(page.units(len(page.lines) - 1)[0], page) == f"“{heading}”"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("(b)  Your Rights by State", "“(b) Your Rights by State”"),
        ("(iv) Letters of Children and Guests", "“(iv) Letters of Children and Guests”"),
        ("(b) you lend the keys to nobody", "“11. Keys”"),
        ("(b) Lend the keys to nobody who asks", "“11. Keys”"),
        ("(b) Your Rights: a list", "“11. Keys”"),
    ],
)
def test_a_heading_that_is_only_numbered_is_the_place_of_the_paragraphs_below(line: str, place: str) -> None:
    page = SegmentedText(
        f"# Rules of the mill\n\n## 11. Keys\n\nWe have keys.\n\n{line}\n\nYou may ask for a copy of a letter.\n\nWe send it."
    )
    below = [page.units(number)[0] for number in range(len(page.lines)) if page.lines[number].startswith(("You may", "We send"))]
    assert [section_of(found, page) for found in below] == [place, place]
    above = next(page.units(number)[0] for number in range(len(page.lines)) if page.lines[number].startswith("We have"))
    assert section_of(above, page) == "“11. Keys”"
