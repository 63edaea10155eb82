"""Accordions, tabs and "read more" as widespread libraries write them: each holds its short clause, and none is lost."""

from __future__ import annotations

import pytest

from tests.core.extract.pages import PROSE, text_of

POLICY = f"<h1>Privacy Policy</h1><p>{PROSE * 4}</p>"
CLAUSE = "We hand lists to shops."
LINKED = "<link rel=stylesheet href=site.css>"

FOLDED = {
    "collapse": """
        <a class="btn" data-bs-toggle="collapse" href="#c1" role="button" aria-expanded="false" aria-controls="c1">Who</a>
        <div class="collapse" id="c1"><div class="card card-body">@</div></div>""",
    "collapse, by class": """
        <button type="button" data-toggle="collapse" data-target=".multi">Who</button>
        <div class="multi" style="display: none"><p>@</p></div>""",
    "accordion of headings": """
        <h2 class="accordion-header"><button class="accordion-button collapsed" data-bs-target="#f1">Who</button></h2>
        <div id="f1" class="accordion-collapse" style="height: 0; overflow: hidden"><div class="accordion-body">@</div></div>""",
    "accordion of a school": """
        <style>.panel { max-height: 0; overflow: hidden; transition: max-height 0.2s }</style>
        <button class="accordion">Who</button><div class="panel"><p>@</p></div>""",
    "accordion, hidden by class": """
        <style>.panel { display: none; background-color: white }</style>
        <button class="accordion">Who</button><div class="panel"><p>@</p></div>""",
    "definition list": """
        <style>dd { display: none }</style>
        <dl><dt><button aria-expanded="false">Who</button></dt><dd>@</dd></dl>""",
    "tabs of a list": """
        <ul role="tablist"><li role="tab" aria-controls="t1">One</li><li role="tab" aria-controls="t2">Two</li></ul>
        <div id="t1" role="tabpanel"><p>First.</p></div><div id="t2" role="tabpanel" hidden><p>@</p></div>""",
    "tabs of links": """
        <ul><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ul>
        <div id="one"><p>First.</p></div><div id="two" style="display:none"><p>@</p></div>""",
    "tabs of radio buttons": """
        <style>.body { display: none } #r2:checked ~ .body { display: block }</style>
        <input type="radio" id="r2" name="r"><label for="r2">Two</label><div class="body"><p>@</p></div>""",
    "box to tick": """
        <style>.more { display: none } input:checked ~ .more { display: block }</style>
        <input type="checkbox" id="m"><label for="m">More</label><div class="more"><p>@</p></div>""",
    "target of a link": """
        <style>.fold { display: none } .fold:target { display: block }</style>
        <p><a href="#fold">Who</a></p><p>x</p><div class="fold" id="fold"><p>@</p></div>""",
    "region with a label": """
        <h3><button id="b1" aria-expanded="false">Who</button></h3><p>x</p>
        <div role="region" aria-labelledby="b1" hidden><p>@</p></div>""",
    "custom toggles": """
        <div class="faq-question" onclick="toggle(this)">Who</div><div class="faq-answer" style="display:none"><p>@</p></div>""",
    "toggle of an image": """
        <div class="toggle-title"><img alt="" src="plus.svg">Who</div><div style="display:none"><p>@</p></div>""",
    "dropdown, silent": """
        <div class="w-dropdown"><div class="toggle" aria-controls="d1" aria-expanded="false">Who</div>
        <div class="w-dropdown-list" id="d1" aria-hidden="true"><p>@</p></div></div>""",
    "wrapped twice": """
        <h3><button>Who</button></h3><div class="wrap"><div class="inner" hidden><p>@</p></div></div>""",
    "read more": """
        <p>So it is.<span id="dots">…</span><span id="more" style="display:none">@</span></p>
        <button onclick="readMore('more')">Read more</button>""",
    "read more, by its place": """
        <p>So it is. <span style="display:none">@</span> <a>Read more</a></p>""",
    "details": "<details><summary>Who</summary><p>@</p></details>",
    "details of one name": "<details name='a'><summary>Who</summary><div><p>@</p></div></details>",
    "popover": "<button popovertarget='pop'>Who</button><p>x</p><div id='pop' popover><p>@</p></div>",
    "list in a panel": """
        <button aria-controls="l1">Who</button><ul id="l1" hidden><li>Name</li><li>@</li></ul>""",
    "table in a panel": """
        <button aria-controls="l2">Who</button><table id="l2" hidden><tr><th>a<th>b<tr><td>x<td>@</table>""",
    "until found": "<h3>Who</h3><div hidden='until-found'><p>@</p></div>",
    "data of a library": """
        <div data-accordion-target="#fb" aria-expanded="false">Who</div><p>x</p><div id="fb" class="hidden-panel" hidden><p>@</p></div>""",
}
APART = {
    "menu": "<button aria-controls=m>Menu</button><ul id=m hidden>" + "<li><a href=/a>Our shop</a>" * 5 + "</ul>",
    "spinner": "<div class=spinner hidden>Please wait for it</div>",
    "message of a form": "<form><input><p class=error style='display:none'>Please fill in every field.</p></form>",
    "languages": "<button aria-expanded=false>Language</button><div hidden><a href=/de>Deutsch</a> <a href=/fr>Français</a></div>",
}


@pytest.mark.parametrize("head", ["", LINKED], ids=["alone", "linked"])
@pytest.mark.parametrize("name", FOLDED)
def test_what_a_reader_can_unfold_is_read(name: str, head: str) -> None:
    assert CLAUSE in text_of(f"{head}<main>{POLICY}{FOLDED[name].replace('@', CLAUSE)}</main>")


@pytest.mark.parametrize("name", APART)
def test_what_is_folded_and_no_part_of_the_document_is_not(name: str) -> None:
    text = text_of(f"{APART[name]}<main>{POLICY}</main>")
    assert text.removeprefix("Menu\n\n").removeprefix("Language\n\n") == text_of(f"<main>{POLICY}</main>")
