"""What the walk writes down of each kind of element."""

from __future__ import annotations

import pytest

from monitor.core.extract import html_walk
from monitor.core.extract.blocks import HEADING, ITEM, PARAGRAPH, TABLE
from monitor.core.extract.dom import parse
from monitor.core.extract.html_walk import PageWalk
from monitor.core.extract.sight import Sight
from tests.core.extract.pages import read, text_of


def test_regions_nest_and_hold_their_blocks() -> None:
    page = "<body><main id=Main><p>One</p><nav class=Menu><p>Two</p></nav></main><footer hidden><p>Three</p></footer>"
    tree = parse(page)
    assert tree is not None
    assert tree.body is not None
    walked = PageWalk(None, Sight.of(tree, page)).run(tree.body)
    kinds = {region.tag: region for region in walked.regions}
    assert (kinds["main"].start, kinds["main"].end) == (0, 2)
    assert (kinds["nav"].start, kinds["nav"].end) == (1, 2)
    assert walked.regions[kinds["nav"].parent].tag == "main"
    assert " main " in kinds["main"].names
    assert kinds["footer"].hidden
    assert [block.text for block in walked.blocks] == ["One", "Two", "Three"]


def test_kinds_of_blocks_and_facts_are_counted() -> None:
    page = read(
        "<h1>Policy</h1><p>We <a href=/s>share</a>.</p><ul><li>x</ul><table><tr><td>a<td>b</table><script></script><script></script>"
    )
    assert [block.kind for block in page.blocks] == [HEADING, PARAGRAPH, ITEM, TABLE]
    assert (page.headings, page.links, page.scripts) == (1, 1, 2)


def test_a_page_of_too_many_elements_is_cut_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_walk, "MOST_NODES", 50)
    page = read("<p>We share.</p>" * 200)
    assert any("exceeds the element limit" in note for note in page.notes)
    assert page.blocks


def test_several_roots_follow_one_another() -> None:
    page = read("<p id=a>One</p><p>no</p><p id=b>Two</p>", select=("#b", "#a"))
    assert [block.text for block in page.blocks] == ["Two", "One"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>We <del>never</del> <ins>may</ins> sell.</p>", "We may sell."),
        ("<p>We<s> never</s> sell.</p>", "We sell."),
        ("<del><p>We never sell.</p></del><p>End.</p>", "End."),
        ("<ul><li><s>name</s><li>age</ul>", "- age"),
        ("<table><tr><th>a<th>b<tr><td><s>old</s>new<td>c</table>", "| a | b |\n| --- | --- |\n| new | c |"),
        ("<h2><s>Old</s> New</h2>", "## New"),
        ("<p>We <b hidden>do not</b> sell.</p>", "We sell."),
        ("<p>We <span style='font-size:0'>do not</span> sell.</p>", "We sell."),
        ("<p><a href='/x'>We <i style='display:none'>do not</i> sell</a></p>", "[We sell](/x)"),
        ("<ol><li>One<li hidden>Two<li>Three</ol>", "1. One\n2. Three"),
        ("<p>press <i aria-hidden=true>→</i> now</p>", "press now"),
        ("<p>We share.<span aria-hidden=true>expand_more</span></p>", "We share."),
        ("<p aria-hidden=true>close</p><p>We share.</p>", "We share."),
        ("<button>We may sell your data.</button><p>End.</p>", "We may sell your data.\n\nEnd."),
        ("<p><img alt='A photo of our shop' src=x></p><p>End.</p>", "End."),
        ("<p>x<rt>y</rt></p>", "x"),
        ("<textarea>Your message</textarea><p>End.</p>", "End."),
        ("<textarea>We keep one thing here now.\n\n- a\n- b</textarea>", "We keep one thing here now.\n\n- a\n- b"),
        (
            "<table><tr><td>a<td><textarea>We keep one thing here now.\n- a</textarea></table>",
            "| a | We keep one thing here now. - a |\n| --- | --- |",
        ),
        ("<table><tr><td>a<td><iframe srcdoc='<p>b</p><p>c</p>'></iframe></table>", "| a | b c |\n| --- | --- |"),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "x=2"),
    ],
)
def test_what_is_struck_hidden_or_written_in_other_ways(body: str, text: str) -> None:
    assert text_of(body) == text
