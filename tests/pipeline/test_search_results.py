"""What a search says it found: no more than was searched, and no date that says nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.pipeline.search import FoundSentence, Period, SearchAnswer, SearchOptions
from monitor.pipeline.search_results import answer_json, found_says, gaps_say, period_says, sentence_dates
from monitor.store.index import VersionName, VersionSpan
from monitor.store.sentences import StoredSentence


def span(*moments: str) -> VersionSpan:
    first, last = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (moments * 2)[:2])
    return VersionSpan(VersionName(first, "0" * 64, None), last, None)


STOOD = "there since 2020-03-01 or longer (the oldest version) until 2021-05-02; gone in the version of 2021-06-01"


@pytest.mark.parametrize(
    ("period", "says"),
    [
        (Period(span("2020-03-01", "2021-05-02"), span("2020-03-01", "2021-05-02"), None, span("2021-06-01")), STOOD),
        (
            Period(span("2026-11-29T09:00", "2026-11-29T10:00"), span("2026-11-29T09:00", "2026-11-29T10:00"), None, None),
            "there since 2026-11-29 09:00 or longer (the oldest version), last captured 2026-11-29 10:00",
        ),
        (
            Period(span("2020-03-01"), span("2020-03-01", "2021-05-02"), span("2020-02-01"), None),
            "there since 2020-03-01 (not in the version before, last seen 2020-02-01), last captured 2021-05-02",
        ),
    ],
)
def test_when_words_stood(period: Period, says: str) -> None:
    assert period_says(period) == says


def test_a_version_that_was_seen_once_needs_no_time() -> None:
    once = Period(span("2020-03-01"), span("2020-03-01"), None, None)
    assert period_says(once) == "there since 2020-03-01 or longer (the oldest version)"
    assert sentence_dates(FoundSentence(StoredSentence("We sell.", "", ""), (once,))) == "2020-03-01 – now       "


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (SearchOptions(), "Found in no version of 2 policies."),
        (SearchOptions(in_force=True), "Nothing found in 2 policies: no sentence with these words passes the filter in-force."),
        (
            SearchOptions(topic="retention", polarity="denied"),
            "Nothing found in 2 policies: no sentence with these words passes the filters topic and denied.",
        ),
    ],
)
def test_what_a_filter_left_out_is_not_said_to_be_nowhere(options: SearchOptions, says: str) -> None:
    assert found_says(SearchAnswer(searched=2), options) == says


def test_what_was_not_searched_is_named() -> None:
    answer = SearchAnswer(searched=1, without_versions=["a"], unsearchable=[f"p{n}" for n in range(7)], not_tracked=["old"])
    assert gaps_say(answer) == [
        "1 policy without a version: a",
        "7 policies not searched: p0, p1, p2, p3, p4 …",
        "1 policy no longer tracked, but with these words in some version: old",
    ]
    assert answer_json(answer, [], ["sell"])["not_searchable"] == answer.unsearchable
