"""What is remembered of whole texts while a history is screened is dropped when it is done."""

from __future__ import annotations

from monitor.core.screen import forget_texts
from monitor.core.screen.likeness import likeness
from monitor.core.text.shingles import _line, shingles
from monitor.core.text.tokens import words_or_characters


def test_nothing_of_a_text_stays() -> None:
    text = "We process your personal data with your consent."
    for remembered in (likeness, shingles, words_or_characters):
        remembered(text)
    assert _line.cache_info().currsize
    forget_texts()
    assert not _line.cache_info().currsize
    assert [remembered.cache_info().currsize for remembered in (likeness, shingles, words_or_characters)] == [0, 0, 0]
