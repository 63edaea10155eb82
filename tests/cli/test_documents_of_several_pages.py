"""A document that is spread over several addresses, from an archive: each address is surveyed for itself."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.cli.conftest import BROKEN, PROMISE, User, policy_page
from tests.cli.past_captures import START
from tests.sources.sample_warc import WARCWriter, page

FIRST, SECOND, THIRD = (f"https://larkspur.example/{name}" for name in ("privacy", "cookies", "children"))
YEAR, MONTH = "Cookies stay on your machine for a year.", "Cookies stay on your machine for a month."


def cookies(words: str) -> bytes:
    sentences = " ".join(f"We set the cookie number {n} when you open the shop and read it when you come again." for n in range(30))
    return f"<html><body><main><h1>Cookie Policy</h1><p>{words}</p><p>{sentences}</p></main></body></html>".encode()


def archived(user: User, urls: list[str]) -> Path:
    """Forty captures of each address, some hours apart; each changes at a place of its own."""
    path = user.home / "past.warc.gz"
    builds = itertools.count()
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for place in range(40):
            texts = (
                policy_page(sharing=PROMISE if place < 13 else BROKEN),
                cookies(YEAR if place < 29 else MONTH),
                cookies("This page is for parents."),
            )
            for n, (url, body) in enumerate(zip(urls, texts, strict=False)):
                page(writer, url, START + timedelta(days=30 * place, hours=n), body + b"<!-- build %d -->" % next(builds))
    user.configure({"id": "larkspur", "name": "Larkspur", "urls": urls, "live": False}, archive={})
    return path


def backfill(user: User, path: Path, *more: str) -> dict[str, Any]:
    result = user("backfill", "larkspur", "--source", f"warc:{path}", "--format", "json", *more)
    assert result.code == 0, result.err
    return result.json["backfilled"][0]  # type: ignore[no-any-return]


def versions(user: User) -> list[tuple[str, str]]:
    return [(v["captured_at"], v["sha256"]) for v in user("log", "larkspur", "--format", "json").json["versions"]]


def test_sampling_changes_gives_the_versions_of_the_whole_history(user: User) -> None:
    path = archived(user, [FIRST, SECOND, THIRD])
    report = backfill(user, path, "--sample", "changes")
    assert report["listed"] == 120
    assert report["fetched"] <= 2 * (2 + 6) + 2  # two addresses with one change each, halved; both ends of the one that never changes
    assert report["unseen"] == 120 - report["fetched"]
    sampled = versions(user)
    assert len(sampled) == 3
    whole = backfill(user, path, "--exhaustive")
    assert whole["fetched"] == 120 - report["fetched"]
    assert versions(user) == sampled


def test_the_document_holds_all_pages_in_order(user: User) -> None:
    path = archived(user, [FIRST, SECOND])
    backfill(user, path, "--sample", "changes")
    text = user("show", "larkspur").out
    assert text.index(BROKEN[:40]) < text.index(MONTH)
    blamed = {s["text"][:20]: s for s in user("blame", "larkspur", "--format", "json").json["statements"]}
    assert blamed[MONTH[:20]]["introduced"]["captured_at"][:10] == f"{START:%Y-%m-%d}"
    assert blamed[MONTH[:20]]["reworded"]["captured_at"][:10] == f"{START + timedelta(days=30 * 29):%Y-%m-%d}"
