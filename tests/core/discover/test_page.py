"""The links of a page that may lead to documents, whatever the bytes are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.discover.found import DocumentLink, SitePage
from monitor.core.discover.page import MOST_LINKS, read_site_page, read_sitemap

HOME = "https://larkspur.example/en/"


def links(body: str) -> tuple[DocumentLink, ...]:
    return read_site_page(body.encode(), "text/html; charset=utf-8", HOME).links


def test_where_a_link_stands() -> None:
    found = links(
        "<nav><a href=/a>Privacy</a></nav><p><a href=b>Terms</a></p><footer><a href=https://x.example/c>Cookies</a></footer>"
        "<article><a href=/d>DPA</a></article><div id=page-footer><a href=/e>Acceptable use</a></div>"
    )
    assert [(link.url, link.place, link.kind) for link in found] == [
        ("https://larkspur.example/a", "menu", "Privacy Policy"),
        ("https://larkspur.example/en/b", "page", "Terms of Service"),
        ("https://x.example/c", "footer", "Cookie Policy"),
        ("https://larkspur.example/d", "article", "Data Processing Addendum"),
        ("https://larkspur.example/e", "footer", "Acceptable Use Policy"),
    ]


def test_the_footer_wins_over_the_menu() -> None:
    found = links("<nav><a href=/p>Privacy</a></nav><footer><a href=/p>Privacy</a></footer>")
    assert [link.place for link in found] == ["footer"]


def test_what_stands_in_for_words() -> None:
    found = links(
        "<a href=/1><img alt='Privacy policy'></a><a href=/2 aria-label=Terms></a><a href=/3 title='Cookie policy'></a><a href=/dpa></a>"
    )
    assert [link.kind for link in found] == ["Privacy Policy", "Terms of Service", "Cookie Policy", "Data Processing Addendum"]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,Privacy", "mailto:a@b.example", "http://[", "", "x" * 5_000, "ftp://a.example/p"]
)
def test_what_is_no_address(href: str) -> None:
    assert links(f'<footer><a href="{href}">Privacy Policy</a></footer>') == ()


def test_relations_of_the_head_name_documents() -> None:
    mail = "<link rel=privacy-policy href='mailto:a@b.example'>"
    found = links(f"<link rel='help privacy-policy' href=/pp><link rel=TERMS-OF-SERVICE href=/tos>{mail}")
    assert [(link.url, link.kind, link.place) for link in found] == [
        ("https://larkspur.example/pp", "Privacy Policy", "head"),
        ("https://larkspur.example/tos", "Terms of Service", "head"),
    ]


def test_a_page_that_lists_documents_has_no_kind() -> None:
    found = links("<footer><a href=/legal>Legal</a><a href=/shop>Shop</a></footer>")
    assert [(link.url, link.kind, link.place) for link in found] == [("https://larkspur.example/legal", "", "footer")]


def test_structured_data() -> None:
    data = {"@type": "WebSite", "termsOfServiceUrl": "/tos", "about": [{"name": "Privacy Policy", "url": "/pp"}], "privacyPolicy": "words"}
    found = links(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert {(link.kind, link.url) for link in found} == {
        ("Terms of Service", "https://larkspur.example/tos"),
        ("Privacy Policy", "https://larkspur.example/pp"),
    }


@pytest.mark.parametrize("data", ["", "{", "[" * 100_000, '{"name": 7, "url": 8}', "null", '{"url": {"name": "Privacy"}}'])
def test_broken_structured_data(data: str) -> None:
    assert links(f'<script type="application/ld+json">{data}</script><footer><a href=/p>Privacy</a></footer>')[0].kind == "Privacy Policy"


def test_what_a_company_calls_itself() -> None:
    page = read_site_page(
        b"""<html lang="en-GB"><title>Bicycles | Larkspur</title><meta property="og:site_name" content="Larkspur">
        <script type="application/ld+json">{"@type": ["Organization"], "name": "Larkspur Ltd"}</script>""",
        "text/html", HOME,
    )  # fmt: skip
    assert page.names == ("Larkspur", "Larkspur Ltd", "Bicycles", "Larkspur")
    assert page.language == "en"


def test_a_page_with_very_many_links() -> None:
    assert len(links("".join(f"<a href=/{n}>Privacy</a>" for n in range(3_000)))) == MOST_LINKS


@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    assert isinstance(read_site_page(body, None, HOME), SitePage)
    assert isinstance(read_sitemap(body, None), tuple)


def test_sitemaps() -> None:
    some = "<urlset xmlns='x'><url><loc> https://a.example/privacy </loc></url><url><loc>https://a.example/shop</loc></url></urlset>"
    assert read_sitemap(some.encode(), "application/xml") == (["https://a.example/privacy"], [])
    index = "<?xml version='1.0'?><sitemapindex><sitemap><loc>https://a.example/1.xml?a=1&amp;b=2</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode(), "application/xml") == ([], ["https://a.example/1.xml?a=1&b=2"])


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "privacy"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://a.example/&b;</loc></url></urlset>'
    assert read_sitemap(bomb.encode(), "application/xml") == ([], [])
