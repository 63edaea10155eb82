"""The wording of a statement: its words in order, with the signs that change what a number or a cell of a table says.

`tokens.words` leaves signs out, because nearly everything that asks for words wants them bare. Two statements are the same wording only
when their signs are the same as well: "£100" is not "$100", "18+" is not "18", and a tick is not a cross.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from monitor.core.text.late_pattern import late
from monitor.core.text.tokens import plain

_MONEY = "$¢£¤¥\u058f\u060b\u09f2\u09f3\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20c0\ufdfc"
"""Unicode's currency signs (category Sc), as a character class."""
_OTHER_SIGNS = "%‰+≥≤<>±×÷=≠≈~°§&✓✔☑✅✗✘✖✕❎❌☐☒👍👎🔒🔓🚫⛔🟢🟡🔴"
_MINUS = "\u2212"
_IS_MONEY = late(f"[{_MONEY}]")
_SIGN = late(rf"[{_MONEY}{re.escape(_OTHER_SIGNS)}{_MINUS}]")
# "We do (not) sell your data": the brackets leave open whether it counts.
_BRACKETED = r"\((?:not|no|never)\)"
_TOKEN = late(
    rf"{_BRACKETED}|(?<![\d.,'])\d{{1,3}}(?:[ ']\d{{3}})+(?![\d'])(?:[.,]\d{{1,2}}(?!\d))?|\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*"
    rf"|(?<![^\s(\[|])[-{_MINUS}](?=[{_MONEY}]?\d)|[{_MONEY}{re.escape(_OTHER_SIGNS)}]"
)
"""For a plain text in lower case: a number with its points and commas, a word with its apostrophes, or a sign; a minus only where it opens
a number ("-5 °C"), for elsewhere it joins ("10-12") or parts."""
_GROUPED = late(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""A number whose commas part thousands: "1,000" is the "1000" of another typist, "10,00" and "10.00" are not."""
_GROUPED_BY_POINTS = late(r"\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
"""A number whose points part thousands, certainly: "1.000,50", "1.000.000"; "1.000" alone may be one."""
_ALIKE = {"&": "and", "✔": "✓", "☑": "✓", "✅": "✓", "✘": "✗", "✖": "✗", "✕": "✗", "❌": "✗", "☒": "✗", "-": _MINUS}
_OF_NUMBERS = frozenset("+<>×÷=≠≈~°§")
"""Signs that say something only beside a number: "18+", "> 13"; elsewhere they are arrows, buttons and quotation marks."""
_HAS_SIGN = late(rf"[{_MONEY}{re.escape(_OTHER_SIGNS)}0-9]|{_BRACKETED}", re.IGNORECASE)
_BULLETS = " \t-*•·▪◦#●○"
_MARKER = late(
    r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]+(?=\s)|"
    r"\((?:\d{1,2}|[a-z])\)(?=[A-Z])|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-Z\"“])|o(?= [A-Z])"
)
"""What numbers a paragraph: "3.", "(b)", "iv)", "5.1 Accounts"; in "30 days" and "2.5 euros" nothing does."""
_NUMBERED_TITLE = late(r"#+ +\d{1,2}(?:\.\d{1,2}){0,3}\.?(?=\s)")


@lru_cache(maxsize=4096)
def wording(text: str) -> tuple[str, ...]:
    """The words of a text in lower case and in order, with signs as words of their own; numbering, markup and link targets left out.

    >>> wording("(b) You pay £1,000 & are **18+**.")
    ('you', 'pay', '£', '1000', 'and', 'are', '18', '+')
    """
    out: list[str] = []
    for line in text.split("\n"):
        out += _line(line[marker_end(line) :])
    return tuple(out)


def _line(line: str) -> list[str]:
    found = _TOKEN.findall(plain(line).lower())
    kept = []
    for at, word in enumerate(found):
        if word in _OF_NUMBERS and not (_numeric(found, at - 1) or _opens_number(found, at + 1)):
            continue
        if word == "&" and not 0 < at < len(found) - 1:
            continue
        kept.append(_number(word) if word[0].isdigit() else _ALIKE.get(word, word))
    return kept


def _number(word: str) -> str:
    """A number without what parts its thousands, where that is certain."""
    if " " in word or "'" in word:
        word = word.replace(" ", "").replace("'", "")
        return word.replace(",", ".")
    if _GROUPED.fullmatch(word):
        return word.replace(",", "")
    return word.replace(".", "").replace(",", ".") if _GROUPED_BY_POINTS.fullmatch(word) else word


def _numeric(tokens: Sequence[str], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at][0].isdigit()


def _opens_number(tokens: Sequence[str], at: int) -> bool:
    """True where a number begins, with its currency or its minus: "< $5"."""
    return _numeric(tokens, at) or (_SIGN.fullmatch(tokens[at]) is not None and _numeric(tokens, at + 1) if at < len(tokens) else False)


def marker_end(line: str) -> int:
    """Where a line continues after its bullet, its heading marks and its number.

    >>> [line[marker_end(line):] for line in ("## 5. Sharing", "- (b) 30 days", "5.1 Accounts", "16 years", "2.5 euros")]
    ['Sharing', '30 days', 'Accounts', '16 years', '2.5 euros']
    """
    if title := _NUMBERED_TITLE.match(line):
        return title.end() + 1
    start = len(line) - len(line.lstrip(_BULLETS))
    while marker := _MARKER.match(line, start):  # "1. 4. Licences"
        start = marker.end() + len(line[marker.end() :]) - len(line[marker.end() :].lstrip())
    return start


def wording_key(text: str, row: Sequence[str]) -> str:
    """Equal for two statements of the same wording, however they are hyphenated, spaced, marked up and numbered.

    Args:
        text: the statement.
        row: its words, as `tokens.word_row` gives them; where it has no number and no sign they are the wording.
    """
    if _HAS_SIGN.search(text) is None and (len(row) < 2 or len(row[0]) > 1):
        return "".join(row)
    return _joined(wording(text)) or "".join(row)


def same_wording(old: str, new: str) -> bool:
    """True when two texts have the same words and signs in the same order.

    >>> same_wording("1. Write an e-mail – now.", "2. Write an email - now."), same_wording("No | Yes", "Yes | No")
    (True, False)
    """
    return old == new or _joined(wording(old)) == _joined(wording(new))


def _joined(tokens: Sequence[str]) -> str:
    """Tokens without blanks, but for one between two numbers: "1 5" is not "15"."""
    out = "".join(f" {token}" if token[0].isdigit() else token for token in tokens)
    return out.strip()


def exchanged(old: str, new: str) -> tuple[list[str], list[str]]:
    """What left its place and what came to it, of two texts that have the same words in another order or with other signs.

    >>> exchanged("is not sold, it is kept", "is sold, it is not kept"), exchanged("a fee of £5", "a fee of $5")
    ((['not'], ['not']), (['£'], ['$']))
    """
    left, right = wording(old), wording(new)
    if left > right:  # the matcher finds other runs the other way round
        added, removed = exchanged(new, old)
        return removed, added
    gone: list[str] = []
    come: list[str] = []
    for a, b, c, d in differing_runs(left, right):
        gone += left[a:b]
        come += right[c:d]
    return gone, come


_MOST_PAIRS = 1_000_000
"""Pairs of equal words in two statements; the longest real list of partners has some thousands."""


def differing_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where two runs of words differ: (start, end) in the old one and (start, end) in the new one, in order.

    The matcher visits each pair of equal words, and "never never never …" has millions: such runs differ as a whole, from the first word to
    the last in which they do.
    """
    times = Counter(new)
    if sum(times[word] for word in old) <= _MOST_PAIRS:
        found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [(a, b, c, d) for kind, a, b, c, d in found if kind != "equal"]
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    return [(start, len(old) - end, start, len(new) - end)] if start + end < max(len(old), len(new)) else []


def signs_of(text: str) -> tuple[str, ...]:
    """Each sign with the number beside it, in order: what may not change in any statement that is to stay the same.

    >>> signs_of("You pay £5, or 2 % at 18+.")
    ('£5', '2%', '18+')
    """
    if _HAS_SIGN.search(text) is None:
        return ()
    run = wording(text)
    out = []
    for at, sign in enumerate(run):
        if _SIGN.fullmatch(sign) is None:
            continue
        before = run[at - 1] if _numeric(run, at - 1) else ""
        after = run[at + 1] if _numeric(run, at + 1) and (not before or _IS_MONEY.fullmatch(sign)) else ""
        out.append(f"{'' if after else before}{sign}{after}")
    return tuple(out)
