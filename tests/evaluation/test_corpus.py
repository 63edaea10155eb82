"""The labelled pairs: the public set keeps to the annotation guide; without the large set nothing breaks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evaluation.corpus import PUBLIC, benchmark_pairs, labelled, missing, training_pairs
from monitor.core.meaning.topic_names import TOPICS

FOLDERS = sorted(path.parent for path in PUBLIC.glob("*/gold.json"))
TOPIC_NAMES = {*TOPICS, "other"}


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without the large set."""
    monkeypatch.setenv("POLICY_MONITOR_SHARED", str(tmp_path))
    return tmp_path


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_public_pair_keeps_to_the_guide(folder: Path) -> None:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    texts = {side: flat((folder / f"{side}.md").read_text(encoding="utf-8")) for side in ("old", "new")}
    assert gold["pair"] == folder.name
    assert texts["old"] != texts["new"]
    assert all(300 <= len(text.split()) <= 900 for text in texts.values())
    assert gold["alert"] == any(event["materiality"] in ("critical", "material") for event in gold["events"])
    for event in gold["events"]:
        assert event["topic"] in TOPIC_NAMES
        assert event["direction"] in ("weakens", "strengthens", "neutral")
        assert event["materiality"] in ("critical", "material", "minor", "cosmetic")
        assert event["why"].endswith(".")
        assert event["old_quote"] or event["new_quote"]
        for side in ("old", "new"):
            assert event[f"{side}_quote"] is None or flat(event[f"{side}_quote"]) in texts[side]


def test_half_of_the_public_pairs_deserve_an_alert() -> None:
    pairs = labelled("public")
    assert len(pairs) >= 40
    assert sum(bool(pair.material) for pair in pairs) == len(pairs) // 2
    assert len({pair.service for pair in pairs}) >= 20
    assert len({event["topic"] for pair in pairs for event in pair.material}) >= 15


def test_without_the_large_set_the_public_pairs_are_the_training_set(stranger: Path) -> None:
    assert benchmark_pairs() == []
    assert labelled("pool", "memos", "seed") == []
    assert {pair.set for pair in training_pairs()} == {"public"}


def test_a_missing_set_is_reported_in_one_line(stranger: Path) -> None:
    said = missing()
    assert said is not None
    assert "POLICY_MONITOR_SHARED" in said
    assert str(stranger / "eval/dev/pool") in said
    assert "\n" not in said


def test_a_complete_set_lacks_nothing(stranger: Path) -> None:
    for part in ("eval/dev/pool", "eval/dev/memos", "eval/seed", "bench/pairs"):
        assert missing() is not None
        (stranger / part).mkdir(parents=True)
    assert missing() is None


def test_a_pair_of_the_large_set_is_read(stranger: Path) -> None:
    pair = stranger / "eval/dev/pool/p001"
    pair.mkdir(parents=True)
    event = {"old_quote": None, "new_quote": "We sell data.", "topic": "sale-of-data", "direction": "weakens", "materiality": "critical"}
    (pair / "gold.json").write_text(json.dumps({"pair": "p001", "events": [event], "events_complete": False}))
    (pair / "meta.json").write_text(json.dumps({"service": "Shop"}))
    (pair / "old.md").write_text("# Privacy\n\nWe keep data.\n")
    (pair / "new.md").write_text("# Privacy\n\nWe sell data.\n")
    (read,) = labelled("pool")
    assert (read.name, read.set, read.service, read.complete, read.material) == ("p001", "pool", "Shop", False, [event])
    assert "We sell data." in read.new.text
