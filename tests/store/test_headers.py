from __future__ import annotations

import json

import pytest

from monitor.store.headers import LONGEST, SHORTENED, bounded


def size(headers: dict[str, str]) -> int:
    return sum(len(name) + len(value) for name, value in headers.items())


@pytest.mark.parametrize("headers", [{}, {"content-type": "text/html"}, {"content-security-policy": "x" * 8_000, "etag": '"1"'}])
def test_ordinary_headers_stay_as_they_are(headers: dict[str, str]) -> None:
    assert bounded(headers) == headers


def test_long_headers_are_cut_and_named_and_the_others_kept() -> None:
    headers = {"content-type": "text/html", "link": "l" * 65_000, "etag": '"1"', "set": "s" * 40_000}
    kept = bounded(headers)
    assert (kept["content-type"], kept["etag"]) == ("text/html", '"1"')
    assert kept["link"] == "l" * 200
    assert kept[SHORTENED] == "link (65,000 characters), set (40,000 characters)"


@pytest.mark.parametrize(
    "headers",
    [
        {f"h{n}": "v" * 65_000 for n in range(100)},
        {f"h{n}": "v" for n in range(10_000)},
        {"n" * 60_000 + str(n): "v" for n in range(50)},
        {f"{'n' * 190}{n}": "v" * 190 for n in range(5_000)},
    ],
    ids=["long values", "many", "long names", "many of middle length"],
)
def test_whatever_is_sent_the_line_stays_short(headers: dict[str, str]) -> None:
    kept = bounded(headers)
    assert size(kept) <= 2 * LONGEST
    assert SHORTENED in kept
    json.dumps(kept)
