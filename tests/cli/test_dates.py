"""Dates on the command line, complete or in part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.cli.dates import first_moment, last_moment
from monitor.errors import UsageError

MICRO = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2016", datetime(2016, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12", datetime(2016, 12, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)),
        ("201602", datetime(2016, 2, 1, tzinfo=UTC), datetime(2016, 3, 1, tzinfo=UTC)),
        ("2016-02-29", datetime(2016, 2, 29, tzinfo=UTC), datetime(2016, 3, 1, tzinfo=UTC)),
        ("2016-12-29T04", datetime(2016, 12, 29, 4, tzinfo=UTC), datetime(2016, 12, 29, 5, tzinfo=UTC)),
        ("2016-12-29 04:51", datetime(2016, 12, 29, 4, 51, tzinfo=UTC), datetime(2016, 12, 29, 4, 52, tzinfo=UTC)),
        ("2016-12-29T04:51:12Z", datetime(2016, 12, 29, 4, 51, 12, tzinfo=UTC), datetime(2016, 12, 29, 4, 51, 13, tzinfo=UTC)),
        ("20161229045112", datetime(2016, 12, 29, 4, 51, 12, tzinfo=UTC), datetime(2016, 12, 29, 4, 51, 13, tzinfo=UTC)),
        ("2016-12-29T04:51:12+02:00", datetime(2016, 12, 29, 2, 51, 12, tzinfo=UTC), datetime(2016, 12, 29, 2, 51, 13, tzinfo=UTC)),
    ],
)
def test_a_date_names_a_span(text: str, first: datetime, after: datetime) -> None:
    assert (first_moment(text), last_moment(text)) == (first, after - MICRO)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "16", "2016-13", "2016-02-30", "20160", "2016-00-01", "20161229045161", "0000", "9999", "2016-1-1", "١٩٩٩"]
)
def test_what_is_not_a_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date; expected"):
        last_moment(text)
