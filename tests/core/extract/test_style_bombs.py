"""Style sheets and hidden elements made to be slow: each is read to its end, at about the cost of its length."""

from __future__ import annotations

import pytest

from monitor.core.extract import read_snapshot
from monitor.model import ExtractionResult
from tests.core.extract.pages import PROSE
from tests.cpu import in_pages
from tests.sampling import sampled

ORDINARY_PAGES = 100
"""The slowest costs as much as 25 ordinary ones; with a quadratic step, one of these would cost thousands."""


def page(css: str = "", body: str = "") -> str:
    return f"<html><head><style>{css}</style></head><body>{body}<p>{PROSE}</p></body></html>"


@pytest.mark.parametrize(
    "html",
    sampled(
        [
            page("{" * 300_000),
            page("a{" * 100_000 + "}" * 100_000),
            page("}" * 300_000),
            page("/*" * 300_000),
            page(".a," * 200_000 + ".b{display:none}"),
            page(".a{" + "color:red;" * 100_000 + "}"),
            page("".join(f".c{n}{{display:none}}" for n in range(20_000)), "".join(f"<b class=c{n}>x</b>" for n in range(10_000))),
            page("b{display:none}" * 20_000, "<b>x</b>" * 20_000),
            page("b{opacity:0}" * 20_000, "<b>x</b>" * 20_000),
            page("p:has(b){display:none}" * 300, "<div><b>x</b></div>" * 10_000),
            page(".a{background:#000}" * 500 + ".b{color:#000}" * 500, "<i class=a><b class=b>x</b></i>" * 5_000),
            page("".join(f".c::before{{content:'x{n}'}}" for n in range(3_000)), "<b class=c>x</b>" * 3_000),
            page("", "".join(f"<b style='display:none;left:{n}px'>x</b>" for n in range(10_000))),
            page("i{color:#fff}", "<div>" * 800 + "<i>x</i>" * 5_000 + "</div>" * 800),
            page("", "<div hidden>" * 900 + "<b>x</b>" * 20_000 + "</div>" * 900),
            page("", "<span aria-hidden=true>" * 900 + "word " * 100_000 + "</span>" * 900),
            page("", "<s>" * 900 + "word " * 100_000 + "</s>" * 900),
            page("", "<button aria-controls=a>x</button><div id=a hidden>y</div>" * 5_000),
            page("", "<button onclick=\"f('a')\">x</button>" * 10_000 + "<div id=a hidden>y</div>"),
            page("", "<iframe srcdoc='<p>x</p>'></iframe>" * 3_000),
            page("", "<div><template shadowrootmode=open><p>x</p></template><i>y</i></div>" * 3_000),
            page("", "<div>" + "<template shadowrootmode=open>x</template>" * 2_000 + "</div>"),
            page("", "<svg>" * 200 + "<text>one two three</text>" + "</svg>" * 200),
        ],
        4,
    ),
)
def test_a_page_made_to_be_slow_is_read_to_its_end(html: str) -> None:
    read = list[ExtractionResult]()
    assert in_pages(lambda: read.append(read_snapshot(html.encode(), media_type="text/html"))) < ORDINARY_PAGES
    assert read[0].document is not None
    assert PROSE.strip() in read[0].document.text


ROOT = "<div><template shadowrootmode=open>{}</template><p>x</p></div>"


@pytest.mark.parametrize(
    "html",
    sampled(
        [
            page(".a{" + "".join(f"--n{n}:var(--n{n + 1});" for n in range(2_000)) + "display:var(--n0)}", "<b class=a>x</b>" * 2_000),
            page(".a{--n:var(--n) var(--n);display:var(--n)}", "<b class=a>x</b>" * 5_000),
            page("".join(f".a{n}{{--n:{n};color:red}}" for n in range(4_000)) + "b{opacity:var(--n)}", "<b class=a9>x</b>" * 5_000),
            page("b{left:" + "calc(" * 800 + "1px" + ")" * 800 + ";position:fixed;display:none}", "<b>x</b>" * 5_000),
            page("b{color:" + "color-mix(in srgb," * 200 + "white" + ",white)" * 200 + "}", "<b>x</b>" * 5_000),
            page("b{mask:linear-gradient(" + "transparent," * 300 + "red)}", "<b>x</b>" * 5_000),
            page("b{clip-path:polygon(" + "0 0," * 1_000 + "1px 1px)}", "<b>x</b>" * 5_000),
            page("@supports " + "(" * 4_000 + "{b{display:none}}" * 20),
            page("@supports " + "not " * 1_000 + "(a:b){b{display:none}}"),
            page("".join(f"@layer l{n}{{b{{display:none}}}}" for n in range(2_000)), "<b>x</b>" * 200),
            page("@scope " + "(.a) to " * 500 + "(.b){b{display:none}}", "<b>x</b>"),
            page(":lang(en" * 600 + "{display:none}", "<b>x</b>"),
            page("b::before{content:" + "'x' " * 100 + "}", "<b>x</b>" * 2_000),
            page("\\62{" + "\\64 isplay:none;" * 250 + "}", "<b>x</b>" * 5_000),
            page("'" * 100_000 + "{}}"),
            page("", ROOT.format("<style>" + ":host(" * 3_000 + "</style>") * 20),
            page("", ROOT.format("<style>" + "a::slotted(b){}" * 300 + "</style><slot></slot>") * 100),
            page("a::part(b){color:red}" * 300, ROOT.format("<b part=b>x</b>") * 400),
            page("", "<svg>" + "<text fill=white>one two three</text>" * 5_000 + "</svg>"),
            page("b{color:#fff} i{text-shadow:0 0 1px red}", "<div>" * 500 + "<i><b>x</b></i>" * 5_000 + "</div>" * 500),
            page("", "<p>" + "a b c d " * 60_000 + "</p>"),
            page("", "<p>" + "s3ll " * 60_000 + "</p>"),
            page("", "<p>" + "s.e.l.l." * 60_000 + "</p>"),
            page("", "<p>" + "<button>Read more</button>" * 20_000 + "</p>"),
            page("", "<p>We keep it.</p>" + "<a>Read more " * 20_000),
        ],
        4,
    ),
)
def test_newer_properties_made_to_be_slow(html: str) -> None:
    read = list[ExtractionResult]()
    assert in_pages(lambda: read.append(read_snapshot(html.encode(), media_type="text/html"))) < ORDINARY_PAGES
    assert read[0].document is not None


@pytest.mark.parametrize("text", sampled(["~~a " * 100_000, "<del>a " * 100_000, "~~" * 100_000, "~~a\n\n" * 50_000, "<s>" * 100_000], 2))
def test_marks_of_struck_text_made_to_be_slow(text: str) -> None:
    assert in_pages(lambda: read_snapshot(text.encode(), media_type="text/markdown")) < ORDINARY_PAGES


@pytest.mark.parametrize(
    "css",
    [
        "@", "@media", "@media{", "@media (", ":", "::", "::before{content:'x'}", "{}", ".", "#{display:none}", ">{display:none}",
        ".a:not({display:none}", ".a[{display:none}", "\\{display:none}", "\x00{display:none}", ".a{display}", ".a{display:;}",
        ".a{content:attr()}", ".a::before{content:attr(}", ".a{color:#}", ".a{color:rgb(}", ".a{left:-px;position:absolute}",
        "é{display:none}", "<!-- .a{display:none} -->", "]]>", ".a{font:0}", "a{}" * 3 + "{", ".a{background:url(}",
    ],
)  # fmt: skip
def test_nonsense_in_a_style_sheet_hides_nothing_else(css: str) -> None:
    document = read_snapshot(page(css, "<div class=b><b>We ask you first.</b></div>").encode(), media_type="text/html").document
    assert document is not None
    assert PROSE.strip() in document.text
