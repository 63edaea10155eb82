from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.render import html
from monitor.render.current_text import StatementDates, _lines_html, current_text_page, cut_by_date
from monitor.render.redline import plain_lines
from monitor.render.site import render_policy

from . import sample
from .reading import rows_of, text_of


def test_the_current_text_names_the_version_of_each_stretch(site: Path) -> None:
    says = text_of(site / "larkspur/current.html")
    assert re.search(r"Since 3 September 2024.*train language models", says)
    assert says.index("Since 18 May 2010") < says.index("1. What we collect")


def test_blame_need_not_cover_the_text(tmp_path: Path) -> None:
    one = sample.larkspur()
    render_policy(
        one,
        tmp_path,
        now=sample.NOW,
        blame=[StatementDates((3, 9), sample.at("1999-01-01")), StatementDates((40, 44), one.entries[0].version.captured_at)],
    )
    assert "Since 1 January 1999" in text_of(tmp_path / "larkspur/current.html")


def test_a_text_of_many_lines_is_cut_in_time_that_grows_with_it() -> None:
    line, since = "Clause that says something of no weight at all.\n", datetime(2020, 1, 1, tzinfo=UTC)
    text = line * 200_000
    (one,) = cut_by_date(text, ())
    assert one == (None, text)
    later = [StatementDates((len(line), 2 * len(line)), since)]
    assert [(at, len(part)) for at, part in cut_by_date(line * 3, later)] == [(None, len(line)), (since, len(line)), (None, len(line))]


def test_without_dates_the_text_is_shown_whole(tmp_path: Path) -> None:
    one = sample.larkspur()
    page = current_text_page(one.policy, one.entries[-1].version, rows_of(one), ())
    says = text_of(page)
    assert "The date beside each passage" not in says
    assert "Statement by statement" not in says
    assert "Captured on 3 September 2024, dated 25 May 2018." in says
    assert "train language models" in says


def test_the_table_says_when_each_statement_was_introduced_reworded_and_moved() -> None:
    one = sample.larkspur()
    version, rows = one.entries[-1].version, rows_of(one)
    heading, line = version.document.text.index("## 1. What"), version.document.text.index("We collect the following")
    first, later, last = sample.at("2010-05-18"), sample.at("2016-12-29"), sample.at("2021-03-08")
    dates = [
        StatementDates((line, line + 24), later, introduced=first, moved=last),
        StatementDates((heading, heading + 10), first, introduced=first),
    ]
    says = text_of(current_text_page(one.policy, version, rows, dates))
    table = says[says.index("Statement by statement") :]
    assert "2 statements: when each was introduced, reworded and moved" in table
    assert "1. What 18 May 2010 never never We collect the following 18 May 2010 29 December 2016 8 March 2021".replace(" ", "") in (
        table.replace(" ", "")
    )


def test_dates_link_to_the_changelog_of_their_version() -> None:
    one = sample.larkspur()
    version, rows = one.entries[-1].version, rows_of(one)
    dates = [StatementDates((0, 16), sample.at("2016-12-29"), introduced=sample.at("2010-05-18"))]
    page = current_text_page(one.policy, version, rows, dates)
    assert f'Since <a href="{rows[3].page}"><time datetime="2016-12-29T04:23:15Z">' in page
    assert '<td><time datetime="2010-05-18T04:23:15Z">' in page  # the first version has no changelog


@given(
    st.text(alphabet="ab \n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20), st.integers(0, 3)), max_size=8),
)
def test_stretches_are_the_whole_text_and_neighbours_differ(text: str, spans: list[tuple[int, int, int]]) -> None:
    dates = [StatementDates((start, start + length), datetime(2020 + year, 1, 1, tzinfo=UTC)) for start, length, year in spans]
    stretches = cut_by_date(text, dates)
    assert "".join(part for _, part in stretches) == text
    assert all(one[0] != other[0] for one, other in itertools.pairwise(stretches))


def test_a_line_of_several_versions_counts_as_the_newest_and_a_blank_line_goes_with_the_one_before() -> None:
    old, new = datetime(2010, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    text = "One two.\n\nThree.\n"
    dates = [StatementDates((0, 4), old), StatementDates((4, 8), new), StatementDates((10, 16), old)]
    assert cut_by_date(text, dates) == [(new, "One two.\n\n"), (old, "Three.\n")]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\nText & <b>more</b>.\n- a\n  - b [link](/x?a=1&b=2)\n12. c\n> quoted\n|a|b|\n",
        "###### deep\n    - far in\n\x07 \ufdd0 \r\f",
        "\\d\n",
    ],
)
def test_lines_are_what_the_macro_of_the_other_pages_makes_of_them(text: str) -> None:
    template = '{% from "parts.html.j2" import block %}{% for line in lines %}{{ block(line, "ln", "n") }}\n{% endfor %}'
    expected = html._environment().from_string(template).render(lines=plain_lines(text))
    assert str(_lines_html(text)) == expected
