"""Which way a change goes for the reader: gains, losses, and the same change turned round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.direction import direction_of, leaning, traits
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.observation import Observation, observe
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.text.segment import SegmentedText
from monitor.model import ChangeKind, Direction, Severity

SENTENCES = [
    "We do not sell your personal data.",
    "We may share your data with advertisers and other partners.",
    "You have the right to request a copy of your data free of charge.",
    "You must not use the service for unlawful purposes.",
    "We delete your account data within 30 days of your request.",
    "We keep your messages for 12 months.",
    "We may suspend your account at any time, without notice, at our sole discretion.",
    "You can opt out of targeted advertising in your settings.",
    "All disputes are settled by binding arbitration, and you waive any class action.",
    "We use your content to train machine learning models.",
    "This policy was written in plain words.",
    "",
]


def seen(old: str, new: str) -> Observation:
    pages = SegmentedText(old), SegmentedText(new)
    units = [tuple(u for line in range(len(page.lines)) for u in page.units(line)) for page in pages]
    return observe(Candidate(ChangeKind.REWORDED, *units), DocumentContext(ParsedDocument(pages[0]), ParsedDocument(pages[1])))


def direction(old: str, new: str, severity: Severity = Severity.MATERIAL) -> Direction:
    return direction_of(seen(old, new), severity)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "We may share your data with advertisers and other partners."),
        ("", "We use your content to train machine learning models."),
        ("", "We are not liable for any loss, to the fullest extent permitted by law."),
        ("", "You must not scrape the service or reverse engineer it."),
        ("", "All disputes are settled by binding arbitration, and you waive any class action."),
        ("", "We may suspend your account at any time, without notice, at our sole discretion."),
        ("You have the right to request a copy of your data.", ""),
        ("You can opt out of marketing messages in your settings.", ""),
        ("We do not sell your personal data.", ""),
        ("We keep your messages for 30 days.", "We keep your messages for 24 months."),
        ("We will notify you at least 30 days in advance.", "We will notify you at least 7 days in advance."),
        ("We share your data only with your consent.", "We share your data with our partners."),
        ("We do not share your data with third parties.", "We may share your data with third parties."),
    ],
)
def test_losses_weaken_and_their_reverse_strengthens(old, new):
    assert direction(old, new) is Direction.WEAKENS
    assert direction(new, old) is Direction.STRENGTHENS


@pytest.mark.parametrize("severity", [Severity.COSMETIC, Severity.NONE])
def test_what_is_cosmetic_is_neutral(severity):
    assert direction(SENTENCES[0], SENTENCES[1], severity) is Direction.NEUTRAL


def test_no_sign_no_direction():
    assert direction("The office is in Lyon.", "The office is in Nantes.") is Direction.NEUTRAL


passages = st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(passages, passages, st.sampled_from([Severity.MINOR, Severity.MATERIAL, Severity.CRITICAL]))
def test_turning_a_change_round_turns_its_direction(old, new, severity):
    there, back = seen(old, new), seen(new, old)
    assert leaning(there) == pytest.approx(-leaning(back), abs=1e-9)
    turned = {Direction.WEAKENS: Direction.STRENGTHENS, Direction.STRENGTHENS: Direction.WEAKENS}
    said = direction_of(there, severity)
    assert direction_of(back, severity) is turned.get(said, said)


@given(passages)
@settings(max_examples=30, deadline=None)
def test_a_text_beside_itself_leans_nowhere(text):
    assert not any(traits(seen(text, text)).values())
