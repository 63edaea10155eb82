"""Which versions alert: new texts and lasting returns once, flips never."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.history.alerting import LASTING_CAPTURES, LASTING_PERIOD, LONG_LIFE, decide_alerts
from monitor.model import Document, Policy, Severity, Version
from tests.sampling import examples

from .timeline_world import POLICY, URL, A, B, C, alarming, alerts, day, fold, seen, story


def stays(text, first, last, step=2):
    return [seen(text, number) for number in range(first, last, step)]


def test_the_first_version_never_alerts_and_a_new_text_does():
    assert alerts(fold(story(A, B, C))) == [False, True, True]


def test_the_threshold_decides():
    minor = A.replace("prices", "cost").replace("what\nyou paid", "the cost that\nyou paid")
    other = minor.replace("the cost", "the prices")
    assert alerts(fold(story(minor, other))) == [False, False]
    assert alerts(fold(story(minor, other), policy=Policy("heron", "Heron", urls=(URL,), threshold=Severity.COSMETIC))) == [False, True]


def test_a_page_that_alternates_alerts_once():
    assert alerts(fold(story(*[A, B] * 20))) == [False, True, *[False] * 38]


def test_alternation_is_reported_once():
    line = fold(story(*[A, B] * 5))
    notes = [[note.rule for note in entry.changelog.notes] if entry.changelog else [] for entry in line.entries]
    assert notes == [[], [], [], ["alternates"], *[[]] * 6]
    says = line.entries[3].changelog.notes[0].says
    assert "2020-01-01T00:00:00Z" in says
    assert "2020-01-02T00:00:00Z" in says


def test_a_new_text_after_flips_alerts_again():
    assert alerts(fold(story(A, B, A, B, A, C))) == [False, True, False, False, False, True]


def test_a_return_that_stays_is_reported_once():
    line = fold([seen(A, 0), seen(B, 1), *stays(A, 2, 20), seen(B, 21), *stays(A, 22, 60)])
    assert alerts(line) == [False, True, True, False, False]


def test_a_return_that_ends_a_long_life_is_reported_at_once():
    line = fold([seen(A, 0), *stays(B, 10, 80), seen(A, 90)])
    assert alerts(line) == [False, True, True]


def test_a_return_to_what_the_reader_believes_is_no_news():
    line = fold([seen(A, 0), seen(B, 1), seen(A, 2), *stays(B, 3, 60)])
    assert alerts(line) == [False, True, False, False]


def test_a_new_text_that_tells_the_reader_nothing_new_is_silent():
    near = B.replace("prices", "cost")
    minor = B.replace("what\nyou paid", "what prices\nyou paid")
    again = minor.replace("prices", "cost")
    assert near == B
    assert alerts(fold([seen(minor, 0), seen(A, 1), seen(minor, 2), seen(again, 3)])) == [False, True, False, False]


def test_the_changelog_compares_with_the_version_before():
    line = fold(story(A, B, A))
    assert line.entries[2].changelog.severity is Severity.MATERIAL
    assert line.entries[2].version.captured_at - day(0) == timedelta(days=2)


def version(text, first, last=None, captures=1, returns_to=None):
    """A version with nothing but what alerting looks at."""
    document = Document(text)
    return Version(
        policy="heron", captured_at=day(first), last_seen=day(first if last is None else last), source="import", sha256=document.sha256,
        snapshot_sha256="0" * 64, url=URL, archive_url=None, document=document, captures=captures,
        returns_to=None if returns_to is None else day(returns_to),
    )  # fmt: skip


def decided(*versions, threshold=Severity.MATERIAL):
    return [entry.alert for entry in decide_alerts(Policy("heron", "Heron", threshold=threshold), versions, alarming)]


FIRST, FLIP = version(A, 0), version(B, 1)
LASTING_DAYS = LASTING_PERIOD // timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "captures", "alert"),
    [
        (LASTING_DAYS, LASTING_CAPTURES, True),
        (LASTING_DAYS - 1, LASTING_CAPTURES, False),
        (LASTING_DAYS, LASTING_CAPTURES - 1, False),
    ],
)
def test_how_long_a_return_must_last(days, captures, alert):
    assert decided(FIRST, FLIP, version(A, 2, 2 + days, captures, returns_to=0)) == [False, True, alert]


@pytest.mark.parametrize(("captures", "alert"), [(LASTING_CAPTURES, True), (LASTING_CAPTURES - 1, False)])
def test_a_long_life_is_one_that_was_seen_often_enough(captures, alert):
    days = LONG_LIFE // timedelta(days=1)
    assert decided(FIRST, version(B, 1, 1 + days, captures), version(A, 40, returns_to=0)) == [False, True, alert]
    assert decided(FIRST, version(B, 1, days, captures), version(A, 40, returns_to=0)) == [False, True, False]


def test_a_small_edit_of_the_text_it_flips_to_is_no_news():
    """The reader knows A again, which lasted; B comes back with another word for the prices."""
    edited = B.replace("what\nyou paid", "what prices\nyou paid")
    again = edited.replace("prices", "cost")
    versions = [version(A, 0), version(edited, 1), version(A, 2, 30, 9, returns_to=0)]
    assert decided(*versions, version(again, 31)) == [False, True, True, False]
    assert decided(*versions, version(C, 31)) == [False, True, True, True]


def test_no_versions_no_entries():
    assert decide_alerts(POLICY, [], alarming) == ()


# --- laws -------------------------------------------------------------------------------------------------------------

stories = st.lists(st.tuples(st.sampled_from([A, B, C]), st.integers(0, 90)), max_size=14)


def derived(story_, threshold=Severity.MATERIAL):
    policy = Policy("heron", "Heron", urls=(URL,), threshold=threshold)
    return fold([seen(text, number) for text, number in story_], policy=policy)


@settings(max_examples=examples(40))
@given(stories)
def test_the_first_version_never_alerts_and_every_text_seen_first_does(story_):
    entries = derived(story_).entries
    for place, entry in enumerate(entries):
        if place == 0:
            assert (entry.alert, entry.changelog) == (False, None)
        elif entry.version.returns_to is None:
            assert entry.alert


@settings(max_examples=examples(40))
@given(stories)
def test_a_higher_threshold_never_alerts_more(story_):
    low, high = alerts(derived(story_, Severity.COSMETIC)), alerts(derived(story_, Severity.CRITICAL))
    assert all(a or not b for a, b in zip(low, high, strict=True))
    assert not any(high), "nothing here is critical"


@settings(max_examples=examples(40))
@given(stories)
def test_a_pair_of_texts_is_compared_once(story_):
    pairs = []

    def counting(old, new):
        pairs.append((old.sha256, new.sha256))
        return alarming(old, new)

    decide_alerts(POLICY, [entry.version for entry in derived(story_).entries], counting)
    assert len(pairs) == len(set(pairs))
    assert all(old != new for old, new in pairs)


@settings(max_examples=examples(40))
@given(stories)
def test_a_captured_flip_of_a_day_alerts_nobody(story_):
    for entry in derived(story_).entries:
        if entry.alert and entry.version.returns_to is not None:
            assert entry.version.captures >= LASTING_CAPTURES or entry.version.captured_at - day(0) >= LONG_LIFE
