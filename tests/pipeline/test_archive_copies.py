"""`archive.save: true`, against a server that answers like Save Page Now: successes, failures, retries and stops."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.errors import Blocked, HttpStatus, NotArchived, RateLimited, SourceError, Unreachable
from monitor.pipeline.archive_copies import MAX_ATTEMPTS, MAX_PER_CYCLE, save_versions
from monitor.sources.save_page_now import WaybackSaver
from monitor.timestamps import timestamp14
from tests.cli.conftest import BROKEN, Page, User, policy_page
from tests.net.web_server import Handler, WebServer
from tests.sampling import sampled


class Archive:
    """Save Page Now on loopback."""

    def __init__(self) -> None:
        self.web = WebServer()
        self.answer: Any = self.saves
        self.url = self.web.address

    def takes(self, url: str) -> None:
        self.web.pages[f"/save/{url}"] = lambda handler: self.answer(handler, url)

    def saves(self, handler: Handler, url: str) -> None:
        """As the service does: a redirect to the copy."""
        handler.answer(302, b"", {"Location": f"{self.url}/web/{timestamp14(datetime.now(UTC) + timedelta(seconds=2))}/{url}"})

    @property
    def asked(self) -> int:
        return len(self.web.paths())


@pytest.fixture
def archive() -> Iterator[Archive]:
    served = Archive()
    yield served
    served.web.stop()


@pytest.fixture
def kept(user: User, page: Page, archive: Archive) -> Page:
    """A page that is watched, and saved."""
    archive.takes(page.url)
    user.configure({"id": "larkspur", "url": page.url}, archive={"wayback": {"endpoint": archive.url}, "save": True})
    return page


def later(user: User, monkeypatch: pytest.MonkeyPatch, **ahead: float) -> None:
    moment = datetime.now(UTC) + timedelta(**ahead)
    monkeypatch.setattr("monitor.assemble.utc_now", lambda: moment)


def test_a_new_version_is_saved_once_and_its_address_is_shown(user: User, kept: Page, archive: Archive) -> None:
    assert user("run").code == 0
    assert archive.asked == 1
    assert user("run").code == 0
    assert archive.asked == 1

    version = user("log", "larkspur", "--format", "json").json["versions"][0]
    assert version["source"] == "live"
    assert version["archive_url"].startswith(f"{archive.url}/web/20")
    assert version["archive_url"].endswith(f"/{kept.url}")
    shown = (user.home / "reports/larkspur/index.html").read_text()
    assert version["archive_url"] in shown
    assert "Archived copy" in shown
    assert "Live page" in shown

    kept.body = policy_page(sharing=BROKEN)
    ran = user("run", "--format", "json")
    assert len(ran.json["new_versions"]) == 1
    assert archive.asked == 2
    changelog = next((user.home / "reports/larkspur").glob("*--*.html")).read_text()
    for version in user("log", "larkspur", "--format", "json").json["versions"]:
        assert version["archive_url"] in changelog
    assert user("verify").code == 0
    assert user("run").code == 0
    assert json.loads(user("alerts", "--format", "json").out)["alerts"] == []  # no alert a second time; no channel


def test_when_names_the_copies(user: User, kept: Page, archive: Archive) -> None:
    user("run")
    time.sleep(1.1)  # captures are identified by their second, as in archives
    kept.body = policy_page(sharing=BROKEN)
    user("run")
    addresses = [version["archive_url"] for version in user("log", "larkspur", "--format", "json").json["versions"]]
    out = user("when", "larkspur", "does NOT share, sell, rent", "--held").out
    assert all(address in out for address in addresses)


def test_the_address_is_a_line_of_the_ledger_and_outlives_the_index(user: User, kept: Page, archive: Archive) -> None:
    user("run")
    lines = [json.loads(line) for line in (user.home / "snapshots/larkspur/ledger.jsonl").read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["snapshot", "saved"]
    assert lines[1]["snapshot_sha256"] == lines[0]["sha256"]
    for derived in (user.home / "snapshots").glob("index.sqlite*"):
        derived.unlink()
    user("report", "--rederive")
    assert user("log", "larkspur", "--format", "json").json["versions"][0]["archive_url"] == lines[1]["archive_url"]


def reset(handler: Handler, url: str) -> None:
    """A TCP reset. Closing the socket object alone would not do: the handler's files keep the connection open, and the client waits."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True


def slow(handler: Handler, url: str) -> None:
    handler.web.stopping.wait(20)


BAD = {
    "429": (lambda h, u: h.answer(429, b"", {"Retry-After": "7200"}), RateLimited),
    "503": (lambda h, u: h.answer(503), HttpStatus),
    "520": (lambda h, u: h.answer(520), HttpStatus),
    "hang": (slow, Unreachable),
    "reset": (reset, Unreachable),
    "a page without an address": (lambda h, u: h.answer(200, b"<p>Job spn2-1 is queued"), Unreachable),
    "the copy of another page": (lambda h, u: h.answer(302, b"", {"Location": "/web/20300101000000/https://other.example/"}), Unreachable),
    "no moment": (lambda h, u: h.answer(302, b"", {"Location": f"/web/20309901999999/{u}"}), Unreachable),
    "refused": (lambda h, u: h.answer(403, b"Blocked Site Error"), Blocked),
    "excluded": (lambda h, u: h.answer(200, b"This URL has been excluded from the Wayback Machine."), Blocked),
    "no such service": (lambda h, u: h.answer(404), NotArchived),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_save_that_fails_raises_what_it_is(archive: Archive, kind: str) -> None:
    url = "https://www.larkspur.example/privacy?lang=en"
    archive.takes("https://www.larkspur.example/privacy")
    archive.answer, error = BAD[kind]
    with pytest.raises(SourceError) as caught:
        WaybackSaver(archive.url, total=2).save(url)
    assert type(caught.value) is error
    assert archive.asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Location": "/web/20300101000000/https://www.larkspur.example/privacy"},
        {"Link": '<https://www.larkspur.example/privacy>; rel="original", '
                 '<https://web.archive.org/web/20300101000000/https://www.larkspur.example/privacy>; rel="first memento"'},
    ],
)  # fmt: skip
def test_a_copy_that_is_answered_in_full_is_found_too(archive: Archive, headers: dict[str, str]) -> None:
    url = "https://www.larkspur.example/privacy"
    archive.takes(url)
    archive.answer = lambda handler, _: handler.answer(200, b"<p>page", headers)
    copy = WaybackSaver(archive.url).save(url)
    assert copy.archive_url == f"{archive.url}/web/20300101000000/{url}"
    assert copy.captured_at == datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", sampled(["429", "503", "reset", "a page without an address"], 2))
def test_a_failed_copy_stops_no_run_and_is_retried_later(
    user: User, kept: Page, archive: Archive, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    archive.answer, _ = BAD[kind]
    ran = user("run")
    assert ran.code == 0
    assert "larkspur: not copied by the archive" in ran.err
    assert "next attempt after" in ran.err
    assert "not copied by the archive" in user("status").out
    assert user("log", "larkspur", "--format", "json").json["versions"][0]["archive_url"] is None

    later(user, monkeypatch, minutes=10)
    user("run")
    assert archive.asked == 1  # not yet
    archive.answer = archive.saves
    later(user, monkeypatch, minutes=16)
    user("run")
    assert archive.asked == (1 if kind == "429" else 2)  # Retry-After was two hours
    later(user, monkeypatch, hours=3)
    assert user("run").err == ""
    assert archive.asked == 2
    assert user("log", "larkspur", "--format", "json").json["versions"][0]["archive_url"] is not None
    assert user("status", "--format", "json").json["policies"][0]["not_saved"] == []


def test_after_some_tries_it_is_given_up_until_the_next_version(
    user: User, kept: Page, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.answer, _ = BAD["503"]
    for day in range(MAX_ATTEMPTS + 3):
        later(user, monkeypatch, days=2 * day)
        assert user("run").code == 0
    assert archive.asked == MAX_ATTEMPTS
    assert "given up" in user("status").out

    kept.body, archive.answer = policy_page(sharing=BROKEN), archive.saves
    user("run")
    assert archive.asked == MAX_ATTEMPTS + 1
    assert user("log", "larkspur", "--format", "json").json["versions"][1]["archive_url"] is not None


def test_a_refused_copy_is_not_retried(user: User, kept: Page, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.answer, _ = BAD["refused"]
    assert "given up for this version" in user("run").err
    later(user, monkeypatch, days=30)
    assert user("run").err == ""
    assert archive.asked == 1


def test_a_copy_older_than_the_version_does_not_count(user: User, kept: Page, archive: Archive) -> None:
    archive.answer = lambda handler, url: handler.answer(302, b"", {"Location": f"/web/20200101000000/{url}"})
    assert "its copy of 2020-01-01T00:00:00Z, which is older than this version" in user("run").err
    assert user("log", "larkspur", "--format", "json").json["versions"][0]["archive_url"] is None


def test_a_failing_archive_is_left_alone_and_a_cycle_requests_few_copies(user: User, archive: Archive, web: WebServer) -> None:
    from monitor.assemble import open_context
    from monitor.config import load_settings

    many = [Page(web, f"/{n}/privacy") for n in range(MAX_PER_CYCLE + 2)]
    for one in many:
        archive.takes(one.url)
    user.configure(*({"id": f"p{n}", "url": one.url} for n, one in enumerate(many)), archive={"wayback": {"endpoint": archive.url}})
    user("run")
    context = open_context(load_settings(user.home / "config.yaml", {}))

    class Saver:
        def __init__(self) -> None:
            self.real = WaybackSaver(archive.url, sleep=lambda seconds: None)

        def save(self, url: str) -> Any:
            return self.real.save(url)

    object.__setattr__(context, "saver", Saver())
    archive.answer, _ = BAD["503"]
    assert len(save_versions(context, context.policies)) == 1
    assert archive.asked == 1
    archive.answer = archive.saves
    assert save_versions(context, context.policies) == []
    assert archive.asked == 1 + MAX_PER_CYCLE
    assert save_versions(context, context.policies) == []
    assert archive.asked == 1 + MAX_PER_CYCLE + 1  # p0 waits for its time


def test_a_stop_does_not_wait_for_the_archive(user: User, kept: Page, archive: Archive) -> None:
    from monitor.assemble import open_context
    from monitor.config import load_settings

    answered = threading.Event()

    def never(handler: Handler, url: str) -> None:
        handler.web.stopping.wait()
        answered.set()

    archive.answer = never
    user.configure({"id": "larkspur", "url": kept.url}, archive={"wayback": {"endpoint": archive.url}})
    user("run")
    context = open_context(load_settings(user.home / "config.yaml", {}))
    object.__setattr__(context, "saver", WaybackSaver(archive.url, total=600))
    assert save_versions(context, context.policies, stop=lambda: archive.asked > 0) == []
    assert not answered.is_set()
    assert context.state.pending_copies("larkspur") == {}


def test_without_save_no_copy_is_requested(user: User, page: Page, archive: Archive) -> None:
    archive.takes(page.url)
    user.configure({"id": "larkspur", "url": page.url}, archive={"wayback": {"endpoint": archive.url}})
    user("run")
    assert archive.asked == 0


def test_a_version_from_an_archive_is_not_saved_again(user: User, page: Page, archive: Archive) -> None:
    archive.takes(page.url)
    folder = user.home / "files"
    folder.mkdir()
    (folder / "20200101000000.html").write_bytes(policy_page())
    config = {"archive": {"wayback": {"endpoint": archive.url}, "save": True}}
    user.configure({"id": "larkspur", "url": page.url, "live": False, "history": f"dir:{folder}"}, **config)
    assert user("run").code == 0
    assert archive.asked == 0


def test_all_pages_of_a_document_are_saved(user: User, web: WebServer, archive: Archive) -> None:
    one, two = Page(web, "/privacy"), Page(web, "/cookies")
    for each in (one, two):
        archive.takes(each.url)
    user.configure({"id": "larkspur", "urls": [one.url, two.url]}, archive={"wayback": {"endpoint": archive.url}, "save": True})
    lengthy = "Cookies last for one year. " * 3
    two.body = policy_page(sharing=lengthy)
    assert user("run").code == 0
    assert sorted(archive.web.paths()) == [f"/save/{two.url}", f"/save/{one.url}"]
