"""XHTML that is declared as such."""

from __future__ import annotations

import pytest

from monitor.core.extract import read_snapshot
from monitor.core.extract.xhtml import as_html, is_xhtml

PAGE = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/>
<meta name="a" content="b"/></head>
<body><a id="top"/><h1>Policy</h1><div class="x > y"/><p>We keep<br/>orders <![CDATA[& <names>]]>.</p><hr/><textarea/></body></html>"""


@pytest.mark.parametrize("media_type", ["application/xhtml+xml", "application/xhtml+xml; charset=utf-8", None])
def test_closed_elements_swallow_nothing(media_type: str | None) -> None:
    document = read_snapshot(PAGE.encode(), media_type=media_type).document
    assert document is not None
    assert document.text == "# Policy\n\nWe keep orders & <names>."


def test_what_is_declared_as_html_is_html() -> None:
    assert not is_xhtml(PAGE, "text/html")
    assert is_xhtml(PAGE, "application/xhtml+xml")


def test_attributes_and_void_elements_stay() -> None:
    assert as_html('<img alt="a/>b"/><p title="x/"/>') == '<img alt="a/>b"/><p title="x/"></p>'
