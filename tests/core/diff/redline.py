"""The redline of a whole document, by which the tests check its passages."""

from __future__ import annotations

from monitor.model import Edit, Passage, PassageKind


def document_edits(passages: tuple[Passage, ...], old: str, new: str) -> tuple[Edit, ...]:
    """The redline of the whole document as edits.

    Joining "=" and "+" gives the new text. Joining "=" and "-" gives the old one, unless something moved: passages are in the order of
    the new text.
    """
    out: list[Edit] = []
    for passage in passages:
        if passage.kind is PassageKind.SAME and passage.old and passage.new:
            before, after = old[slice(*passage.old)], new[slice(*passage.new)]
            out += [("=", before)] if before == after else [("-", before), ("+", after)]
        elif passage.old:
            out.append(("-", old[slice(*passage.old)]))
        elif passage.new:
            out.append(("+", new[slice(*passage.new)]))
    return tuple(out)
