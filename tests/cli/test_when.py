"""`when`: intervals bounded by two captures, few fetches, honest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.when import says
from monitor.core.history.bisection import max_fetches
from monitor.pipeline.capture_reader import KnownCapture
from monitor.pipeline.phrase_history import PhraseHistory, PhrasePresence
from monitor.timestamps import utc_iso
from tests.cli.conftest import BROKEN, PROMISE, User, policy_page
from tests.cli.past_captures import archived, moment
from tests.sources.archive_server import Shim

PHRASE = "does NOT share, sell, rent"
OTHER = "Larkspur keeps what you tell it to itself and to the carriers that deliver your orders."
WALL = b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1></body></html>"


def when(user: User, *more: str) -> dict:  # type: ignore[type-arg]
    result = user("when", "larkspur", PHRASE, "--format", "json", *more)
    assert result.code == 0, result.err
    return result.json


def test_the_interval_is_the_tightest_and_costs_a_bisection(user: User) -> None:
    archived(user, [OTHER] * 21 + [PROMISE] * 30 + [BROKEN] * 13)
    found = when(user)
    assert (found["schema"], found["policy"], found["phrase"], found["captures"]) == ("policy-monitor/when/1", "larkspur", PHRASE, 64)
    assert found["fetched"] <= max_fetches(64)
    (stand,) = found["stands"]
    assert stand["appeared"]["absent_in"]["captured_at"] == moment(20)
    assert stand["appeared"]["present_in"]["captured_at"] == moment(21)
    assert stand["vanished"]["present_in"]["captured_at"] == moment(50)
    assert stand["vanished"]["absent_in"]["captured_at"] == moment(51)
    assert [w["text"] for w in stand["wordings"]] == [PROMISE]
    assert "were not fetched" in found["says"]
    assert "deleted" not in found["says"]


def test_a_second_search_fetches_nothing(user: User) -> None:
    archived(user, [PROMISE] * 20 + [BROKEN] * 20)
    first, second = when(user), when(user)
    assert first["fetched"] > 0
    assert second["fetched"] == 0
    assert second["stands"] == first["stands"]
    assert user("when", "larkspur", PHRASE, "--held", "--format", "json").json["stands"] == first["stands"]


def test_captures_found_by_when_are_versions_without_alerts(user: User) -> None:
    archived(user, [PROMISE] * 3 + [BROKEN] * 3)
    assert "absent from that of" in user("when", "larkspur", PHRASE).out
    assert len(user("log", "larkspur", "--format", "json").json["versions"]) == 2
    assert user("alerts", "--format", "json").json == {"alerts": []}
    assert Path("reports/larkspur/index.html").exists()
    assert user("verify").code == 0


def test_a_rewording_continues_the_interval(user: User) -> None:
    reworded = "We never sell, share, or rent your personal information to third parties for their promotional purposes."
    archived(user, [PROMISE] * 10 + [reworded] * 10 + [BROKEN] * 10)
    (stand,) = when(user)["stands"]
    assert stand["vanished"]["present_in"]["captured_at"] == moment(19)
    assert [(w["exact"], w["text"]) for w in stand["wordings"]] == [(True, PROMISE), (False, reworded)]


def test_a_statement_that_is_still_there_has_not_vanished(user: User) -> None:
    archived(user, [OTHER] * 4 + [PROMISE] * 4)
    (stand,) = when(user)["stands"]
    assert stand["vanished"] is None
    assert stand["last_seen"]["captured_at"] == moment(7)


def test_a_bot_wall_is_not_evidence_about_the_statement(user: User) -> None:
    archived(user, [PROMISE] * 8 + [WALL] * 3 + [BROKEN] * 8)
    (stand,) = when(user)["stands"]
    assert stand["vanished"]["present_in"]["captured_at"] == moment(7)
    assert stand["vanished"]["absent_in"]["captured_at"] == moment(11)
    assert stand["vanished"]["unread_between"] == 3


def test_a_phrase_that_was_never_there_is_not_found(user: User) -> None:
    archived(user, [OTHER] * 40)
    found = when(user)
    assert found["stands"] == []
    assert found["fetched"] <= max_fetches(40)
    assert "not found in any of the" in found["says"]
    assert "were not fetched" in found["says"]
    everything = when(user, "--exhaustive")
    assert everything["unseen"] == 0
    assert "were not fetched" not in everything["says"]


def test_a_short_stay_between_equal_texts_needs_the_exhaustive_search(user: User) -> None:
    archived(user, [OTHER] * 30 + [PROMISE] + [OTHER] * 33)
    assert when(user)["stands"] == []
    (stand,) = when(user, "--exhaustive")["stands"]
    assert stand["appeared"]["absent_in"]["captured_at"] == moment(29)
    assert stand["vanished"]["absent_in"]["captured_at"] == moment(31)


def test_stored_snapshots_are_searched_when_the_archive_fails(user: User) -> None:
    archived(user, [PROMISE] * 3 + [BROKEN] * 3)
    when(user)
    result = user("when", "larkspur", PHRASE, "--source", "warc:nowhere.warc.gz", "--format", "json")
    assert result.code == 1
    assert len(result.json["stands"]) == 1
    assert "Only the stored snapshots were searched." in result.err


def test_contradictory_options_are_refused(user: User) -> None:
    archived(user, [PROMISE])
    assert user("when", "larkspur", "...").code == 2
    assert user("when", "nobody", PHRASE).code == 2
    assert user("when", "larkspur", PHRASE, "--held", "--exhaustive").code == 2
    assert "no capture" in user("when", "larkspur", PHRASE, "--held").out


@pytest.mark.slow
@pytest.mark.archive
def test_the_promise_of_comm100_is_dated(user: User, calm: Shim) -> None:
    url = "https://www.comm100.com/privacy"
    wayback = {"endpoint": calm.address, "requests_per_minute": 480}
    user.configure({"id": "comm100", "url": url, "live": False, "history": "wayback"}, archive={"wayback": wayback})
    result = user("when", "comm100", PHRASE, "--format", "json")
    assert result.code == 0, result.err
    (stand,) = result.json["stands"]
    assert (result.json["captures"], stand["appeared"]["absent_in"]) == (5, None)
    gone = stand["vanished"]
    assert (gone["present_in"]["captured_at"], gone["absent_in"]["captured_at"]) == ("2010-05-18T04:23:15Z", "2015-12-30T22:04:25Z")
    assert gone["unread_between"] == 0
    assert gone["present_in"]["archive_url"].endswith("/web/20100518042315id_/http://www.comm100.com/privacy")
    assert gone["absent_in"]["archive_url"].endswith("/web/20151230220425id_/http://www.comm100.com/privacy")
    assert result.json["fetched"] <= max_fetches(5)


@pytest.mark.archive
def test_one_version_among_a_hundred_and_fifty_captures(user: User, calm: Shim) -> None:
    url = "https://archive-fixture.example/many"
    wayback = {"endpoint": calm.address, "requests_per_minute": 480}
    user.configure({"id": "many", "url": url, "live": False, "history": "wayback"}, archive={"wayback": wayback})
    found = user("when", "many", "Version 5.", "--format", "json").json
    (stand,) = found["stands"]
    assert found["captures"] == 150
    assert found["fetched"] <= max_fetches(150)
    assert stand["appeared"]["absent_in"]["captured_at"] == "2014-01-15T12:00:00Z"
    assert stand["vanished"]["absent_in"]["captured_at"] == "2014-07-01T12:00:00Z"


# --- in words --------------------------------------------------------------------------------------------------------


def capture(day: int) -> KnownCapture:
    at = datetime(2015, 1, day, 12, tzinfo=UTC)
    return KnownCapture("larkspur.example/privacy", "https://larkspur.example/privacy", at, "wayback", None, str(day), None)


def presence(*days: int | None, unread: tuple[int, int] = (0, 0)) -> PhrasePresence:
    before, first, last, after = (day and capture(day) for day in days)
    assert first
    assert last
    return PhrasePresence(before or None, first, last, after or None, *unread, ())


@pytest.mark.parametrize(
    ("presences", "sentence"),
    [
        (
            [presence(1, 2, 5, 6)],
            "absent from the capture of 2015-01-01, first seen in the capture of 2015-01-02, last seen in that of 2015-01-05, "
            "absent from that of 2015-01-06",
        ),
        (
            [presence(None, 2, 5, None)],
            "first seen in the capture of 2015-01-02 (the oldest that can be read), "
            "last seen in that of 2015-01-05 (the newest that can be read)",
        ),
        (
            [presence(1, 4, 4, 9, unread=(2, 1))],
            "absent from the capture of 2015-01-01 (2 captures in between not read), seen only in the capture of 2015-01-04, "
            "absent from that of 2015-01-09 (1 capture in between not read)",
        ),
        ([], "not found in any of the 9 captures that were read"),
    ],
    ids=["in the middle", "always", "once", "never"],
)
def test_the_sentence_claims_no_more_than_the_captures_show(presences: list[PhrasePresence], sentence: str) -> None:
    answer = PhraseHistory("larkspur", PHRASE, captures=10, unreadable=1, presences=presences)
    assert says(answer) == f"“{PHRASE}”: {sentence}."


def test_what_was_not_fetched_is_left_open() -> None:
    answer = PhraseHistory("larkspur", PHRASE, captures=10, unseen=4, presences=[presence(None, 2, 2, None)])
    assert says(answer).endswith(
        "seen in the capture of 2015-01-02, the only one that can be read; "
        "4 of 10 captures were not fetched: between two that agree, the statement may have been added or removed for a time."
    )


def test_without_captures_one_sentence_says_what_to_do(user: User) -> None:
    user.configure({"id": "larkspur", "url": "http://127.0.0.1:9/privacy", "history": "none"})
    result = user("when", "larkspur", PHRASE)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "larkspur has no captures to search yet; fetch its page with `policy-monitor run larkspur`, "
        "or search an archive with --source, such as --source wayback.\n"
    )


def test_captures_of_one_day_are_shown_with_their_time() -> None:
    first = capture(1)
    later = replace(first, captured_at=first.captured_at.replace(hour=23))
    sentence = says(PhraseHistory("larkspur", PHRASE, 2, presences=[PhrasePresence(None, first, first, later, 0, 0, ())]))
    assert f"seen only in the capture of {utc_iso(first.captured_at)} (the oldest" in sentence
    assert sentence.endswith(f"absent from that of {utc_iso(later.captured_at)}.")


def test_without_an_archive_only_what_is_stored_is_searched(user: User) -> None:
    """`history: none` says that nobody is to be asked: an archive would learn which addresses are watched."""
    archived(user, [PROMISE] * 3 + [BROKEN] * 3)
    config = Path("config.yaml")
    said = config.read_text(encoding="utf-8")
    assert '"history": "dir:past"' in said
    config.write_text(said.replace('"history": "dir:past"', '"history": "none"').replace('"live": false', '"live": true'), encoding="utf-8")
    (user.home / "kept").mkdir()
    (user.home / "kept/2019-01-01.html").write_bytes(policy_page())
    user("import", "dir", "--policy", "larkspur", "kept")
    result = user("when", "larkspur", PHRASE, "--format", "json")
    assert (result.code, result.json["fetched"]) == (0, 0)
    assert "only what is stored is searched, since `history` is none" in result.err
    refused = user("when", "larkspur", PHRASE, "--exhaustive")
    assert refused.code == 2
    assert "--exhaustive needs an archive" in refused.err
