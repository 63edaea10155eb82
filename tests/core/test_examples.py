"""The changes of our own writing that the weights learn from: whole, labelled by the guide's words, each once."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.core.meaning.topic_names import TOPICS

FOLDER = Path(__file__).resolve().parents[2] / "evaluation/examples"
FILES = sorted([*FOLDER.glob("*.yaml"), *FOLDER.with_name("hard").glob("*.yaml")])
ALLOWED = {
    "document": {path.stem for path in FOLDER.glob("*.md")},
    "topic": set(TOPICS),
    "direction": {"weakens", "strengthens", "neutral"},
    "materiality": {"critical", "material", "minor", "cosmetic"},
}


@cache
def entries(path: Path) -> list[dict[str, Any]]:
    return list(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_example_is_labelled_by_the_guide(path: Path) -> None:
    for number, entry in enumerate(entries(path)):
        wrong = [f"{key}: {entry[key]!r}" for key, allowed in ALLOWED.items() if entry[key] not in allowed]
        assert not wrong, f"{path.name}, entry {number}: {wrong}"
        assert entry["heading"]
        assert entry["old"] or entry["new"]
        assert entry["old"] != entry["new"]


def test_no_example_stands_twice() -> None:
    every = (entry for path in FILES for entry in entries(path))
    pairs = Counter(tuple(re.sub(r"\W+", " ", entry[side] or "").lower() for side in ("old", "new")) for entry in every)
    again = [pair for pair, times in pairs.items() if times > 1 and any(pair)]
    assert len(pairs) > 2_500
    assert not again


def test_both_verdicts_and_all_directions_are_well_represented() -> None:
    found = [entry for path in FILES for entry in entries(path)]
    grave = [entry for entry in found if entry["materiality"] in ("critical", "material")]
    assert 0.4 < len(grave) / len(found) < 0.6
    directions = Counter(entry["direction"] for entry in grave)
    assert min(directions.values()) > 150
