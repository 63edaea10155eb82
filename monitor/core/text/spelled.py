"""A text as it is spelled out, in any language: what may not differ between two texts that are said to have the same words.

Unlike `tokens.key`, which is made for English, it keeps every letter with its marks, every number and every sign of money, share and order;
it leaves out white space, punctuation and markup, and the number at the beginning of a statement.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from monitor.core.text.numerals import with_plain_numbers
from monitor.core.text.tokens import plain
from monitor.core.text.word_lists import numbering
from monitor.core.text.wording import marker_end

_SIGNS = "%‰+<>≤≥±×÷=≠≈~°§&№✓✔☑✅✗✘✖✕❎❌☐☒○◯△👍👎🔒🔓🚫⛔🟢🟡🔴"
_KEPT = ("L", "N", "M", "Sc")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,٫٬:/](?=\d)")
_MINUS = re.compile(r"(?<![\w-])[-−–](?=[^\W_]?\d)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_POINT, _NEGATIVE = "\ue000", "\ue001"
"""Stand for a sign between digits and for a minus; from the private use area, so that no text holds them by chance."""


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """The letters, numbers and signs of a text, in order and in lower case.

    >>> spelled("- 当社は、「個人情報」を３０日間 保存します。") == spelled("当社は個人情報を30日間保存します")
    True
    >>> spelled("1.5 %") == spelled("15 %"), spelled("5 €") == spelled("5 $"), spelled("1 5") == spelled("15")
    (False, False, False)
    """
    return "".join(_line(line[_start(line) :]) for line in text.split("\n"))


def _start(line: str) -> int:
    """Where a line continues after its marker; the sign of "-5 °C" is none."""
    end = marker_end(line)
    return end - 1 if end and _MINUS.match(line, end - 1) else end


def _line(line: str) -> str:
    line = with_plain_numbers(normalize("NFKC", plain(line)).replace("\u0307", "").lower())
    line = _MINUS.sub(_NEGATIVE, _BETWEEN_DIGITS.sub(lambda found: _POINT + found.group() + _POINT, line))
    out: list[str] = []
    parted = False
    for sign in line:
        if _is_said(sign) or (out and out[-1] == _POINT):
            # "1 5 days" are not "15 days", but "to day" is "today".
            if parted and out and out[-1].isdigit() and sign.isdigit():
                out.append(" ")
            out.append(sign)
            parted = False
        else:
            parted = True
    return "".join(out)


def _is_said(sign: str) -> bool:
    if sign.isalnum() or sign in _SIGNS or sign in (_POINT, _NEGATIVE):
        return True
    kind = category(sign)
    return kind.startswith(_KEPT)


def unnumbered(text: str) -> str:
    """A statement without the number of its article: "第3条 当社は…", "Статья 3. Мы …".

    >>> unnumbered("第３条（利用目的）"), unnumbered("Статья 4. Мы храним"), unnumbered("30日間保存します")
    ('(利用目的)', '. Мы храним', '30日間保存します')
    """
    bare = with_plain_numbers(normalize("NFKC", text[marker_end(text) :]).strip(" *_"))
    found = numbering().match(bare)
    return bare[found.end() :] if found else text


def addresses(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, in lower case."""
    return tuple(found.lower() for found in _MAIL.findall(text)) if "@" in text else ()
