"""Signals that a single word list misses: promises that stand elsewhere, narrowed, turned round; guards, periods, ages."""

from __future__ import annotations

import pytest

from monitor.core.diff.align import align
from monitor.core.diff.candidates import group
from monitor.core.meaning.document_context import document_context, document_kind
from monitor.core.meaning.features.durations import periods
from monitor.core.meaning.observation import observe
from monitor.core.text.segment import SegmentedText
from monitor.model import Document

FILLER = "The shop stands in an old mill by the river and opens at nine."


def seen(old: str, new: str, *, rest_old: str = "", rest_new: str = "") -> set[str]:
    """Signals of the first change between two statements, with other text around them."""
    a, b = (f"# Privacy\n\n{text}\n\n{FILLER}\n\n{rest}" for text, rest in ((old, rest_old), (new, rest_new)))
    found = align(SegmentedText(a), SegmentedText(b))
    candidates = group(found)
    context = document_context(Document(a), Document(b), found, candidates)
    return {name for candidate in candidates for name in observe(candidate, context).features}


@pytest.mark.parametrize(
    ("old", "new", "signal"),
    [
        ("We do not sell your data to anybody at all.", "We do sell your data to anybody at all.", "polarity:flipped"),
        ("We sell your data to anybody at all.", "We do not sell your data to anybody at all.", "polarity:flipped"),
        ("We do not sell your data.", "We do not sell your data for money.", "promise:narrowed"),
        ("We do not share your data.", "We do not share your data unless you agree.", "promise:narrowed"),
        ("We share your data with banks with your consent.", "We share your data with banks.", "guard:removed"),
        ("We share your data with banks.", "We share your data with banks with your consent.", "guard:added"),
        ("We keep logs for 30 days.", "We keep logs for 90 days.", "retention:longer"),
        ("We keep logs for 2 years.", "We keep logs for 90 days.", "retention:shorter"),
        ("We retain your logs for 30 days.", "We retain your logs as long as we need them.", "retention:limit-removed"),
        ("You must be 16 or older.", "You must be 13 or older.", "age:changed"),
        ("We collect your name and mail.", "We collect your name, mail and fingerprints.", "sensitive:added"),
        ("You may print maps of towns.", "You may print maps of any towns.", "edit:trivial"),
    ],
)
def test_signals(old: str, new: str, signal: str) -> None:
    assert signal in seen(old, new), seen(old, new)


def test_a_promise_that_stands_elsewhere() -> None:
    promise = "We do not sell your data to third parties."
    stronger = "We will never sell or rent your data to third parties."
    weaker = "We do not sell your data to third parties unless they pay."
    assert "elsewhere:promise" in seen(promise, "", rest_old=stronger, rest_new=stronger)
    assert "elsewhere:promise" not in seen(promise, "")
    assert "elsewhere:promise" not in seen(promise, "", rest_old=weaker, rest_new=weaker)
    assert "elsewhere:promise-before" in seen("", promise, rest_old=stronger, rest_new=stronger)


def test_face_as_data_is_sensitive() -> None:
    assert "sensitive:added" in seen("We look at your photos.", "We look at your photos and scan your face.")


def test_no_signal_where_the_period_is_the_same() -> None:
    assert not seen("We keep logs for thirty days.", "We keep all logs for 30 days.") & {"retention:longer", "retention:shorter"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days", [30.0]), ("two (2) years", [730.5]), ("72-hour", [3.0]), ("ten business days", [10.0]), ("6 months", [182.64]),
        ("one week or 30 minutes", [7.0, 30 / 1440]), ("in 2024", []), ("", []),
    ],
)  # fmt: skip
def test_periods(text: str, days: list[float]) -> None:
    assert periods(text) == pytest.approx(days)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Cookie Policy", "We use cookies.", "cookies"), (None, "This privacy policy tells of personal data.", "privacy"),
        ("Terms", "These terms are an agreement.", "terms"), ("Community guidelines", "We prohibit spam. It is not allowed.", "rules"),
    ],
)  # fmt: skip
def test_kinds_of_documents(title: str | None, text: str, kind: str) -> None:
    assert document_kind(title, text) == kind
