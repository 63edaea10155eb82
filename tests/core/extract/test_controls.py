"""Hidden parts of a page that something on it opens."""

from __future__ import annotations

import pytest

from tests.core.extract.pages import PROSE, read, text_of

POLICY = f"<h1>Privacy Policy</h1><p>{PROSE * 4}</p>"
SHORT = "<p>We sell lists to shops.</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<button aria-controls=p>Sales</button><div id=p hidden>{SHORT}</div>",
        f"<button aria-controls='q p'>Sales</button><ul id=p style='display:none'><li>Name<li>{SHORT}</ul>",
        f"<a href='#p'>Sales</a><div id=p hidden>{SHORT}</div>",
        f"<a role=button data-toggle=collapse data-target='.p'>Sales</a><section class=p hidden>{SHORT}</section>",
        f"<div role=tab id=t>Sales</div><p>x</p><div aria-labelledby=t hidden>{SHORT}</div>",
        f"<p>x</p><div role=tabpanel hidden>{SHORT}</div>",
        f"<input type=checkbox id=c><label for=c>Sales</label><div hidden>{SHORT}</div>",
        f"<h3 class=accordion-title>Sales</h3><div hidden>{SHORT}</div>",
        f"<h3><button>Sales</button></h3><div><div hidden>{SHORT}</div></div>",
        f"<span onclick=\"show('p')\">Sales</span><p>x</p><div id=p hidden>{SHORT}</div>",
        f"<button popovertarget=p>Sales</button><div id=p popover>{SHORT}</div>",
        f"<button aria-controls=a>A</button><div id=a hidden><button aria-controls=b>B</button><div id=b hidden>{SHORT}</div></div>",
        f"<button aria-controls=p>Sales</button><table id=p hidden><tr><td>{SHORT}<td>x</table>",
        f"<button aria-controls=p>Sales</button><div id=p aria-hidden=true>{SHORT}</div>",
    ],
)
def test_what_a_control_opens_is_read(body: str) -> None:
    assert "We sell lists to shops." in text_of(f"<main>{POLICY}{body}</main>")


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=p hidden>{SHORT}</div>",
        f"<button aria-controls=p hidden>Sales</button><p>x</p><div id=p hidden>{SHORT}</div>",
        f"<div hidden><button aria-controls=p>Sales</button></div><p>x</p><div id=p hidden>{SHORT}</div>",
        f"<a href='/p'>Sales</a><p>x</p><div id=p hidden>{SHORT}</div>",
    ],
)
def test_what_nothing_visible_opens_is_not(body: str) -> None:
    assert "We sell lists to shops." not in text_of(f"<main>{POLICY}{body}</main>")


def test_a_menu_behind_a_button_is_no_text() -> None:
    links = "".join(f"<li><a href='/{n}'>Shop number {n}</a>" for n in range(9))
    assert "Shop number" not in text_of(f"<button aria-controls=m>Menu</button><ul id=m hidden>{links}</ul><main>{POLICY}</main>")


def test_what_is_opened_is_not_said_to_be_hidden() -> None:
    assert read(f"<main>{POLICY}<button aria-controls=p>Sales</button><div id=p hidden>{SHORT}</div></main>").notes == []
