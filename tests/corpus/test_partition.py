"""How policies of a collection are named, and when their tables are derived again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.config.slug import slug_fault
from monitor.corpus.partition import HeldCapture, Material, Partition, fingerprint, policy_id, record_of
from monitor.model import ReviewDecision, Severity
from tests.corpus.collections import policy

AT = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("key", ["larkspur", "a", "a-b-2"])
def test_a_valid_id_stays(key: str) -> None:
    assert policy_id(key) == key


@pytest.mark.parametrize(
    "key", ["Larkspur", "a/b", "日本", "", "x" * 300, "-", "a" * 57 + "-", "Ünï", "a\udcff", "../../etc/passwd", "index.html"]
)
def test_any_other_name_becomes_one(key: str) -> None:
    assert slug_fault(policy_id(key)) is None
    assert policy_id(key) != key


def test_names_that_look_alike_have_different_ids() -> None:
    keys = ["a b", "a-b", "A B", "a/b", "ab", "x" * 100, "x" * 101, "日本", "中国", "", " "]
    assert len({policy_id(key) for key in keys}) == len(keys)


def material(*moments: datetime, label: str = "1") -> Material:
    held = [HeldCapture(record_of("larkspur", sequence=n, captured_at=at), label, bytes) for n, at in enumerate(moments)]
    return Material(tuple(held))


def test_what_the_tables_depend_on_is_in_the_fingerprint() -> None:
    partition = Partition(policy(), "Larkspur", "folder", "/somewhere")
    base = fingerprint(partition, material(AT), "1")
    decided = replace(material(AT), decisions=(ReviewDecision("0" * 64, AT, True, AT),))
    assert (
        len(
            {
                base,
                fingerprint(partition, material(AT), "2"),
                fingerprint(partition, material(AT, label="2"), "1"),
                fingerprint(partition, material(AT, AT.replace(year=2025)), "1"),
                fingerprint(partition, decided, "1"),
                fingerprint(partition, replace(material(AT), left_out=(("a.exe", "why"),)), "1"),
                fingerprint(replace(partition, service="Another"), material(AT), "1"),
                fingerprint(replace(partition, policy=replace(policy(), threshold=Severity.MINOR)), material(AT), "1"),
            }
        )
        == 8
    )


def test_where_the_collection_lies_and_in_which_order_is_not() -> None:
    later = AT.replace(year=2025)
    one = fingerprint(Partition(policy(), "Larkspur", "folder", "/here"), material(AT, later), "1")
    assert one == fingerprint(Partition(policy(), "Larkspur", "folder", "s3://there"), material(later, AT), "1")
