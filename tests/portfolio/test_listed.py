"""Cells of strangers: names, tags and addresses, and what is no address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.portfolio.listed import LeftOut, Listed, address_of, document_row, is_formula, label, plain, tags_of
from tests.sampling import examples


@pytest.mark.parametrize(
    ("cell", "url"),
    [
        ("https://larkspur.example/privacy", "https://larkspur.example/privacy"),
        ("  HTTPS://larkspur.example/p#top ", "https://larkspur.example/p"),
        ("<https://larkspur.example/p>", "https://larkspur.example/p"),
        ("larkspur.example/privacy", "https://larkspur.example/privacy"),
        ("larkspur.example", "https://larkspur.example"),
        ("http://127.0.0.1:8080/p", "http://127.0.0.1:8080/p"),
        ("https://bücher.example/datenschutz", "https://bücher.example/datenschutz"),
        ("https://larkspur.example/p?a=1&b=2", "https://larkspur.example/p?a=1&b=2"),
    ],
)
def test_addresses(cell: str, url: str) -> None:
    assert address_of(cell) == url


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("", "no address"),
        (None, "no address"),
        ("n/a", "not a web address"),
        ("javascript:alert(1)", "javascript: addresses are not fetched"),
        ("JavaScript:alert(1)", "javascript: addresses are not fetched"),
        ("file:///etc/passwd", "file: addresses are not fetched"),
        ("data:text/html,x", "data:"),
        ("mailto:a@larkspur.example", "mailto:"),
        ("=HYPERLINK(1)", "formula"),
        ("@SUM(1)", "formula"),
        ("-1+1", "formula"),
        ("https://user:secret@larkspur.example/", "user name"),
        ("https://larkspur.example/\x00", "control character"),
        ("https://larkspur.example/a b", "space"),
        ("https://", "no host"),
        ("https://larkspur.example:99999/", "invalid"),
        ("https://a.example\\@b.example", "backslash"),
        ("x" * 1_000_000, "1,000,000 characters"),
        ("ftp://larkspur.example", "ftp:"),
        ("https://[::1", "invalid"),
        ("12345", "not a web address"),
    ],
)
def test_what_is_no_address(cell: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        address_of(cell)
    assert why in str(caught.value)


@given(st.text(max_size=60))
@settings(max_examples=examples(40))
def test_any_cell_is_an_address_or_told_why(cell: str) -> None:
    found = document_row("row 1", cell, name=cell, tags=[cell])
    if isinstance(found, LeftOut):
        assert found.why
        assert len(found.what) <= 60
    else:
        assert found.urls[0].startswith(("http://", "https://"))


def test_text_of_a_cell_is_one_line_without_what_nobody_sees() -> None:
    assert plain("a\x00b\u200bc\u202ed\r\n e\tf") == "abcd e f"
    assert plain("x" * 1_000_000) == "x" * 120
    assert plain(None) == plain(True) == plain([1]) == ""
    assert plain(7) == "7"


def test_formulas_are_no_names() -> None:
    assert label("=1+1") == label("@SUM(A1)") == label("+1-1") == label("-2") == ""
    assert label("'=1+1") == "=1+1"
    assert label("+Plus Energy") == "+Plus Energy"
    assert label("- none -") == "- none -"
    assert is_formula("=cmd|' /C calc'!A0")


def test_a_name_that_is_a_formula_is_told() -> None:
    found = document_row("row 3", "https://larkspur.example/p", name='=HYPERLINK("https://evil.example")')
    assert isinstance(found, Listed)
    assert found.name == ""
    assert found.notes == ("its name is a formula and was left out",)


def test_tags() -> None:
    assert tags_of(["crm, eu; crm|x", " "]) == ("crm", "eu", "x")
    assert tags_of(["=1+1", "a" * 500]) == ("a" * 40,)
    assert len(tags_of([",".join(map(str, range(500)))])) == 20
