"""What is read of each kind of element."""

from __future__ import annotations

import pytest

from monitor.core.extract.dom import parse
from monitor.core.extract.html_walk import PageWalk
from monitor.core.extract.sight import Sight
from tests.core.extract.pages import PROSE, text_of


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


def test_fields_to_fill_in_are_counted_for_the_form_around_them() -> None:
    tree = parse("<body><form><input><input type=hidden><input type=checkbox><input type=email></form>")
    assert tree is not None
    assert tree.body is not None
    [form] = [region for region in PageWalk(None, Sight()).run(tree.body).regions if region.tag == "form"]
    assert form.controls == 2


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<button>Open</button><p>One</p>", "One"),
        ("<button>You agree to binding arbitration.</button>", "You agree to binding arbitration."),
        ("<h2><button>Sharing</button></h2><p>One</p>", "## Sharing\n\nOne"),
        ("<p>Say <input value='yes'> or no</p>", "Say or no"),
        ("<p><input value='We may sell your data to anybody.'></p>", "We may sell your data to anybody."),
        ("<p><input type=hidden value='We may sell your data to anybody.'>Hm</p>", "Hm"),
        ("<textarea>We keep your data for as long as we like.</textarea>", "We keep your data for as long as we like."),
        ("<textarea>Your message</textarea><p>One</p>", "One"),
        ("<select><option>Chile<option>You agree to share your data.</select>", "You agree to share your data."),
        ("<p><ruby>data<rt>dei-ta</rt></ruby> kept</p>", "data kept"),
        ("<p>See <img alt='a lamp' src=a.png> here</p>", "See a lamp here"),
        ("<svg><text>Heron</text></svg><p>One</p>", "One"),
        ("<svg><text>We may sell your data.</text></svg>", "We may sell your data."),
    ],
)
def test_fields_buttons_and_pictures_are_read_when_they_state_something(body: str, text: str) -> None:
    assert text_of(body) == text
