from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.render.rows import VersionRow
from monitor.render.timeline_svg import BASE, sparkline, timeline

from . import sample
from .reading import alternating, rows_of


def test_marks_are_in_order_of_time_and_the_largest_change_is_highest() -> None:
    one = sample.larkspur()
    its = rows_of(one)
    picture = timeline(its, one.rejected)
    assert picture is not None
    assert [m.x for m in picture.marks] == sorted(m.x for m in picture.marks)
    assert min(picture.marks, key=lambda m: m.y).row is max(its, key=lambda r: r.size)
    assert [m.shape for m in picture.marks] == ["first", "minor", "material", "critical", "material", "material", "critical"]
    assert all(0 < m.x < 100 and 0 < m.y < BASE for m in picture.marks)
    assert [t.label for t in picture.rejected] == ["error-page", "bot-wall"]
    assert len(picture.years) <= 14
    assert sum(t.strong for t in picture.years) <= 5


def test_an_empty_history_has_no_picture_and_one_version_spans_its_year() -> None:
    assert timeline(()) is None
    assert sparkline(()) is None
    its = rows_of(sample.larkspur())[:1]
    picture = timeline(its)
    assert picture is not None
    assert [t.label for t in picture.years] == ["2010", "2011", "2012"]
    assert sparkline(its).bars == ()  # type: ignore[union-attr]


def test_the_picture_does_not_depend_on_the_day_of_the_last_check() -> None:
    its = rows_of(sample.larkspur())
    later = (
        *its[:-1],
        VersionRow(**{f: getattr(its[-1], f) for f in VersionRow.__slots__} | {"last_seen": datetime(2026, 11, 1, tzinfo=UTC)}),
    )
    first, second = timeline(its), timeline(later)
    assert first is not None
    assert second is not None
    assert [m.x for m in first.marks] == [m.x for m in second.marks]


def test_a_thousand_changes_make_a_sparkline_of_bounded_size() -> None:
    spark = sparkline(rows_of(sample.many(150, paragraphs=2)))
    assert spark is not None
    assert len(spark.bars) <= 120
    assert spark.says.startswith("149 changes since 1 March 2012, including")


def short_history(*days: str) -> tuple[VersionRow, ...]:
    """Versions of the sample, captured on these days."""
    rows = rows_of(sample.larkspur())
    return tuple(replace(row, captured_at=sample.at(day), last_seen=sample.at(day, 9)) for row, day in zip(rows, days, strict=False))


def test_four_months_fill_the_picture_and_have_months_on_the_axis() -> None:
    picture = timeline(short_history("2026-01-05", "2026-02-10", "2026-04-28"))
    assert picture is not None
    assert [tick.label for tick in picture.years] == ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026"]
    assert picture.marks[0].x < 10
    assert picture.marks[-1].x > 90


@pytest.mark.parametrize(
    ("begin", "end", "first", "last"),
    [
        ("2026-03-01", "2026-03-01", "Mar 2026", "Apr 2026"),
        ("2025-12-31", "2026-01-01", "Dec 2025", "Feb 2026"),
        ("2025-01-01", "2026-05-01", "Jan 2025", "Apr 2026"),
        ("2024-06-01", "2025-11-11", "2024", "2026"),
        ("2010-05-18", "2026-03-02", "2010", "2026"),
    ],
)
def test_the_axis_has_few_labels_whatever_the_span(begin: str, end: str, first: str, last: str) -> None:
    picture = timeline(short_history(begin, end))
    assert picture is not None
    labels = [tick.label for tick in picture.years]
    assert (labels[0], labels[-1]) == (first, last)
    months = " " in first
    assert len(labels) <= (8 if months else 14)
    assert sum(tick.strong for tick in picture.years) <= (4 if months else 5)
    assert all(0 <= tick.x <= 100 for tick in picture.years)


def test_the_picture_of_a_short_history_does_not_change_from_day_to_day() -> None:
    rows = short_history("2026-01-05", "2026-02-10")
    later = (*rows[:-1], replace(rows[-1], last_seen=sample.at("2026-02-20")))
    one, other = timeline(rows), timeline(later)
    assert one is not None
    assert other is not None
    assert one.years == other.years
    assert [mark.x for mark in one.marks] == [mark.x for mark in other.marks]


def test_switches_between_known_texts_are_short_marks() -> None:
    its = rows_of(sample.larkspur())
    picture, plain = timeline(alternating(its)), timeline(its)
    assert picture is not None
    assert plain is not None
    assert [m.shape for m in picture.marks] == [*(m.shape for m in plain.marks), *["switch"] * 20]
    assert {m.y for m in picture.marks if m.shape == "switch"} == {BASE - 10}
    assert [m.y for m in picture.marks if m.shape != "switch"] == [m.y for m in plain.marks]


def test_in_a_crowded_picture_a_change_stands_before_switches() -> None:
    picture = timeline(alternating(rows_of(sample.larkspur()), times=400))
    assert picture is not None
    assert [m.shape for m in picture.marks].count("critical") == 2


def test_the_sparkline_has_no_switches() -> None:
    its = rows_of(sample.larkspur())
    spark, plain = sparkline(alternating(its)), sparkline(its)
    assert spark is not None
    assert plain is not None
    assert spark.says == plain.says
    assert len(spark.bars) == len(plain.bars)
