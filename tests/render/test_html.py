from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from monitor.render import html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://a.example", "https://a.example/\n", "data:text/html,x", "//a.example", "http:///x", "https://[", "vbscript:x", "file:///etc/passwd", "https://a.example\\@b", "", None, "\x01https://a.example", "mailto:a@b"],  # noqa: E501
)  # fmt: skip
def test_no_address_but_http_becomes_a_link(address: str | None) -> None:
    assert html.safe_link(address) is None


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "HTTP://A.example", "https://web.archive.org/web/2010/http://a.example/"])
def test_http_addresses_become_links(address: str) -> None:
    assert html.safe_link(address) == address


def test_every_template_escapes_whatever_its_name(tmp_path: Path) -> None:
    assert html._environment().autoescape is True
    for template in (Path(html.__file__).parent / "templates").iterdir():
        assert "|safe" not in template.read_text()
        assert "autoescape" not in template.read_text()


def test_a_value_that_was_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        html.render("overview.html.j2")


def test_characters_that_no_page_may_hold_are_replaced() -> None:
    assert html.scrub("a\x00b\x1bc\ud800d\ufffee\U0001ffff\x85") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\ufffd"
    assert html.scrub("a\r\nb\rc\fd\te") == "a\nb\nc\nd\te"
    assert html.scrub(3) == 3


def test_a_change_id_that_is_no_plain_word_becomes_one() -> None:
    assert html._anchor("a1-b_2") == "a1-b_2"
    assert html._anchor('"><script>').isalnum()
