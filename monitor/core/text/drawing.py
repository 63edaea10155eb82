"""What a reader sees if characters are invisible, reverse others, or strike them out.

Works on running text before it is taken for words: characters without a shape are dropped, letters under a direction override are put in
the order in which they are drawn, and letters struck out by an overlay are left out, as words in a struck element are.
"""

from __future__ import annotations

import re

from monitor.core.text.late_pattern import late

INVISIBLE = (
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
    *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFD), *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000),
)  # fmt: skip
"""Code points that nobody sees: Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, 16.0) but for the two joiners, which
mean something in some scripts, and with the anchors of interlinear notes and the place of an object."""


def _classed(points: tuple[int, ...]) -> str:
    """The inside of a character class, by ranges: a class of 4,300 single characters is slow to compile."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


INVISIBLE_CLASS = _classed(INVISIBLE)
"""For use inside the brackets of a pattern."""
_UNSEEN = late(f"[{INVISIBLE_CLASS}]+")
_UNDRAWN = late(f"[{INVISIBLE_CLASS}\u200c\u200d]")
# Default-ignorable, and yet drawn as a blank: "We\u3164never\u3164sell" shows three words.
_BLANK = late("(?<=\\w)[\u3164\uffa0](?=\\w)")
# Joiners mean something between letters of the scripts that join (Persian, Hindi), and nothing beside Latin ones.
_JOINERS = late(r"(?<![^\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u024f])")

_OVERRIDES = late("[\u202d\u202e]")
_RIGHT_TO_LEFT, _OPENS, _CLOSES = "\u202e", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

_OVERLAYS = "[\u0335-\u0338]"
_OVERLAY = late(_OVERLAYS)
_STRUCK = late(rf"(?:[^\W_]{_OVERLAYS}+){{2}}(?:[^\W_]{_OVERLAYS}+|[ ,.;:'’-]{_OVERLAYS}*(?=[^\W_]{_OVERLAYS}))*[.,;:]?{_OVERLAYS}*")

_SPELLED_OUT = r"&(?:shy|zwj|zwnj|lrm|rlm|ZeroWidthSpace|NoBreak|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
_BETWEEN_LETTERS = late(rf"(?:[^\W\d_](?:[{INVISIBLE_CLASS}\u200c\u200d]++|{_SPELLED_OUT})){{4}}")
# What each pattern needs is looked for first: the patterns themselves take as long as all the rest of reading a page.
_SPELLED_OUT_TWICE = late(rf"{_SPELLED_OUT}[^\W\d_](?:[{INVISIBLE_CLASS}\u200c\u200d]|&)")
_UNDRAWN_TWICE = late(rf"[{INVISIBLE_CLASS}\u200c\u200d][^\W\d_](?:[{INVISIBLE_CLASS}\u200c\u200d]|&)")
_TURNED_SIGNS = ("\u202e", "8238;", "202e;", "202E;", "bdo", "BDO", "bidi-override", "BIDI-OVERRIDE")
_SPELLED_OVERLAY = late("&#82[1-4];")
_NOT_ASCII = late(r"[^\x00-\x7f]+")
_TURNED = late("\u202e|&#(?:8238|[xX]202[eE]);|<bdo\\b[^<>]{0,200}\\brtl|bidi-override", re.IGNORECASE)
_STRUCK_NOTE = late(rf"(?:[^\W_](?:{_OVERLAYS}|&#82[1-4];)){{2}}")


TURNED = "Some letters are stored in another order than they are drawn, by direction controls; they are read as drawn."
TAKEN_APART = "Some words are taken apart by characters that nobody sees; they are read without them."
STRUCK_OUT = "Some words are struck out by overlaid strokes; they are left out."
DRAWING_NOTES = frozenset((TURNED, TAKEN_APART, STRUCK_OUT))


def as_drawn(text: str) -> str:
    """The text without what nobody sees, letters in the order in which they are drawn, struck letters left out.

    >>> as_drawn("We do n\u200bo\ufe0ft \u202elles\u202c it.")
    'We do not sell it.'
    """
    if text.isascii():
        return text
    if _OVERRIDES.search(text):
        text = "\n".join(_reordered(line) if _OVERRIDES.search(line) else line for line in text.split("\n"))
    if _BLANK.search(text):
        text = _BLANK.sub(" ", text)
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    return _STRUCK.sub("", text) if _OVERLAY.search(text) else text


_DEEPEST = 125
"""Overrides inside each other that Unicode Annex 9 (max_depth) counts; what opens further ones is ignored."""


def _reordered(line: str) -> str:
    """One line in the order in which it is drawn (Unicode Annex 9, explicit overrides): "\u202eton\u202c" shows "not".

    Within an override from right to left every letter takes its place from the right; what an inner one opens the other way stays as it is.
    """
    open_parts: list[tuple[bool, list[str]]] = [(False, [])]
    too_deep = 0
    for char in line:
        if char in _OPENS:
            if len(open_parts) > _DEEPEST:
                too_deep += 1
            else:
                open_parts.append((char == _RIGHT_TO_LEFT, []))
        elif char in _CLOSES:
            if too_deep:
                too_deep -= 1
            elif len(open_parts) > 1:
                _close(open_parts)
        else:
            open_parts[-1][1].append(char)
    while len(open_parts) > 1:
        _close(open_parts)
    return "".join(open_parts[0][1])


def _close(open_parts: list[tuple[bool, list[str]]]) -> None:
    backwards, parts = open_parts.pop()
    outer_backwards, outer = open_parts[-1]
    if backwards and outer_backwards:
        outer += parts
    elif backwards:
        outer += [part.translate(_MIRRORED) if len(part) == 1 else part for part in reversed(parts)]
    else:
        outer.append("".join(parts)) if outer_backwards else outer.extend(parts)


def drawing_notes(source: str) -> list[str]:
    """Warnings about a page's source: letters drawn in another order than they are stored, or taken apart by characters that nobody sees.

    >>> drawing_notes("<p>We \u202elles\u202c it.</p>")[0][:62]
    'Some letters are stored in another order than they are drawn, '
    """
    unusual = "".join(_NOT_ASCII.findall(source)) if not source.isascii() else ""
    notes = []
    if any(sign in source for sign in _TURNED_SIGNS) and _TURNED.search(source):
        notes.append(TURNED)
    twice = (_UNDRAWN.search(unusual) and _UNDRAWN_TWICE.search(source)) or _SPELLED_OUT_TWICE.search(source)
    if twice and _BETWEEN_LETTERS.search(source):
        notes.append(TAKEN_APART)
    if (_OVERLAY.search(unusual) or _SPELLED_OVERLAY.search(source)) and _STRUCK_NOTE.search(source):
        notes.append(STRUCK_OUT)
    return notes
