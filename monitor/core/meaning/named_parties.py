"""Gates for another name or address in the same statement: companies, postal addresses, mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.word_difference import edit_name
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import english, word_set
from monitor.core.text.tokens import plain
from monitor.core.text.wording import exchanged, same_wording, signs_of

# "Google Inc., 1600 Amphitheatre Parkway" and "PrivRep UK Ltd, 3rd Floor, 80 Hatch Street": English, American and German addresses.
# Without a word for a place, "The trial lasts 30 days" turned into "14 days" would pass: a number and nothing else differs there too.
_PLACE = late(
    r"\b(?:address(?:es)?|located|registered|office|headquarters|\w*str(?:a(?:ss|ß)e|\.)|street|road|avenue|lane|square|plaza|boulevard|suite|floor|"
    r"house|highway|way|\w*weg|\w*platz|\w*allee|p\.?o\.? box)(?!\w)",
    re.IGNORECASE,
)
# Written with a capital these stand for a street alone: "house", "square" and "way" are common words as well ("turned the wrong way
# round").
_STREET = late(
    r"\b(?:Street|Road|Avenue|Lane|Square|Plaza|Boulevard|House|Highway|Way|P\.?O\.? Box|"
    r"\w+stra(?:ss|ß)e|\w+str\.|\w+weg|\w+platz|\w+allee)(?!\w)"
)
# Case company-name-exchanged: "Quillberry" became "Inkwell Press Ltd" in a sentence about cookies. In "The controller of your data is
# Fernweh Handels GmbH" (case row39-controller-changed) the name is the statement.
_LEGAL_FORMS, _OF_PARTIES, _KINDS = word_set("legal-forms"), word_set("of-parties"), word_set("party-kinds")
_IN_NAMES = word_set("in-names")
_ANSWERS = frozenset(("yes", "no", "none", "never", "always", "sometimes", "optional", "required", "on", "off"))
"""What cells of tables say with a capital."""
# "We keep your IP address for 30 days" speaks of no place.
_NO_PLACE = late(r"\b(?:ip|e-?mail|mac|web|internet|protocol) addresses?|@[\w.-]+", re.IGNORECASE)
# "30 days", "5 euros", "at least 16", "aged 13": an amount, a period or an age, which is no house's number.
_AMOUNT = (
    r"(?:\b(?:age|aged|least|most|than|within|over|under|above|below|after|every|for)(?: of)? {0}\b|\b{0}[ -]?(?:%|percent|days?|weeks?|"
    r"months?|years?|hours?|minutes?|euros?|dollars?|pounds?|usd|eur|gbp|cents?|mb|gb|characters|photos|times|copies|devices|users)\b)"
)
# "Acme (formerly Fernweh)", "Acme, formerly known as Fernweh,": who it is, said once more.
_FORMERLY = late(
    r"\s?\((?:formerly|previously|f/k/a|also|now) (?:known as |called )?[A-Z][^()]{1,60}\)|"
    r", formerly (?:known as )?[A-Z][^,.]{1,60},"
)
_OFTEN = 2
"""Places in which a name must have been put for another for it to be a name's change, and not one statement's."""


_MASK = "email protected"


def is_other_mail_address(change: Observation) -> bool:
    """True when, of the same words, the mail addresses differ; as words they are all "mailaddress"."""
    if _MASK in f"{change.old.lower} {change.new.lower}".replace("\xa0", " "):
        return False  # one capture masks what the other prints
    return "mailaddress" in change.old.words and _mails(change.old.text) != _mails(change.new.text)


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


def is_postal_address(change: Observation) -> bool:
    """True when all that differs is a postal address: names with a capital and numbers, in a sentence that speaks of a place."""
    sides = ((change.old.text, change.removed), (change.new.text, change.added))
    # Both sides need a number: without one it may be a name alone, which is_renamed judges.
    if not all(any(any(map(str.isdigit, word)) for word in words) for _, words in sides):
        return False
    if signs_of(change.old.text) != signs_of(change.new.text):
        return False
    return all(_speaks_of_place(_NO_PLACE.sub("", text), bag) and _all_named(bag, text) for text, bag in sides)


def _speaks_of_place(text: str, differing: Iterable[str]) -> bool:
    """True for the name of a street, or for a word for a place where more than a number differs.

    "Registered users may upload 10 photos" has such a word, and its number is no house's.
    """
    if _STREET.search(text):
        return True
    return bool(_PLACE.search(text)) and any(word.isalpha() and word not in _IN_NAMES for word in differing)


def is_renamed(change: Observation) -> bool:
    """True when one company's name stands for another's in a sentence that neither says who is party nor who receives data.

    The annotation guide counts "a named processor or legal entity (same role)" as minor; who the controller or contracting party is, isn't.
    """
    if not (change.removed and change.added) or _LEGAL_FORMS.isdisjoint(change.removed + change.added):
        return False
    if not _OF_PARTIES.isdisjoint([*change.old.words, *change.new.words]):
        return False
    return _names_alone(change)


def is_formerly(change: Observation) -> bool:
    """True when all that came or went is a company's earlier name in brackets."""
    old, new = change.old.text, change.new.text
    return (
        change.reworded
        and (_FORMERLY.search(old) or _FORMERLY.search(new)) is not None
        and same_wording(_FORMERLY.sub("", old), _FORMERLY.sub("", new))
    )


def is_renamed_throughout(change: Observation) -> bool:
    """True when a company's or a product's name gave way to another all over the document.

    The same exchange was made in several places, or the old name has gone and the new one stands in its places. Both are written with a
    capital wherever they stand, and neither is a word of the language: a recipient or a kind of data that goes by such a word
    ("Partners", "Personal Data") is substance.
    """
    if not (change.removed and change.added) or len(change.removed) + len(change.added) > _LONGEST_NAMES or not _names_alone(change):
        return False
    if not (_LEGAL_FORMS.isdisjoint(change.removed + change.added) or _OF_PARTIES.isdisjoint([*change.old.words, *change.new.words])):
        return False
    removed, added = exchanged(change.old.text, change.new.text)
    pages = (change.context.old, change.context.new)
    if any(_is_recipient(name, page) for name, page in zip((removed, added), pages, strict=True)):
        return False
    if any(_is_written_small(word, page) for word in [*removed, *added] for page in pages):
        return False
    if _took_over(_rarest(removed, pages[0]), _rarest(added, pages[1]), pages):
        return True
    often = change.context.repeats[edit_name(change.removed, change.added)]
    return often >= _OFTEN and not any(english().find([word]) for word in [*removed, *added])


def _is_recipient(name: Sequence[str], page: ParsedDocument) -> bool:
    """True where a document says that the company gives something to who goes by the name: "We share letters with Parcelway only"."""
    word = _rarest(name, page)
    if not word or word in company_names(page):
        return False
    known: dict[str, bool] = page.memory.setdefault("recipients", {})
    if word not in known:
        given = late(_GIVEN_TO.format(re.escape(word)), re.IGNORECASE)
        known[word] = any(given.search(line) for line in _giving_lines(page, word, len(known)))
    return known[word]


def _giving_lines(page: ParsedDocument, word: str, asked: int) -> Sequence[str]:
    """The lines that say that something is given to somebody, and hold the longest part of a word.

    Looked up where many words were asked for before: a text in which thousands of names gave way to others would be read through for each
    of them. For a few it is read through, because most of its lines do not hold them.
    """
    part = _longest_part(word)
    known: dict[str, list[str]] | None = page.memory.get("giving-lines")
    if known is None and asked < _FEW_NAMES:
        return [line for line in page.page.lines if part in line.lower() and _GIVING.search(line) and part in _PART.findall(line.lower())]
    if known is None:
        known = page.memory["giving-lines"] = {}
        for line in page.page.lines:
            if _GIVING.search(line):
                for found in set(_PART.findall(line.lower())):
                    known.setdefault(found, []).append(line)
    return known.get(part, ())


_FEW_NAMES = 4
"""Names up to which the lines are read through; from then on they are looked up by their words."""


def _longest_part(word: str) -> str:
    return max(_PART.findall(word), key=len, default="")


_PART = late(r"\w+")
_GIVES = (
    r"\b(?:shar(?:e|es|ed|ing)|sell|sells|sold|disclos(?:e|es|ed)|giv(?:e|es|en)|send|sends|sent|pass|passed|"
    r"transfer|transferred|provide|provided|hand|lend|lent)\b"
)
_GIVING = late(_GIVES, re.IGNORECASE)
_GIVEN_TO = rf"\b(?:we|us|our)\b[^.;:]{{{{0,120}}}}{_GIVES}[^.;:]{{{{0,80}}}}\b(?:with|to)\s(?:\w+\s){{{{0,2}}}}{{0}}\b"


def _rarest(name: Sequence[str], page: ParsedDocument) -> str:
    """The word of a name that tells it best: the longest of those that the document has least often."""
    return min((word for word in name if word not in _IN_NAMES), key=lambda word: (page.index.count(word), -len(word)), default="")


def _took_over(gone: str, come: str, pages: tuple[ParsedDocument, ParsedDocument]) -> bool:
    """True when a name that stood in several places has gone, and another stands in about as many more."""
    if not gone or not come or gone == come or pages[1].index.count(gone):
        return False
    before = pages[0].index.count(gone)
    more = pages[1].index.count(come) - pages[0].index.count(come)
    return before >= _OFTEN and more >= _SHARE * before


_SHARE = 0.6
_LONGEST_NAMES = 10
"""Words of both names together."""


def _is_written_small(word: str, page: ParsedDocument) -> bool:
    """True for a word that the document writes without a capital too, addresses aside: a word of the language."""
    if word in _IN_NAMES:
        return False
    known: dict[str, bool] = page.memory.setdefault("written-small", {})
    if word not in known:
        known[word] = _longest_part(word) in _parts(page) and _stands(word, page)
    return known[word]


def _stands(word: str, page: ParsedDocument) -> bool:
    return re.search(rf"(?<![\w@./-]){re.escape(word)}(?![\w@/-]|\.\w)", page.memory["plain"]) is not None


def _parts(page: ParsedDocument) -> frozenset[str]:
    """All that `_PART` finds in the plain text: most words that are asked for do not stand in it, and it need not be searched."""
    if "plain" not in page.memory:
        page.memory["plain"] = plain(page.page.text)
        page.memory["plain-parts"] = frozenset(_PART.findall(page.memory["plain"]))
    parts: frozenset[str] = page.memory["plain-parts"]
    return parts


def _names_alone(change: Observation) -> bool:
    """True when all that differs are names, none of them the name of a kind of party ("Employers", "Customer")."""
    if (
        not _KINDS.isdisjoint(change.removed + change.added)
        or _is_answered(change)
        or signs_of(change.old.text) != signs_of(change.new.text)
    ):
        return False
    return _all_named(change.removed, change.old.text) and _all_named(change.added, change.new.text)


def _is_answered(change: Observation) -> bool:
    """True for a row in which an answer changed; "Registered in England No. 7" has none."""
    is_row = all(unit.kind == "row" for unit in change.candidate.new)
    return is_row and not _ANSWERS.isdisjoint(change.removed + change.added)


def _all_named(differing: Iterable[str], text: str) -> bool:
    # Where all is in capitals, a capital shows no name: "YOU MAY NOT SUE ACME LTD".
    return not text.isupper() and all(_is_named(word, text) for word in differing)


def _is_named(word: str, text: str) -> bool:
    """True for the number of a house, a word that names are made with, or one that is written with a capital wherever it stands."""
    if word in _IN_NAMES:
        return True
    if any(map(str.isdigit, word)):
        return not re.search(_AMOUNT.format(re.escape(word.rstrip("."))), text, re.IGNORECASE)
    # A word with a capital in one place and without one in another ("Orders", "orders") is no name. "U.S.Inc" counts from its first
    # letter.
    return bool(found := re.findall(rf"(?:\b[A-Z]\w*\.)?\b{re.escape(word)}\b", text, re.IGNORECASE)) and all(w[0].isupper() for w in found)
