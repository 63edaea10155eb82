from __future__ import annotations

from datetime import UTC, datetime

from monitor.render.rows import VersionRow
from monitor.render.timeline_svg import BASE, sparkline, timeline

from . import sample
from .reading import rows_of


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
