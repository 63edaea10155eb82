"""Bytes to text: encodings declared rightly, wrongly or not at all; and what bytes are at all."""

from __future__ import annotations

import codecs
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.extract.decoding import HTML, MARKUP, MOST_BYTES, OTHER, PDF, declared_encodings, decoded, kind_of, unpacked

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


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/plain; charset=shift_jis", "x; charset=\x00"]),
)
def test_any_bytes_are_some_text(body: bytes, media_type: str | None) -> None:
    text, note = decoded(body, media_type)
    assert isinstance(text, str)
    assert note is None or note.endswith(".")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1b\ufeff"), max_size=200))
def test_utf8_is_read_back_whatever_is_declared(text: str) -> None:
    assert decoded(text.encode(), "text/html; charset=koi8-r") == (text, None)


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"<!DOCTYPE html><p>x", None, HTML),
        (b"\xef\xbb\xbf \n<html>", "text/plain", HTML),
        (b"<!-- saved from --><html>", None, HTML),
        (b"<p>one<p>two<br>", None, HTML),
        (b"<p>one", None, MARKUP),
        (b"<p>one<p>two<p>three", "text/plain", MARKUP),
        (b"# Policy\n\nWe share.", "text/html", MARKUP),
        (b"<p>We share.", "text/html; charset=utf-8", HTML),
        (b"We share.", None, MARKUP),
        (b"%PDF-1.7", "text/html", PDF),
        (b"junk before %PDF-1.4", None, PDF),
        ("<html><p>x".encode("utf-16"), None, HTML),
        (b"[](#top) Privacy", "text/markdown", MARKUP),
    ],
)
def test_what_bytes_are_read_as(body: bytes, media_type: str | None, kind: str) -> None:
    assert kind_of(body, media_type) == (kind, "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04", "a ZIP archive or an Office file"),
        (bytes(range(1, 9)) * 50, "binary data"),
        (b"\x00\x01\x02\x03" * 40, "binary data"),
        (json.dumps({"error": "not found"}).encode(), "JSON data"),
        (b'  [{"a": 1}]', "JSON data"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, says: str) -> None:
    assert kind_of(body, "text/html") == (OTHER, says)


def test_a_gzip_layer_nobody_announced_is_taken_off_and_noted() -> None:
    body = GERMAN.encode()
    assert unpacked(body) == (body, None)
    assert unpacked(gzip.compress(body)) == (
        body,
        "The response was gzip-compressed without a Content-Encoding header; it was decompressed.",
    )
    assert unpacked(gzip.compress(gzip.compress(body)))[0] == body


def test_a_broken_or_endless_gzip_layer_does_no_harm() -> None:
    broken = b"\x1f\x8b\x08" + b"\xff" * 20
    assert unpacked(broken) == (broken, None)
    bomb = gzip.compress(b"\x00" * (MOST_BYTES + 1000), 1)
    assert len(unpacked(bomb)[0]) <= MOST_BYTES + 1
