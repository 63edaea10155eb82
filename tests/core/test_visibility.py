"""Notes about words that a page holds as before and shows otherwise."""

from __future__ import annotations

import pytest

from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.model import Changelog, Document

CLAUSE = "We do not sell your personal data to anybody."
OTHER = "We keep the orders that you place with us for ten years because tax law asks for it."


def document(style: str, tag: str = "p", clause: str = CLAUSE) -> Document:
    page = f"<html><body><h1>Privacy</h1><p>{OTHER}</p><p><{tag} {style}>{clause}</{tag}></p><p>Write to us in Galway.</p></body></html>"
    found = read_snapshot(page.encode(), media_type="text/html").document
    assert found is not None
    return found


def rules(log: Changelog) -> list[str]:
    return [note.rule for note in log.notes]


def test_a_promise_that_is_hidden_is_withdrawn_and_the_note_says_that_it_still_stands_in_the_page() -> None:
    for new in (document("hidden", "b"), document("style='font-size:0'", "span"), document("", "del"), document("", "s")):
        log = compare_documents(document("", "b"), new)
        assert log.alert
        assert [change.kind for change in log.changes] == ["removed"]
        assert rules(log) == ["now-hidden"]
        assert CLAUSE in log.notes[0].says


def test_a_promise_that_is_shown_again() -> None:
    log = compare_documents(document("hidden", "b"), document("", "b"))
    assert rules(log) == ["now-shown"]


def test_what_was_hidden_before_is_told_once() -> None:
    hidden = document("hidden", "b")
    assert compare_documents(hidden, hidden).notes == ()
    struck = document("", "del")
    assert rules(compare_documents(hidden, struck)) == ["left-out"]


def test_marks_that_change_nothing_for_a_reader_are_no_news() -> None:
    assert compare_documents(document("", "b"), document("aria-hidden=true", "b")).changes == ()


@pytest.mark.parametrize("around", ["<b hidden>@</b>", "<s>@</s>", "<i style='font-size:0'>@</i>", "<span style='display:none'>@</span>"])
def test_a_single_word_that_is_hidden_or_struck_is_told(around: str) -> None:
    shown, hidden = (document("", "b", CLAUSE.replace("not", around.replace("@", "not"))) for around in ("@", around))
    for old, new, rule in ((shown, hidden, "now-hidden"), (hidden, shown, "now-shown")):
        log = compare_documents(old, new)
        assert [change.severity.value for change in log.changes] == ["critical"]
        assert [note.says.rpartition(": ")[2] for note in log.notes if note.rule == rule] == ["“not”."]


def test_a_word_that_is_gone_from_the_page_is_not_called_hidden() -> None:
    log = compare_documents(document("", "b"), document("", "b", CLAUSE.replace(" not", "") + " <b hidden>never</b>"))
    assert rules(log) == []
