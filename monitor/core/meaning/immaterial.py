"""What is cosmetic or minor whatever it speaks of: typography, menus, dates, numbering, synonyms, spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from monitor.core.meaning.frames import negations
from monitor.core.meaning.observation import Observation
from monitor.core.meaning.parsed import ParsedText, join
from monitor.core.text.lexicon import word_set
from monitor.core.text.segment import Unit
from monitor.core.text.shingles import outside_links
from monitor.core.text.tokens import FUNCTION, normal, words
from monitor.model import Severity

_ITSELF = re.compile(
    r"\b(?:(?:is|are|was) (?:an?|the|one of the|among the)(?: [\w’']+){0,3} "
    r"(?:lead(?:er|ing)|provider|pioneer|compan(?:y|ies)|maker|specialist)s?|"
    r"leading (?:provider|global|independent|international|european)|"
    r"focus(?:es|ed)? on|speciali[sz]es in|founded (?:in|by)|headquartered in|"
    r"(?:our|its|the) mission|(?:trusted|chosen) by (?:more than|over|millions|thousands)|we are (?:passionate|proud)|award winning)\b"
)
"""For text in lower case without hyphens."""
_ELSE = frozenset(
    ("you", "your", "yours", "yourself", "controller", "controllers", "processor", "registered", "incorporated", "acquired", "merged")
)
"""Words of the reader, and of who answers for data: where one stands, more is said than praise."""
_LINKS = re.compile(r"\blinks?(?: \w+){0,3} to(?: \w+){0,3} (?:web ?sites?|sites?|pages|services)\b")
_THEIR_OWN = re.compile(
    r"\b(?:not responsible|no responsibility|no control|cannot control|not control|not liable|"
    r"(?:privacy|data) (?:practices|polic(?:y|ies)|statements?|notices?))\b"
)
_DOING = frozenset({"sell", "share", "collect", "use", "retain", "train"})


def is_company_talk(change: Observation) -> bool:
    """True when each side describes the company ("X is a leading provider of …"), and nobody may, must or will do anything in it."""
    return all(_talks(side) for side in (change.old, change.new) if side.text)


def _talks(side: ParsedText) -> bool:
    return not side.frames and _ELSE.isdisjoint(side.words) and bool(_ITSELF.search(_flat(side)))


def is_link_disclaimer(change: Observation) -> bool:
    """True for a statement that came or went and says no more than that linked sites have policies of their own.

    Annotators call it minor: the company's own conduct is the same.
    """
    side = change.new if change.new.text else change.old
    if change.reworded or any(frame.act in _DOING and frame.role in ("intrusion", "denial") for frame in side.frames):
        return False
    text = _flat(side)
    return bool(_LINKS.search(text) and _THEIR_OWN.search(text))


def _flat(side: ParsedText) -> str:
    return side.lower.replace("-", " ")


class Gate(NamedTuple):
    """What a change is whatever it speaks of."""

    severity: Severity
    rule: str
    says: str


def immaterial(change: Observation) -> Gate | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so; None for a change that may matter."""
    if change.same_words:
        if "mailaddress" in change.old.words and _mails(change.old.text) != _mails(change.new.text):
            return Gate(Severity.MINOR, "contact-address", "Only a contact address has changed.")
        return Gate(Severity.COSMETIC, "typography", "The words are the same; only typography, markup, numbering or link targets differ.")
    return next((gate for holds, gate in GATES if _holds(holds, change)), None)


def _holds(what: Callable[[Observation], bool] | str, change: Observation) -> bool:
    return what in change.features if isinstance(what, str) else what(change)


def _is_navigation(change: Observation) -> bool:
    return (
        bool(change.features.get("form:links")) and len(change.new.words or change.old.words) > 3 and "kind:reworded" not in change.features
    )


def _is_date(change: Observation) -> bool:
    if any(name.startswith("edit:date-only") for name in change.features):
        return True
    return len(change.old.words) + len(change.new.words) <= 16 and any(name.startswith("text:date-line") for name in change.features)


def _is_synonymous(change: Observation) -> bool:
    return change.reworded and normal(change.old.words) == normal(change.new.words)


def _is_same_promise(change: Observation) -> bool:
    """True when a promise was put into another voice or tense and says no more and no less: "we do not sell it", "it is not sold"."""
    before, after = ({(frame.role, frame.act) for frame in side.frames} for side in (change.old, change.new))
    if not change.reworded or before != after or {role for role, _ in before} != {"denial"}:
        return False
    verbs = {frame.word for side in (change.old, change.new) for frame in side.frames}
    return verbs.issuperset(change.content) and negations(change.old.words) == negations(change.new.words)


def _is_spelling(change: Observation) -> bool:
    return "edit:spelling" in change.features or _only_misspelt(change)


_LABEL_WORDS = 4


def _is_menu(change: Observation) -> bool:
    """True when both sides are links alone, or labels before the first heading of a document that has headings."""
    before_all = not change.section and "document:headings" in change.features
    return all(_menu_side(units, before_all) for units in (change.candidate.old, change.candidate.new) if units)


def _menu_side(units: Sequence[Unit], before_all: bool) -> bool:
    text = join(units)
    if units[0].kind == "row" or not (before_all or _may_link(text)):
        return False
    lines = [line for line in text.split("\n") if words(line)]
    linked = [line for line in lines if _may_link(line) and not outside_links(line)]
    labels = all(len(words(line)) <= _LABEL_WORDS for line in lines if line not in linked)
    return bool(lines) and labels and bool(linked or before_all)


def _may_link(text: str) -> bool:
    return "](" in text or "://" in text


def _only_misspelt(change: Observation) -> bool:
    """True when each word that left came back with a letter more, less or other; a prefix that turns a word round is none."""
    if not 0 < len(change.removed) == len(change.added) <= 6:
        return False
    return all(_misspelt(a, b) for a, b in zip(change.removed, change.added, strict=True))


def _misspelt(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 5 or a.endswith(b) or b.endswith(a) or not (a + b).isalpha():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.86


def _only_markers(change: Observation) -> bool:
    """True when what differs are single letters or small numbers that stand as markers: "a.", "(2)", "1)"."""
    text = f"{change.old.text} {change.new.text}".lower()
    return change.reworded and all(_is_marker(word, text) for word in change.removed + change.added)


def _is_marker(word: str, text: str) -> bool:
    return len(word) <= 2 and (word.isdigit() or len(word) == 1) and bool(re.search(rf"(?:^|[\s(]){word}[.)]\s", text))


_PLACE = re.compile(
    r"\b(?:address(?:es)?|located|registered|office|headquarters|\w*str(?:a(?:ss|ß)e|\.)|street|road|avenue|lane|square|plaza|boulevard|suite|floor|"
    r"house|highway|way|\w*weg|\w*platz|\w*allee|p\.?o\.? box)(?!\w)",
    re.IGNORECASE,
)


def _is_address(change: Observation) -> bool:
    """True when all that differs is a postal address: names with a capital and numbers, in a sentence that speaks of a place."""
    sides = ((change.old.text, change.removed), (change.new.text, change.added))
    if not all(any(any(map(str.isdigit, word)) for word in words) for _, words in sides):
        return False
    return all(_PLACE.search(text) and all(_is_named(word, text) for word in words) for text, words in sides)


_LEGAL_FORMS, _OF_PARTIES = word_set("legal-forms"), word_set("of-parties")


def _is_name(change: Observation) -> bool:
    """True when one company's name stands for another's in a sentence that neither says who is party nor who receives data.

    The annotation guide counts "a named processor or legal entity (same role)" as minor; who the controller or contracting party is, isn't.
    """
    if not (change.removed and change.added) or _LEGAL_FORMS.isdisjoint(change.removed + change.added):
        return False
    if not _OF_PARTIES.isdisjoint([*change.old.words, *change.new.words]):
        return False
    return all(
        _is_named(word, text) for text, words in ((change.old.text, change.removed), (change.new.text, change.added)) for word in words
    )


def _is_named(word: str, text: str) -> bool:
    """True for a number, a word of no substance, or one that is written with a capital wherever it stands."""
    if word in FUNCTION or any(map(str.isdigit, word)):
        return True
    return bool(found := re.findall(rf"(?:\b[A-Z]\w*\.)?\b{re.escape(word)}\b", text, re.IGNORECASE)) and all(w[0].isupper() for w in found)


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


GATES: tuple[tuple[Callable[[Observation], bool] | str, Gate], ...] = (
    (_is_menu, Gate(Severity.COSMETIC, "menu", "Menu entries or links, not a statement.")),
    (_is_navigation, Gate(Severity.COSMETIC, "navigation", "A list of links, not a statement.")),
    ("contents", Gate(Severity.COSMETIC, "contents", "A table of contents, which only repeats the headings of the document.")),
    (_is_date, Gate(Severity.MINOR, "date", "Only a date has changed.")),
    (_only_markers, Gate(Severity.COSMETIC, "numbering", "Only the numbering or lettering has changed.")),
    (_is_synonymous, Gate(Severity.COSMETIC, "synonym", "The same statement; only spelling, inflection or a set phrase differs.")),
    (_is_same_promise, Gate(Severity.COSMETIC, "promise-reworded", "The same promise, in a different voice or tense.")),
    (
        "foreign-text",
        Gate(Severity.MINOR, "foreign-text", "Advertising unrelated to this document; the page may have been tampered with."),
    ),
    ("run-together", Gate(Severity.COSMETIC, "typography", "The letters are the same; only the spaces between words differ.")),
    ("elsewhere:whole", Gate(Severity.COSMETIC, "stands-elsewhere", "The same words also appear elsewhere in the other version.")),
    (
        "capture:ends",
        Gate(
            Severity.COSMETIC,
            "capture-ends",
            "One capture ends earlier than the other; nothing shows that the policy itself was shortened.",
        ),
    ),
    (_is_name, Gate(Severity.MINOR, "entity-renamed", "One company name was replaced by another; the statement is otherwise the same.")),
    (_is_address, Gate(Severity.MINOR, "contact-address", "Only a postal address has changed.")),
    (
        is_company_talk,
        Gate(Severity.COSMETIC, "company-talk", "The company describes itself; this says nothing about data, rights or duties."),
    ),
    (is_link_disclaimer, Gate(Severity.MINOR, "link-disclaimer", "A notice that linked sites have their own policies.")),
    (_is_spelling, Gate(Severity.COSMETIC, "spelling", "Only spelling or spacing differs.")),
)
"""In order: the first that holds speaks. A name is that of a signal that must be seen."""
