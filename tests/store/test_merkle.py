"""The root over all ledgers: RFC 6962's tree, whatever the number of leaves."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.store.merkle import leaf_of, root_over, tree_hash


def as_in_the_rfc(values: list[bytes]) -> bytes:
    """Section 2.1 word by word: split at the largest power of two smaller than the number of leaves."""
    if not values:
        return sha256(b"").digest()
    if len(values) == 1:
        return sha256(b"\x00" + values[0]).digest()
    split = 1
    while split * 2 < len(values):
        split *= 2
    return sha256(b"\x01" + as_in_the_rfc(values[:split]) + as_in_the_rfc(values[split:])).digest()


@pytest.mark.parametrize("count", range(34))
def test_the_tree_is_the_one_of_the_rfc(count: int) -> None:
    values = [b"%d" % n for n in range(count)]
    assert tree_hash(values) == as_in_the_rfc(values).hex()


def test_known_roots() -> None:
    """The test vectors of Certificate Transparency's reference implementation."""
    assert tree_hash([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_hash([b""]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree_hash([b"", b"\x00"]) == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"


def test_an_inner_node_is_no_leaf() -> None:
    left, right = (sha256(b"\x00" + value).digest() for value in (b"a", b"b"))
    assert tree_hash([left + right]) != tree_hash([b"a", b"b"])


HEADS = st.dictionaries(
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True), st.tuples(st.integers(1, 99), st.just("0" * 64)), max_size=9
)


@given(heads=HEADS)
def test_the_order_of_the_ledgers_does_not_matter(heads: dict[str, tuple[int, str]]) -> None:
    assert root_over(heads) == root_over(dict(reversed(heads.items())))


@given(heads=HEADS, other=HEADS)
def test_two_states_never_share_a_root(heads: dict[str, tuple[int, str]], other: dict[str, tuple[int, str]]) -> None:
    assert (root_over(heads) == root_over(other)) is (heads == other)


def test_names_and_counts_do_not_run_together() -> None:
    assert leaf_of("acme1", 2, "0" * 64) != leaf_of("acme", 12, "0" * 64)
