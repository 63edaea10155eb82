"""`check`: validates the configuration, and shows what each source would give."""

from __future__ import annotations

from pathlib import Path

from .conftest import Page, User


def test_check_fetch_shows_what_would_be_extracted_and_keeps_nothing(user: User, page: Page) -> None:
    user.configure({"id": "larkspur", "url": page.url}, {"id": "gone", "url": page.url + "/gone"})
    result = user("check", "--fetch", "--format", "json")
    assert result.code == 1
    first, second = result.json["policies"]
    assert (first["ok"], first["stated_date"]) == (True, "2020-03-01")
    assert (second["ok"], second["reason"]) == (False, "http-404")
    assert not Path("snapshots").exists()


def test_check_fetch_lists_an_archive(example: User) -> None:
    assert example("check", "--fetch", "--format", "json").json["policies"][0]["captures"] == 10
