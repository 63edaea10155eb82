"""A text held against the texts accepted before it."""

from __future__ import annotations

import pytest

from monitor.core.screen.history import STUB_WORDS, doubt_by_history
from monitor.model import Document, ExtractionResult, PageFacts, ScreenStatus, Verdict

SENTENCES = [
    f"For purpose number {n} we process personal data of kind {n * 7} with your consent, and we retain it for {n + 3} months."
    for n in range(60)
]
OLD = "# Privacy Policy\n\n" + "\n\n".join(SENTENCES)
FRENCH = (
    "# Politique\n\n" + "Nous ne vendons pas vos données et vous pouvez nous demander de les effacer dans une des boîtes pour vous. " * 40
)


def doubt(new: str, *before: str, missing: int = 0, language: str | None = None, **facts: object) -> Verdict | None:
    reading = ExtractionResult(Document(new), PageFacts(**facts))  # type: ignore[arg-type]
    return doubt_by_history(reading, [Document(text) for text in before], missing, language)


def reason(new: str, *before: str, **more: object) -> str | None:
    found = doubt(new, *before, **more)  # type: ignore[arg-type]
    return found.reason if found else None


def test_nothing_to_judge_is_no_doubt() -> None:
    assert doubt_by_history(ExtractionResult(None, PageFacts()), [Document(OLD)], 0, "en") is None


@pytest.mark.parametrize("new", [OLD, OLD + "\n\nWe also collect your age.", OLD.replace(SENTENCES[5], ""), OLD.upper()])
def test_the_same_policy_with_small_edits_is_no_doubt(new: str) -> None:
    assert reason(new, OLD) is None


def test_a_first_text_needs_words_and_an_end() -> None:
    assert reason(OLD) is None
    assert reason("Privacy 2024") == "stub"
    assert reason("We collect personal data and", missing=500) == "truncated"
    assert reason("We collect your personal data.", missing=500) is None


def test_a_first_page_that_is_not_closed_and_stops_in_mid_sentence_is_cut_off() -> None:
    found = doubt("We collect personal data and", truncated=True)
    assert found is not None
    assert (found.reason, found.cut_off) == ("truncated", True)
    assert reason("We collect your personal data.", truncated=True) is None


def test_what_is_merely_much_shorter_is_not_said_to_break_off() -> None:
    other = "\n\n".join(f"Rule {n} of the new policy: we process personal data of sort {n} with care, and with consent." for n in range(40))
    long = "\n\n".join(f"Case {n}: we retain personal data of kind {n * 7} for {n} months, as law {n + 5} asks." for n in range(400))
    shorter, cut = doubt(other, long), doubt(long[: len(long) // 6], long)
    assert shorter is not None
    assert cut is not None
    assert (shorter.reason, shorter.cut_off, cut.cut_off) == ("truncated", False, True)


def test_a_text_of_headings_alone_is_refused_for_good() -> None:
    found = doubt("# Privacy Policy\n\nLast updated 2024", OLD)
    assert found is not None
    assert (found.standing, found.reason) == (ScreenStatus.REFUSED, "stub")


def test_a_remnant_is_a_stub_and_a_longer_one_a_text_cut_off() -> None:
    assert reason("\n\n".join(SENTENCES[:5]), OLD) == "stub"
    long = "\n\n".join(
        f"In case {n} we retain personal data of kind {n * 7} for {n} months, as law {n + 5} of the country asks." for n in range(300)
    )
    remnant = long[: len(long) // 6]
    assert len(remnant.split()) > STUB_WORDS
    assert reason(remnant, long) == "truncated"


def test_a_text_that_breaks_off_in_a_sentence_is_cut_off_and_one_that_ends_is_shortened() -> None:
    assert reason(OLD[: len(OLD) // 3 * 2] + " and we will", OLD) in {"truncated", None}
    whole = "# Privacy Policy\n\n" + "\n\n".join(SENTENCES[:45])
    assert reason(whole, OLD) is None


def test_missing_bytes_make_a_shorter_text_doubtful() -> None:
    whole = "# Privacy Policy\n\n" + "\n\n".join(SENTENCES[:45])
    assert reason(whole, OLD, missing=900) == "truncated"


def test_another_language_is_doubtful_where_the_history_has_one() -> None:
    assert reason(FRENCH, OLD) == "wrong-language"
    assert reason(FRENCH) is None


def test_the_expected_language_is_asked_for_without_any_history() -> None:
    assert reason(FRENCH, language="en") == "wrong-language"
    assert reason(FRENCH, language="fr-CA") is None
    assert reason("Privacy Acme. Contact us by mail.", language="de") is None, "a text too short to tell is not in the wrong language"


def test_a_home_page_in_place_of_the_policy_is_refused() -> None:
    home = (
        "# Acme\n\n" + "Bright lamps for dark evenings, chairs that last and tables for eight friends at dinner, made by hand in oak. " * 40
    )
    found = doubt(home, OLD)
    assert found is not None
    assert (found.standing, found.reason) == (ScreenStatus.REFUSED, "wrong-document")


def test_a_text_like_one_accepted_before_the_last_is_no_doubt() -> None:
    assert reason(OLD, FRENCH) == "wrong-language"
    assert reason(OLD, OLD, FRENCH) is None
    assert reason(OLD, OLD, *[FRENCH] * 8) == "wrong-language", "only the last six are held against it"


def test_the_sentence_names_the_figures() -> None:
    found = doubt("\n\n".join(SENTENCES[:5]), OLD)
    assert found is not None
    assert found.says is not None
    assert "in the last accepted version" in found.says
    assert found.says.endswith(".")


LABELS = "# Privacy Policy\n\n- [Home](https://a.example/)\n\n© 2026 Wrenfield"


def first(text: str, *, frames: tuple[str, ...] = (), live: bool = True) -> Verdict | None:
    return doubt_by_history(ExtractionResult(Document(text), PageFacts(frames=frames)), [], 0, None, live)


def test_a_first_text_without_a_sentence_is_doubtful_and_refused_where_its_text_is_elsewhere() -> None:
    for frames, standing in (((), ScreenStatus.QUARANTINED), (("https://a.example/text",), ScreenStatus.REFUSED)):
        found = first(LABELS, frames=frames)
        assert found is not None
        assert (found.standing, found.reason) == (standing, "stub")
        assert found.says is not None
        assert "no sentence" in found.says


def test_a_sentence_is_enough_and_archives_are_told_by_their_neighbours() -> None:
    assert first(f"{LABELS}\n\n{SENTENCES[0]}") is None
    assert first(f"{LABELS}\n\n{SENTENCES[0]}", frames=("https://a.example/film",)) is None
    assert first("# Privacy Policy\n\nVersion 5.\n\nPersonal data", live=False) is None
    assert first("# Privacy Policy\n\nVersion 5.\n\nPersonal data", frames=("https://a.example/",), live=False) is not None


def test_a_short_page_that_links_to_a_pdf_may_not_be_the_policy() -> None:
    """Its first version would be watched for ever, and the policy in the file would not."""
    text = "# Privacy\n\nOur privacy policy is available [as a PDF](https://heron.example/policy.pdf?v=2). We sell pots everywhere."
    reading = ExtractionResult(Document(text), PageFacts())
    found = doubt_by_history(reading, [], 0, "en", live=True)
    assert found is not None
    assert found.reason == "stub"
    assert "links to a PDF, which may be the policy: https://heron.example/policy.pdf. Track that address." in found.says
    assert doubt_by_history(reading, [], 0, "en", live=False) is None
    long = ExtractionResult(Document(f"{OLD}\n\nAlso [as a PDF](https://heron.example/policy.pdf)."), PageFacts())
    assert doubt_by_history(long, [], 0, "en", live=True) is None
