"""Notes about the dates that a text prints."""

from __future__ import annotations

from monitor.core.compare import compare_documents, notes_of
from monitor.model import Changelog, Document

BASE = "# Privacy\n\nLast updated: {date}\n\nWe collect your name. {more}\n"


def log(more: str, old_date: str, new_date: str, *, effective: str | None = None) -> Changelog:
    old = Document(BASE.format(date=old_date, more=""), stated_date=old_date)
    return compare_documents(old, Document(BASE.format(date=new_date, more=more), stated_date=new_date, effective_date=effective))


def test_a_change_under_the_same_date_is_a_silent_edit() -> None:
    found = log("We sell it to data brokers.", "2023-03-03", "2023-03-03").notes
    assert [note.rule for note in found] == ["silent-edit"]
    assert "2023-03-03" in found[0].says
    assert found[0].evidence == "2023-03-03"


def test_a_date_that_moves_alone_is_said() -> None:
    found = log("", "2023-03-03", "2024-06-09")
    assert [note.rule for note in found.notes] == ["date-alone"]
    assert not found.alert


def test_a_change_under_a_new_date_needs_no_note() -> None:
    assert log("We sell it to data brokers.", "2023-03-03", "2024-06-09").notes == ()


def test_a_date_ahead_is_said_once() -> None:
    assert "effective-ahead" in [n.rule for n in log("We sell it.", "2023-03-03", "2024-06-09", effective="2024-07-01").notes]
    assert "effective-ahead" not in [n.rule for n in log("We sell it.", "2023-03-03", "2024-06-09", effective="2024-06-09").notes]
    same = Document("a", stated_date="2024-06-09", effective_date="2024-07-01")
    assert notes_of(same, same, changed=False) == ()


def test_no_printed_date_no_note() -> None:
    assert compare_documents(Document("We collect your name."), Document("We sell your name.")).notes == ()
