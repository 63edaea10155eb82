"""The lines of `log`."""

from datetime import UTC, datetime, timedelta

from monitor.cli.log import _lines
from monitor.model import Changelog, Document, HistoryEntry, Version
from tests.core.history.test_reviews import review

START = datetime(2020, 1, 1, tzinfo=UTC)


def entry(place: int, text: str, *, returns: bool, notes: tuple[str, ...] = ()) -> HistoryEntry:
    at = START + timedelta(days=place)
    version = Version(
        "acme", at, at, "live", text, "0", "https://acme.example/", None, Document(text, notes=notes), 1, START if returns else None
    )
    return HistoryEntry(version, Changelog(()) if place else None)


def test_a_page_that_alternates_is_one_line() -> None:
    lines = list(_lines([entry(place, "AB"[place % 2], returns=place > 1) for place in range(30)]))
    assert len(lines) == 3
    assert lines[2] == "2020-01-03T00:00:00Z  live      Alternates between two texts, 28 times since 2020-01-03T00:00:00Z."


def test_reviews_stand_below_their_version_also_within_a_stretch() -> None:
    entries = [entry(place, "AB"[place % 2], returns=place > 1) for place in range(30)]
    lines = list(_lines(entries, {1: [review(0, "b", note="odd\nbut fine")], 20: [review(0, "c", by="Lee")]}))
    assert [line.strip() for line in lines if " by " in line] == [
        "Accepted by Kim on 17 May 2026: odd but fine",
        "Accepted by Lee on 17 May 2026",
    ]
    assert lines[-1].strip().startswith("The verdict has changed since in its parts")


def test_a_warning_is_shown_once() -> None:
    entries = [entry(0, "A", returns=False, notes=("odd letters",)), entry(1, "B", returns=False, notes=("odd letters",))]
    assert sum("Note: odd letters" in line for line in _lines(entries)) == 1
