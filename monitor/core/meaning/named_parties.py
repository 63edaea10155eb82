"""Gates for another name or address in the same statement: companies, postal addresses, mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.core.meaning.observation import Observation
from monitor.core.text.lexicon import word_set
from monitor.core.text.tokens import FUNCTION

# "Google Inc., 1600 Amphitheatre Parkway" and "PrivRep UK Ltd, 3rd Floor, 80 Hatch Street": English, American and German addresses.
# Without a word for a place, "The trial lasts 30 days" turned into "14 days" would pass: a number and nothing else differs there too.
_PLACE = re.compile(
    r"\b(?:address(?:es)?|located|registered|office|headquarters|\w*str(?:a(?:ss|ß)e|\.)|street|road|avenue|lane|square|plaza|boulevard|suite|floor|"
    r"house|highway|way|\w*weg|\w*platz|\w*allee|p\.?o\.? box)(?!\w)",
    re.IGNORECASE,
)
# Written with a capital these stand for a street alone: "house", "square" and "way" are common words as well ("turned the wrong way
# round").
_STREET = re.compile(
    r"\b(?:Street|Road|Avenue|Lane|Square|Plaza|Boulevard|House|Highway|Way|P\.?O\.? Box|"
    r"\w+stra(?:ss|ß)e|\w+str\.|\w+weg|\w+platz|\w+allee)(?!\w)"
)
# Case company-name-exchanged: "Quillberry" became "Inkwell Press Ltd" in a sentence about cookies. In "The controller of your data is
# Fernweh Handels GmbH" (case row39-controller-changed) the name is the statement.
_LEGAL_FORMS, _OF_PARTIES = word_set("legal-forms"), word_set("of-parties")


def is_other_mail_address(change: Observation) -> bool:
    """True when, of the same words, the mail addresses differ; as words they are all "mailaddress"."""
    return "mailaddress" in change.old.words and _mails(change.old.text) != _mails(change.new.text)


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


def is_postal_address(change: Observation) -> bool:
    """True when all that differs is a postal address: names with a capital and numbers, in a sentence that speaks of a place."""
    sides = ((change.old.text, change.removed), (change.new.text, change.added))
    # Both sides need a number: without one it may be a name alone, which is_renamed judges.
    if not all(any(any(map(str.isdigit, word)) for word in words) for _, words in sides):
        return False
    return all(_speaks_of_place(text, words) and _all_named(words, text) for text, words in sides)


def _speaks_of_place(text: str, differing: Iterable[str]) -> bool:
    """True for the name of a street, or for a word for a place where more than a number differs.

    "Registered users may upload 10 photos" has such a word, and its number is no house's.
    """
    if _STREET.search(text):
        return True
    return bool(_PLACE.search(text)) and any(word.isalpha() and word not in FUNCTION for word in differing)


def is_renamed(change: Observation) -> bool:
    """True when one company's name stands for another's in a sentence that neither says who is party nor who receives data.

    The annotation guide counts "a named processor or legal entity (same role)" as minor; who the controller or contracting party is, isn't.
    """
    if not (change.removed and change.added) or _LEGAL_FORMS.isdisjoint(change.removed + change.added):
        return False
    if not _OF_PARTIES.isdisjoint([*change.old.words, *change.new.words]):
        return False
    return _all_named(change.removed, change.old.text) and _all_named(change.added, change.new.text)


def _all_named(words: Iterable[str], text: str) -> bool:
    return all(_is_named(word, text) for word in words)


def _is_named(word: str, text: str) -> bool:
    """True for a number, a word of no substance, or one that is written with a capital wherever it stands."""
    if word in FUNCTION or any(map(str.isdigit, word)):
        return True
    # A word with a capital in one place and without one in another ("Orders", "orders") is no name. "U.S.Inc" counts from its first
    # letter.
    return bool(found := re.findall(rf"(?:\b[A-Z]\w*\.)?\b{re.escape(word)}\b", text, re.IGNORECASE)) and all(w[0].isupper() for w in found)
