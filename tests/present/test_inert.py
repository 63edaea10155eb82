from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.present.inert import MARK_OFF, MARK_ON, bracketed, chat_inert, chat_name, clean, clip, inert

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
def test_hostile_lengths_cost_little(payload: str) -> None:
    assert chat_inert(payload)


def test_clip() -> None:
    assert clip("short", 10) == "short"
    assert clip("x" * 50, 20) == "x" * 16 + " […]"
    assert len(clip("word " * 50, 33)) <= 33
