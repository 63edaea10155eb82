from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.present.inert import (
    MARK_OFF,
    MARK_ON,
    bracketed,
    chat_inert,
    chat_name,
    clean,
    clip,
    inert,
    page_text,
    spreadsheet_cell,
    terminal_text,
    web_address,
)

LINKED = re.compile(r"://|[\w-]\.[^\W\d_][\w-]|@\w|\]\(")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Section 3.2 of Reg. (EU) 2016/679, e.g. 30.5 %, U.S. law.", "Section 3.2 of Reg. (EU) 2016/679, e.g. 30.5 %, U.S. law."),
        ("see example.com.", "see example[.]com."),
        ("http:\\\\example.com", "http[:]\\\\example[.]com"),
        ("ex\u200bample.c\u00adom", "example[.]com"),
        ("www.пример.рф and 例え.テスト", "www[.]пример[.]рф and 例え[.]テスト"),
        ("example\uff0ecom", "example[.]com"),
        ("![pixel](https://t.example/p.gif)", "pixel (https[:]//t[.]example/p[.]gif)"),
        ("می\u200cخواهیم", "می\u200cخواهیم"),
        ("a\u202eb\ud800c\ue000d\x07e", "abcd e"),
        ("mail @all or a@b", "mail [at]all or a[at]b"),
    ],
)
def test_only_what_could_be_clicked_is_changed(text: str, expected: str) -> None:
    assert inert(text) == expected


def test_entities_are_never_decoded() -> None:
    assert inert('&lt;a href="https://evil.example"&gt;') == '&lt;a href="https[:]//evil[.]example"&gt;'
    assert chat_inert("&#60;a&#62; &LT &lt;b&gt; R&D") == "＆#60;a＆#62; ＆LT ＆lt;b＆gt; R&D"


def test_an_address_across_changed_words_is_still_an_address() -> None:
    assert bracketed(f"example.{MARK_ON}com{MARK_OFF}") == f"example[.]{MARK_ON}com{MARK_OFF}"
    assert bracketed(f"https:{MARK_ON}//{MARK_OFF}host") == f"https[:]{MARK_ON}//{MARK_OFF}host"


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U1|x>", "[x](y)", "[x]: y", "**b** __i__ ~~s~~ ||spoiler|| `c`", "@everyone", "a@(https://e.example)"]
)
def test_chats_find_no_markup(text: str) -> None:
    assert not re.search(r"[<>*_`~|]|\]\(|\]:|@\w", chat_inert(text))
    assert not re.search(r"[<>*_`~|]|\]\(", chat_name(text))


@given(st.text(alphabet=st.sampled_from("ab1.:/@[]()&;<\u200d\u200b\ue000\n é"), max_size=40))
def test_nothing_stays_linkable_and_twice_is_once(text: str) -> None:
    once = inert(text)
    assert not re.search(r"://|@\w", once)
    assert not re.search(r"[\w-]\.[^\W\d_][\w-]", once)
    assert not LINKED.search(chat_inert(text))
    assert clean(once) == once


@pytest.mark.parametrize("payload", ["[" * 50_000, "[a](" * 20_000, "a." * 50_000, "&" * 50_000, "@" * 50_000])
def test_hostile_lengths_take_linear_time(payload: str) -> None:
    assert chat_inert(payload)


def test_clip() -> None:
    assert clip("short", 10) == "short"
    assert clip("x" * 50, 20) == "x" * 16 + " […]"
    assert len(clip("word " * 50, 33)) <= 33


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://a.example", "https://a.example/\n", "data:text/html,x", "//a.example",
        "http:///x", "https://[", "vbscript:x", "file:///etc/passwd", "https://a.example\\@b", "", None, "\x01https://a.example",
        "mailto:a@b", "https://a b", 'https://a"b', "https://a\r\nb", "https://a<b", "https://a.example/\x85", "https://a/" + "x" * 2001,
    ],
)  # fmt: skip
def test_only_http_addresses_are_linked(address: str | None) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "HTTP://A.example", "https://web.archive.org/web/2010/http://a.example/"])
def test_http_addresses_are_linked(address: str) -> None:
    assert web_address(address) == address


def test_characters_forbidden_in_markup_are_replaced() -> None:
    assert page_text("a\x00b\x1bc\ud800d\ufffee\U0001ffff\x85") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\ufffd"
    assert page_text("a\r\nb\rc\fd\te") == "a\nb\nc\nd\te"


@given(st.text())
def test_a_page_can_always_be_encoded(text: str) -> None:
    assert page_text(text).encode("utf-8").decode("utf-8") == page_text(page_text(text))


@given(st.text(alphabet="ab\x1b\x07\x9b[]0;m\u202e\u2066\ud800\r\n é"))
def test_nothing_steers_a_terminal(text: str) -> None:
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", terminal_text(text))


@given(st.text(alphabet="=+-@\t\r\n |%＝a1 \x00"))
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert spreadsheet_cell(cell).lstrip(" ")[:1] not in set("=+-@\t\r|%＝") or not cell
