"""Digests are stored in half the space and found by what they were."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.store.digests import shown, shown_in_sql, stored


@given(st.binary(min_size=32, max_size=32))
def test_a_digest_takes_32_bytes(digest: bytes) -> None:
    assert stored(digest.hex()) == digest
    assert shown(stored(digest.hex())) == digest.hex()


@pytest.mark.parametrize("other", ["", "a", "A" * 64, "a" * 63, "a" * 65, "g" * 64, "a" * 64 + "\n", "larkspur bytes"])
def test_what_is_no_digest_is_stored_as_it_is(other: str) -> None:
    """Capitals too: they would come back as small letters."""
    assert stored(other) == shown(other) == other


@pytest.mark.parametrize("value", ["0f" * 32, "no digest", "F" * 64])
def test_sql_shows_the_same(value: str) -> None:
    db = sqlite3.connect(":memory:")
    assert db.execute(f"select {shown_in_sql('v')} from (select ? as v)", (stored(value),)).fetchone() == (value,)
