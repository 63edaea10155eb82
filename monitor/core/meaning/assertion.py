"""Whether a line asserts something: somebody does, may or must do a thing, or it is so. A label, a title and a button do not.

What stands inside a link is read like any other line, so that "[We sell your data to brokers](/a)" is no entry of a menu.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.core.meaning.frames import MODALS
from monitor.core.meaning.negation import NEGATIONS
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import words

_SUBJECTS = word_set("party-kinds") - {"our", "your", "yours", "their", "us", "them"}
# "How we use your data", "Learn what you can do": a title or a pointer, which asserts nothing.
_INDIRECT = frozenset(("how", "what", "why", "whether"))
_ASKING = frozenset(("who", "when", "where", "which", "does", "is", "are"))
# "Click here to see our fees." sends the reader elsewhere.
_POINTING = frozenset(("click", "see", "read", "visit", "learn", "view", "please", "find", "discover", "get"))
_COPULAS = frozenset(("is", "are", "was", "were", "has", "have"))
# "Do Not Sell My Personal Information" is the name of a link that a law asks for, and its reader's wish.
_WISH = frozenset(("my", "me"))
_SHORTEST, _SENTENCE = 3, 5


@lru_cache(maxsize=2048)
def asserts(text: str) -> bool:
    """True for a line that says what somebody does, may, must or is.

    >>> [asserts(line) for line in ("We sell data to banks", "Copies cost 5 euros.", "How we use data", "Do not sell my data")]
    [True, True, False, False]
    """
    run = words(text)
    if len(run) < _SHORTEST or not _WISH.isdisjoint(run):
        return False
    if len(run) >= _SENTENCE - 1 and (run[0] in NEGATIONS or run[:2] == ["do", "not"]):
        return True
    verb = next((at for at, word in enumerate(run) if word in MODALS or word in _COPULAS or word in NEGATIONS), len(run))
    if not _INDIRECT.isdisjoint(run[:verb]) or (run[0] in _ASKING and "," not in text):
        return False
    if run[0] not in _POINTING and text.rstrip(" )*_").endswith((".", ";")) and len(run) >= _SHORTEST + 1:
        return True
    if verb < len(run) and (len(run) >= _SENTENCE or not _SUBJECTS.isdisjoint(run)):
        return True
    return not _SUBJECTS.isdisjoint(run) and any(frame.role != "right" for frame in ParsedText.of_text(text).frames)
