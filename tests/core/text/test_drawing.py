"""Characters that nobody sees, that turn others round, or that strike them out."""

import pytest

from monitor.core.text.drawing import STRUCK_OUT, TAKEN_APART, TURNED, as_drawn, drawing_notes


@pytest.mark.parametrize(
    ("stored", "drawn"),
    [
        ("We s\u00ade\u200bl\u2060l\ufe0f it", "We sell it"),
        ("not\U000e0061\U000e0062 shared\U000e0101", "not shared"),
        ("a\u034fb\u2060c\u115fd\u17b4e\u180bf\U0001d173g", "abcdefg"),
        ("kept \u202esyad 09\u202c in all", "kept 90 days in all"),
        ("\u202e(lles) ew", "we (sell)"),
        ("\u202eeht \u202dsale\u202c fo", "of sale the"),
        ("We \u2066never\u2069 sell", "We never sell"),
        ("We will n\u0336o\u0336t\u0336 share it", "We will  share it"),
        ("x\u0338 = y", "x\u0338 = y"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("plain", "plain"),
    ],
)
def test_text_is_read_as_it_is_drawn(stored: str, drawn: str) -> None:
    assert as_drawn(stored) == drawn
    assert as_drawn(drawn) == drawn


@pytest.mark.parametrize(
    ("source", "notes"),
    [
        ("<p>We \u202elles\u202c it</p>", [TURNED]),
        ("<p>We &#8238;lles&#8236; it</p>", [TURNED]),
        ('<p>We <bdo lang="en" dir="rtl">lles</bdo> it</p>', [TURNED]),
        ("<p>We s&shy;e&shy;l&shy;l&shy; it</p>", [TAKEN_APART]),
        ("<p>We s\u200be\u200bl\u200bl\u200b it</p>", [TAKEN_APART]),
        ("<p>n\u0336o\u0336t\u0336 shared</p>", [STRUCK_OUT]),
        ("<p>Daten&shy;schutz&shy;er&shy;klä&shy;rung, \u200e© Acme &amp; Söhne</p>", []),
        ("<p>We sell lamps.</p>", []),
    ],
)
def test_a_page_that_draws_otherwise_than_it_stores_is_noted(source: str, notes: list[str]) -> None:
    assert drawing_notes(source) == notes


def test_a_filler_between_letters_is_the_blank_that_it_is_drawn_as() -> None:
    assert as_drawn("We\u3164never\uffa0sell\u3164 it.\u3164") == "We never sell it."


def test_overrides_deeper_than_unicode_counts_are_ignored() -> None:
    """Each letter is moved once per override that is open around it: thousands of them would take the square of their number."""
    deep = "\u202e" * 2_001 + "ab" + "\u202c" * 2_001 + "cd"
    assert as_drawn(deep) == "abcd"[1::-1] + "cd"
    assert as_drawn("\u202e" * 3 + "ab" + "\u202c" * 3 + "cd") == "bacd"
