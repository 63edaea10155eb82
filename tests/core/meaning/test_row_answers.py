"""Rows of tables that answer with a yes or a no."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.meaning.parsed import ParsedDocument, join
from monitor.core.meaning.row_answers import answer_of_row, denied_rows, is_answer, yes_or_no
from monitor.core.text.segment import SegmentedText
from monitor.model import Change, Direction, Document, Severity

COLLECTED = """# Privacy Policy

In the last twelve months we have collected these kinds of personal information:

| Category | Examples | {head} |
| --- | --- | --- |
| Identifiers | Name, e-mail address, postal address | YES |
{rows}| Internet activity | Browsing history, search history | YES |

We do not sell your data.
"""
BIOMETRIC = "| Biometric information | Fingerprints, faceprints and voiceprints, iris or retina scans | {} |\n"
PLACES = "| Geolocation data | Physical location or movements | {} |\n"
HEADS = ("Collected", "Collected?", "Collected in the last 12 months", "Do we collect it?", "We collect", "Sold or shared")


def changes(before: str, after: str, head: str = "Collected") -> list[Change]:
    old, new = (Document(COLLECTED.format(head=head, rows=rows)) for rows in (before, after))
    return list(compare_documents(old, new).changes)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("no", ["NO", "No.", "✗", "Never"])
def test_a_row_that_only_denies_brings_nothing_and_takes_nothing(head: str, no: str) -> None:
    for before, after in (("", BIOMETRIC.format(no)), (BIOMETRIC.format(no), "")):
        [change] = changes(before, after, head)
        assert change.severity is Severity.MINOR
        assert change.direction not in (Direction.WEAKENS, Direction.STRENGTHENS)
        assert "Biometric information" in change.headline


@pytest.mark.parametrize("head", HEADS[:3])
def test_a_row_that_affirms_brings_data(head: str) -> None:
    [change] = changes("", BIOMETRIC.format("YES"), head)
    assert (change.severity, change.direction) == (Severity.MATERIAL, Direction.WEAKENS)


def test_a_no_that_became_a_yes_is_told() -> None:
    [change] = changes(BIOMETRIC.format("NO"), BIOMETRIC.format("YES"))
    assert (change.severity, change.direction) == (Severity.CRITICAL, Direction.WEAKENS)


def test_of_several_rows_those_with_a_yes_are_told_first() -> None:
    [change, *_] = changes("", BIOMETRIC.format("NO") + PLACES.format("YES"))
    assert change.direction is not Direction.STRENGTHENS
    assert not [change for change in changes("", BIOMETRIC.format("NO") + PLACES.format("NO")) if change.severity is not Severity.MINOR]


def test_a_no_below_what_a_reader_wants_is_no_denial_of_an_intrusion() -> None:
    page = "# Safety\n\n| Data | Encrypted |\n| --- | --- |\n| Messages | Yes |\n{}\nWe sell nothing.\n"
    [change] = compare_documents(Document(page.format("")), Document(page.format("| Health records | No |\n"))).changes
    assert change.direction is not Direction.STRENGTHENS


@pytest.mark.parametrize(("cell", "said"), [("Yes", 1), ("NO*", -1), ("✔", 1), ("✗", -1), ("never", -1), ("Some cookies", 0)])
def test_a_cell_says_yes_or_no(cell: str, said: int) -> None:
    assert yes_or_no(cell) == said
    assert is_answer(cell) is bool(said)
    assert answer_of_row(f"| Health | {cell} |") == said


def test_lines_are_counted_as_they_are_joined() -> None:
    lines = ["We collect data. We keep it.", "", "| Category | Collected |", "| --- | --- |", "| Names | YES |", "| Fingerprints | NO |"]
    page = ParsedDocument(SegmentedText("\n".join(lines)))
    units = [unit for line in (0, 4, 5) for unit in page.page.units(line)]
    assert len(units) == 4
    assert list(denied_rows(units, page)) == [2]
    assert join(units).split("\n")[2] == lines[5]
