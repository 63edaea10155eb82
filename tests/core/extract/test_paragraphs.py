"""Running text collected into blocks: line breaks, images, links and markers where they meet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.blocks import write
from monitor.core.extract.markdown import read_markup
from tests.core.extract.pages import read, text_of
from tests.sampling import examples


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>We   share\n\t it.</p>", "We share it."),
        ("<p>&nbsp;</p><p>We&nbsp;share.</p>", "We share."),
        ("<p>pri&shy;vacy pol\u200bicy</p>", "privacy policy"),
        ("<p>We share:<br>- name<br>- age</p>", "We share:\n\n- name\n- age"),
        ("<p>Acme Ltd.<br>1 High Street<br>London</p>", "Acme Ltd.\n\n1 High Street\n\nLondon"),
        ("<p><br><br>We share.<br></p>", "We share."),
        ("<p>We **never** share_it</p>", "We never share_it"),
        ("<p>&lt;b&gt;bold&lt;/b&gt; text</p>", "bold text"),
        ("<p># not a heading? it is</p>", "# not a heading? it is"),
        ("<p>- an item by its dash</p>", "- an item by its dash"),
        ("<ol><li>1. Sharing</ol>", "1. Sharing"),
        ("<ol><li>2024 was a year</ol>", "1. 2024 was a year"),
        ("<ul><li></li><li>name</li></ul>", "- name"),
        ("<ul><li>one<p>two</p></ul>", "- one\n\ntwo"),
        ("<h2>1.<br>Sharing</h2>", "## 1. Sharing"),
        ("<h2></h2><p>We share.</p>", "We share."),
    ],
)
def test_running_text(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p><a href=/a>one</a><a href=/b>two</a></p>", "[one](/a)[two](/b)"),
        ("<p><a href=/a>one<br>two</a></p>", "[one two](/a)"),
        ("<p><a href=/a> </a>We share.</p>", "We share."),
        ("<p><a href=/a>one <a href=/b>two</a></a></p>", "[one](/a) [two](/b)"),
        ("<p><a href=/a>[1]</a></p>", "[[1]](/a)"),
        ("<p><a href=/a>a](b</a></p>", "a] (b"),
        ("<h2><a href=/a>Sharing</a> <a href=#s>#</a></h2>", "## [Sharing](/a)"),
        ("<p><a href='/a(b)'>one</a></p>", "[one](/a%28b%29)"),
    ],
)
def test_links_where_they_meet_other_text(body: str, text: str) -> None:
    assert text_of(body) == text


def test_a_block_knows_how_much_of_it_is_linked() -> None:
    [block] = read("<p>See <a href=/a>one</a> and <a href=/b>two</a>.</p>").blocks
    assert block.link_chars == len("one") + len("two")


PIECES = st.lists(
    st.sampled_from([
        "We share. ", "name", "<br>", "<b>", "</b>", "<a href=/x>", "</a>", "<li>", "<ul>", "</ul>", "<p>", "<img alt=icon>", "<h2>",
        "</h2>",         "](", "[", "- ", "1. ", "|", "*", "&nbsp;", "<td>", "<table><tr>", "</table>",
    ]),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=examples(250), deadline=None, derandomize=True)
@given(PIECES)
def test_what_is_collected_reads_back_as_itself_and_holds_no_placeholder(body: str) -> None:
    text = text_of(body)
    assert write(read_markup(text)) == text
    assert not set(text) & set("\x00\x01\x02")
