"""What is cosmetic or minor whatever it speaks of: typography, menus, dates, numbering, synonyms, spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

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


def is_company_talk(seen: Observation) -> bool:
    """True when each side describes the company ("X is a leading provider of …"), and nobody may, must or will do anything in it."""
    return all(_talks(side) for side in (seen.old, seen.new) if side.text)


def _talks(side: ParsedText) -> bool:
    return not side.frames and _ELSE.isdisjoint(side.words) and bool(_ITSELF.search(_flat(side)))


def is_link_disclaimer(seen: Observation) -> bool:
    """True for a statement that came or went and says no more than that linked sites have policies of their own.

    Annotators call it minor: the company's own conduct is the same.
    """
    side = seen.new if seen.new.text else seen.old
    if seen.reworded or any(frame.act in _DOING and frame.role in ("intrusion", "denial") for frame in side.frames):
        return False
    text = _flat(side)
    return bool(_LINKS.search(text) and _THEIR_OWN.search(text))


def _flat(side: ParsedText) -> str:
    return side.lower.replace("-", " ")


Quiet = tuple[Severity, str, str]
"""What a change is whatever it speaks of: its severity, the rule that says so, and its sentence."""


def immaterial(seen: Observation) -> Quiet | None:
    """What is cosmetic or minor whatever it speaks of, with the rule that says so."""
    if seen.candidate.equal or "edit:none" in seen.features:
        if "mailaddress" in seen.old.words and _mails(seen.old.text) != _mails(seen.new.text):
            return Severity.MINOR, "contact-address", "A contact address is another one; the rest is the same."
        return Severity.COSMETIC, "typography", "The same words; only typography, markup, numbering or link targets differ."
    return next(((severity, rule, says) for what, severity, rule, says in _QUIET if _holds(what, seen)), None)


def _holds(what: Callable[[Observation], bool] | str, seen: Observation) -> bool:
    return what in seen.features if isinstance(what, str) else what(seen)


def _is_navigation(seen: Observation) -> bool:
    return bool(seen.features.get("form:links")) and len(seen.new.words or seen.old.words) > 3 and "kind:reworded" not in seen.features


def _is_date(seen: Observation) -> bool:
    if any(name.startswith("edit:date-only") for name in seen.features):
        return True
    return len(seen.old.words) + len(seen.new.words) <= 16 and any(name.startswith("text:date-line") for name in seen.features)


def _is_synonymous(seen: Observation) -> bool:
    return seen.reworded and normal(seen.old.words) == normal(seen.new.words)


def _is_same_promise(seen: Observation) -> bool:
    """True when a promise was put into another voice or tense and says no more and no less: "we do not sell it", "it is not sold"."""
    before, after = ({(frame.role, frame.act) for frame in side.frames} for side in (seen.old, seen.new))
    if not seen.reworded or before != after or {role for role, _ in before} != {"denial"}:
        return False
    verbs = {frame.word for side in (seen.old, seen.new) for frame in side.frames}
    return verbs.issuperset(seen.content) and negations(seen.old.words) == negations(seen.new.words)


def _is_spelling(seen: Observation) -> bool:
    return "edit:spelling" in seen.features or _only_misspelt(seen)


_LABEL_WORDS = 4


def _is_menu(seen: Observation) -> bool:
    """True when both sides are links alone, or labels before the first heading of a document that has headings."""
    before_all = not seen.section and "document:headings" in seen.features
    return all(_menu_side(units, before_all) for units in (seen.candidate.old, seen.candidate.new) if units)


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


def _only_misspelt(seen: Observation) -> bool:
    """True when each word that left came back with a letter more, less or other; a prefix that turns a word round is none."""
    if not 0 < len(seen.removed) == len(seen.added) <= 6:
        return False
    return all(_misspelt(a, b) for a, b in zip(seen.removed, seen.added, strict=True))


def _misspelt(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 5 or a.endswith(b) or b.endswith(a) or not (a + b).isalpha():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.86


def _only_markers(seen: Observation) -> bool:
    """True when what differs are single letters or small numbers that stand as markers: "a.", "(2)", "1)"."""
    text = f"{seen.old.text} {seen.new.text}".lower()
    return seen.reworded and all(_is_marker(word, text) for word in seen.removed + seen.added)


def _is_marker(word: str, text: str) -> bool:
    return len(word) <= 2 and (word.isdigit() or len(word) == 1) and bool(re.search(rf"(?:^|[\s(]){word}[.)]\s", text))


_PLACE = re.compile(
    r"\b(?:address(?:es)?|located|registered|office|headquarters|\w*str(?:a(?:ss|ß)e|\.)|street|road|avenue|lane|square|plaza|boulevard|suite|floor|"
    r"house|highway|way|\w*weg|\w*platz|\w*allee|p\.?o\.? box)(?!\w)",
    re.IGNORECASE,
)


def _is_address(seen: Observation) -> bool:
    """True when all that differs is a postal address: names with a capital and numbers, in a sentence that speaks of a place."""
    sides = ((seen.old.text, seen.removed), (seen.new.text, seen.added))
    if not all(any(any(map(str.isdigit, word)) for word in words) for _, words in sides):
        return False
    return all(_PLACE.search(text) and all(_is_named(word, text) for word in words) for text, words in sides)


_LEGAL_FORMS, _OF_PARTIES = word_set("legal-forms"), word_set("of-parties")


def _is_name(seen: Observation) -> bool:
    """True when one company's name stands for another's in a sentence that neither says who is party nor who receives data.

    The annotation guide counts "a named processor or legal entity (same role)" as minor; who the controller or contracting party is, isn't.
    """
    if not (seen.removed and seen.added) or _LEGAL_FORMS.isdisjoint(seen.removed + seen.added):
        return False
    if not _OF_PARTIES.isdisjoint([*seen.old.words, *seen.new.words]):
        return False
    return all(_is_named(word, text) for text, words in ((seen.old.text, seen.removed), (seen.new.text, seen.added)) for word in words)


def _is_named(word: str, text: str) -> bool:
    """True for a number, a word of no substance, or one that is written with a capital wherever it stands."""
    if word in FUNCTION or any(map(str.isdigit, word)):
        return True
    return bool(found := re.findall(rf"(?:\b[A-Z]\w*\.)?\b{re.escape(word)}\b", text, re.IGNORECASE)) and all(w[0].isupper() for w in found)


def _mails(text: str) -> list[str]:
    return [word for word in text.split() if "@" in word]


_QUIET: tuple[tuple[Callable[[Observation], bool] | str, Severity, str, str], ...] = (
    (_is_menu, Severity.COSMETIC, "menu", "Entries of a menu or a list of links, not a statement."),
    (_is_navigation, Severity.COSMETIC, "navigation", "A list of links, not a statement."),
    ("contents", Severity.COSMETIC, "contents", "A table of contents: its lines are the headings of the text."),
    (_is_date, Severity.MINOR, "date", "Only a date differs."),
    (_only_markers, Severity.COSMETIC, "numbering", "Only numbers or letters of enumeration differ."),
    (_is_synonymous, Severity.COSMETIC, "synonym", "The same statement in other words: spelling, inflection or set phrases."),
    (_is_same_promise, Severity.COSMETIC, "promise-reworded", "The same promise in another voice or tense."),
    (
        "foreign-text",
        Severity.MINOR,
        "foreign-text",
        "Advertising that has nothing to do with this document; the page may have been tampered with.",
    ),
    ("run-together", Severity.COSMETIC, "typography", "The same letters; words were only run together or parted."),
    ("elsewhere:whole", Severity.COSMETIC, "stands-elsewhere", "The same words stand elsewhere in the other text as well."),
    (
        "capture:ends",
        Severity.COSMETIC,
        "capture-ends",
        "One capture breaks off earlier than the other; nothing shows that the policy was cut.",
    ),
    (_is_name, Severity.MINOR, "entity-renamed", "One company's name stands where another's stood; the statement is the same."),
    (_is_address, Severity.MINOR, "contact-address", "Only a postal address is another one."),
    (is_company_talk, Severity.COSMETIC, "company-talk", "The company describes itself; nothing is said of data, rights or duties."),
    (is_link_disclaimer, Severity.MINOR, "link-disclaimer", "It says that linked sites have policies of their own."),
    (_is_spelling, Severity.COSMETIC, "spelling", "Only spelling or spacing differs."),
)
"""In order: the first that holds speaks. A name is that of a signal that must be seen."""
