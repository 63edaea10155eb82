"""Numbers with a sign: "+5 days" is another day than "−5 days"."""

from __future__ import annotations

import re

# A sign right before the number, behind a word or a bracket: no range ("5–10 days"), no dash ("kept – 5 days"), no bullet, no telephone.
_SIGNED = re.compile(
    r"(?<=[A-Za-z,(:|]\s)([+\-−–]?)(\d{1,9}(?:[.,]\d{1,9})?)(?=\s?(?:%|°|[A-Za-z]))|(?<=[(|])([+\-−–])(\d{1,9})(?=\s?(?:%|°|[A-Za-z]))"
)
_MINUS = frozenset("-−–")


def is_sign_turned(old: str, new: str) -> bool:
    """True when two texts state the same numbers in the same order, and one of them with the other sign.

    >>> is_sign_turned("It is due +5 days later.", "It is due -5 days later."), is_sign_turned("at 5 %", "at +5 %")
    (True, False)
    """
    before, after = _numbers(old), _numbers(new)
    return before != after and [number for _, number in before] == [number for _, number in after]


def _numbers(text: str) -> list[tuple[bool, str]]:
    """Each number that a word follows, with True for one below zero."""
    return [((a or c) in _MINUS, b or d) for a, b, c, d in _SIGNED.findall(text)]
