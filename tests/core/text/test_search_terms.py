"""The terms of full-text search, and what people type into it."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import search_terms
from monitor.core.text.search_terms import LONGEST, distinct_terms, question, terms
from tests.sampling import only


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We **sell** [your data](https://x.example/never).", ["we", "sell", "your", "data"]),
        ("We DON’T sell", ["we", "don", "t", "sell"]),
        ("données, Straße, İstanbul", ["donnees", "strasse", "istanbul"]),
        ("ｓｅｌｌ ﬁles", ["sell", "files"]),
        ("per\u00adsonal da\u200bta", ["personal", "data"]),
        ("個人情報、売", ["個人", "人情", "情報", "報", "売"]),
        ("ขาย", ["ขา", "าย", "ย"]),
        ("개인정보", ["개인", "인정", "정보", "보"]),
        ("हम आपका डेटा", ["हम", "आपका", "डेटा"]),
        ("مُحَمَّد", ["محمد"]),
        ("1.5 % of v2", ["1", "5", "of", "v2"]),
        ("\x00\ud800 – … 🎉", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("texts", "sentence", "answer"),
    [
        (["sell your data"], "We may sell your data.", True),
        (["sell your data"], "We may sell all your data.", False),
        (["sell", "data"], "Your data: we sell it.", True),
        (["sell"], "We are selling it.", False),
        (["sell*"], "We are selling it.", True),
        (["your sell*"], "We sell your seller.", True),
        (["are sell*"], "We sell what you are.", False),
        (['"your data" sell'], "We sell your data", True),
        (['"data your" sell'], "We sell your data", False),
        (["“your data"], "We sell your data", True),
        (["人情"], "個人情報を売る", True),
        (["報"], "個人情報を売る", True),
        (["個情"], "個人情報を売る", False),
        (["情報。個人"], "情報。個人", True),
        (["ขายข้อ"], "เราไม่ขายข้อมูล", True),
        (["AND sell OR"], "We sell", False),
        (["NOT", "sell"], "We do not sell", True),
        (["sell) OR (x"], "sell or x", True),
    ],
)
def test_what_is_an_answer(texts: list[str], sentence: str, answer: bool) -> None:
    assert question(texts).is_in(sentence) is answer


@pytest.mark.parametrize("texts", [[""], ["*"], ['""'], ["'", "\x00"], ["…"], [" \n"], ["\ud800"]])
def test_nothing_to_look_for(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one letter or digit"):
        question(texts)


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "a " * 200, "税" * 200])
def test_too_much_to_look_for(text: str) -> None:
    with pytest.raises(ValueError, match="give one sentence"):
        question([text])


@given(st.text(max_size=60))
def test_a_text_answers_the_question_for_itself(text: str) -> None:
    if terms(text) and not set('"“”„«»') & set(text):
        asked = question([text])
        assert asked.is_in(text)
        assert all(phrase.place(terms(text)) == 0 for phrase in asked.phrases)


@given(st.text(alphabet="個人情報売ขาย개인 ", max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_every_stretch_of_a_text_without_blanks_is_found(text: str, start: int, size: int) -> None:
    stretch = text[start : start + size].strip()
    if stretch:
        assert question([stretch]).is_in(text)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("donnees personnelles", "Vos données personnelles"),
        ("donne\u0301es", "Vos données"),
        ("STRASSE", "in der Straße"),
        ("e-mail address", "your e mail address"),
        ("e‑mail", "your e-mail"),
        ("don't sell", "We don’t sell"),
        ("sell your data", "We **sell** your\u00a0data"),
        ("partners", "our [partners](https://x.example/we-never-sell)"),
        ("ΔΕΔΟΜΕΝΑ", "τα δεδομένα σας"),
        ("данные", "Ваши ДАННЫЕ"),
        ("שלום", "שָׁלוֹם"),
        ("30 days", "for 30 days"),
        ("§ 312", "under §312"),
        ("café", "CAFE\u0301"),
        ("personal data", "per\u00adsonal da\u00adta"),
        ("販売", "第三者に販売します"),
        ("ﾃﾞｰﾀ", "データ"),
        ("개인정보", "개인정보를 보호합니다"),
        ("ข้อมูล", "ปกป้องข้อมูลของท่าน"),
    ],
)
def test_what_looks_the_same_is_found(asked: str, sentence: str) -> None:
    assert question([asked]).is_in(sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("do not sell", "We don't sell"),
        ("we-never-sell", "our [partners](https://x.example/we-never-sell)"),
        ("15 days", "1.5 days"),
        ("sell", "resell"),
        ("data your", "your data"),
        ("販賣", "第三者に販売します"),
    ],
)
def test_what_is_something_else_is_not_found(asked: str, sentence: str) -> None:
    assert not question([asked]).is_in(sentence)


# Letters that become several, that join with what stands before them, or that no one sees; and scripts that are cut into pairs.
_TRICKY = "ab é\u0301\u0327e隐私ﷺ\u200b가\u1100\u1161\u11a8ｶﾞﾟ\uffa1\uffc2ㄱ क\u093c\u093eßİΣς。,\u0e01\u0e33\ufdf2\u0130ﬁ\u00ad"


@given(st.text(_TRICKY, max_size=25))
def test_a_text_that_is_looked_at_in_pieces_has_the_same_terms(text: str) -> None:
    whole = terms(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_terms, "_PIECE", 3)
        assert terms(text) == whole
        assert distinct_terms(text) == tuple(dict.fromkeys(whole))


def test_each_distinct_term_comes_once_in_the_order_of_the_text() -> None:
    assert distinct_terms("Sell or do not sell, or not") == ("sell", "or", "do", "not")
    assert distinct_terms("個人個人") == ("個人", "人個", "人")
    assert distinct_terms("***") == ()


@pytest.mark.parametrize(
    ("fragment", "distinct"), only([("\ufdfa", 5), ("隐私", 3), ("é", 1), ("a ", 1)], [("隐私", 3), ("é", 1)], rows=True)
)
def test_a_long_sentence_of_few_words_takes_little_memory(fragment: str, distinct: int) -> None:
    text = fragment * (200_000 // len(fragment))
    tracemalloc.start()
    try:
        assert len(distinct_terms(text)) == distinct
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 12_000_000
