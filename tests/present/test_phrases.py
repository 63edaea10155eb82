from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Change, ChangeKind, Changelog, Direction, Reason, Severity, Side
from monitor.present import phrases
from tests.render import sample

BARE = Change("x", ChangeKind.SPLIT, Severity.MINOR, Direction.NEUTRAL, (), None, Side("Some words.", ("A", " ", "B"), (0, 11)), (), ())


def test_dates_are_in_utc_and_in_english() -> None:
    assert phrases.day(sample.at("2010-05-18", 23)) == "18 May 2010"
    assert phrases.minute(sample.at("2010-05-18")) == "18 May 2010, 04:23 UTC"


@pytest.mark.parametrize(("iso", "says"), [("2010-05-01", "1 May 2010"), ("May 2010", "May 2010"), (None, None), ("", None)])
def test_a_stated_date_that_is_none_is_shown_as_it_is(iso: str | None, says: str | None) -> None:
    assert phrases.stated(iso) == says


def test_a_headline_is_the_headline_else_the_first_reason_else_the_words() -> None:
    reason = Reason("r", "Because.", "")
    assert phrases.headline(replace(BARE, headline="Heart.", reasons=(reason,))) == "Heart."
    assert phrases.headline(replace(BARE, reasons=(reason,))) == "Because."
    assert phrases.headline(BARE) == "Split in two: “Some words.”"
    assert phrases.headline(replace(BARE, new=None, kind=ChangeKind.MOVED)) == "Moved."
    assert phrases.section(BARE.new) == "A › B"  # type: ignore[arg-type]


def test_a_changelogs_headline_goes_by_its_most_serious_change() -> None:
    minor = Changelog((BARE,))
    assert phrases.changelog_headline(minor) == "Nothing of substance changed."
    assert phrases.changelog_headline(Changelog((replace(BARE, severity=Severity.COSMETIC),))).startswith("Only the wording")
    assert phrases.changelog_headline(Changelog((replace(BARE, severity=Severity.CRITICAL, headline="Gone."), BARE))) == "Gone."
    assert phrases.changelog_headline(Changelog(())) == "The two texts say the same."


def test_a_section_leaves_out_the_documents_title() -> None:
    assert phrases.section(Side("x", ("Privacy Policy - A", "7. Sharing", "California"), (0, 1))) == "7. Sharing › California"
    assert phrases.section(Side("x", ("Privacy Policy",), (0, 1))) == "Privacy Policy"


def test_reasons_that_say_the_same_are_one_with_all_their_rules() -> None:
    reasons = (Reason("a", "Gone.", "- x"), Reason("b", "Other.", ""), Reason("c", "Gone.", "x"), Reason("d", "Gone.", "y"))
    assert phrases.grouped(reasons) == [("Gone.", ("a", "c", "d"), "x … y"), ("Other.", ("b",), "")]


def test_links_are_shown_as_their_words() -> None:
    assert phrases.without_targets("See [our page](https://a.example/x) and [this] (that).") == "See our page and [this] (that)."


def test_counts_and_lists_read_as_english() -> None:
    assert phrases.counted({"minor": 1}) == "1 minor change"
    assert phrases.counted({"critical": 1, "material": 2, "minor": 4}) == "1 critical, 2 material and 4 minor changes"
    assert phrases.counted({}) == "no changes"
    assert phrases.plural(1200, "policy", "policies") == "1,200 policies"
    assert (phrases.topic("ai-training"), phrases.topic("sale-of-data"), phrases.source("ftp")) == ("AI training", "Sale of data", "ftp")


def test_shortening_cuts_between_words_and_never_exceeds_its_limit() -> None:
    assert phrases.shorten("one two three four", 12) == "one two…"
    assert len(phrases.shorten("x" * 300, 100)) == 100
