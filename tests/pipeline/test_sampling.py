"""`backfill --sample changes`, and what a version found later does to its neighbours and their pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import BROKEN, PROMISE, User
from tests.cli.past_captures import archived, moment
from tests.sources.archive_server import Shim

OTHER = "Larkspur keeps what you tell it to itself and to the carriers that deliver your orders."


def backfill(user: User, *more: str) -> dict[str, Any]:
    result = user("backfill", "larkspur", "--format", "json", *more)
    assert result.code == 0, result.err
    return result.json["backfilled"][0]  # type: ignore[no-any-return]


def versions(user: User) -> list[tuple[str, str]]:
    return [(v["captured_at"], v["sha256"]) for v in user("log", "larkspur", "--format", "json").json["versions"]]


def test_sampling_finds_the_same_versions_with_few_fetches(user: User) -> None:
    archived(user, [PROMISE] * 40 + [OTHER] * 30 + [BROKEN] * 30)
    report = backfill(user, "--sample", "changes")
    assert report["listed"] == 100
    assert report["fetched"] <= 2 + 2 * 8
    assert report["unseen"] == 100 - report["fetched"]
    sampled = versions(user)
    assert [at for at, _ in sampled] == [moment(0), moment(40), moment(70)]
    whole = backfill(user, "--exhaustive")
    assert (whole["fetched"], whole["held"], whole["unseen"]) == (100 - report["fetched"], report["fetched"], 0)
    assert versions(user) == sampled


def test_captures_between_equal_texts_are_reported_as_not_fetched(user: User) -> None:
    archived(user, [PROMISE] * 5 + [BROKEN] + [PROMISE] * 5)
    result = user("backfill", "larkspur", "--sample", "changes")
    assert "11 captures listed, 2 fetched" in result.out
    assert "9 not fetched between captures with the same text" in result.out


def test_it_continues_where_it_stopped(user: User) -> None:
    archived(user, [PROMISE] * 20 + [BROKEN] * 20)
    first = backfill(user, "--sample", "changes", "--limit", "3")
    then = backfill(user, "--sample", "changes")
    again = backfill(user, "--sample", "changes")
    assert first["fetched"] == 3
    assert then["held"] == 3
    assert then["fetched"] <= 5
    assert (again["fetched"], again["new_versions"]) == (0, [])


def test_a_version_found_later_supersedes_the_comparison_of_its_neighbours(user: User) -> None:
    archived(user, [PROMISE, OTHER, BROKEN])
    middle = Path("past") / "20150131120000.html"
    shutil.move(middle, "aside.html")
    backfill(user)
    (old,) = Path("reports/larkspur").glob("*--*.html")
    assert "superseded" not in old.read_text()
    shutil.move("aside.html", middle)
    assert [v["captured_at"] for v in backfill(user)["new_versions"]] == [moment(1)]
    pages = sorted(path.name for path in Path("reports/larkspur").glob("*--*.html"))
    assert pages == ["20150101120000--20150131120000.html", old.name, "20150131120000--20150302120000.html"]
    text = old.read_text()
    assert 'content="superseded"' in text
    assert all(name in text for name in pages if name != old.name)
    assert "20150101120000--20150302120000.html" not in Path("reports/larkspur/index.html").read_text()


def test_an_earlier_capture_dates_the_version(user: User) -> None:
    archived(user, [PROMISE, BROKEN, BROKEN])
    shutil.move("past/20150131120000.html", "aside.html")
    backfill(user)
    assert [at for at, _ in versions(user)] == [moment(0), moment(2)]
    shutil.move("aside.html", "past/20150131120000.html")
    backfill(user)
    assert [at for at, _ in versions(user)] == [moment(0), moment(1)]


@pytest.mark.archive
def test_a_real_history_by_its_changes(user: User, calm: Shim) -> None:
    url = "https://opencollective.com/privacypolicy"
    wayback = {"endpoint": calm.address, "requests_per_minute": 480}
    user.configure({"id": "larkspur", "url": url, "live": False, "history": "wayback"}, archive={"wayback": wayback})
    report = backfill(user, "--sample", "changes")
    sampled = versions(user)
    assert (report["listed"], report["fetched"], report["unseen"]) == (12, 6, 6)
    assert backfill(user)["fetched"] == 6
    assert versions(user) == sampled
