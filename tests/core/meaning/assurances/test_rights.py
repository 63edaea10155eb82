"""Assurances in which the reader acts, asked of one word at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.core.meaning.assurances.rights import (
    is_choice,
    is_entitled,
    is_owned,
    is_redress,
    is_unharmed,
    may_choose,
    may_correct,
    may_leave,
)

Reads = Callable[[Sequence[str], int, frozenset[str]], bool]


@pytest.mark.parametrize(
    ("reads", "sign", "yes", "no"),
    [
        (is_entitled, "entitled", "you are entitled to a copy", "we are entitled to a fee"),
        (is_entitled, "right", "you have a right to a copy", "you have no right to a copy"),
        (is_redress, "complaint", "you can file a complaint", "we can file a complaint"),
        (is_redress, "appealed", "a ban may be appealed", "a ban may not be appealed"),
        (is_owned, "retain", "you retain ownership", "we retain ownership"),
        (is_choice, "preferences", "you can change your preferences", "you must change your preferences"),
        (may_choose, "choose", "you may choose whether to sing", "we may choose whether to sing"),
        (may_leave, "cancel", "you may cancel", "we may cancel"),
        (may_correct, "correct", "you can correct your data", "you must correct your data"),
        (is_unharmed, "affect", "this does not affect your rights", "this does not affect our rights"),
        (is_unharmed, "apply", "the fee does not apply to you", "the fee does not apply to us"),
    ],
)
def test_reads(reads: Reads, sign: str, yes: str, no: str) -> None:
    for text, expected in ((yes, True), (no, False)):
        words = tuple(text.split())
        assert reads(words, words.index(sign), frozenset()) is expected, text
