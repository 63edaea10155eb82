"""What plug-ins and their packages say, made fit for every place where it is shown: a file, a terminal, a page."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"  # Persian and many Indian scripts are misspelt without them


def said(text: str, *, most: int = 300) -> str:
    """A text on one line of at most so many characters; what cannot be printed becomes a space.

    Half of a surrogate pair is no UTF-8, and "\\x1b]0;" renames a terminal's window: a headline with either would fail, or do harm, long
    after the plug-in gave it.

    >>> said("They sell\\x1b[31m\\n your\\ud800 data.")
    'They sell [31m your data.'
    """
    # Cut first: of a headline of 10 MB, nobody reads the rest.
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text[: 4 * most]).split())[:most]
