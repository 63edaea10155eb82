"""What a company promises its readers: what it does not do, does only under a condition, or does for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from monitor.core.meaning.company_names import company_names
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.statements.conditions import narrows
from monitor.core.meaning.statements.model import Statement
from monitor.core.meaning.statements.reading import statements_of
from monitor.core.meaning.statements.vocabulary import act_nouns, forms_of, verbs, word_list
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row, words_by_line

DENYING = frozenset(
    [
        "not",
        "never",
        "no",
        "nor",
        "neither",
        "none",
        "nothing",
        "without",
        "refrain",
        "don't",
        "doesn't",
        "won't",
        "cannot",
        "can't",
        "isn't",
        "aren't",
        "didn't",
        "haven't",
        "hasn't",
        "refuse",
        "nobody",
    ]
)
_LIMITING = frozenset({"only", "solely", "consent", "permission", "exclusively"})
_PROTECTING = word_list("protective") | {"refuse"}
_ONLY = frozenset({"only", "solely", "exclusively"})
_ABOUT_THINGS = frozenset({"sell", "share", "use", "collect", "retain", "access", "train", "claim"})
"""Acts on a thing: "we share with you" promises nothing."""

_CHILD, _CHILDREN = "child", frozenset({"child", "children", "minor", "minors", "kid", "kids"})


@dataclass(frozen=True)
class Promise:
    """A statement that protects the reader."""

    statement: Statement
    kind: str
    """denied | limited (only …) | protective (will notify, delete, protect, refund) | choice (you may opt out, withdraw, object)"""

    @cached_property
    def scope(self) -> frozenset[str]:
        """Stems of the words that say whose data, which purpose and whose hands, beyond any data in anybody's hands."""
        words = (*self.statement.words,)
        return frozenset(_CHILD if word in _CHILDREN else stem(word) for word in words if _tells(word))

    @cached_property
    def limits(self) -> frozenset[str]:
        """Words that leave the promise open: those of its condition, and "knowingly", "generally"."""
        condition = self.statement.condition
        own: frozenset[str] = frozenset()
        if condition is not None and condition.kind != "case":
            own = frozenset(stem(word) for word in condition.words if _tells(word)) | {condition.kind}
        return own | narrows(self.statement.words)


def _tells(word: str) -> bool:
    return (
        word[0].isalnum() and word not in FUNCTION and word not in word_list("generic") and word not in verbs() and word not in act_nouns()
    )


def promises_in(statements: Iterable[Statement]) -> Iterator[Promise]:
    """The promises among statements, one per act and object."""
    seen = set()
    for statement in statements:
        kind = _kind(statement)
        if kind and (key := (statement.act, statement.object, kind, statement.span)) not in seen:
            seen.add(key)
            yield Promise(statement, kind)


def _kind(statement: Statement) -> str:
    """denied, limited, protective, choice, or empty for what promises nothing."""
    if not statement.stated:
        return ""
    if statement.act == "refuse":
        duty = statement.modality in ("must", "should") or "need" in statement.words
        return "choice" if statement.actor == "reader" and not (statement.denied or duty) else ""
    if not statement.about_reader or statement.modality == "should":
        return ""
    if statement.act in word_list("intrusive"):
        return _restraint(statement)
    return "protective" if statement.act in word_list("protective") and _is_pledge(statement) else ""


def _restraint(statement: Statement) -> str:
    """denied or limited, or empty."""
    act, condition = statement.act, statement.condition
    if act in _ABOUT_THINGS and statement.object == "reader":
        return ""
    # "Our vendors may not use your data": the company binds them.
    binds = statement.actor == "third-party" and act in _ABOUT_THINGS and (statement.bound or statement.modality in ("may", "must", "will"))
    if statement.denied:
        # "We may not retain it": what might not be done is no promise.
        return "denied" if binds or (statement.actor == "company" and statement.modality != "may") else ""
    limited = (
        condition is not None
        and condition.words[0] in ("only", "solely", "exclusively")
        and act not in ("claim", "charge", "change", "remove", "terminate")
    )
    return "limited" if limited and statement.actor == "company" else ""


def _is_pledge(statement: Statement) -> bool:
    """True for "we will delete your data", not for "we may", "in order to", "your messages will be deleted when you cancel"."""
    if statement.actor != "company" or statement.denied or statement.aim or statement.modality in ("may", "can"):
        return False
    if statement.act == "delete":
        return statement.object in ("data", "content")
    return statement.act != "protect" or bool(statement.modality)  # "We work to protect you" binds nobody.


def may_promise(words: Iterable[str]) -> bool:
    """A cheap gate: False when no word of a text can belong to a promise."""
    return not _telling().isdisjoint(words)


@cache
def _telling() -> frozenset[str]:
    return DENYING | _LIMITING | forms_of(_PROTECTING)


def read_unit(unit: Unit, document: ParsedDocument, names: frozenset[str]) -> tuple[Statement, ...]:
    """The statements of a unit, read once with the line that introduces its list and the heading above it."""
    if unit.kind == "heading":
        return ()
    known: dict[tuple[int, int], tuple[Statement, ...]] = document.memory.setdefault("statements", {})
    place = unit.start, unit.end
    if place not in known:
        known[place] = _read_unit(unit, document, names)
    return known[place]


def _read_unit(unit: Unit, document: ParsedDocument, names: frozenset[str]) -> tuple[Statement, ...]:
    lead_in = lead_in_of(unit, document)
    section = document.page.section(unit.line) if unit.kind == "item" and not lead_in else ()
    return statements_of(unit.text, lead_in, section[-1] if section else "", names)


def statements_in(units: Sequence[Unit], document: ParsedDocument) -> list[Statement]:
    """The statements of some units of a document."""
    names = company_names(document)
    return [statement for unit in units for statement in read_unit(unit, document, names)]


def promises(document: ParsedDocument, acts: frozenset[str] | None = None) -> Iterator[Promise]:
    """The promises of a whole document; of some acts alone, only the units that name one are read."""
    sought = forms_of(acts) if acts else None
    for unit, words in units_with_words(document):
        if (sought is None or not sought.isdisjoint(words)) and (may_promise(words) or may_promise(lead_words(unit, document))):
            yield from promises_in(read_unit(unit, document, company_names(document)))


def units_with_words(document: ParsedDocument) -> list[tuple[Unit, frozenset[str]]]:
    """Every unit of a document with its words."""
    known: list[tuple[Unit, frozenset[str]]] | None = document.memory.get("units-with-words")
    if known is None:
        page = document.page
        units = [unit for line in range(len(page.lines)) if page.lines[line].strip() for unit in page.units(line)]
        rows = words_by_line([unit.text for unit in units])
        known = document.memory["units-with-words"] = list(zip(units, map(frozenset, rows), strict=True))
    return known


def lead_in_of(unit: Unit, document: ParsedDocument) -> str:
    """The line that introduces a list item or a row, or an empty string; looked for once per line."""
    if unit.kind not in ("item", "row"):
        return ""
    known: dict[int, str] = document.memory.setdefault("lead-ins", {})
    if unit.line not in known:
        known[unit.line] = document.page.lead_in(unit.line)
    return known[unit.line]


def lead_words(unit: Unit, document: ParsedDocument) -> Sequence[str]:
    """The words of the line that introduces a list item or a row."""
    lead_in = lead_in_of(unit, document)
    return word_row(lead_in) if lead_in else ()
