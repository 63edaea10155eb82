"""A second reader is scored on a sample, whatever its server does: figures and cost, or one sentence, and never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation import reader_figures
from evaluation.changes import change_labels, labelled_changes, public_changes
from evaluation.reader_figures import FAILURES, judged, main, sample, spread
from tests.opinions.chat_server import ChatServer, about_clauses
from tests.sampling import sampled


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    server = ChatServer()
    server.say = about_clauses("critical")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As in a clone: without the large set."""
    monkeypatch.setenv("POLICY_MONITOR_SHARED", str(tmp_path))
    monkeypatch.delenv("READER_KEY", raising=False)


def test_a_reader_is_scored_on_the_public_examples(chat: ChatServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([chat.url, "--model", "tiny:1b", "--sample", "6"]) == 0
    told = capsys.readouterr()
    assert "tiny:1b on " in told.out
    assert "material recall | 1.000" in told.out
    assert f"Cost: {len(chat.asked)} requests with " in told.out
    assert 0 < len(chat.asked) <= 6
    assert "1/" in told.err


@pytest.mark.parametrize("say", sampled(["no", "```json\n{}\n```", "[" * 9999, json.dumps({"summary": "x"}), "x" * 50_000, ""], 3))
def test_answers_that_can_not_be_used_are_counted(chat: ChatServer, capsys: pytest.CaptureFixture[str], say: str) -> None:
    chat.say = lambda asked: say
    assert main([chat.url, "--sample", "3"]) == 1
    told = capsys.readouterr().out
    assert "nothing to score" in told
    assert "Cost: " in told


@pytest.mark.parametrize("status", sampled([302, 404, 429, 500], 2))
def test_a_server_that_fails_is_given_up_soon(chat: ChatServer, capsys: pytest.CaptureFixture[str], status: int) -> None:
    chat.status, chat.headers = status, {"Location": chat.url, "Retry-After": "9999"}
    assert main([chat.url, "--sample", "30"]) == 1
    assert len(chat.asked) == FAILURES
    assert f"Ended early: {FAILURES} requests in a row failed" in capsys.readouterr().out


def test_nobody_at_the_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:9/v1", "--sample", "30"]) == 1
    assert "can't be reached" in capsys.readouterr().out


def test_what_was_answered_before_a_failure_is_scored(chat: ChatServer, capsys: pytest.CaptureFixture[str]) -> None:
    good = about_clauses("critical")

    def say(asked: dict[str, Any]) -> str:
        if len(chat.asked) > 2:
            chat.status = 500
        return good(asked)

    chat.say = say
    assert main([chat.url, "--sample", "30"]) == 0
    told = capsys.readouterr().out
    assert "Ended early" in told
    assert "material F1" in told


def test_an_interruption_prints_what_there_is() -> None:
    class Interrupted:
        model, place, requests_per_day, characters_per_day = "m", "here", 1, 1

        def ask(self, messages: object) -> str:
            raise KeyboardInterrupt

    found = judged(Interrupted(), spread(list(public_changes()), 3))
    assert (found.given_up, found.decisions) == ("interrupted", [])
    assert found.cost.startswith("Cost: 1 requests")


@pytest.mark.parametrize(
    "argv",
    [
        ["ftp://x/v1"],
        ["nonsense"],
        ["http://h/v1?x=1"],
        ["http://far.example/v1", "--key", "k"],
        ["http://127.0.0.1:1/v1", "--timeout", "0"],
    ],
)
def test_a_wrong_address_is_one_sentence(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*argv, "--sample", "1"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("size", ["0", "-1", "many"])
def test_a_sample_has_at_least_one_change(size: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["http://127.0.0.1:9/v1", "--sample", size])
    assert ended.value.code == 2


def test_the_sample_is_drawn_before_anything_is_compared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    labels = [{"id": f"{n}", "pair": f"p{n}"} for n in range(1000)]
    monkeypatch.setattr(reader_figures, "change_labels", lambda: labels)
    asked: list[int] = []
    monkeypatch.setattr(reader_figures, "labelled_changes", lambda chosen: asked.append(len(chosen)) or [])
    assert sample(10) == ([], "labelled changes")
    assert asked == [10]


def test_only_the_pairs_of_chosen_labels_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    labels = change_labels()
    if not labels:
        pytest.skip("the large labelled set is missing")
    found = list(labelled_changes(chosen=labels[:3]))
    assert {one.label["id"] for one in found} <= {one["id"] for one in labels[:3]}
    assert list(labelled_changes(chosen=[])) == []


def test_public_changes_are_answered_by_candidates() -> None:
    found = list(public_changes())
    assert len(found) > 50
    assert {one.label["materiality"] for one in found} >= {"critical", "material", "minor"}
