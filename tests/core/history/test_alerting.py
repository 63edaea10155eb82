"""Which versions alert: new texts and lasting returns once, flips never."""

from datetime import timedelta

from monitor.model import Policy, Severity

from .timeline_world import URL, A, B, C, alerts, day, fold, seen, story


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


def test_alternation_is_told_once():
    line = fold(story(*[A, B] * 5))
    notes = [[note.rule for note in entry.changelog.notes] if entry.changelog else [] for entry in line.entries]
    assert notes == [[], [], [], ["alternates"], *[[]] * 6]
    says = line.entries[3].changelog.notes[0].says
    assert "2020-01-01T00:00:00Z" in says
    assert "2020-01-02T00:00:00Z" in says


def test_a_new_text_after_flips_alerts_again():
    assert alerts(fold(story(A, B, A, B, A, C))) == [False, True, False, False, False, True]


def test_a_return_that_stays_is_told_once():
    line = fold([seen(A, 0), seen(B, 1), *stays(A, 2, 20), seen(B, 21), *stays(A, 22, 60)])
    assert alerts(line) == [False, True, True, False, False]


def test_a_return_that_ends_a_long_life_is_told_at_once():
    line = fold([seen(A, 0), *stays(B, 10, 80), seen(A, 90)])
    assert alerts(line) == [False, True, True]


def test_a_return_to_what_the_reader_believes_is_no_news():
    line = fold([seen(A, 0), seen(B, 1), seen(A, 2), *stays(B, 3, 60)])
    assert alerts(line) == [False, True, False, False]


def test_a_new_text_that_tells_the_reader_nothing_is_silent():
    near = B.replace("prices", "cost")
    minor = B.replace("what\nyou paid", "what prices\nyou paid")
    again = minor.replace("prices", "cost")
    assert near == B
    assert alerts(fold([seen(minor, 0), seen(A, 1), seen(minor, 2), seen(again, 3)])) == [False, True, False, False]


def test_the_changelog_compares_with_the_version_before():
    line = fold(story(A, B, A))
    assert line.entries[2].changelog.severity is Severity.MATERIAL
    assert line.entries[2].version.captured_at - day(0) == timedelta(days=2)
