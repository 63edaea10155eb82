"""Shadow roots: what they say of their host and of what stands in their slots."""

from __future__ import annotations

import pytest

from monitor.core.extract import read_snapshot
from tests.cpu import in_pages


def text_of(body: str, css: str = "") -> str:
    page = f"<html><head><style>{css}</style></head><body><p>We keep it for a year.</p>{body}</body></html>"
    document = read_snapshot(page.encode(), media_type="text/html").document
    assert document is not None
    return document.text


def root(inner: str, light: str = "", host: str = "div") -> str:
    return f"<{host}><template shadowrootmode=open>{inner}</template>{light}</{host.split(maxsplit=1)[0]}>"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (root("<p>In the root.</p>"), True),
        (root("<style>:host{display:none}</style><p>In the root.</p>"), False),
        (root("<style>:host([a]){display:none}</style><p>In the root.</p>", host="div a"), False),
        (root("<style>:host([a]){display:none}</style><p>In the root.</p>"), True),
        (root("<style>:host-context(.w){display:none}</style><p>In the root.</p>"), True),
        (f"<div class=w>{root('<style>:host-context(.w){display:none}</style><p>In the root.</p>')}</div>", False),
        (root("<slot></slot>", "<p>In the root.</p>"), True),
        (root("<slot hidden></slot>", "<p>In the root.</p>"), False),
        (root("<style>::slotted(p){display:none}</style><slot></slot>", "<p>In the root.</p>"), False),
        (root("<style>::slotted(p){visibility:hidden}</style><slot></slot>", "<p>In the root.</p>"), False),
        (root("<style>::slotted(b){display:none}</style><slot></slot>", "<p>In the root.</p>"), True),
        (root("<slot><p>In the root.</p></slot>"), True),
        (root("<slot><p>In the root.</p></slot>", "<p>Other.</p>"), False),
        (root("<slot name=a><p>In the root.</p></slot>", "<p slot=b>Other.</p>"), True),
        (root("<p>Other.</p>", "<p>In the root.</p>"), False),
        ("<div><p>In the root.</p><template shadowrootmode=open><p>Other.</p></template></div>", False),
        ("<ul><template shadowrootmode=open><p>In the root.</p></template></ul>", False),
        ("<x-note><template shadowrootmode=open><p>In the root.</p></template></x-note>", True),
        (root("<p part=q>In the root.</p>", host="div class=h"), False),
        (root("<p part=q>In the root.</p>", host="div class=other"), True),
    ],
)
def test_what_is_drawn_of_a_root_is_read(body: str, read: bool) -> None:
    assert ("In the root." in text_of(body, ".h::part(q){display:none}")) is read


def test_the_page_counts_more_than_the_root_but_for_what_is_important() -> None:
    quiet, loud = (
        root(f"<style>:host{{display:none{mark}}}</style><p>In the root.</p>", host="div class=h") for mark in ("", "!important")
    )
    assert "In the root." in text_of(quiet, ".h{display:block}")
    assert "In the root." not in text_of(loud, ".h{display:block}")


def test_roots_in_roots_end() -> None:
    body = "<p>In the root.</p>"
    for _ in range(12):
        body = root(body)
    assert "In the root." not in text_of(body)


def test_many_roots_and_long_rules_take_no_time() -> None:
    rule = "::slotted(" * 400 + ":host(" * 400
    body = "".join(root(f"<style>{rule}</style><p>Root.</p>") for _ in range(60))
    assert in_pages(lambda: text_of(body)) < 100
