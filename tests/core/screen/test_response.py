"""What status and headers give away before anyone reads the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.screen.response import RENDERED, missing_bytes, refusal_by_answer, with_advice
from monitor.model import ScreenStatus, SnapshotRecord, Verdict

AT = datetime(2024, 1, 1, tzinfo=UTC)
PLAIN = SnapshotRecord("acme", 1, "https://acme.example/", AT, AT, "live", "0" * 64, 100, "")


def with_headers(**headers: str) -> SnapshotRecord:
    return replace(PLAIN, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (None, None), (200, None), (206, None), (301, "redirect"), (304, "redirect"), (401, "login-wall"), (407, "login-wall"),
        (403, "error-page"), (404, "error-page"), (503, "error-page"),
    ],
)  # fmt: skip
def test_a_status_other_than_success_is_no_page(status: int | None, reason: str | None) -> None:
    verdict = refusal_by_answer(replace(PLAIN, status=status))
    assert (verdict.reason if verdict else None) == reason
    if verdict:
        assert verdict.standing is ScreenStatus.REFUSED
        assert str(status) in (verdict.says or "")


@pytest.mark.parametrize("headers", [{"CF_Mitigated": "Challenge"}, {"x_amzn_waf_action": "captcha"}])
def test_headers_of_bot_walls_outrank_the_status(headers: dict[str, str]) -> None:
    verdict = refusal_by_answer(replace(with_headers(**headers), status=403))
    assert verdict is not None
    assert verdict.reason == "bot-wall"


def test_a_header_of_a_bot_wall_without_its_value_is_none() -> None:
    assert refusal_by_answer(with_headers(cf_mitigated="no")) is None


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({}, 0),
        ({"Content_Length": "100"}, 0),
        ({"content_length": "150"}, 50),
        ({"content_length": " 150 "}, 50),
        ({"content_length": "50"}, 0),
        ({"content_length": "many"}, 0),
        ({"content_length": "-5"}, 0),
        ({"content_length": "150", "content_encoding": "gzip"}, 0),
        ({"content_length": "150", "content_encoding": "identity"}, 50),
    ],
)
def test_missing_bytes(headers: dict[str, str], missing: int) -> None:
    assert missing_bytes(with_headers(**headers)) == missing


SHELL = Verdict(ScreenStatus.REFUSED, "empty-shell", "The page has 3 scripts, but no text.")


def test_an_empty_shell_that_came_live_is_told_how_to_be_read() -> None:
    says = with_advice(SHELL, PLAIN).says or ""
    assert says.startswith("The page has 3 scripts, but no text. ")
    assert "`browser: true` for acme" in says


def test_a_browser_that_saw_nothing_either_is_not_advised_again() -> None:
    advised = with_advice(SHELL, replace(PLAIN, headers={RENDERED: "1"}))
    assert "pip install" not in (advised.says or "")
    assert (advised.says or "").endswith("It is just as empty in a browser.")


@pytest.mark.parametrize(
    "verdict", [Verdict(ScreenStatus.REFUSED, "bot-wall", "A wall."), Verdict(ScreenStatus.REFUSED, "empty-shell", None)]
)
def test_other_verdicts_and_archived_pages_need_no_advice(verdict: Verdict) -> None:
    assert with_advice(verdict, PLAIN) is verdict
    archived = replace(PLAIN, source="wayback")
    assert with_advice(SHELL, archived) is SHELL


@pytest.mark.parametrize("reason", ["empty", "empty-shell", "stub"])
def test_a_page_that_frames_its_text_is_told_where_it_may_be(reason: str) -> None:
    refused = Verdict(ScreenStatus.REFUSED, reason, "No sentence.")
    for source in ("live", "wayback"):
        says = with_advice(refused, replace(PLAIN, source=source), ["https://docs.example/a.pdf", "https://docs.example/b"]).says
        assert says == "No sentence. The text may be at https://docs.example/a.pdf: track that address, or set `follow: frame` for acme."


@pytest.mark.parametrize("reason", ["bot-wall", "error-page", "wrong-document", "login-wall", "truncated"])
def test_a_wall_with_a_frame_in_it_is_a_wall(reason: str) -> None:
    refused = Verdict(ScreenStatus.REFUSED, reason, "It is a wall.")
    assert with_advice(refused, PLAIN, ["https://captcha.example/"]) == refused


def test_a_doubtful_stub_may_be_drawn_by_scripts() -> None:
    doubtful = Verdict(ScreenStatus.QUARANTINED, "stub", "No sentence.")
    says = with_advice(doubtful, PLAIN).says
    assert says is not None
    assert "browser: true" in says
    assert "policy-monitor accept" in says
    assert with_advice(doubtful, replace(PLAIN, source="import")) == doubtful
