"""Revised documents with what is different at each place."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.labelled_documents import FOLDER, UNSEEN, Place, documents
from monitor.model import Direction, Severity

ONE = """about: rules of a choir
kind: terms
places:
  - old: "# Rules"
    new: "# Rules"
    truths: []
  - old: We sing on Mondays.
    new: ""
    goes_to: monday
  - old: Robes are lent for free.
    new: A robe costs 5 euros.
    truths:
      - {what: robes cost money, severity: material, direction: against}
  - old: ""
    new: On Mondays we sing.
    came_from: monday
"""


def _written(folder: Path, text: str) -> Path:
    (folder / "01-choir.yaml").write_text(text, encoding="utf-8")
    return folder


def _texts(text: str, place: Place) -> str:
    start, end = place.old
    return text[start:end]


def test_both_versions_are_all_places_one_after_another(tmp_path: Path) -> None:
    (found,) = documents(_written(tmp_path, ONE))
    assert found.old == "# Rules\n\nWe sing on Mondays.\n\nRobes are lent for free.\n\n"
    assert found.new == "# Rules\n\nA robe costs 5 euros.\n\nOn Mondays we sing.\n\n"


def test_a_place_that_was_moved_is_one(tmp_path: Path) -> None:
    (found,) = documents(_written(tmp_path, ONE))
    title, robes, monday = found.places
    assert _texts(found.old, monday) == "We sing on Mondays."
    assert found.new[slice(*monday.new)] == "On Mondays we sing."
    assert title.is_in_both
    assert monday.is_in_both
    assert monday.severity is Severity.NONE
    assert [(truth.severity, truth.direction) for truth in robes.truths] == [(Severity.MATERIAL, Direction.WEAKENS)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("severity: material", "severity: grave", "unknown severity"),
        ("direction: against", "direction: sideways", "unknown severity or direction"),
        ("came_from: monday", "came_from: sunday", "nothing goes to 'sunday'"),
        ("    came_from: monday\n", "", "nothing came from 'monday'"),
    ],
)
def test_an_unknown_label_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        list(documents(_written(tmp_path, ONE.replace(old, new))))


@pytest.mark.parametrize("folder", [FOLDER, UNSEEN])
def test_all_documents_can_be_read(folder: Path) -> None:
    for found in documents(folder):
        assert len(found.places) > 15
        assert any(place.truths for place in found.places)
        assert any(not place.truths for place in found.places)
