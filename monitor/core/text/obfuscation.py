"""Words written so that people read them and programs do not: letters apart (s e l l, s.e.l.l), or digits and signs for letters (s3ll).

What is put together must consist of known words. "Options A B C", "U.S.A." and "S3" stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import all_words

_APART = late(r"(?<![\w.'’])[A-Za-z](?:[ .*_·-]{1,3}[A-Za-z](?![\w'’])){2,}")
_MARKED = late(r"(?<![\w.@/&'’-])(?=[\w$@!|]{0,30}[A-Za-z])[A-Za-z0-9$@!|]{2,30}(?![\w.@/'’-]\w|\w)")
_MARK = late(r"[0-9$@!|]")
_STRETCH = late(r"[A-Za-z0-9$@!|]*")
# The quick first look, by what is rare: letters between blanks, and digits or signs next to letters ("3rd" apart).
_LONE = late(r" [A-Za-z][ .*_·-][ .*_·-]?[ .*_·-]?[A-Za-z][ .*_·-]")
_SIGN = late(r"[013457$@!|](?:(?<=[A-Za-z].)|(?=[A-Za-z]{2}))(?!\.|st\b|rd\b|th\b)")
_LETTERS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s", "@": "a", "!": "i", "|": "l"}
_SECOND = {**_LETTERS, "1": "i"}
_SHORT = frozenset(
    ("a", "i", "we", "do", "to", "of", "or", "in", "it", "is", "as", "at", "by", "be", "if", "my", "no", "on", "so", "up", "us", "an")
)
LONGEST = 4_000
"""Letters of one passage that are put together."""
_LONGEST_WORD = 20
SURE = 3
"""Words of a line in digits and signs from which the short ones are read so, too: "w3" alone is a name."""


def lines_apart(text: str) -> Iterator[int]:
    """Where the lines begin that may hold such a passage: the quick first look; a line may come twice."""
    yield from line_starts(_LONE, text)
    yield from line_starts(_SIGN, text)


def line_starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Where the lines begin in which a pattern is found, which must not look beyond a line; in one search over the whole text.

    >>> list(line_starts(re.compile("[0-9]"), "We keep\\n2 of 3\\n4 logs"))
    [8, 15]
    """
    at = 0
    while found := pattern.search(text, at):
        yield text.rfind("\n", 0, found.start()) + 1
        at = text.find("\n", found.end()) + 1
        if not at:
            return


@lru_cache(maxsize=1024)
def put_together(line: str) -> tuple[tuple[int, str, str], ...]:
    """Each passage of a line that is written so: where, as it is, as it is read; read once, for two versions share most of their lines.

    >>> put_together("We may s e l l it, or r3nt it; e.g. by 4G, in the U.S.A.")
    ((7, 's e l l', 'sell'), (22, 'r3nt', 'rent'))
    """
    return tuple(_put_together(line))


def _put_together(line: str) -> Iterator[tuple[int, str, str]]:
    found = [*(_apart(line) if _LONE.search(line) else ()), *(_in_signs(line) if _SIGN.search(line) else ())]
    done = 0
    for start, old, new in sorted(found):
        if start >= done:
            yield start, old, new
            done = start + len(old)


def _apart(line: str) -> Iterator[tuple[int, str, str]]:
    for found in _APART.finditer(line):
        letters = re.sub(r"[^A-Za-z]", "", found[0])
        if len(letters) > LONGEST or (len(letters) < 4 and not letters.islower()):
            continue
        words = _words_in(letters.lower())
        # A row of short words may be a row of labels: "A B C", "I a m".
        if words and max(map(len, words)) >= 3 and len(letters) >= 2.2 * len(words):
            yield found.start(), found[0], _as_written(letters, words)


def _in_signs(line: str) -> Iterator[tuple[int, str, str]]:
    read: list[tuple[int, str, str]] = []
    for found in _marked(line):
        word = found[0].rstrip("!|")
        signs = sum(not char.isalpha() for char in word)
        if not signs or 2 * signs > len(word):  # "w311" may be a number of something
            continue
        for table in (_LETTERS, _SECOND):
            plain = "".join(table.get(char, char) for char in word)
            if plain.isalpha() and (plain.lower() in _SHORT or plain.lower() in _known()):
                read.append((found.start(), word, plain))
                break
    sure = sum(len(plain) >= 4 for _, _, plain in read) >= SURE
    yield from (one for one in read if len(one[2]) >= 4 or sure)


def _marked(line: str) -> Iterator[re.Match[str]]:
    """The words of a line that have digits or signs beside letters; looked for where one of those stands, for most words have none."""
    done = 0
    for mark in _MARK.finditer(line):
        at = mark.start()
        if at < done:
            continue
        while at > done and (line[at - 1] in _SIGNS or (line[at - 1].isascii() and line[at - 1].isalnum())):
            at -= 1
        done = _STRETCH.match(line, mark.start()).end()  # type: ignore[union-attr]
        if line[at:done].isdigit():
            continue
        while at < done:
            found = _MARKED.match(line, at)
            if found:
                yield found
            at = found.end() if found else at + 1


_SIGNS = "$@!|"


def _words_in(letters: str) -> list[str]:
    """The fewest known words that letters without blanks consist of; none when some letters are left over."""
    best: list[tuple[int, int] | None] = [(0, 0), *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            before, word = best[start], letters[start:end]
            if before is None or not (word in _SHORT or (len(word) > 2 and word in _known())):
                continue
            now = best[end]
            if now is None or before[0] + 1 < now[0]:
                best[end] = (before[0] + 1, start)
    words, end = [], len(letters)
    while end:
        step = best[end]
        if step is None:
            return []
        words.append(letters[step[1] : end])
        end = step[1]
    return words[::-1]


def _as_written(letters: str, words: list[str]) -> str:
    parts, done = [], 0
    for word in words:
        parts.append(letters[done : done + len(word)])
        done += len(word)
    return " ".join(parts)


@cache
def _known() -> frozenset[str]:
    return frozenset(word for word in all_words() if len(word) > 2 or word in _SHORT)
