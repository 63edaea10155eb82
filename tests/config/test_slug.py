"""Ids from names, and which ids are safe."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.slug import name_of, slug_fault, slug_of


def test_slugs() -> None:
    assert slug_of("Comm100 Network Corp.") == "comm100-network-corp"
    assert slug_of("日本") == ""
    assert name_of("https://www.comm100.com/privacy") == "comm100.com"
    assert slug_fault("com7") is None
    for wrong in ("", "../up", "A", "a/b", "-a", "a-", "index", "x" * 65):
        assert slug_fault(wrong)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_derived_id_is_valid_or_empty(name: str) -> None:
    slug = slug_of(name)
    assert slug == "" or slug_fault(slug) is None or slug in {"index", "assets"}


@pytest.mark.parametrize(
    ("name", "slug"), [("Müller & Söhne", "muller-sohne"), ("  A  ", "a"), ("x" * 80, "x" * 64), ("a" * 63 + " b", "a" * 63)]
)
def test_ids_are_derived_from_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug
