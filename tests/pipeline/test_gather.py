"""What live addresses answer is kept once; what is still undecided is noted again; a failure loses no other answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import SourceError, Unreachable
from monitor.model import Policy, Snapshot
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.gather import RECHECK_QUARANTINED, Answers, failure_in, fetch_pages, keep_answers
from monitor.sources.interface import Fetched, Unchanged, Validators
from tests.pipeline.pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, URL, World, open_world, run

PAIR = Policy("pair", "Pair", urls=("https://pair.example/one", "https://pair.example/two"))


class Server:
    """A live source with an ETag for each body, which answers 304 where the client knows it."""

    def __init__(self, world: World) -> None:
        self.world, self.etag, self.conditional = world, '"1"', list[Validators | None]()

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched | Unchanged:
        self.conditional.append(validators)
        if self.world.error:
            raise self.world.error
        if validators is not None and validators.etag == self.etag:
            return Unchanged(url, self.world.at)
        snapshot = Snapshot(policy, url, self.world.at, "live", self.world.body, 200, "text/html")
        return Fetched(snapshot, Validators(self.etag), url)


def fetched(world: World, url: str = URL, body: bytes = GOOD) -> tuple[str, Fetched]:
    return url, Fetched(Snapshot("larkspur", url, world.at, "live", body, 200, "text/html"), Validators(), url)


def check(context: MonitorContext, server: Server, days: float = 1) -> int:
    server.world.at += timedelta(days=days)
    return keep_answers(context, POLICY, fetch_pages(context, server, POLICY))


def test_an_unchanged_page_costs_one_conditional_request(context: MonitorContext, world: World) -> None:
    server = Server(world)
    assert [check(context, server) for _ in range(3)] == [1, 0, 0]
    assert server.conditional == [None, Validators('"1"', None), Validators('"1"', None)]
    assert len(context.archive.records("larkspur")) == 1
    assert context.state.check("larkspur").last_success == world.at


def test_a_page_whose_bytes_are_lost_is_fetched_unconditionally(context: MonitorContext, world: World) -> None:
    server = Server(world)
    check(context, server)
    (record,) = context.archive.records("larkspur")
    (context.archive.root / record.path).unlink()
    check(context, server)
    assert server.conditional == [None, None]
    assert context.archive.is_intact(record)


def test_validators_of_a_body_that_is_not_held_are_not_sent(context: MonitorContext, world: World) -> None:
    """A crash between the state and the ledger, or a copy of the store: a 304 would refer to bytes that nobody has."""
    server = Server(world)
    check(context, server)
    context.state.record_success("larkspur", URL, at=world.at, sha256="other", etag='"2"', last_modified=None)
    check(context, server)
    assert server.conditional[-1] is None


def test_equal_bytes_without_validators_are_kept_once(context: MonitorContext, world: World) -> None:
    assert keep_answers(context, POLICY, [fetched(world)]) == 1
    world.at += timedelta(days=1)
    assert keep_answers(context, POLICY, [fetched(world)]) == 0
    assert keep_answers(context, POLICY, [fetched(world, body=BAD)]) == 1


def test_a_failure_is_raised_after_the_other_answers_are_kept(context: MonitorContext, world: World) -> None:
    error = Unreachable("no answer", reason="timeout")
    answers: Answers = [("https://pair.example/one", error), fetched(world, "https://pair.example/two")]
    assert failure_in(answers) is error
    with pytest.raises(SourceError, match="no answer"):
        keep_answers(context, PAIR, answers)
    assert [record.url for record in context.archive.records("pair")] == ["https://pair.example/two"]
    assert context.state.check("pair").last_success is None, "half an answer is no success"
    assert failure_in([]) is None


def test_fetching_writes_nothing(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world)
    world.error = Unreachable("no answer", reason="timeout")
    answers = fetch_pages(context, Server(world), PAIR)
    assert [(url, type(answer)) for url, answer in answers] == [(url, Unreachable) for url in PAIR.urls]
    assert not (tmp_path / "snapshots").exists() or not list((tmp_path / "snapshots").glob("*/ledger.jsonl"))


@pytest.mark.parametrize("conditional", [True, False], ids=["304", "the same bytes"])
def test_a_quarantined_text_is_noted_again_once_it_is_an_hour_old(context: MonitorContext, world: World, conditional: bool) -> None:
    run(context, world)
    run(context, world, DOUBTFUL)
    quarantined = world.at
    for wait, noted in ((RECHECK_QUARANTINED - timedelta(minutes=1), 0), (RECHECK_QUARANTINED, 1)):
        world.at = quarantined + wait
        answer = (URL, Unchanged(URL, world.at)) if conditional else fetched(world, body=DOUBTFUL)
        assert keep_answers(context, POLICY, [answer]) == noted
    first, second, third = context.archive.records("larkspur")
    assert (second.sha256, third.captured_at) == (third.sha256, quarantined + RECHECK_QUARANTINED)
    assert first.captured_at < second.captured_at


def test_an_accepted_text_is_not_noted_again(context: MonitorContext, world: World) -> None:
    run(context, world)
    world.at += timedelta(days=30)
    assert keep_answers(context, POLICY, [(URL, Unchanged(URL, world.at))]) == 0
    assert context.state.check("larkspur").last_success == world.at
