"""Outlines of feed readers and bookmark managers."""

from __future__ import annotations

import pytest

from monitor.errors import UsageError
from monitor.portfolio.opml import read_opml, write_opml

OUTLINE = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Vendors</title></head><body>
  <outline text="CRM"><outline text="Europe">
    <outline type="link" text="Larkspur &amp; Co" url="https://larkspur.example/privacy" category="key,core"/>
  </outline></outline>
  <outline text="Feed" type="rss" xmlUrl="https://kites.example/feed" htmlUrl="https://kites.example/terms"/>
  <outline text="Only a feed" type="rss" xmlUrl="https://acorn.example/feed"/>
  <outline text="Script" url="javascript:alert(1)"/>
  <outline text="Empty"/>
</body></opml>"""


def test_folders_become_tags() -> None:
    found = read_opml(OUTLINE.encode())
    assert [(one.name, one.urls[0], one.tags) for one in found.documents] == [
        ("Larkspur & Co", "https://larkspur.example/privacy", ("CRM", "Europe", "key", "core")),
        ("Feed", "https://kites.example/terms", ()),
    ]
    assert [(one.what, one.why) for one in found.left_out] == [
        ("Only a feed", "it has a feed but no page (htmlUrl)"),
        ("javascript:alert(1)", "javascript: addresses are not fetched, only http and https"),
    ]


BOMB = (
    '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><opml><body><outline text="&j;" url="https://a.example/"/></body></opml>'
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" url="https://a.example/"/></body></opml>',
        '<!DOCTYPE opml SYSTEM "https://a.example/x.dtd"><opml/>',
    ],
)
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="entities"):
        read_opml(text.encode())


@pytest.mark.parametrize("text", ["<opml", "<opml></body>", "<a>\x00</a>", '<?xml version="1.0" encoding="nonsense"?><opml/>'])
def test_broken_xml(text: str) -> None:
    with pytest.raises(UsageError, match="well-formed"):
        read_opml(text.encode())


def test_deep_outlines_are_read() -> None:
    deep = (
        "<opml><body>"
        + '<outline text="x">' * 3_000
        + '<outline text="L" url="https://a.example/"/>'
        + "</outline>" * 3_000
        + "</body></opml>"
    )
    assert read_opml(deep.encode()).documents[0].tags == ("x",)


def test_round_trip() -> None:
    rows = [
        ('Larkspur <&> "Co"', "Terms of Service", "https://larkspur.example/t?a=1&b=2", ("crm", "key accounts")),
        ("K", "", "https://k.example/", ()),
    ]
    found = read_opml(write_opml(rows).encode())
    assert [(one.name, one.document, one.urls[0], one.tags) for one in found.documents] == rows
