"""Laws that hold for any input: nothing raises, the written form is a fixed point, no word is lost, work stays linear."""

from __future__ import annotations

import encodings.aliases
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract import read_snapshot
from monitor.core.extract.blocks import write
from monitor.core.extract.inline import composed
from monitor.core.extract.markdown import read_markup
from tests.sampling import examples, sampled

_MARKED = st.lists(
    st.sampled_from(
        [
            *list("ab Cd.,:;!?*_-+#>|[]()`~\\&<=\"'1230\n\n\t•·–…¶ "),
            "é",
            "\u200b",
            "\xa0",
            "́",
            "م",
            "<br>",
            "&amp;",
            "&lt;",
            "](",
            "**",
            "\n- ",
            "\n| ",
            " |",
            "\n---\n",
            "\n===\n",
            "  \n",
            "\n1. ",
            "http://a.b/c_d_?utm_x=1",
        ]
    ),
    max_size=60,
).map("".join)
_TAGS = [
    "p",
    "div",
    "span",
    "a",
    "b",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h3",
    "nav",
    "footer",
    "section",
    "details",
    "summary",
    "pre",
    "dl",
    "dt",
    "dd",
    "br",
    "img",
    "sup",
    "blockquote",
    "button",
    "form",
    "input",
    "main",
    "article",
    "template",
    "script",
]
_WORD = st.sampled_from(
    ["We", "do not sell", "your data.", "30 days", "*", "a_b", "<", "&nbsp;", "1. ", "- ", "|", "#", "\n", "é", "[x]", "](y)"]
)


@st.composite
def _html(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.one_of(_WORD, st.sampled_from(_TAGS).map(lambda t: f"<{t}>"), st.sampled_from(_TAGS).map(lambda t: f"</{t}>")), max_size=60
        )
    )
    attributes = draw(
        st.sampled_from(
            [
                "",
                ' class="menu"',
                " hidden",
                ' style="display:none"',
                ' href="/x?utm_source=a#b"',
                ' colspan="3" rowspan="2"',
                ' role="heading"',
            ]
        )
    )
    return "<html><body>" + " ".join(parts).replace("<td>", f"<td{attributes}>").replace("<div>", f"<div{attributes}>").replace(
        "<a>", f"<a{attributes}>"
    )


@given(_MARKED)
@settings(max_examples=examples(300), deadline=None)
def test_markdown_reads_back_as_itself(text: str) -> None:
    once = composed(write(read_markup(text)))
    assert write(read_markup(once)) == once


@given(_html())
@settings(max_examples=examples(250), deadline=None)
def test_a_page_reads_back_as_itself(html: str) -> None:
    document = read_snapshot(html.encode(), media_type="text/html").document
    if document is not None:
        assert write(read_markup(document.text)) == document.text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html", "text/plain; charset=utf-16", "application/pdf", "text/html; charset=nonsense", ";;"]),
)
@settings(max_examples=examples(200), deadline=None)
def test_no_bytes_raise(body: bytes, media_type: str | None) -> None:
    for opening in (b"", b"<html>", b"%PDF-1.4\n", b"\x1f\x8b\x08", b"\xff\xfe"):
        reading = read_snapshot(opening + body, media_type=media_type, headers={"Content-Length": "x"})
        assert (reading.document is None) == (reading.error is not None)


@pytest.mark.parametrize("name", sorted({*encodings.aliases.aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "utf_7"}))
def test_no_name_of_an_encoding_raises(name: str) -> None:
    """Found by fuzzing: a page may declare any codec that this Python knows, and some give no text."""
    body = b"<html><meta charset=%s><p>We keep \xff\xfe it \x81\x8d.</p>" % name.encode()
    assert read_snapshot(body, media_type=f"text/html; charset={name}").error is None


@given(
    st.lists(st.text(alphabet="abcdefgh", min_size=2, max_size=8), min_size=1, max_size=40),
    st.sampled_from(["p", "li", "blockquote", "div", "section", "h2", "dd"]),
)
@settings(max_examples=examples(80), deadline=None)
def test_no_word_of_a_bare_page_is_lost(words: list[str], tag: str) -> None:
    html = "<html><body><main>" + "".join(f"<{tag}>{word}</{tag}>" for word in words) + "</main></body></html>"
    document = read_snapshot(html.encode(), media_type="text/html").document
    assert document is not None
    assert sorted(re.findall(r"[a-h]+", document.text)) == sorted(words)


_SENTENCE = "We keep your orders for ten years, as the tax law of this country asks of us. "


@pytest.mark.parametrize(
    "html",
    sampled(
        [
            "<html><body><main>" + f"<p>{_SENTENCE}</p>" * (900_000 // len(_SENTENCE)) + "<!-- -->" * 500_000 + "</main></body></html>",
            "<html><body>" + "<div>" * 50_000 + _SENTENCE,
            "<html><body>" + "<ul><li>" * 3_000 + _SENTENCE,
            "<html><body>" + "<table><tr><td>" * 800 + _SENTENCE,
            "<html><body>" + "<nav>" * 20_000 + _SENTENCE + f"<p>{_SENTENCE}</p>" * 3,
            "<html><body><p>" + "[" * 50_000 + "*a_" * 50_000 + _SENTENCE,
            "<html><body><p>" + "<br>" * 100_000 + _SENTENCE,
            "<html><body><table><tr>" + "<td rowspan=60000 colspan=1000>x" * 500 + "</table><p>" + _SENTENCE,
            "<html><body><p " + "".join(f"a{n} " for n in range(200_000)) + f">{_SENTENCE}</p>",
            "<html><body><p " + "".join(f"a{n}='>' " for n in range(200_000)) + f">{_SENTENCE}</p>",
            "<html><body><script>if (a<b) {" + "x = 1; " * 5_000 + "}</script><p>" + _SENTENCE,
            "<html><body><p style='" + "--a: 1; " * 5_000 + f"'>{_SENTENCE}</p>",
        ],
        2,
    ),
    ids=[
        "five-megabytes",
        "deep",
        "deep-lists",
        "deep-tables",
        "deep-menus",
        "marks",
        "breaks",
        "spans",
        "attributes",
        "quoted-attributes",
        "long-script",
        "long-style",
    ],
)
def test_monstrous_pages_are_read_to_the_end(html: str) -> None:
    document = read_snapshot(html.encode(), media_type="text/html").document
    assert document is not None
    assert _SENTENCE.strip() in document.text


@pytest.mark.parametrize(
    "text",
    sampled(
        [
            "[" * 60_000,
            "![" * 40_000,
            "*a " * 60_000,
            "_a" * 60_000,
            "| " * 60_000,
            "> " * 60_000,
            "&amp;" * 40_000,
            "\\" * 100_000,
            "<b " * 40_000,
            "<!--" * 40_000,
            "- " * 60_000,
            "- a\n" * 30_000,
            "a\n" * 60_000,
            "|a\n" * 30_000,
            "[a](" * 30_000,
            "<br>" * 60_000,
            "|<br>" * 40_000,
        ],
        3,
    ),
)
def test_monstrous_markdown_is_read(text: str) -> None:
    read_markup(text + "\n\nend")
