"""What every history promises, asked of all of them: the same captures, the same bytes, no silence where there was a failure."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import MonitorError, NotArchived, PlaybackFailed
from monitor.model import Capture
from monitor.sources.folder import FolderHistory
from monitor.sources.memento import MementoHistory
from monitor.sources.warc import WarcHistory
from monitor.sources.wayback import WaybackHistory
from monitor.timestamps import timestamp14

from .sample_warc import PAGES, URL, write_sample

FAST = 1e6


class Bench:
    """A history, with what it holds."""

    def __init__(self, history, url: str, held: list[tuple[datetime, bytes | None, str | None]], *, tells_digest: bool = True) -> None:
        self.history, self.url, self.held, self.tells_digest = history, url, held, tells_digest


def _of_manifest(manifest, url: str) -> list[tuple[datetime, None, str]]:
    found = [m for m in manifest if m["url"].split("://")[1].removeprefix("www.") == url.split("://")[1].removeprefix("www.")]
    moments = [datetime.strptime(m["timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=UTC) for m in found]
    return sorted((moment, None, m["sha256"]) for moment, m in zip(moments, found, strict=True))


COMM100 = "https://www.comm100.com/privacy"
SILICON = "http://www.silicondust.com/privacy"


@pytest.fixture(params=["wayback", "memento", "warc-archive", "warc", "warc.gz", "wacz", "folder"])
def bench(request, tmp_path) -> Bench:
    kind = request.param
    own = [(moment, body, None) for moment, body in PAGES]
    if kind == "wayback":
        calm = request.getfixturevalue("calm")
        history = WaybackHistory(calm.address, requests_per_minute=FAST, cdx_per_minute=FAST, replay_per_minute=FAST)
        return Bench(history, COMM100, _of_manifest(request.getfixturevalue("manifest"), COMM100))
    if kind == "memento":
        history = MementoHistory(request.getfixturevalue("pywb"), requests_per_minute=FAST)
        return Bench(history, SILICON, _of_manifest(request.getfixturevalue("manifest"), SILICON), tells_digest=False)
    if kind == "warc-archive":
        history = WarcHistory(request.getfixturevalue("archive") / "captures.warc.gz")
        return Bench(history, COMM100, _of_manifest(request.getfixturevalue("manifest"), COMM100))
    if kind == "folder":
        for moment, body in PAGES:
            (tmp_path / f"{timestamp14(moment)}.html").write_bytes(body)
        return Bench(FolderHistory(tmp_path, url=URL), URL, own)
    if kind == "wacz":
        plain = write_sample(tmp_path / "part.warc.gz")
        with zipfile.ZipFile(tmp_path / "sample.wacz", "w") as package:
            package.write(plain, "archive/data.warc.gz")
        return Bench(WarcHistory(tmp_path / "sample.wacz"), URL, own)
    return Bench(WarcHistory(write_sample(tmp_path / f"sample.{kind}")), URL, own)


def test_lists_every_capture_in_order(bench: Bench) -> None:
    captures = list(bench.history.captures(bench.url))

    assert [capture.captured_at for capture in captures] == [moment for moment, _, _ in bench.held]
    assert {capture.source for capture in captures} == {bench.history.name}
    assert all(capture.captured_at.tzinfo is UTC for capture in captures)
    assert all(bool(capture.digest) is bench.tells_digest for capture in captures)


def test_listing_is_repeatable(bench: Bench) -> None:
    assert list(bench.history.captures(bench.url)) == list(bench.history.captures(bench.url))


def test_bounds_are_inclusive(bench: Bench) -> None:
    moments = [moment for moment, _, _ in bench.held]
    middle = moments[1]

    assert [c.captured_at for c in bench.history.captures(bench.url, since=middle)] == moments[1:]
    assert [c.captured_at for c in bench.history.captures(bench.url, until=middle)] == moments[:2]
    assert [c.captured_at for c in bench.history.captures(bench.url, since=middle, until=middle)] == [middle]


def test_spellings_of_an_address_are_one(bench: Bench) -> None:
    moments = [moment for moment, _, _ in bench.held]
    bare = bench.url.split("://")[1].removeprefix("www.")

    for spelling in (f"http://{bare}", f"https://{bare}", f"https://{bare}#part"):
        assert [c.captured_at for c in bench.history.captures(spelling)] == moments, spelling


def test_unknown_address_has_an_empty_history(bench: Bench) -> None:
    assert list(bench.history.captures("https://nobody.example/privacy")) == []


def test_fetches_the_bytes_as_they_were_sent(bench: Bench) -> None:
    for capture, (moment, body, sha256) in zip(bench.history.captures(bench.url), bench.held, strict=True):
        snapshot = bench.history.fetch("acme", capture)

        assert snapshot.sha256 == sha256 if body is None else snapshot.body == body
        assert (snapshot.policy, snapshot.url, snapshot.captured_at) == ("acme", capture.url, moment)
        assert snapshot.source == bench.history.name
        assert snapshot.media_type is not None
        assert snapshot.media_type.startswith("text/html")
        assert snapshot.archive_digest == capture.digest
        assert snapshot.status in (200, None)


def test_fetching_is_repeatable(bench: Bench) -> None:
    first = next(bench.history.captures(bench.url))

    assert bench.history.fetch("acme", first).body == bench.history.fetch("acme", first).body


def test_fetching_an_unknown_capture_is_an_error(bench: Bench) -> None:
    listed = next(bench.history.captures(bench.url))
    moment = datetime(1999, 1, 2, 3, 4, 5, tzinfo=UTC)
    where = (listed.archive_url or "").replace(timestamp14(listed.captured_at), timestamp14(moment)) or None
    invented = Capture(listed.url, moment, listed.source, where, digest=listed.digest)

    with pytest.raises((NotArchived, PlaybackFailed)) as caught:
        bench.history.fetch("acme", invented)
    assert isinstance(caught.value, MonitorError)
    assert str(caught.value).endswith(".")


def test_archive_urls_point_to_the_archive(bench: Bench) -> None:
    for capture in bench.history.captures(bench.url):
        snapshot = bench.history.fetch("acme", capture)
        if bench.history.name in ("wayback", "memento"):
            assert f"/{timestamp14(capture.captured_at)}id_/{capture.url}" in snapshot.archive_url
            assert snapshot.headers["memento-datetime"]
        else:
            assert snapshot.archive_url is None


def test_file_sources_read_nothing_else(tmp_path: Path) -> None:
    assert list(FolderHistory(tmp_path, url=URL).captures(URL)) == []
