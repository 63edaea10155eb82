"""The JSON API: what the store holds, documented by OpenAPI, and never a fault of ours for a strange question."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import HTTPException

from monitor.model import Direction, Opinion, OpinionQuote, SecondReading, Severity
from monitor.store.opinions import Opinions
from monitor.timestamps import utc_iso
from monitor.web.api import MOST, moment_of
from tests.cli.conftest import User

from .conftest import Site


def test_policies_versions_and_texts_are_those_of_the_commands(site: Site, kept: User) -> None:
    (policy,) = site.get("/api/policies").json()["policies"]
    assert policy == site.get("/api/policies/northwind").json()
    assert (policy["versions"], policy["paused"], policy["failing"]) == (7, False, None)
    listed = site.get("/api/policies/northwind/versions").json()
    logged = kept("log", "northwind", "--format", "json").json["versions"]
    assert [(v["captured_at"], v["sha256"]) for v in listed["versions"]] == [(v["captured_at"], v["sha256"]) for v in logged]
    for date in ("2018-05-24", "2018-05-24T06:30:00Z", "20180524063000"):
        found = site.get(f"/api/policies/northwind/versions/{date}").json()
        assert found["captured_at"] == "2018-05-24T06:30:00Z"
        assert found["text"] == kept("show", "northwind@2018-05-24", "--format", "json").json["text"]
    assert site.get("/api/policies/northwind/versions/2018-05-24/text").text == found["text"]


def test_changes_are_those_of_the_table_of_the_reports(site: Site, kept: User) -> None:
    published = json.loads(gzip.decompress((kept.home / "reports/changes.json.gz").read_bytes()))["changes"]
    found = site.get("/api/changes?limit=1000").json()
    assert found["total"] == len(published) == len(found["changes"])
    assert sorted(one["id"] for one in found["changes"]) == sorted(one["id"] for one in published)
    assert site.get("/api/policies/northwind/changes?limit=1000").json()["changes"] == published
    page = site.get(found["changes"][0]["page"])
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("severity=critical", lambda one: one["severity"] == "critical"),
        ("severity=material", lambda one: one["severity"] in ("critical", "material")),
        ("topic=retention", lambda one: "retention" in one["topics"]),
        ("week=2018-W21", lambda one: one["captured_at"].startswith("2018-05-24")),
        ("vendor=TEAPOT", lambda one: one["vendor"] == "Northwind Teapots"),
    ],
)
def test_filters(standing: Site, query: str, holds: Any) -> None:
    every, some = (standing.get(f"/api/changes?limit=1000&{q}").json()["changes"] for q in ("", query))
    assert some
    assert [one["id"] for one in every if holds(one)] == [one["id"] for one in some]
    assert standing.get("/api/changes?tag=none-has-it").json() == {"total": 0, "changes": []}


def test_pages_of_an_answer_join_to_the_whole(standing: Site) -> None:
    whole = standing.get("/api/changes?limit=1000&sort=severity").json()["changes"]
    parts = [standing.get(f"/api/changes?limit=5&sort=severity&offset={n}").json()["changes"] for n in range(0, len(whole), 5)]
    assert [one for part in parts for one in part] == whole
    ranks = ["critical", "material", "minor", "cosmetic", "none"]
    assert [one["severity"] for one in whole] == sorted((one["severity"] for one in whole), key=ranks.index)


STRANGE = [
    *(f"/api/policies?limit={text}" for text in ("0", str(MOST + 1), "-1", "x")),
    *("/api/policies?offset=9" + "9" * 30, "/api/policies/northwind/versions?offset=1.5"),
    *(f"/api/changes?{text}" for text in ("sort=text", "severity=dire", "week=2018", "week=2018-W21%0a", "order=up")),
]
ODD_DATES = [
    *("yesterday", "1999-01-01", "9999-99-99", "20189999999999", "%D9%A2%D9%A0", "0001-01-01T00:00:00+23:59", "2018-05-24/bytes"),
]
MISSING = [
    *("/api/policies/none", "/api/policies/%3Cscript%3E", "/api/nothing", "/api/policies/"),
    *(f"/api/policies/northwind/versions/{date}" for date in ODD_DATES),
]


@pytest.mark.parametrize("path", STRANGE)
def test_questions_that_cannot_be_answered_say_why(standing: Site, path: str) -> None:
    answer = standing.get(path)
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_said_as_json(standing: Site, path: str) -> None:
    answer = standing.get(path)
    assert answer.status_code == 404, answer.text
    assert "<" not in answer.json()["detail"]


def test_the_api_only_reads(standing: Site) -> None:
    for path in ("/api/policies", "/api/policies/northwind", "/api/changes"):
        assert standing.post(path).status_code == 405


def test_openapi_describes_every_answer(standing: Site) -> None:
    document = standing.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert len(document["paths"]) == 9
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}, path
        assert methods["get"]["responses"]["200"]["content"], path
        assert all(one.get("description") or one["schema"].get("enum") for one in methods["get"].get("parameters", ()))
        assert path in standing.get("/api").text
    change = document["components"]["schemas"]["ChangeOut"]["properties"]
    assert set(standing.get("/api/changes?limit=1").json()["changes"][0]) == set(change)


def test_a_search_answers_as_the_command_does(site: Site, kept: User) -> None:
    found = site.get("/api/search", params={"q": '"share, sell, rent"', "scope": "ever"}).json()
    told = kept("search", "share, sell, rent", "--format", "json").json
    assert found["found"] == 1
    assert {key: value for key, value in found.items() if key != "query"} == {key: value for key, value in told.items() if key != "query"}
    assert site.get("/api/search?q=sell&scope=ever&offset=1").json()["policies"] == []
    affirmed = site.get("/api/search?q=sell&scope=ever&said=affirmed&topic=sale-of-data&since=2000-01-01")
    assert affirmed.status_code == 200


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%2A", "q=sell&topic=bees", "q=sell&since=soon", "q=sell&scope=x", "q=" + "a" * 501, "q=a%20" * 90]
)
def test_a_search_that_is_none_is_refused_as_json(standing: Site, query: str) -> None:
    answer = standing.get(f"/api/search?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


def test_reviews_are_those_of_the_command(site: Site, kept: User) -> None:
    assert kept("review", "northwind@2018-05-24", "--as", "accepted", "--by", "Kim Ode", "--note", "Known.").code == 0
    told = kept("review", "list", "--format", "json").json
    found = site.get("/api/reviews").json()
    assert (found["total"], found["open"]) == (len(told["changes"]), told["open"])
    key = lambda one: one["captured_at"]  # noqa: E731 - one line for both
    assert sorted(found["changes"], key=key) == sorted(told["changes"], key=key)
    (accepted,) = site.get("/api/reviews?state=accepted").json()["changes"]
    assert accepted["review"] | {"at": ""} == accepted["reviews"][0] | {"at": ""}
    assert accepted["review"]["note"] == "Known."
    assert site.get("/api/reviews?state=open").json()["changes"] == []
    assert len(site.get("/api/reviews?state=open&archived=true").json()["changes"]) == found["total"] - 1
    assert site.get("/api/reviews?state=dire").status_code == 422


def test_a_day_means_its_end() -> None:
    assert utc_iso(moment_of("2018-05-24")) == "2018-05-24T23:59:59Z"
    assert utc_iso(moment_of("2018-05-24T06:30:00")) == "2018-05-24T06:30:00Z"
    with pytest.raises(HTTPException):
        moment_of("٢٠١٨٠٥٢٤٠٦٣٠٠٠")


@pytest.fixture
def read(kept: User) -> dict[str, str]:
    """A second reader has said something of the second version; it, and what it follows."""
    first, second = kept("log", "northwind", "--format", "json").json["versions"][:2]
    quote = OpinionQuote("We may share it", after=True)
    opinion = Opinion("They may <i>share</i> it.", Severity.COSMETIC, Direction.NEUTRAL, ("other",), (quote,))
    with Opinions(kept.home / "snapshots/opinions.sqlite") as opened:
        opened.keep(
            "northwind", first["sha256"], second["sha256"], SecondReading("tiny:1b", datetime(2026, 5, 3, tzinfo=UTC), "1", opinion)
        )
    return dict(second)


def test_a_second_reader_is_told_beside_the_verdict(site: Site, read: dict[str, str]) -> None:
    listed = site.get("/api/policies/northwind/versions").json()["versions"]
    assert [bool(one["second_reader"]) for one in listed[:3]] == [False, True, False]
    said = listed[1]["second_reader"]
    assert (said["model"], said["asked_at"], said["opinion"]["severity"]) == ("tiny:1b", "2026-05-03T00:00:00Z", "cosmetic")
    assert said["program"]["severity"] == read["severity"]
    found = site.get(f"/api/policies/northwind/versions/{read['captured_at']}").json()
    assert found["second_reader"] == said
    reviews = site.get("/api/reviews?archived=true&limit=1000").json()["changes"]
    assert [one["second_reader"] for one in reviews if one["captured_at"] == read["captured_at"]] in ([said], [])


def test_whoever_reviews_a_change_sees_both(site: Site, read: dict[str, str]) -> None:
    digits = "".join(character for character in read["captured_at"] if character.isdigit())
    page = site.get(f"/-/reviews/northwind/{digits}-{read['sha256'][:16]}")
    assert "Second reader (tiny:1b, 3 May 2026)" in page.text
    assert "They may &lt;i&gt;share&lt;/i&gt; it." in page.text
    assert "This program" in page.text
