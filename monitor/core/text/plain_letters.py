"""The one form of a text's characters that is judged: letters and signs drawn in another way are read as the plain ones.

"We may ѕell", in fullwidth or mathematical letters, with a dot under each, says what "We may sell" says. The original stays the text that
is kept and quoted; `PlainText.original` finds its place. Text that is really Greek, Cyrillic or Japanese is not touched: only a word whose
foreign letters all look like Latin ones, beside Latin ones, is taken for a disguise.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.text.characters import beyond_ascii
from monitor.core.text.confusables import latin_lookalikes, lookalikes_of, script_of
from monitor.core.text.late_pattern import late
from monitor.core.text.obfuscation import line_starts, lines_apart, put_together


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in plain letters, and where each part of it is in the original."""

    text: str
    disguises: tuple[tuple[str, str], ...] = ()
    """Words in letters that are not what they look like, and how they are read; each once, in order."""
    _starts: tuple[int, ...] = ()
    """Where the replaced parts begin in the plain text, then in the original; with their lengths in both."""
    _parts: tuple[tuple[int, int, int, int], ...] = ()

    def original(self, offset: int) -> int:
        """The place in the original text of a place in the plain one."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset
        plain, first, size, length = self._parts[at]
        within = offset - plain
        if within >= size:
            return first + length + within - size
        return first + (within if size == length else 0)


_SHAPES = (
    "\ufb00-\ufb06\uff01-\uff5e\uff65-\uff9f\uffe0-\uffe6\u2460-\u24ff\u2100-\u2121\u2123-\u2138\u213a-\u214f\u2150-\u218f\u2212"
    "\ufe50-\ufe6f\xbc-\xbe\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d78-\u1dbf\u2071\u207f\u2090-\u209c\u3300-\u33ff\u2044\u2215\U0001d400-\U0001d7ff\U0001f110-\U0001f1ff"
)
_SHAPED = late(f"[{_SHAPES}]")
_MARKED = late("[\u0300-\u036f\u1e00-\u1eff\u20d0-\u20f0]|[\xc0-\u024f]{3}")
_MARKED_RUN = late("(?:[\xc0-\u010f\u0112-\u024f\u1e00-\u1eff]|[^\\W_][\u0300-\u036f\u20d0-\u20f0]++){3}")
_POSING = (
    "\u0250-\u02af\u0370-\u058f\u13a0-\u13ff\u1d00-\u1d7f\u2c00-\u2dff"
    "\ua4d0-\ua4ff\ua640-\ua69f\ua720-\ua7ff\uab30-\uabbf\U00010280-\U000104ff"
)
_FOREIGN = late(f"[{_POSING}]")
"""Letters that may pose as Latin ones: scripts with capitals, and the blocks that Unicode's table names most."""
_ODD = late(f"[{_SHAPES}{_POSING}\u0300-\u036f\u1e00-\u1eff\u20d0-\u20f0]|[\xc0-\u024f]{{3}}")
"""What a line has that is worth a look: anything that one of the three before it finds."""
_THREE_LETTERS = late("[\xc0-\u024f]{3}")
_FOREIGN_WORD = late(rf"(?<![A-Za-z])[{_POSING}]{{2,}}(?![A-Za-z])")
_MIXED = late(rf"[A-Za-z][{_POSING}]|[{_POSING}][A-Za-z]")
_CHUNK = late(r"\S+")
_WORD = late(r"[^\W_]+")
_EAST_ASIAN = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FRACTION = late(r"(?<=\d)(?=[\xbc-\xbe\u2150-\u215f])")
_SIGNS = {"\u2212": "-", "\u2044": "/", "\u2215": "/", "℃": "°C", "℉": "°F"}


@lru_cache(maxsize=16)
def plain_letters(text: str) -> PlainText:
    """The text as it is judged.

    >>> plain_letters("We may ѕell it, ｏｒ 𝐫𝐞𝐧𝐭 it, for ½ proﬁt.").text
    'We may sell it, or rent it, for 1/2 profit.'
    >>> plain_letters("Мы не продаём ваши данные").text
    'Мы не продаём ваши данные'
    """
    unusual = beyond_ascii(text)
    odd = unusual if _may_be_disguised(unusual) else ""
    apart = set(lines_apart(text))
    if not odd and not apart:
        return PlainText(text)
    out: list[str] = []
    parts: list[tuple[int, int, int, int]] = []
    disguises: dict[tuple[str, str], None] = {}
    done = size = 0
    for start, old, new, disguised in _replaced(text, apart, odd=odd, whole_words=not (_FOREIGN.search(odd) and _has_foreign_words(text))):
        kept = text[done:start]
        out += (kept, new)
        size += len(kept)
        parts.append((size, start, len(new), len(old)))
        size += len(new)
        done = start + len(old)
        if disguised:
            disguises[old, new] = None
    if not parts:
        return PlainText(text)
    out.append(text[done:])
    return PlainText("".join(out), tuple(disguises), tuple(part[0] for part in parts), tuple(parts))


def _may_be_disguised(unusual: str) -> bool:
    """Whether these letters, all that a text has beyond ASCII, may be read as others."""
    return bool(_SHAPED.search(unusual) or _MARKED.search(unusual) or _FOREIGN.search(unusual))


def _replaced(text: str, apart: set[int], *, odd: str, whole_words: bool) -> Iterator[tuple[int, str, str, bool]]:
    """Each part that reads otherwise: where, as it is, in plain letters, whether that is a disguise.

    Only lines that may hold one are looked at, and the whole text is searched for them: a policy has hundreds of lines, and few such.

    Args:
        text: the whole text.
        apart: where the lines begin that may hold words written apart.
        odd: all that the text has beyond ASCII, or empty where none of it is read otherwise.
        whole_words: words all in foreign letters may be disguises as well.
    """
    unusual = set(_unusual_lines(text, odd)) if odd else set()
    for start in sorted(apart | unusual):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        together = put_together(line) if start in apart else ()
        if together:
            yield from ((start + at, old, new, True) for at, old, new in together)
        elif start in unusual:
            yield from _line(line, start, whole_words)


def _unusual_lines(text: str, odd: str) -> Iterator[int]:
    """Where the lines begin that hold any of what is worth a look; a line may come twice."""
    signs = [sign for sign in sorted(set(odd)) if _ODD.match(sign)]
    if len(signs) > _FEW or _THREE_LETTERS.search(odd):
        yield from line_starts(_ODD, text)
        return
    for sign in signs:  # of a few, each is found a hundred times as fast as a class of them all
        at = text.find(sign)
        while at >= 0:
            yield text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            at = text.find(sign, end) if end >= 0 else -1


_FEW = 8


def _line(line: str, start: int, whole_words: bool) -> Iterator[tuple[int, str, str, bool]]:
    shaped, foreign = _SHAPED.search(line), _FOREIGN.search(line)
    marked = _MARKED_RUN.search(line) if _MARKED.search(line) else None
    if foreign and not whole_words:
        whole_words = _is_latin(line)
        foreign = foreign if whole_words or _MIXED.search(line) else None
    if not (shaped or marked or foreign):
        return
    decoration = _decoration(line) if marked else ""
    east_asian = _EAST_ASIAN.search(line) is not None
    for found in _CHUNK.finditer(line):
        chunk = found[0]
        if chunk.isascii() or chunk in "ⓘℹ":
            continue
        plain = _undecorated(chunk, decoration) if decoration else chunk
        disguised = plain != chunk
        if shaped and (mapped := _mapped(plain)) != plain:
            disguised = disguised or (not east_asian and any(_poses(char) for char in plain))
            plain = mapped
        if foreign and (mapped := _WORD.sub(lambda word: _unmasked(word[0], whole_words), plain)) != plain:
            plain, disguised = mapped, True
        if plain != chunk:
            yield start + found.start(), chunk, plain, disguised


# --- shapes ---------------------------------------------------------------------------------------------------------


def _mapped(chunk: str) -> str:
    """Compatible characters by what they stand for (NFKC); superscripts, bullets and trademarks stay."""
    symbols = latin_lookalikes() if any(0x24B6 <= ord(c) < 0x24EA or ord(c) >= 0x1F110 for c in chunk) and len(chunk) > 1 else {}
    spaced = _FRACTION.sub(" ", chunk)
    if any("\uff65" <= c <= "\uff9f" for c in spaced):  # halfwidth kana take their marks along
        return unicodedata.normalize("NFKC", spaced)
    return "".join(_SIGNS.get(c) or symbols.get(c) or (_compatible(c) if _SHAPED.match(c) else c) for c in spaced)


def _compatible(char: str) -> str:
    if "\u2460" <= char <= "\u249b":  # "①" numbers a list
        return char
    return unicodedata.normalize("NFKC", char).replace("\u2044", "/")


def _poses(char: str) -> bool:
    """True for a letter in a shape that nobody types in running text: fullwidth, mathematical, squared, circled, raised."""
    point = ord(char)
    return (
        (0xFF21 <= point <= 0xFF5A and char.isalpha()) or 0x1D400 <= point < 0x1D800 or 0x1F110 <= point < 0x1F200
        or 0x24B6 <= point < 0x24EA or 0x1D2C <= point <= 0x1D6A or 0x2B0 <= point <= 0x2B8 or 0x2E0 <= point <= 0x2E4
    )  # fmt: skip


# --- marks ----------------------------------------------------------------------------------------------------------


def _decoration(line: str) -> str:
    """The marks that decorate a line: those that all letters of a longer word bear, but for one. No language writes so."""
    found = set()
    for chunk in _CHUNK.findall(line):
        if chunk.isascii():
            continue
        letters, marks = _letters_and_marks(chunk)
        found |= {mark for mark, count in marks.items() if letters >= 4 and count >= letters - 1}
    return "".join(found)


def _letters_and_marks(chunk: str) -> tuple[int, Counter[str]]:
    apart = unicodedata.normalize("NFD", chunk)
    return sum(map(str.isalpha, apart)), Counter(char for char in apart if unicodedata.combining(char) or "\u20d0" <= char <= "\u20f0")


def _undecorated(chunk: str, marks: str) -> str:
    apart = unicodedata.normalize("NFD", chunk)
    return unicodedata.normalize("NFC", "".join(char for char in apart if char not in marks))


# --- letters of another script --------------------------------------------------------------------------------------


def _has_foreign_words(text: str) -> bool:
    """True if a word of the text is really of another script: it has a letter that looks like none of ASCII, and none that is."""
    for letters in _FOREIGN_WORD.findall(text) if _FOREIGN.search(text) else ():
        if any(char not in latin_lookalikes() and script_of(char) != "LATIN" for char in letters):
            return True
    return False


def _is_latin(line: str) -> bool:
    """True for a line mostly in ASCII, in which no word is really of another script."""
    return 2 * len(line.encode("ascii", "ignore")) > len(line) and not _has_foreign_words(line)


def _unmasked(word: str, whole_words: bool) -> str:
    """A word in the script that it poses in; unchanged where its letters are what they seem."""
    if word.isascii():
        return word
    table = latin_lookalikes()
    odd = [char for char in word if not char.isascii() and (char in table or (char.isalpha() and script_of(char) != "LATIN"))]
    plain = sum(map(str.isascii, word))
    if not odd:
        return word
    if all(char in table for char in odd):
        posing = bool(plain) or (whole_words and len(word) > 1) or all(script_of(char) == "LATIN" for char in odd)
        return "".join(table.get(char, char) for char in word) if posing else word
    scripts = {script_of(char) for char in odd if char.isalpha()}
    if len(scripts) == 1 and plain:
        back = lookalikes_of(next(iter(scripts)))
        if all(char in back for char in word if char.isascii() and char.isalpha()):
            return "".join(back.get(char, char) for char in word)
    return word


def disguise_note(text: str) -> str | None:
    """A warning when words of a text are in letters that are not what they look like, quoting the first ones; else None."""
    found = plain_letters(text).disguises
    if not found:
        return None
    shown = ", ".join(f"“{old}” as “{new}”" for old, new in found[:3])
    words = "One word is" if len(found) == 1 else f"{len(found)} words are"
    return (
        f"{words} written in letters that are not what they look like; they are read as they look: {shown}{', …' if len(found) > 3 else ''}"
    )
