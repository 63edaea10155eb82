"""A page judged alone: walls, error pages, shells; and policies that merely speak of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.screen.page import FEW_WORDS, LONGEST_TEXT, TITLE_WORDS, refusal_by_page
from monitor.model import Document, ExtractionResult, PageFacts, ScreenStatus, Verdict
from tests.sampling import examples

POLICY = (
    "We collect personal data with your consent. We process it for the purpose of our service, retain it as the law says, and "
    "disclose it to third parties where a legal notice obliges us. You have rights. Our cookies have a policy of their own. "
)


def verdict(text: str, *, error: tuple[str, str] | None = None, **facts: object) -> Verdict | None:
    given_facts = PageFacts(**{"body_bytes": len(text), "visible_chars": len(text), "page_text": text[:4000], **facts})  # type: ignore[arg-type]
    return refusal_by_page(ExtractionResult(Document(text) if text else None, given_facts, error))


def reason(text: str, **facts: object) -> str | None:
    found = verdict(text, **facts)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Just a moment...", "bot-wall"),
        ("Access denied", "bot-wall"),
        ("404 – Not found", "error-page"),
        ("Seite nicht gefunden", "error-page"),
        ("Sign in", "login-wall"),
        ("Before you continue", "cookie-wall"),
    ],
)
def test_a_short_page_is_what_it_calls_itself(title: str, kind: str) -> None:
    found = verdict("Please stand by while we look into this.", title=title)
    assert found is not None
    assert (found.standing, found.reason) == (ScreenStatus.REFUSED, kind)
    assert f"“{title.lower()}”" in (found.says or "")


def test_the_first_line_is_a_title_as_well() -> None:
    assert reason("# Page not found\n\nThe menu is above.") == "error-page"


def test_a_long_page_is_not_judged_by_its_title() -> None:
    assert reason("word " * TITLE_WORDS, title="404") is None
    assert reason("word " * (TITLE_WORDS - 1), title="404") == "error-page"


def test_a_policy_under_the_title_of_an_error_page_is_doubtful_rather_than_refused() -> None:
    found = verdict(POLICY * 5, title="Error 404")
    assert found is not None
    assert found.standing is ScreenStatus.QUARANTINED


def test_a_policy_in_front_of_a_login_is_a_policy() -> None:
    assert reason(POLICY * 5, title="Log in to Acme") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Checking your browser before accessing acme.example.", "bot-wall"),
        ("An unexpected error has occurred.", "error-page"),
        ("Forgot your password? Don’t have an account? Sign up.", "login-wall"),
    ],
)
def test_one_phrase_convicts_a_page_of_a_few_words(text: str, kind: str) -> None:
    assert reason(text) == kind


def test_one_phrase_does_not_convict_a_page_that_speaks_like_a_policy() -> None:
    assert reason(POLICY + "\n\nIf the page is not found, an error has occurred: please try again later.") is None


def test_a_page_that_only_sends_on_is_a_shell_or_what_it_sends_to() -> None:
    assert reason("Moved.", refresh="/en/privacy") == "empty-shell"
    assert reason("Moved.", refresh="https://acme.example/login?next=/p") == "login-wall"
    assert reason("word " * FEW_WORDS, refresh="/en/privacy") is None


@pytest.mark.parametrize(
    ("facts", "kind", "says"),
    [
        ({"scripts": 0, "body_bytes": 0}, "empty", "The response has 0 bytes, but no text."),
        (
            {"scripts": 1, "body_bytes": 900, "media_type": "text/html"},
            "empty-shell",
            "The page has 900 bytes and one script, but no text.",
        ),
        (
            {"scripts": 3, "body_bytes": 1900, "media_type": "text/html"},
            "empty-shell",
            "The page has 1,900 bytes and 3 scripts, but no text.",
        ),
        ({"scripts": 3, "body_bytes": 1900, "media_type": "text/markdown"}, "empty", "The response has 1,900 bytes, but no text."),
    ],
)
def test_pages_without_text(facts: dict[str, object], kind: str, says: str) -> None:
    found = verdict("", **facts)
    assert found is not None
    assert (found.reason, found.says) == (kind, says)


def test_an_error_of_the_reader_is_passed_on() -> None:
    found = verdict("", error=("not-text", "The response is a PNG image, not a text document."))
    assert found is not None
    assert (found.reason, found.says) == ("not-text", "The response is a PNG image, not a text document.")


def test_a_shell_with_a_few_labels_is_refused_and_one_with_a_sentence_is_not() -> None:
    facts = {"scripts": 2, "media_type": "text/html"}
    assert reason("Loading", **facts) == "empty-shell"
    assert reason("We keep your personal data for as long as the law says.", **facts) is None


def test_a_word_of_megabytes_costs_no_time_and_convicts_nobody() -> None:
    assert reason("x" * (LONGEST_TEXT * 200)) is None
    assert reason("a" * 2_000_000 + " ray id", title="z" * 2_000_000) is None


@settings(max_examples=examples(100), deadline=None, derandomize=True)
@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=40)))
def test_any_page_gets_a_verdict_with_a_reason_and_a_sentence_or_none(text: str, title: str | None) -> None:
    found = verdict(text, title=title)
    if found is not None:
        assert found.reason
        assert found.says
