"""One change has one JSON form, wherever it is published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.export import shapes
from monitor.model import Certainty, Change, Direction
from monitor.notify.payload import write_payload
from monitor.present.json_shapes import change_json, reason_json, side_json
from monitor.render.site import render_policy
from tests.notify.samples import alert, cosmetic, gained, reworded, withdrawn
from tests.render import sample

KEYS = (
    "id",
    "kind",
    "severity",
    "direction",
    "certainty",
    "topics",
    "judged",
    "language",
    "headline",
    "heart",
    "old",
    "new",
    "edits",
    "reasons",
)


@pytest.mark.parametrize("change", [withdrawn(), reworded(), gained(), cosmetic()])
def test_a_change_has_the_documented_keys(change: Change) -> None:
    data = change_json(change)
    assert tuple(data) == KEYS
    assert data["heart"] == data["headline"] == change.headline
    assert json.loads(json.dumps(data)) == data


def test_a_side_that_is_missing_is_null() -> None:
    data = change_json(withdrawn())
    assert data["new"] is None
    assert data["old"] == side_json(withdrawn().old)
    assert side_json(None) is None


def test_values_are_plain_text_and_lists() -> None:
    data = change_json(reworded())
    assert (data["kind"], data["severity"], data["direction"]) == ("reworded", "material", "weakens")
    assert data["old"] == {"text": "We keep server logs for 30 days.", "section": ["Privacy Policy", "4. Retention"], "span": [0, 32]}
    assert data["edits"][1] == ["-", "30 days"]
    assert data["reasons"] == [reason_json(reworded().reasons[0])]
    assert data["reasons"][0] == {"rule": "limit-dropped", "says": "A limit on how long data is kept is gone.", "evidence": "30 days"}


def test_diff_and_webhook_publish_the_same_form() -> None:
    one = alert([withdrawn(), reworded()])
    printed = shapes.diff({}, {}, one.changelog)["changes"]
    posted = write_payload([one], digest=False)["alerts"][0]["changes"]
    assert printed == posted == [change_json(change) for change in one.changelog.changes]


def test_the_table_of_changes_has_it_too(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(one, tmp_path, now=sample.NOW)
    rows: list[dict[str, Any]] = json.loads((tmp_path / "larkspur" / "changes.json").read_text(encoding="utf-8"))["changes"]
    changes = [change for entry in one.entries if entry.changelog for change in entry.changelog.changes]
    assert [{key: row[key] for key in KEYS} for row in rows] == [change_json(change) for change in changes]
    assert rows[0].keys() - set(KEYS) == {"policy", "old_captured_at", "new_captured_at", "page", "says"}


def test_certainties_are_rounded_to_two_digits() -> None:
    data = change_json(replace(reworded(), direction=Direction.UNCLEAR, certainty=Certainty(0.8749, 0.636)))
    assert data["direction"] == "unclear"
    assert data["certainty"] == {"severity": 0.87, "direction": 0.64}
