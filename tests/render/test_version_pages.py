"""Which page lists which versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from monitor.render.rows import VersionRow
from monitor.render.timeline_svg import timeline
from monitor.render.version_pages import ON_ONE_PAGE, version_pages, year_of

from . import sample
from .reading import rows_of

ONE = rows_of(sample.larkspur())[1]


def rows(count: int, every: float = 2) -> tuple[VersionRow, ...]:
    return tuple(
        replace(ONE, captured_at=at, last_seen=at, digest=f"{n:064d}", page=f"{n}.html" if n else None, returns_to=None)
        for n in range(count)
        for at in [ONE.captured_at + timedelta(days=n * every)]
    )


def test_one_page_has_all_of_a_short_history() -> None:
    listed = version_pages(rows(ON_ONE_PAGE))
    assert (len(listed.first), listed.pages, listed.page_of_first) == (ON_ONE_PAGE, (), "")


@given(st.integers(0, 900), st.sampled_from([0.1, 1, 2, 40]))
def test_every_version_is_listed_once_in_order(count: int, every: float) -> None:
    all_rows = rows(count, every)
    listed = version_pages(all_rows)
    assert (*(row for page in reversed(listed.pages) for row in page.rows), *listed.first) == all_rows
    assert all(len({year_of(row) for row in page.rows}) == 1 for page in listed.pages)
    assert all(len(page.rows) <= 200 for page in listed.pages)
    assert len(listed.first) <= ON_ONE_PAGE


def test_pages_lead_to_each_other_and_have_names_of_their_own() -> None:
    listed = version_pages(rows(900, 0.5))
    names = [page.name for page in reversed(listed.pages)]
    assert len(set(names)) == len(names) > 2
    assert [page.before for page in reversed(listed.pages)] == [None, *names[:-1]]
    assert [page.after for page in reversed(listed.pages)] == [*names[1:], None]
    assert listed.page_of_first == names[0]
    assert {page.title for page in listed.pages} >= {f"{year_of(ONE)}, part 1", f"{year_of(ONE)}, part 2"}


def test_one_more_version_leaves_the_pages_of_years_as_they_are() -> None:
    changed = 0
    for count in range(400, 500):
        before, after = ({page.name: page.digest for page in version_pages(rows(n)).pages} for n in (count, count + 1))
        changed += sum(after.get(name) != digest for name, digest in before.items())
    assert changed <= 8


def test_the_picture_of_many_versions_has_a_mark_for_each_narrow_column() -> None:
    many = rows(2000)
    picture = timeline(many)
    assert picture is not None
    assert len(picture.marks) <= 140
    assert sum(1 + mark.others for mark in picture.marks) == 2000
    assert picture.marks[0].shape == "first"
    assert len(picture.seen) < 150
    few = timeline(rows(100))
    assert few is not None
    assert (len(few.marks), len(few.seen)) == (100, 100)


def test_a_policy_page_of_thousands_of_versions_is_small(tmp_path: Path) -> None:
    from monitor.render.pages import policy_page, year_page

    history, many = sample.larkspur(), rows(2000)
    page = policy_page(history, many)
    assert len(page.encode()) < 300_000
    listed = version_pages(many)
    assert all(f'href="{one.name}"' in page for one in listed.pages)
    assert f'href="{listed.page_of_first}#v-{many[0].digest[:12]}"' in page
    oldest = year_page(history.policy, listed.pages[-1], many[-1])
    assert f'id="v-{many[0].digest[:12]}"' in oldest
    assert 'href="' + str(listed.pages[-1].after) + '"' in oldest
