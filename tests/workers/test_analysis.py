"""Reading and comparing in a worker: the same results, errors in plain words, a short first try, and a stop from another thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.core.compare import compare_documents
from monitor.core.extract import read_snapshot
from monitor.errors import Abandoned, ReadingStopped
from monitor.model import Document
from monitor.workers.analysis import FIRST_TRY, STOPPED, InProcess, InWorker, shared_worker, unread
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Died, Worker
from tests.cli.conftest import policy_page

OLD, NEW = Document("# Privacy\n\nWe never sell your data.\n"), Document("# Privacy\n\nWe may sell your data.\n")


@pytest.fixture(scope="module")
def analysis() -> Iterator[InWorker]:
    analysis = InWorker(JobLimits(cpu=10, seconds=60, memory=200))
    yield analysis
    analysis.rest()


class Dying(Worker):
    """A worker that dies of one cause, whatever it is asked."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__()
        self.why, self.detail = why, detail
        self.seen: list[JobLimits] = []

    def call(self, job: str, arguments: Any, body: bytes = b"", *, limits: JobLimits, most: int = 0) -> bytes:
        self.seen.append(limits)
        raise Died(self.why, self.detail)


def test_a_page_is_read_as_in_this_process(analysis: InWorker) -> None:
    given: dict[str, Any] = {"media_type": "text/html", "headers": {"Content-Length": "9"}, "url": "https://larkspur.example/"}
    for more in ({}, {"select": ["main"]}, {"remove": ["h2"]}, {"select": ["#none"]}):
        assert analysis.read(policy_page(), **given, **more) == read_snapshot(policy_page(), **given, **more)
        assert InProcess().read(policy_page(), **given, **more) == read_snapshot(policy_page(), **given, **more)
    assert analysis.read(b"", media_type=None).error == read_snapshot(b"", media_type=None).error


def test_texts_are_compared_as_in_this_process(analysis: InWorker) -> None:
    assert analysis.compare(OLD, NEW) == compare_documents(OLD, NEW) == InProcess().compare(OLD, NEW)
    assert analysis.compare(OLD, OLD) == compare_documents(OLD, OLD)


def test_the_worker_is_shared(analysis: InWorker) -> None:
    assert shared_worker() is shared_worker()


@pytest.mark.parametrize(
    ("why", "detail", "reason", "says"),
    [
        ("cpu", "signal SIGPROF", "reader-cpu", "took more than 20 s of processor time and was stopped; `limits: {cpu: …}` allows more."),
        ("time", "", "reader-time", "took more than 90 s and was stopped; `limits: {seconds: …}` allows more."),
        ("memory", "", "reader-memory", "took more than 256 MB of memory and was stopped; `limits: {memory: …}` allows more."),
        (
            "abort",
            "signal SIGABRT; a\nb",
            "reader-memory",
            "(signal SIGABRT), perhaps for lack of memory; `limits: {memory",
        ),
        ("crash", "signal SIGSEGV; Fatal …", "reader-crash", "crashed its process (signal SIGSEGV)."),
        ("result", "9,000 bytes", "reader-result", "gave a result of 9,000 bytes, more than pages can show."),
    ],
)
def test_why_a_worker_died_is_said_in_plain_words(why: str, detail: str, reason: str, says: str) -> None:
    analysis = InWorker(JobLimits(), Dying(why, detail))
    for act, what in (
        (lambda: analysis.read(b"x", media_type=None), "Reading the page"),
        (lambda: analysis.compare(OLD, NEW), "Comparing"),
    ):
        with pytest.raises(ReadingStopped, match=what) as stopped:
            act()
        assert says in str(stopped.value)
        assert stopped.value.reason == reason
        assert reason in STOPPED
        assert not stopped.value.hurried
        assert "\n" not in str(stopped.value)


@pytest.mark.parametrize(("why", "again"), [("cpu", True), ("time", True), ("memory", False), ("crash", False), ("result", False)])
def test_a_first_try_is_short_and_worth_another_when_only_time_was_short(why: str, again: bool) -> None:
    worker = Dying(why)
    analysis = InWorker(JobLimits(), worker)
    with pytest.raises(ReadingStopped) as stopped, analysis.hurried():
        analysis.read(b"x", media_type=None)
    assert stopped.value.hurried is again
    with pytest.raises(ReadingStopped):
        analysis.read(b"x", media_type=None)
    assert [limits.cpu for limits in worker.seen] == [FIRST_TRY, 20]


def test_a_first_try_is_never_longer_than_the_limit() -> None:
    worker = Dying("cpu")
    analysis = InWorker(JobLimits(cpu=1, seconds=2), worker)
    with pytest.raises(ReadingStopped) as stopped, analysis.hurried():
        analysis.read(b"x", media_type=None)
    assert worker.seen == [JobLimits(cpu=1, seconds=2)]
    assert not stopped.value.hurried  # there is no longer one


def test_a_stop_ends_what_is_being_read_and_all_that_follows() -> None:
    analysis = InWorker(JobLimits(), Worker("tests.workers.hostile_jobs"))
    analysis._worker.call("echo", {}, limits=JobLimits())
    threading.Timer(0.2, analysis.abandon).start()
    with pytest.raises(Abandoned):
        analysis._call("Sleeping", "act", {"act": "sleep"}, b"")
    with pytest.raises(Abandoned):
        analysis.read(b"x", media_type=None)
    analysis.rest()


def test_a_page_that_was_not_read_says_why() -> None:
    reading = unread(12, "text/html", ReadingStopped("Too long.", reason="reader-time"))
    assert (reading.document, reading.error, reading.facts.body_bytes) == (None, ("reader-time", "Too long."), 12)
    assert InProcess().rest() is None
    assert InProcess().abandon() is None
