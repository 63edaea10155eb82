"""A version's row holds nothing twice, and rows of earlier programs are read as well."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.model import HistoryEntry, Version
from monitor.store.codec import from_json, to_json
from monitor.store.version_rows import version_data, version_row

from .examples import NOON, changelog, version


def entry(**more: Any) -> HistoryEntry:
    one = version(3)
    return HistoryEntry(replace(one, **({"sha256": one.document.sha256} | more)), changelog(3), alert=True)


def read(row: tuple[Any, ...], policy: str, text: str) -> Version:
    captured_at, digest, snapshot, about, *_ = row
    data = version_data(about, policy, captured_at, digest, snapshot)
    data["document"]["text"] = text
    return from_json(Version, data)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"archive_url": "https://archive.example/1"},
        {"last_seen": NOON + timedelta(days=900)},
        {"captured_at": NOON + timedelta(microseconds=7), "last_seen": NOON + timedelta(microseconds=7)},
        {"captures": 4, "returns_to": NOON - timedelta(days=9)},
        {"policy": "under another name"},
        {"sha256": "f" * 64},
    ],
    ids=str,
)
def test_what_is_stored_is_read(more: dict[str, Any]) -> None:
    stored = entry(**more)
    assert read(version_row("acme", stored), "acme", stored.version.document.text) == stored.version


def test_columns_are_not_repeated() -> None:
    one = entry()
    _, digest, snapshot, about, *_ = version_row("acme", replace(one, version=replace(one.version, last_seen=one.version.captured_at)))
    assert bytes.fromhex(one.version.sha256) == digest
    assert bytes.fromhex(one.version.snapshot_sha256) == snapshot
    assert not json.loads(about).keys() & {"policy", "captured_at", "last_seen", "sha256", "snapshot_sha256"}
    assert "text" not in json.loads(about)["document"]


def test_the_fingerprint_covers_everything() -> None:
    one = entry()
    others = [
        entry(captures=2),
        entry(last_seen=NOON + timedelta(days=900)),
        entry(policy="another"),
        entry(snapshot_sha256="0" * 64),
        replace(one, alert=False),
        replace(one, changelog=changelog(4)),
        replace(one, changelog=None),
    ]
    prints = [version_row("acme", each)[-1] for each in (one, *others)]
    assert len(set(prints)) == len(prints)
    assert prints[0] == version_row("acme", entry())[-1]
    assert {len(each) for each in prints} == {16}


def test_a_row_of_an_earlier_program_is_read() -> None:
    one = entry().version
    data = to_json(one)
    del data["document"]["text"]
    found = read(("2000-01-01T00:00:00.000000Z", b"0" * 32, b"1" * 32, json.dumps(data)), "renamed", one.document.text)
    assert found == one, "its JSON says it all"


@pytest.mark.parametrize("about", ["", "{", "[]", "null", "7", b"\x01\x00"], ids=repr)
def test_damage_is_an_error(about: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        version_data(about, "acme", "2000-01-01T00:00:00.000000Z", "a", "b")
