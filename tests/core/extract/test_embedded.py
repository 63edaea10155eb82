"""Pages in pages, drawings, and what a page only frames."""

from __future__ import annotations

import pytest

from monitor.core.extract.dom import parse
from monitor.core.extract.embedded import MOST_FRAMES, frames
from tests.core.extract.pages import PROSE, text_of

BASE = "https://wrenfield.example/privacy"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<iframe src='/text'></iframe>", ["https://wrenfield.example/text"]),
        ("<object data='privacy.pdf'></object>", ["https://wrenfield.example/privacy.pdf"]),
        ("<embed src='//docs.example/a.pdf'>", ["https://docs.example/a.pdf"]),
        ("<a href='/f/privacy-2026.pdf'>Download</a>", ["https://wrenfield.example/f/privacy-2026.pdf"]),
        ("<a href='/f/menu.pdf'>Our dishes</a>", []),
        ("<iframe src='https://www.googletagmanager.com/ns.html' width=0 height=0></iframe>", []),
        ("<iframe src='/pixel' width=1></iframe>", []),
        ("<iframe src='/x' srcdoc='<p>y</p>'></iframe>", []),
        ("<iframe src='javascript:void(0)'></iframe>", []),
        ("<iframe src='https://www.youtube.com/embed/1'></iframe>", []),
    ],
)
def test_what_a_page_frames(body: str, found: list[str]) -> None:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    assert frames(tree, BASE) == found


def test_framesets_are_frames_and_no_more_than_a_few_are_named() -> None:
    tree = parse("<html><frameset>" + "".join(f"<frame src='/{n}'>" for n in range(20)) + "</frameset></html>")
    assert tree is not None
    assert frames(tree, BASE) == [f"https://wrenfield.example/{n}" for n in range(MOST_FRAMES)]


def test_a_page_in_a_frame_is_read_where_it_stands_with_its_own_styles() -> None:
    inner = f"<style>.h{{display:none}}</style><h2>Sharing</h2><p>{PROSE}</p><p class=h>Hidden.</p><ul><li>Name</ul>"
    text = text_of(f"<h1>Policy</h1><iframe srcdoc='{inner}'></iframe><p class=h>After it.</p>")
    assert text == f"# Policy\n\n## Sharing\n\n{PROSE.strip()}\n\n- Name\n\nAfter it."


def test_frames_in_frames_end() -> None:
    page = "<p>Deep</p>"
    for _ in range(6):
        page = "<p>In</p><iframe srcdoc='" + page.replace("&", "&amp;").replace("'", "&#39;") + "'></iframe>"
    assert text_of(page).startswith("In")
    assert "Deep" not in text_of(page)


def test_a_shadow_root_is_drawn_in_place_of_its_host() -> None:
    shadow = "<template shadowrootmode=open><p>Shown.</p>{}</template>"
    assert text_of(f"<div>{shadow.format('<slot></slot>')}<p>Light.</p></div>") == "Shown.\n\nLight."
    assert text_of(f"<div>{shadow.format('')}<p>Light.</p></div><p>End.</p>") == "Shown.\n\nEnd."
    assert text_of("<template><p>Never.</p></template><p>End.</p>") == "End."


def test_logos_and_countries_are_no_text() -> None:
    options = "".join(f"<option>Country {n}" for n in range(9))
    assert text_of(f"<svg><text>Wrenfield</text></svg><select>{options}</select><p>End.</p>") == "End."


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ("<object><param name=src value='/p.pdf'></object>", "https://wrenfield.example/p.pdf"),
        ("<iframe data-src='/p.html'></iframe>", "https://wrenfield.example/p.html"),
        ("<iframe loading=lazy src=about:blank data-src='/p.html'></iframe>", "https://wrenfield.example/p.html"),
        ("<embed data-src='/p.pdf'>", "https://wrenfield.example/p.pdf"),
        ("<turbo-frame src='/p.html'></turbo-frame>", "https://wrenfield.example/p.html"),
        ("<a href='/privacy.docx'>Privacy policy</a>", "https://wrenfield.example/privacy.docx"),
        (
            "<iframe src='https://docs.google.com/gview?url=https%3A%2F%2Fa.example%2Fprivacy.pdf&embedded=true'></iframe>",
            "https://a.example/privacy.pdf",
        ),
        ("<iframe src='/js/viewer.html?file=/files/policy.pdf'></iframe>", "https://wrenfield.example/files/policy.pdf"),
    ],
)
def test_what_holds_the_text_is_named_however_it_is_put_in(element: str, address: str) -> None:
    tree = parse(f"<body><h1>Privacy</h1>{element}</body>")
    assert tree is not None
    assert frames(tree, "https://wrenfield.example/privacy") == [address]


@pytest.mark.parametrize("element", ["<embed src='@'>", "<object data='@'><p>No.</p></object>", "<iframe src='@'></iframe>"])
def test_a_page_in_an_address_is_read_where_it_stands(element: str) -> None:
    assert text_of(element.replace("@", "data:text/html,<p>We never sell your data.</p>")) == "We never sell your data."
