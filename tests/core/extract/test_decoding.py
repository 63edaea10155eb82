"""Bytes to text: encodings declared rightly, wrongly or not at all; and what bytes are at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.decoding import declared_encodings, decoded, wide_encoding
from tests.sampling import examples

GERMAN = "Wir geben Ihre Daten für Prämien nicht weiter – außer an Behörden."
RUSSIAN = "Мы не передаём ваши данные третьим лицам без вашего согласия."


@pytest.mark.parametrize(
    ("media_type", "body", "names"),
    [
        ("text/html; charset=utf-8", b"", ["utf-8"]),
        ("text/html; charset='ISO-8859-1'", b"", ["cp1252"]),
        (None, b"<meta charset=windows-1251>", ["cp1251"]),
        ("text/html", b'<meta http-equiv=Content-Type content="text/html; charset=Shift_JIS">', ["cp932"]),
        ("text/html; charset=gb2312", b"<meta charset=utf-8>", ["gb18030", "utf-8"]),
        (None, b'<?xml version="1.0" encoding="koi8-r"?>', ["koi8-r"]),
        ("text/html; charset=no-such-thing", b"", []),
        ("text/html; charset=base64", b"", []),
        ("text/html; charset=unicode_escape", b"", []),
        (None, b" " * 5000 + b"<meta charset=koi8-r>", []),
    ],
)
def test_declared_encodings_mean_what_browsers_take_them_for(media_type: str | None, body: bytes, names: list[str]) -> None:
    assert declared_encodings(body, media_type) == names


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (GERMAN.encode(), None),
        (GERMAN.encode(), "text/html; charset=iso-8859-1"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "text/html; charset=cp1251"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), None),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), None),
        (GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (GERMAN.encode("cp1252"), "text/html; charset=latin1"),
    ],
)
def test_text_declared_rightly_or_known_by_its_bytes_needs_no_note(body: bytes, media_type: str | None) -> None:
    assert decoded(body, media_type) == (GERMAN, None)


def test_utf16_without_a_mark_is_seen_by_its_zeros() -> None:
    for name in ("utf-16-le", "utf-16-be"):
        text, note = decoded(GERMAN.encode(name), None)
        assert text == GERMAN
        assert note is not None


@pytest.mark.parametrize(("text", "name"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251")])
def test_what_nobody_declares_is_guessed_and_said(text: str, name: str) -> None:
    found, note = decoded(text.encode(name), None)
    assert found == text
    assert note is not None
    assert name in note


def test_a_text_in_another_encoding_than_declared_utf8_is_guessed() -> None:
    found, note = decoded(RUSSIAN.encode("cp1251"), "text/html; charset=utf-8")
    assert found == RUSSIAN
    assert note == "The encoding was guessed to be cp1251: the page declares utf-8."


def test_a_single_broken_byte_in_utf8_is_shown_and_noted() -> None:
    text, note = decoded((GERMAN * 20).encode() + b"\xff and " + GERMAN.encode(), "text/html; charset=utf-8")
    assert text.count("\ufffd") == 1
    assert note is not None
    assert "not valid UTF-8" in note


def test_a_sequence_cut_at_the_very_end_is_no_other_encoding() -> None:
    assert decoded(f"{GERMAN} Prämie für".encode() + b"\xc3", "text/plain") == (f"{GERMAN} Prämie für", None)
    assert decoded(GERMAN.encode() + "个".encode()[:2], None) == (GERMAN, None)


def test_japanese_mail_encoding_is_ascii_to_the_eye_and_read_as_declared() -> None:
    body = "個人情報".encode("iso2022_jp")
    assert decoded(body, "text/html; charset=iso-2022-jp") == ("個人情報", None)


@settings(max_examples=examples(300), deadline=None, derandomize=True)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/plain; charset=shift_jis", "x; charset=\x00"]),
)
def test_any_bytes_are_some_text(body: bytes, media_type: str | None) -> None:
    text, note = decoded(body, media_type)
    assert isinstance(text, str)
    assert note is None or note.endswith(".")


@settings(max_examples=examples(200), deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1b\ufeff"), max_size=200))
def test_utf8_is_read_back_whatever_is_declared(text: str) -> None:
    assert decoded(text.encode(), "text/html; charset=koi8-r") == (text, None)


# --- no byte order mark, strays, and legacy encodings ------------------------------------------------------------------

JAPANESE = "当社は、お客様の個人情報を第三者に販売しません。お客様はいつでも個人データの削除を求めることができます。"
CHINESE = "我们不会将您的个人信息出售给任何第三方。您可以随时要求删除您的数据。我们将在一个月内答复您。"
KOREAN = "당사는 고객님의 개인정보를 제삼자에게 판매하지 않습니다. 고객님은 언제든지 삭제를 요청하실 수 있습니다."
PAGE = "<!doctype html><html><head><title>x</title></head><body><p>{}</p></body></html>"


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE, CHINESE, KOREAN])
@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("page", [PAGE, "{}"])
def test_wide_encodings_are_known_by_their_zeros_in_every_script(text: str, name: str, page: str) -> None:
    whole = page.format(text)
    found, note = decoded(whole.encode(name), "text/html")
    assert found == whole
    assert note == f"The text is {name[:6].upper()} without a byte order mark."


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "UTF-16LE"])
def test_a_header_that_declares_utf16_is_believed_where_the_bytes_allow(label: str) -> None:
    title = "会社と顧客の情報について"
    assert decoded(title.encode("utf-16-le"), f"text/html; charset={label}") == (title, None)
    assert decoded(GERMAN.encode(), f"text/html; charset={label}") == (GERMAN, None)


def test_stray_zeros_are_left_out_and_do_not_make_utf16() -> None:
    page = PAGE.format(GERMAN)
    for place in (1, 2, 60, 61):
        body = page.encode()
        assert decoded(body[:place] + b"\x00" + body[place:], None) == (page, None)
    assert decoded(page.encode().replace(b" ", b"\x00 ") + b"\x00" * 512, None) == (page, None)
    legacy = PAGE.format(JAPANESE).encode("cp932").replace(b"<p>", b"<p>\x00")
    assert decoded(legacy, "text/html; charset=shift_jis") == (PAGE.format(JAPANESE), None)


def test_few_bytes_are_no_wide_text() -> None:
    assert wide_encoding(b"") is None
    assert wide_encoding(b"a\x00") is None
    assert wide_encoding(b"plain text") is None


def test_japanese_mail_encoding_needs_no_declaration() -> None:
    assert decoded("個人情報は販売しません。".encode("iso2022_jp"), None) == ("個人情報は販売しません。", None)
    assert decoded(b"costs \x1b$B nothing", None) == ("costs \x1b$B nothing", None)


def test_a_text_that_is_hardly_broken_in_its_declared_encoding_stays_in_it() -> None:
    body = (PAGE.format(JAPANESE * 20)).encode("cp932").replace(b"<p>", b"<p>\xfc\xfc ")
    text, note = decoded(body, "text/html; charset=shift_jis")
    assert JAPANESE in text
    assert note == "Some bytes are not valid in cp932, which the page declares."


def test_windows_quotes_under_a_latin1_or_utf8_label() -> None:
    text = "We don’t sell “personal data” – not for €5."
    assert decoded(text.encode("cp1252"), "text/html; charset=iso-8859-1") == (text, None)
    assert decoded(text.encode("cp1252"), "text/html; charset=utf-8")[0] == text


def test_one_damaged_letter_of_a_short_page_does_not_change_all_others() -> None:
    page = (
        "<html><body><p>Für Größe, Straße, Übermittlung, Löschung und „Zitat“ gilt: Ihre Daten sind kostenlos.</p></body></html>".encode()
    )
    text, note = decoded(page.replace(b"kostenlos", b"kosten\xfflos"), "text/html")
    assert "Übermittlung" in text
    assert note is not None
    assert "not valid UTF-8" in note
