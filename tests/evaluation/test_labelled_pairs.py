"""The pairs of sentences that are learned from, and those that are not."""

from pathlib import Path

import pytest

from evaluation.labelled_pairs import DIRECTIONS, FOLDER, SAME, UNSEEN, LabelledPair, pairs
from monitor.core.text.tokens import words


@pytest.mark.parametrize("folder", [FOLDER, UNSEEN])
def test_every_pair_has_labels_that_fit(folder: Path) -> None:
    found = list(pairs(folder))
    assert len(found) >= 800
    assert {pair.direction for pair in found} == set(DIRECTIONS)
    assert all((pair.direction == SAME) is (pair.severity == "none") for pair in found)
    assert all(pair.before != pair.after for pair in found)


def test_nothing_is_learned_from_the_unseen_ones() -> None:
    """Nor from one with the same words in another order."""
    seen = {frozenset(words(f"{pair.before} {pair.after}")) for pair in pairs()}
    assert not [pair for pair in pairs(UNSEEN) if frozenset(words(f"{pair.before} {pair.after}")) in seen]


def test_a_pair_turned_round_goes_the_other_way() -> None:
    pair = LabelledPair("We keep it.", "We sell it.", "weakens", "critical")
    assert pair.turned() == LabelledPair("We sell it.", "We keep it.", "strengthens", "critical")
    assert pair.turned().turned() == pair
    assert LabelledPair("A.", "B.", SAME, "none").turned().direction == SAME


@pytest.mark.parametrize(("field", "label"), [("direction", "sideways"), ("severity", "grave")])
def test_a_label_that_nobody_knows_is_refused(tmp_path: Path, field: str, label: str) -> None:
    entry = {"direction": "weakens", "severity": "minor", field: label}
    labels = ", ".join(f"{name}: {value}" for name, value in entry.items())
    (tmp_path / "one.yaml").write_text(f'- {{before: "We keep it.", after: "We sell it.", {labels}, topic: other, document: privacy}}\n')
    with pytest.raises(ValueError, match=rf"one\.yaml: 'We keep it\.': {field}: expected one of .*, not '{label}'\."):
        list(pairs(tmp_path))
