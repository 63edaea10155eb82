"""The screen, on a folder of written pages: one folder is one case."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.screen import screen
from monitor.model import Document, ExtractionResult, PageFacts, SnapshotRecord

CASES = Path(__file__).parents[2] / "cases_screen"
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def record(size: int = 0, **more: object) -> SnapshotRecord:
    return SnapshotRecord("case", 1, "https://shop.example/policy", MOMENT, MOMENT, "live", "0" * 64, size, "", **more)  # type: ignore[arg-type]


def history(name: str | None) -> list[Document]:
    return [Document((CASES / "history" / f"{name}.md").read_text())] if name else []


def reading_of(text: str, expected: dict) -> ExtractionResult:
    facts = {name: expected[name] for name in ("title", "scripts", "refresh", "canonical", "media_type", "body_bytes") if name in expected}
    facts = {"body_bytes": len(text), "visible_chars": len(text), "page_text": text[:4000], **facts}
    error = tuple(expected["error"]) if "error" in expected else None if text.strip() else ("empty", "The page holds no text.")
    return ExtractionResult(Document(text) if text.strip() else None, PageFacts(**facts), error)


@pytest.mark.parametrize("case", sorted(p.parent.name for p in CASES.glob("*/expected.toml")))
def test_case(case: str) -> None:
    expected = tomllib.loads((CASES / case / "expected.toml").read_text())
    text = (CASES / case / "page.md").read_text()
    reading = reading_of(text, expected)
    came = record(len(text), status=expected.get("status", 200), headers=expected.get("headers", {}))
    verdict = screen(reading, record=came, before=history(expected.get("history")))
    assert (verdict.standing, verdict.reason) == (expected["standing"], expected.get("reason")), verdict.says
    assert verdict.reason is None or (verdict.says and verdict.says.endswith((".", "”.", "…")))


def test_a_page_may_call_anything_its_address() -> None:
    """The case of a page that gives the home page as its own address, with one that no parser takes."""
    text = (CASES / "wrong-canonical" / "page.md").read_text()
    reading = reading_of(text, {"canonical": "http://[heronlane.example/"})
    assert screen(reading, record=record(len(text)), before=history("policy")).reason is None


def test_a_full_rewrite_of_any_known_policy_is_accepted_after_any_other() -> None:
    texts = [(CASES / name / "page.md").read_text() for name in ("ok-first", "ok-full-rewrite", "ok-section-about-404")]
    for old in texts:
        for new in texts:
            reading = reading_of(new, {})
            assert screen(reading, record=record(len(new)), before=[Document(old)]).reason is None


def test_a_text_accepted_before_the_last_one_is_no_doubt() -> None:
    german, english = history("german")[0], history("policy")[0]
    reading = reading_of(english.text, {})
    assert screen(reading, record=record(), before=[german]).reason == "wrong-language"
    assert screen(reading, record=record(), before=[english, german]).reason is None


def test_header_names_and_values_are_read_without_case() -> None:
    verdict = screen(reading_of("", {}), record=record(headers={"X-AMZN-WAF-ACTION": "Challenge"}), before=())
    assert verdict.reason == "bot-wall"


def test_content_length_of_a_compressed_answer_proves_nothing() -> None:
    text = (CASES / "truncated-first" / "page.md").read_text()
    headers = {"content-length": "99000", "content-encoding": "gzip"}
    assert screen(reading_of(text, {}), record=record(len(text), headers=headers), before=()).reason is None


def test_the_expected_language_is_asked_for_from_the_first_capture_on() -> None:
    german = history("german")[0].text
    assert screen(reading_of(german, {}), record=record(), before=(), language="en").reason == "wrong-language"
    assert screen(reading_of(german, {}), record=record(), before=(), language="de-CH").reason is None
