"""What live addresses answer is kept once; what is still undecided is noted again; a failure loses no other answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import SourceError, Unreachable
from monitor.model import Policy, Redirect, Redirects, Snapshot
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.gather import (
    LONGEST_CONDITIONAL,
    MOST_CONDITIONAL,
    RECHECK_QUARANTINED,
    RECHECK_WAY,
    Answers,
    failure_in,
    fetch_pages,
    keep_answers,
)
from monitor.sources.interface import Fetched, Unchanged, Validators
from tests.pipeline.pipeline_world import BAD, DOUBTFUL, GOOD, POLICY, URL, World, open_world, run

PAIR = Policy("pair", "Pair", urls=("https://pair.example/one", "https://pair.example/two"))
OTHER = GOOD.replace(b"sell", b"share")


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


# --- when a text was last seen ------------------------------------------------------------------------------------------------


def captures(context: MonitorContext) -> list[tuple[int, bytes]]:
    """The day, counted from the first capture, and the bytes of each record."""
    records = context.archive.records("larkspur")
    return [((one.captured_at - records[0].captured_at).days, context.archive.read(one)) for one in records]


def receive(context: MonitorContext, world: World, body: bytes, days: float = 1) -> int:
    world.at += timedelta(days=days)
    return keep_answers(context, POLICY, [fetched(world, body=body)])


def test_a_text_that_is_replaced_was_last_seen_at_the_last_check_and_not_on_its_first_day(context: MonitorContext, world: World) -> None:
    steps = [receive(context, world, body) for body in (GOOD, GOOD, GOOD, OTHER, OTHER, GOOD)]
    assert steps == [1, 0, 0, 1, 0, 1], "noting the old text is no news"
    assert captures(context) == [(0, GOOD), (2, GOOD), (3, OTHER), (4, OTHER), (5, GOOD)]


def test_a_text_that_was_received_once_is_recorded_once(context: MonitorContext, world: World) -> None:
    assert [receive(context, world, body) for body in (GOOD, OTHER, GOOD)] == [1, 1, 1]
    assert [day for day, _ in captures(context)] == [0, 1, 2]


def test_not_modified_is_no_sight_of_the_text(context: MonitorContext, world: World) -> None:
    receive(context, world, GOOD)
    receive(context, world, GOOD)
    for _ in range(3):
        world.at += timedelta(days=1)
        keep_answers(context, POLICY, [(URL, Unchanged(URL, world.at))])
    receive(context, world, OTHER)
    assert captures(context) == [(0, GOOD), (1, GOOD), (5, OTHER)]


def test_what_is_no_version_has_no_last_sight(context: MonitorContext, world: World) -> None:
    run(context, world)
    run(context, world, DOUBTFUL)
    world.at += timedelta(minutes=5)
    keep_answers(context, POLICY, [fetched(world, body=DOUBTFUL)])
    receive(context, world, OTHER)
    assert [body for _, body in captures(context)].count(DOUBTFUL) == 1


def test_damaged_bytes_are_not_seen_again(context: MonitorContext, world: World) -> None:
    receive(context, world, GOOD)
    receive(context, world, GOOD)
    (record,) = context.archive.records("larkspur")
    (context.archive.root / record.path).write_bytes(b"damaged")
    assert receive(context, world, OTHER) == 1
    assert len(context.archive.records("larkspur")) == 2


def test_a_clock_that_was_ahead_dates_no_last_sight(context: MonitorContext, world: World) -> None:
    receive(context, world, GOOD)
    receive(context, world, GOOD, days=4_000)
    receive(context, world, OTHER, days=-3_999)
    assert [body for _, body in captures(context)] == [GOOD, OTHER]


# --- "not modified" is not believed for ever --------------------------------------------------------------------------------


def test_now_and_then_a_page_is_asked_for_in_full(context: MonitorContext, world: World) -> None:
    """A server with a constant ETag would say "not modified" for ever."""
    server = Server(world)
    check(context, server)
    world.body = BAD  # the tag stays the same
    for _ in range(int(LONGEST_CONDITIONAL / timedelta(days=1)) - 1):
        assert check(context, server) == 0
    assert check(context, server) == 1
    assert [validators is None for validators in server.conditional] == [True, *[False] * 6, True]
    assert check(context, server) == 0
    assert server.conditional[-1] is not None, "from then on it is believed again"


def test_nor_is_it_for_any_number_of_answers(context: MonitorContext, world: World) -> None:
    server = Server(world)
    for _ in range(MOST_CONDITIONAL + 2):
        check(context, server, days=0.001)
    assert [n for n, validators in enumerate(server.conditional) if validators is None] == [0, MOST_CONDITIONAL + 1]


def test_a_clock_that_was_ahead_does_not_make_it_believed_for_longer(context: MonitorContext, world: World) -> None:
    server = Server(world)
    world.at += timedelta(days=4_000)
    check(context, server)
    world.at -= timedelta(days=4_000)
    check(context, server)
    assert server.conditional == [None, None]


def test_a_visit_of_an_earlier_version_is_not_believed(context: MonitorContext, world: World) -> None:
    server = Server(world)
    check(context, server)
    with context.state.transaction() as db:
        db.execute("update visits set full_at = null, unmodified = 0")
    check(context, server)
    check(context, server)
    assert [validators is None for validators in server.conditional] == [True, True, False]


def test_a_person_who_asks_gets_the_page_itself(context: MonitorContext, world: World) -> None:
    server = Server(world)
    check(context, server)
    fetch_pages(context, server, POLICY, in_full=True)
    assert server.conditional == [None, None]


def test_only_failures_are_fetched_again(context: MonitorContext, world: World) -> None:
    server = Server(world)
    one = fetched(world, PAIR.urls[0])
    before: Answers = [one, (PAIR.urls[1], Unreachable("no answer"))]
    first, second = fetch_pages(context, server, PAIR, before=before)
    assert (first, len(server.conditional)) == (one, 1)
    assert isinstance(second[1], Fetched)


# --- where pages come from --------------------------------------------------------------------------------------------------

AWAY, BACK = (Redirect("https://birch.example/", 302),), ()


def came(context: MonitorContext, world: World, redirects: Redirects, days: float = 1, *, modified: bool = True) -> int:
    world.at += timedelta(days=days)
    snapshot = Snapshot("larkspur", URL, world.at, "live", GOOD, 200, "text/html", redirects=redirects)
    answer = Fetched(snapshot, Validators('"1"'), URL) if modified else Unchanged(URL, world.at, redirects)
    return keep_answers(context, POLICY, [(URL, answer)])


@pytest.mark.parametrize("modified", [True, False], ids=["the same bytes", "304"])
def test_a_page_that_comes_from_elsewhere_is_noted_again(context: MonitorContext, world: World, modified: bool) -> None:
    came(context, world, BACK)
    assert [came(context, world, way, modified=modified) for way in (BACK, AWAY, AWAY, BACK)] == [0, 1, 0, 1]
    assert [record.redirects for record in context.archive.records("larkspur")] == [BACK, AWAY, BACK]


def test_servers_that_share_the_work_are_noted_once_a_day(context: MonitorContext, world: World) -> None:
    steps = [came(context, world, (AWAY, BACK)[n % 2], days=0.05) for n in range(60)]
    assert steps[:2] == [1, 1]
    assert sum(steps) <= 2 + 60 * 0.05 / (RECHECK_WAY / timedelta(days=1))


def test_a_record_that_does_not_say_where_it_came_from_is_noted_again_once(context: MonitorContext, world: World) -> None:
    assert [came(context, world, way) for way in (None, None, BACK, BACK, None)] == [1, 0, 1, 0, 0]


def test_validators_are_for_the_address_that_sent_them(context: MonitorContext, world: World) -> None:
    server = Server(world)
    for way, url in ((AWAY, "https://birch.example/"), (BACK, URL)):
        came(context, world, way)
        fetch_pages(context, server, POLICY)
        assert server.conditional[-1] == Validators('"1"', None, url)
