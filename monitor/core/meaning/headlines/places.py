"""Headlines of names that changed in an otherwise same clause: the governing law, the courts, the country of storage, the company."""

from __future__ import annotations

import re

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.headlines.edited import EditedClause, edited_clauses
from monitor.core.meaning.headlines.operative import words_in
from monitor.core.meaning.headlines.quoting import bare, quoted
from monitor.core.meaning.headlines.runs import EditRun, edit_runs
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import word_set
from monitor.model import Direction

_BEFORE = (
    ("Governing law", late(r"\b(?:governed\sby|laws?\sof|under\sthe\slaws?)\b[^.;,]{0,40}$", re.IGNORECASE)),
    ("Place of the courts", late(r"\b(?:courts?\s(?:of|in|located\sin|at)|jurisdiction\sof|venue)\b[^.;,]{0,40}$", re.IGNORECASE)),
    (
        "Place of arbitration",
        late(r"\barbitration\b[^.;]{0,60}\b(?:in|at)\s$", re.IGNORECASE),
    ),
    (
        "Place of storage",
        late(
            r"\b(?:stored?|kept|hosted|processed|servers?|located|transfer(?:red)?)\b[^.;]{0,40}\b(?:in|(?<!pursuant\s)(?<!according\s)(?<!subject\s)to)\s(?:the\s)?$",
            re.IGNORECASE,
        ),
    ),
)
_NAME = late(r"(?:the\s)?(?:State\sof\s)?[A-Z][\w.&'’-]*(?:\s(?:and|of|the|&|[A-Z][\w.&'’-]*)){0,6}")
_MOST = 16
"""Words that two names have together at most."""
_FORMS = word_set("legal-forms")


def name_headline(clause: EditedClause) -> str | None:
    """The sentence for one name that came in place of another and is all that changed; None for anything else."""
    words = [{word for _, _, word in words_in(side)} for side in (clause.old, clause.new)]
    # Both are seen without a word-by-word comparison, which takes most of the time.
    if len(words[0] ^ words[1]) > _MOST or _differs_beyond_names(clause.old, clause.new) or _differs_beyond_names(clause.new, clause.old):
        return None
    runs = [run for run in edit_runs(clause.old, clause.new) if run.old[0] < run.old[1] or run.new[0] < run.new[1]]
    names = {(_name(clause.old, run.old), _name(clause.new, run.new)) for run in runs}
    if len(names) != 1 or not all(next(iter(names))):
        return None
    old, new = next(iter(names))
    label = _label(clause.new, runs[0], old, new)
    return f"{label} is now {new}, was {old}: {quoted(clause.new, must=runs[0].new)}" if label else None


def _differs_beyond_names(text: str, other: str) -> bool:
    """True where a word without a capital, which is no part of a name, stands in one clause and nowhere in the other."""
    return any(word.isalpha() and word.islower() and word not in _WITHIN_NAMES and word not in other for word in text.split())


_WITHIN_NAMES = frozenset({"the", "and", "of"})


def place_turn(change: Comparison) -> tuple[str, Direction] | None:
    """The sentence for another law, court or place of storage that is all that changed, and whom it serves; None for anything else."""
    if not change.reworded or _SPOKEN_OF.isdisjoint(change.new.words) or _SPOKEN_OF.isdisjoint(change.old.words):
        return None
    clauses = edited_clauses(change)
    if len(clauses) != 1 or not clauses[0].both:
        return None
    said = name_headline(clauses[0])
    if said and said.startswith(tuple(label for label, _ in _BEFORE)):
        return said, Direction.UNCLEAR
    return _own_place(clauses[0]) or _one_place_more(clauses[0])


# "In the county where you live", "in your country of residence": the reader need not travel.
_HOME = late(
    r"(?:the\s|your\s)?(?:county|country|state|province|city|town|district|place|courts?)\s(?:(?:in\swhich|where)\syou\s(?:live|reside|are\sresident)|"
    r"of\s(?:your\s)?(?:residence|domicile))|your\shome\s(?:county|country|state|province|city|town)",
    re.IGNORECASE,
)


def _own_place(clause: EditedClause) -> tuple[str, Direction] | None:
    """The reader's own place put for another, or another for it, where disputes are heard."""
    runs = edit_runs(clause.old, clause.new)
    if len(runs) != 1:
        return None
    old, new = (bare(text[slice(*span)]) for text, span in ((clause.old, runs[0].old), (clause.new, runs[0].new)))
    homes = [_HOME.fullmatch(words) is not None for words in (old, new)]
    other = new if homes[0] else old
    if homes[0] == homes[1] or not _PLACES.fullmatch(other):
        return None
    label = _label(clause.new, runs[0], old, new)
    if label not in _HEARD:
        return None
    way = Direction.WEAKENS if homes[0] else Direction.STRENGTHENS
    return f"{label} is now {new}, was {old}: {quoted(clause.new, must=runs[0].new)}", way


_HEARD = ("Place of the courts", "Place of arbitration")
_PLACES = late(r"(?:the\s)?[A-Z][\w.&'’-]*(?:,?\s(?:and|of|the|&|[A-Z][\w.&'’-]*)){0,8}")
# "Stored in the European Union (and the United States)"
_ONE_MORE = late(r",?\s?(?:and|or|and/or)\s(?:in\s)?(?P<name>(?:the\s)?[A-Z][\w.&'’-]*(?:\s(?:of|the|[A-Z][\w.&'’-]*)){0,5})\s?")
_KEPT_IN = late(
    r"\b(?:stored?|kept|hosted|processed|servers?|located|transfer(?:red)?)\b[^.;]{0,30}\b(?:in|(?<!pursuant\s)(?<!according\s)(?<!subject\s)to)\s"
    r"(?:the\s)?[A-Z][\w.&'’-]*(?:,?\s(?:of|the|[A-Z][\w.&'’-]*)){0,8}$"
)


def _one_place_more(clause: EditedClause) -> tuple[str, Direction] | None:
    """A country added to those where data are kept, or taken from them."""
    runs = edit_runs(clause.old, clause.new)
    if len(runs) != 1:
        return None
    gone, come = clause.old[slice(*runs[0].old)].strip(" .,"), clause.new[slice(*runs[0].new)].strip(" .,")
    added = bool(come)
    text, (start, end) = (clause.new, runs[0].new) if added else (clause.old, runs[0].old)
    found = None if gone and come else _ONE_MORE.fullmatch(gone or come)
    if not found or not _KEPT_IN.search(text[max(0, start - _NEAR) : start].rstrip()):
        return None
    came = "was added" if added else "was removed"
    must = (start, end) if added else None
    return f"Place of storage: {found['name']} {came}: {quoted(clause.new, must=must)}", Direction.UNCLEAR


_NEAR = 90
"""Characters before a name in which its verb stands."""


_SPOKEN_OF = frozenset(
    (
        "law", "laws", "governed", "court", "courts", "jurisdiction", "venue", "arbitration", "store", "stored", "kept", "hosted",
        "processed", "servers", "server", "located", "transfer", "transferred",
    )
)  # fmt: skip
"""Words without one of which none of the labels can hold."""


def _name(text: str, span: tuple[int, int]) -> str:
    words = bare(text[slice(*span)])
    return words if _NAME.fullmatch(words) else ""


def _label(text: str, run: EditRun, old: str, new: str) -> str:
    # "Acme Ltd" → "Acme Inc": of the name only its form changed, and the name around it is what has to be told.
    if all(name.split()[-1].lower().strip(".") in _FORMS and " " in name for name in (old, new)):
        return "Company name"
    before = text[max(0, run.new[0] - 90) : run.new[0]]
    for label, pattern in _BEFORE:
        if pattern.search(before):
            return label
    return ""
