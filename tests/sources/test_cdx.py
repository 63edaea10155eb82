"""CDX listings and saves through waybackpy, without waybackpy's own HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.sources.cdx import CdxRow, list_rows, parse_page, saved_address

COLUMNS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROW = ["com,acme)/p", "20010101000000", "https://acme.example/p", "text/html", "200", "ABC", "99"]
ENDPOINT = "https://archive.example/cdx/search/cdx"


def server(*pages: list[list[str]]) -> tuple[Callable[[str], str], list[dict[str, list[str]]]]:
    """A function that answers one page after another, and the queries that it was asked."""
    waiting, queries = list(pages), []

    def fetch(url: str) -> str:
        assert url.startswith(f"{ENDPOINT}?"), "our endpoint, not waybackpy's"
        queries.append(parse_qs(urlsplit(url).query))
        return json.dumps(waiting.pop(0))

    return fetch, queries


def rows(fetch: Callable[[str], str]) -> list[CdxRow]:
    return list(list_rows(fetch, ENDPOINT, "https://acme.example/p", since="2001", until=None))


def test_rows_are_parsed_into_values() -> None:
    fetch, queries = server([COLUMNS, ROW])
    assert rows(fetch) == [CdxRow("20010101000000", "https://acme.example/p", "text/html", 200, "ABC", 99)]
    (query,) = queries
    assert (query["output"], query["url"], query["from"], query["showResumeKey"]) == (
        ["json"],
        ["https://acme.example/p"],
        ["2001"],
        ["true"],
    )


def test_a_dash_means_none() -> None:
    fetch, _ = server([COLUMNS, ["k", "2001", "https://acme.example/p", "warc/revisit", "-", "-", "-"]])
    assert rows(fetch) == [CdxRow("2001", "https://acme.example/p", None, None, None, None)]


@pytest.mark.parametrize("digits", ["20000008241731", "20130230250000", "2001"])
def test_timestamps_are_kept_as_listed(digits: str) -> None:
    fetch, _ = server([COLUMNS, [ROW[0], digits, *ROW[2:]]])
    assert [row.digits for row in rows(fetch)] == [digits]


def test_spaces_in_addresses_do_not_shift_columns() -> None:
    fetch, _ = server([COLUMNS, [*ROW[:2], "https://acme.example/a b", *ROW[3:]]])
    assert rows(fetch)[0].original == "https://acme.example/a%20b"


def test_pages_follow_the_resume_key() -> None:
    fetch, queries = server([COLUMNS, ROW, [], ["next"]], [COLUMNS, ROW])
    assert len(rows(fetch)) == 2
    assert [query.get("resumeKey") for query in queries] == [None, ["next"]]


def test_columns_may_be_reordered_or_missing() -> None:
    fetch, _ = server([["original", "timestamp"], ["https://acme.example/p", "2001"]])
    assert rows(fetch) == [CdxRow("2001", "https://acme.example/p", None, None, None, None)]


def test_an_empty_list_has_no_rows() -> None:
    assert parse_page("[]") == ([], None)
    assert parse_page(json.dumps([COLUMNS])) == ([], None)


@pytest.mark.parametrize(
    "text", ["", " ", "<html>", '[["urlkey"', "{}", "null", "[1]", '[["a"],["b"]]', '[["timestamp","original"],["1"]]']
)
def test_what_is_not_a_listing(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_page(text)


def test_a_save_is_one_request_to_our_endpoint() -> None:
    asked: list[str] = []
    copy = "/web/20200102030405/https://acme.example/p"

    def fetch(url: str) -> str:
        asked.append(url)
        return f"https://archive.example{copy}"

    assert saved_address(fetch, "https://archive.example", "https://acme.example/p") == f"https://archive.example{copy}"
    assert asked == ["https://archive.example/save/https://acme.example/p"]


def test_a_save_that_names_no_copy() -> None:
    assert saved_address(lambda url: None, "https://archive.example", "https://acme.example/p") is None
