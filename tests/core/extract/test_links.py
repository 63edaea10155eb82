"""Addresses in one spelling, and links written with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.links import clean_address, linked, protected_address, with_links
from tests.sampling import examples

BASE = "https://a.example/legal/privacy"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("#top", ""),
        ("", ""),
        ("  ", ""),
        (f"{BASE}#s2", ""),
        ("../terms#s2", "https://a.example/terms#s2"),
        ("//b.example/x?gclid=1&q=2", "https://b.example/x?q=2"),
        ("/x?utm_source=a&utm_medium=b", "https://a.example/x"),
        ("/x?q=1&fbclid=2#f", "https://a.example/x?q=1#f"),
        ("/x;jsessionid=ABC?q=1", "https://a.example/x?q=1"),
        ("/x?identity=1", "https://a.example/x?identity=1"),
        ("https://web.archive.org/web/20200101000000/https://b.example/", "https://b.example/"),
        ("/web/20200101000000id_/https://b.example/", "https://b.example/"),
        ("javascript:alert(1)", ""),
        ("DATA:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+49", "tel:+49"),
        ("/a b\n(c)|<d>", "https://a.example/ab%28c%29%7C%3Cd%3E"),
        ("http://[broken", "http://%5Bbroken"),
        ("//[broken", ""),
        ("/cdn-cgi/l/email-protection#422302206c213a", "mailto:a@b.cx"),
        ("/cdn-cgi/l/email-protection", ""),
    ],
)
def test_addresses(href: str, address: str) -> None:
    assert clean_address(href, BASE) == address


def test_without_a_page_address_a_relative_link_stays_relative() -> None:
    assert clean_address("/terms", None) == "/terms"


@pytest.mark.parametrize(("code", "address"), [("422302206c213a", "a@b.cx"), ("", None), ("4", None), ("zz", None), ("42", None)])
def test_protected_addresses(code: str, address: str | None) -> None:
    assert protected_address(code) == address


@pytest.mark.parametrize(
    ("text", "href", "written"),
    [
        ("terms", "/t", "[terms](https://a.example/t)"),
        ("terms", "#t", "terms"),
        ("", "/t", ""),
        ("¶", "/t", ""),
        ("a@b.example", "mailto:A@B.example?subject=x", "a@b.example"),
        ("write to us", "mailto:a@b.example", "[write to us](mailto:a@b.example)"),
        ("[inner](x)", "/t", "[inner](x)"),
    ],
)
def test_a_link_is_written_where_it_leads_elsewhere(text: str, href: str, written: str) -> None:
    assert linked(text, href, BASE) == written


def test_an_image_keeps_its_words_amid_words_alone() -> None:
    assert with_links("press ![gear](g.png) now", BASE) == "press gear now"
    assert with_links("![logo](l.png) Acme", BASE) == " Acme"
    assert with_links("Acme ![logo](l.png)", BASE) == "Acme "


def test_reference_links_become_inline_and_their_definitions_go() -> None:
    assert with_links("[a][x] and [b][]\n[x]: /1\n[b]: /2\n", BASE) == "[a](https://a.example/1) and [b](https://a.example/2)\n"


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(st.text("ab/:?#&=[]()<>.;%@ \n", max_size=40))
def test_cleaning_is_idempotent_and_leaves_no_markup(href: str) -> None:
    address = clean_address(href, BASE)
    assert not set(address) & set("()<>[]| \n")
    assert clean_address(address, BASE) in (address, "")


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(st.text('ab[]()!:/" \n#', max_size=40))
def test_links_once_canonical_stay_so(text: str) -> None:
    once = with_links(text, BASE)
    assert with_links(once, BASE) in (once, with_links(with_links(once, BASE), BASE))
