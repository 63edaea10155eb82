"""What the walk writes down of each kind of element."""

from __future__ import annotations

import pytest

from monitor.core.extract import html_walk
from monitor.core.extract.blocks import HEADING, ITEM, PARAGRAPH, TABLE
from monitor.core.extract.dom import parse
from monitor.core.extract.html_walk import PageWalk
from tests.core.extract.pages import PROSE, read, text_of


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("loose <b>bold</b> and <i>italic</i> words", "loose bold and italic words"),
        ("<h2>Sharing</h2><p>We share.</p>", "## Sharing\n\nWe share."),
        ("<div role=heading aria-level=3>Sharing</div>", "### Sharing"),
        ("<div role=heading aria-level=x>Sharing</div>", "## Sharing"),
        ("<ul><li>name<li>age</ul>", "- name\n- age"),
        ("<ol start=3><li>name</li><li value=7>age</li><li>place</li></ol>", "3. name\n7. age\n8. place"),
        ("<ol start=9999><li>name</ol>", "1. name"),
        ("<ul><li>data<ul><li>name</ul><li>age</ul>", "- data\n  - name\n- age"),
        ("<ul><li>data<ol><li>name</ol></ul>", "- data\n  1. name"),
        ("<ol><li><h3>Sharing</h3><p>We share.</p></ol>", "### 1. Sharing\n\nWe share."),
        ("<p>We keep it<br>for ten years.</p>", "We keep it for ten years."),
        ("<p>We keep it.<br>We erase it.</p>", "We keep it.\n\nWe erase it."),
        ("<h2>Our<br>policy</h2>", "## Our policy"),
        ("<p>press <img src=x alt=gear> now</p>", "press gear now"),
        ("<img src=x alt=logo><p>We share.</p>", "We share."),
        ("<p>word[link](not one)</p>", "word[link] (not one)"),
        ("<dl><dt>Name</dt><dd>We keep it.</dd></dl>", "Name\n\nWe keep it."),
        ("<p><span class='sr-only'>opens in a new tab</span>We share.</p>", "We share."),
        ("<p hidden>no</p><p>yes</p>", "yes"),
        ("<p style='display: none'>no</p><p aria-hidden=true>no</p><p>yes</p>", "yes"),
        ("<p hidden=until-found>yes</p>", "yes"),
        ("<button>Accept</button><p>We share.</p>", "We share."),
        ("<button aria-expanded=false>Sharing</button><p>We share.</p>", "Sharing\n\nWe share."),
        ("<h3><button>Sharing</button></h3>", "### Sharing"),
        ("<script>x</script><style>y</style><template>z</template><p>We share.</p>", "We share."),
    ],
)  # fmt: skip
def test_elements(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>See <a href='/t'>our terms</a>.</p>", "See [our terms](https://a.example/t)."),
        ("<p><a href='#top'>Top</a> of it</p>", "Top of it"),
        ("<p><a>no target</a></p>", "no target"),
        ("<p>one<a href='/t'> two </a>three</p>", "one [two](https://a.example/t) three"),
        ("<p>Sharing <a href='#s'>¶</a></p>", "Sharing"),
        ("<p><a href='javascript:alert(1)'>click</a></p>", "click"),
        ("<p><a href='/t'><img src=x alt=logo></a>We share.</p>", "We share."),
        ("<p>write <a href='/cdn-cgi/l/email-protection' data-cfemail='x'>to us</a></p>", "write to us"),
        ("<p>write to <span data-cfemail='422302206c213a'>[email protected]</span></p>", "write to a@b.cx"),
    ],
)
def test_links(body: str, text: str) -> None:
    assert text_of(body, url="https://a.example/p") == text


def test_a_link_around_blocks_is_closed_with_each() -> None:
    assert text_of("<a href='https://b.example/'><p>One</p><p>Two</p></a>").startswith("[One](https://b.example/)\n\n")


def test_a_table_of_data_and_one_that_only_arranges_the_page() -> None:
    assert text_of("<table><tr><th>Data</th><th>Kept</th></tr><tr><td>name</td><td>1 year</td></tr></table>") == (
        "| Data | Kept |\n| --- | --- |\n| name | 1 year |"
    )
    assert text_of("<table><tr><td><p>One</p><p>Two</p></td></tr></table>") == "One\n\nTwo"
    assert text_of("<table role=presentation><tr><td>One</td><td>Two</td></tr></table>") == "One\n\nTwo"


def test_lists_and_paragraphs_inside_a_cell_stay_in_it() -> None:
    table = "<table><tr><th>A</th><th>B</th></tr><tr><td><ul><li>x</li><li>y</li></ul></td><td><p>1</p><p>2</p></td></tr></table>"
    assert text_of(table).splitlines()[-1] == "| • x<br>• y | 1<br><br>2 |"


def test_long_preformatted_text_is_read_as_markdown_and_short_is_a_paragraph() -> None:
    text = text_of(f"<pre># Policy\n\n{PROSE}\n\n* one\n* two\n\n{PROSE}</pre>")
    assert text.startswith("# Policy\n\n")
    assert "\n- one\n- two" in text
    assert text_of("<pre>short\ntext</pre>") == "short text"


def test_regions_nest_and_hold_their_blocks() -> None:
    tree = parse("<body><main id=Main><p>One</p><nav class=Menu><p>Two</p></nav></main><footer hidden><p>Three</p></footer>")
    assert tree is not None
    assert tree.body is not None
    walked = PageWalk(None).run(tree.body)
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


def test_fields_to_fill_in_are_counted_for_the_form_around_them() -> None:
    tree = parse("<body><form><input><input type=hidden><input type=checkbox><input type=email></form>")
    assert tree is not None
    assert tree.body is not None
    [form] = [region for region in PageWalk(None).run(tree.body).regions if region.tag == "form"]
    assert form.controls == 2


def test_a_page_of_too_many_elements_is_cut_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_walk, "MOST_NODES", 50)
    page = read("<p>We share.</p>" * 200)
    assert any("exceeds the element limit" in note for note in page.notes)
    assert page.blocks


def test_several_roots_follow_one_another() -> None:
    page = read("<p id=a>One</p><p>no</p><p id=b>Two</p>", select=("#b", "#a"))
    assert [block.text for block in page.blocks] == ["Two", "One"]
