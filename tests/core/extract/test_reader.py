"""What read_snapshot says of a page apart from its text: facts, truncation, redirects, notes, errors."""

from __future__ import annotations

import gzip

import pytest

from monitor.core.extract import read_snapshot, reader

_SENTENCE = "We keep your orders for ten years, as the tax law of this country asks of us."


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><title>Privacy</title>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (_page("", '<meta http-equiv="Refresh" content="0; url=/en/privacy">'), "/en/privacy"),
        (_page('<script>window.location.href = "https://example.org/new";</script>'), "https://example.org/new"),
        (_page("<script>location.replace('/x')</script>"), "/x"),
        (_page(f"<p>{_SENTENCE * 5}</p><script>if (old) location.replace('/x')</script>"), None),
    ],
)
def test_redirects_are_seen(body: bytes, target: str | None) -> None:
    assert read_snapshot(body, media_type="text/html").facts.refresh == target


def test_truncation() -> None:
    body = _page(f"<p>{_SENTENCE}</p>")
    assert not read_snapshot(body, media_type="text/html", headers={"Content-Length": str(len(body))}).facts.truncated
    assert read_snapshot(body, media_type="text/html", headers={"content-length": str(len(body) + 9)}).facts.truncated
    assert read_snapshot(body[:-20], media_type="text/html").facts.truncated
    packed = {"content-length": str(len(body) + 9), "content-encoding": "gzip"}
    assert not read_snapshot(body, media_type="text/html", headers=packed).facts.truncated


def test_facts_of_a_page() -> None:
    body = _page(f"<h1>Privacy</h1><nav><a href=/>Home</a></nav><p>{_SENTENCE} <a href=/t>T</a></p><script></script><p hidden>no</p>")
    facts = read_snapshot(body, media_type="text/html").facts
    assert (facts.title, facts.links, facts.headings, facts.scripts) == ("Privacy", 2, 1, 1)
    assert "Home" in facts.page_text
    assert facts.visible_chars >= len(_SENTENCE)
    assert facts.body_bytes == len(body)


def test_a_shell_shows_its_noscript_words() -> None:
    reading = read_snapshot(_page("<div id=root></div><noscript>You need to enable JavaScript.</noscript>"), media_type="text/html")
    assert reading.error is not None
    assert "enable JavaScript" in reading.facts.page_text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n", "not-text"),
        (b'{"error": "not found"}', "not-text"),
        (_page("<div id=root></div>"), "empty"),
    ],
)
def test_bytes_without_a_document_are_an_error_in_one_sentence(body: bytes, reason: str) -> None:
    reading = read_snapshot(body, media_type="text/html")
    assert reading.document is None
    assert reading.error is not None
    assert reading.error[0] == reason
    assert reading.error[1].endswith(".")


def test_more_bytes_than_are_read_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 10)
    reading = read_snapshot(b"We share nothing.", media_type="text/plain")
    assert reading.error is not None
    assert reading.error[0] == "too-large"


def test_notes_of_every_step_are_kept() -> None:
    body = gzip.compress("Wir geben Ihre Daten für Prämien weiter.".encode("cp1252"))
    document = read_snapshot(body, media_type="text/plain", select=("main",)).document
    assert document is not None
    assert len(document.notes) == 3


@pytest.mark.parametrize("length", ["x", "-1", "", "9" * 30, "²"])
def test_a_content_length_that_is_no_number_proves_nothing(length: str) -> None:
    assert not read_snapshot(_page(_SENTENCE), media_type="text/html", headers={"Content-Length": length}).facts.truncated


MENU = "- Home\n- Shop\n- About us\n- Contact\n\n"


def test_a_menu_before_the_text_is_left_out_and_a_table_of_contents_is_kept() -> None:
    def text_of(markdown: str) -> str:
        document = read_snapshot(markdown.encode(), media_type="text/markdown").document
        assert document is not None
        return document.text

    assert text_of(MENU + _SENTENCE) == _SENTENCE
    assert text_of("- Home\n- Shop\n\n" + _SENTENCE).startswith("- Home"), "two entries are no menu"
    contents = MENU + _SENTENCE + "\n\n" + "\n\n".join(f"## {name}\n\n{_SENTENCE}" for name in ("Home", "Shop", "About us", "Contact"))
    assert text_of(contents).startswith("- Home")


def test_title_language_and_dates_of_a_document() -> None:
    document = read_snapshot(_page(f"<h1>Policy</h1><p>Last updated: 3 May 2024</p><p>{_SENTENCE}</p>"), media_type="text/html").document
    assert document is not None
    assert (document.title, document.stated_date, document.language) == ("Policy", "2024-05-03", "en")


def test_a_text_that_no_policy_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_TEXT", 100)
    assert read_snapshot(b"<p>We keep your data safe.</p>" * 2, media_type="text/html").document is not None
    refused = read_snapshot(b"<p>We keep your data safe.</p>" * 20, media_type="text/html")
    assert refused.document is None
    assert refused.error is not None
    assert refused.error[0] == "too-large"
    assert "a policy of more than 100 is not read" in refused.error[1]
