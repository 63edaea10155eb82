"""What became of a company's promises between two versions: kept, narrowed, strengthened, withdrawn, reversed, or newly made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from monitor.core.diff.candidates import Candidate
from monitor.core.meaning.clause_tokens import sentence_row, shown
from monitor.core.meaning.denied_anywhere import may_be_denied
from monitor.core.meaning.document_context import DocumentContext
from monitor.core.meaning.parsed import ParsedDocument
from monitor.core.meaning.promises.converse import is_told_from_the_other_side
from monitor.core.meaning.promises.promise import Promise, lead_words, may_promise, promises, promises_in, statements_in
from monitor.core.meaning.promises.restated import (
    is_kept_otherwise,
    is_now_the_rule,
    is_posted,
    is_restated,
    is_said_as_only,
    is_stated_anew,
    shows_way_out,
)
from monitor.core.meaning.rewording.denial import covers
from monitor.core.meaning.statements.model import Statement
from monitor.core.text.lexicon import load
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION, stem, word_row

FATES = ("withdrawn", "narrowed", "reversed", "made", "strengthened", "kept")
LOST, GAINED = frozenset({"withdrawn", "narrowed", "reversed"}), frozenset({"made", "strengthened"})
ENDED = LOST - {"narrowed"}
_TURNED = {"withdrawn": "made", "narrowed": "strengthened", "reversed": "made", "strengthened": "narrowed", "kept": "kept"}
# A promise that no company can sell is not shared for money either: the wider act covers the narrower one.
_COVERS = {
    "sell": frozenset({"sell", "share"}),
    "retain": frozenset({"retain", "collect"}),
    "train": frozenset({"train", "use"}),
    "track": frozenset({"track", "monitor"}),
    "monitor": frozenset({"monitor", "track"}),
}
_MUCH = 0.6
"""Share of a promise's own words that the other version must hold to be the same promise in other words."""
_SOME = 0.34
"""The same for a way to refuse, which is told at length in one place and in a line in another."""
_NEARLY_ALL = 0.85
"""Share of the words of a clause that stand in the other side, denial included, from which it was hardly touched."""


@dataclass(frozen=True)
class PromiseFate:
    """A promise, and what became of it."""

    fate: str
    """withdrawn | narrowed | reversed | made | strengthened | kept"""
    promise: Promise
    """Of the old text when it was lost or kept, of the new text when it was gained."""
    counterpart: Promise | Statement | None = None
    """What stands in its place: the narrower or stronger promise, or the statement that says the opposite."""
    elsewhere: bool = False
    """The counterpart stands outside the change."""

    @property
    def act(self) -> str:
        """What is promised: sell, share, notify …"""
        return self.promise.statement.act

    @property
    def object(self) -> str:
        """data | content | money | rights | reader"""
        return self.promise.statement.object

    @property
    def clause(self) -> str:
        """The promise as the text puts it."""
        return self.promise.statement.clause


def promise_fates(candidate: Candidate, context: DocumentContext) -> tuple[PromiseFate, ...]:
    """What one change does to the promises on its two sides; lost ones first.

    A promise is looked for in the other side, then in the whole other text: in synonyms, brackets, lists and other sections.
    """
    if candidate.equal:
        return ()
    return both_ways(seen_from_old(candidate, context), seen_from_old(candidate.mirrored(), context.mirrored()))


def seen_from_old(candidate: Candidate, context: DocumentContext) -> list[PromiseFate]:
    """What became of the promises on the old side; found once for a change, which is asked for as it is and turned round."""
    ends = [(side[0].start, side[-1].end) if side else () for side in (candidate.old, candidate.new)]
    name = f"promise-fates {ends}"
    known: list[PromiseFate] | None = context.old.memory.get(name)
    if known is None:
        found = [] if is_cut(context) else list(_fates(candidate.old, candidate.new, context.old, context.new))
        known = context.old.memory[name] = found
    return known


_CUT = 0.4
"""Share of a text that is left when a capture was cut short: an edit of a policy that leaves less brings something new as well."""


def is_cut(context: DocumentContext) -> bool:
    """True when most of the old text is gone and nothing came for it: that is a broken capture, and withdraws nothing."""
    return not context.added and context.removed > 1 and len(context.new.page.text) < _CUT * len(context.old.page.text)


def both_ways(lost: Sequence[PromiseFate], back: Sequence[PromiseFate]) -> tuple[PromiseFate, ...]:
    """The fates of the promises of both sides.

    Args:
        lost: those of the old side.
        back: those of the new side, as if the new text came first: what is withdrawn there was made.
    """
    gained = [
        PromiseFate(_TURNED[found.fate], found.promise, found.counterpart, found.elsewhere)
        for found in back
        # A way to refuse comes with what may be refused, and is no gain by itself.
        if found.fate in LOST and found.promise.kind != "choice"
    ]
    firm = [f for f in gained if f.fate == "made" or not any(g.fate in LOST | GAINED and g.act == f.act for g in lost)]
    return tuple(sorted([*lost, *firm], key=lambda found: FATES.index(found.fate)))


def fate(promise: Promise, others: Sequence[Promise], statements: Iterable[Statement] = ()) -> PromiseFate:
    """What became of a promise, going by another text.

    Args:
        promise: of the one text.
        others: the promises of the other text.
        statements: what the other text says in the same place, where the opposite counts.
    """
    rivals = [other for other in others if _alike(promise, other)]
    for verdict in ("kept", "strengthened"):
        for other in rivals:
            if _compare(promise, other) == verdict:
                return PromiseFate(verdict, promise, other)
    statements = list(statements)
    if any(is_said_as_only(promise, statement) for statement in statements):
        return PromiseFate("kept", promise)
    for statement in statements:
        if _is_opposite(promise, statement):
            return PromiseFate("reversed", promise, statement)
    for other in rivals:
        if _compare(promise, other) == "narrowed":
            return PromiseFate("narrowed", promise, other)
    return PromiseFate("withdrawn", promise)


def _alike(promise: Promise, other: Promise) -> bool:
    one, two = promise.statement, other.statement
    if promise.kind != other.kind and not (promise.kind == "limited" and other.kind == "denied"):
        return False
    if two.act not in _COVERS.get(one.act, frozenset({one.act})):
        return False
    return one.object == two.object or {one.object, two.object} <= {"data", "content"} or promise.kind == "protective"


def _compare(promise: Promise, other: Promise) -> str:
    """kept, strengthened, narrowed, or empty for a promise about something else."""
    if by_number := _numbers(promise, other):
        return by_number
    return _compare_denials(promise, other) if promise.kind == "denied" else _compare_pledges(promise, other)


def _compare_denials(promise: Promise, other: Promise) -> str:
    """Of two denials the one with fewer words of scope excludes more."""
    own, theirs = promise.scope, other.scope
    shared, beyond = len(own & theirs), theirs - own
    if own and theirs and shared < _MUCH * min(len(own), len(theirs)):
        return ""
    if other.limits - promise.limits - own:
        return "narrowed"
    if not beyond:
        return "strengthened" if promise.limits - other.limits - theirs else "kept"
    # "with advertisers or brokers" excludes more than "with advertisers".
    listed = bool(own) and not own - theirs and other.statement.words.count("or") > promise.statement.words.count("or")
    if listed or shared >= _MUCH * len(theirs):
        return "kept"
    return "" if own - theirs else "narrowed"


def _compare_pledges(promise: Promise, other: Promise) -> str:
    """Of two pledges to do something the one with more words of scope pledges more; one with "only" allows more."""
    own, theirs = promise.scope, other.scope
    if promise.kind == "limited" and own and theirs and (own < theirs or theirs < own):
        # "only for support" became "only for support or marketing".
        return "narrowed" if own < theirs else "strengthened"
    if promise.kind == "choice":
        # "In your Settings tab" says where, not what of.
        own, theirs = own - _WHERE, theirs - _WHERE
        return "kept" if len(own & theirs) >= _SOME * len(own) else ""
    if len(own & theirs) < _MUCH * len(own):
        return ""
    return "narrowed" if other.limits - promise.limits - own else "kept"


_WHERE = frozenset(
    map(
        stem,
        ("settings", "setting", "tab", "page", "menu", "link", "form", "account", "button", "preferences", "section", "dashboard", "click"),
    )
)


def _numbers(promise: Promise, other: Promise) -> str:
    """narrowed or strengthened when one number became another: an age, a period of notice, a time until deletion."""
    before, after = (sorted(_amounts(p)) for p in (promise, other))
    if "%" in promise.statement.clause:
        return ""  # "we tell you when you have used 80 % of your space"
    same = {word for word in promise.scope ^ other.scope if not word.isdecimal()}
    if len(before) != 1 or len(after) != 1 or isclose(before[0], after[0], rel_tol=_ABOUT) or len(same) > 3:
        return ""
    grows = after > before
    if "under" in promise.statement.words or "age" in promise.statement.words:
        return "strengthened" if grows else "narrowed"
    # Later deletion is worse; a younger age and a shorter notice are.
    return "narrowed" if grows == (promise.statement.act in ("delete", "retain", "refund")) else "strengthened"


def _amounts(promise: Promise) -> Iterator[float]:
    """Its numbers; of a period, the days: "2 weeks" is more than "10 days"."""
    words = promise.statement.words
    for at, word in enumerate(words):
        if word in promise.scope and word.isdecimal() and len(word) < _DIGITS:
            yield int(word) * next((_DAYS[unit] for near in words[at + 1 : at + 3] if (unit := near.removesuffix("s")) in _DAYS), 1.0)


_DAYS: dict[str, float] = load("words.en.yaml")["days"]
_DIGITS, _ABOUT = 6, 0.05
"""Digits from which a number is none of years or days; how far apart two periods are that may be the same: "a month", "30 days"."""


def _is_opposite(promise: Promise, statement: Statement) -> bool:
    """True for "we may sell your data" in the place of "we do not sell your data", unless the reader must agree first."""
    own = promise.statement
    if promise.kind == "protective":
        return (
            statement.act == own.act and statement.denied and statement.actor == "company" and statement.stated and statement.about_reader
        )
    if statement.actor != "company" or statement.denied or not statement.stated or promise.kind != "denied":
        return False
    if statement.condition is not None and statement.condition.kind in ("consent", "only"):
        return False
    return own.act == statement.act and (own.object == statement.object or {own.object, statement.object} <= {"data", "content"})


def _fates(here: Sequence[Unit], there: Sequence[Unit], own: ParsedDocument, other: ParsedDocument) -> Iterator[PromiseFate]:
    """What became of the promises of one side."""
    made = [unit for unit in here if may_promise(word_row(unit.text)) or may_promise(lead_words(unit, own))]
    if not made:
        return
    found = list(promises_in(statements_in(made, own)))
    if not found:
        return
    said = statements_in(there, other)
    opposite = list(promises_in(said))
    side = frozenset(stem(word) for unit in there for word in word_row(unit.text))
    for promise in _distinct(found):
        verdict = fate(promise, opposite, said)
        told = promise.statement.verb in side or shows_way_out(there)
        if promise.kind == "choice" and verdict.fate == "withdrawn" and told:
            verdict = PromiseFate("kept", promise)  # the way to opt out is told in other words
        stands = _untouched(promise, side, there) and not _is_now_an_order(promise, said)
        if verdict.fate in ("withdrawn", "narrowed") and (stands or other.has(_clause(promise))):
            verdict = PromiseFate("narrowed" if _limited_anew(promise, here, there) else "kept", promise)
        if verdict.fate == "withdrawn" and promise.kind == "denied" and is_now_the_rule(here, there, own, other):
            verdict = PromiseFate("narrowed", promise)
        if verdict.fate == "withdrawn" and promise.statement.act == "notify" and is_posted(there):
            verdict = PromiseFate("narrowed", promise)
        if verdict.fate == "withdrawn" and promise.kind in ("protective", "choice") and is_restated(here, there):
            verdict = PromiseFate("kept", promise)
        if verdict.fate in LOST and promise.kind == "denied" and _denied_otherwise(promise, there):
            verdict = PromiseFate("kept", promise)
        if verdict.fate in LOST and is_told_from_the_other_side(promise, there):
            verdict = PromiseFate("kept", promise)
        if verdict.fate in LOST and (is_stated_anew(here, there) or is_kept_otherwise(promise, there, said)):
            verdict = PromiseFate("kept", promise)
        if verdict.fate in ("withdrawn", "narrowed", "reversed"):
            verdict = _elsewhere(promise, verdict, other)
        yield verdict


def _denied_otherwise(promise: Promise, there: Sequence[Unit]) -> bool:
    """True when a sentence of the other side denies the same in a form that is read as no promise: "it is not for sale"."""
    # "We do not sell your data" became "rest assured: your data will never be up for sale".
    own = promise.statement.words
    return any(covers(own, sentence.words) for unit in there for sentence in sentence_row(shown(unit.text)) if not sentence.question)


def _is_now_an_order(promise: Promise, said: Sequence[Statement]) -> bool:
    """True where "We do not sell your data" became "You must not sell your data": hardly a word differs, but who is bound."""
    own = promise.statement
    return any(one.denied and one.actor == "reader" and (one.act, one.object) == (own.act, own.object) for one in said)


def _distinct(found: Sequence[Promise]) -> Iterator[Promise]:
    """One promise per clause and act: "sell, rent or lease" is one."""
    seen = set()
    for promise in found:
        key = promise.statement.act, promise.statement.object, promise.kind, promise.scope
        if key not in seen:
            seen.add(key)
            yield promise


def _clause(promise: Promise) -> Sequence[str]:
    return word_row(promise.statement.clause)


def _untouched(promise: Promise, side: frozenset[str], there: Sequence[Unit]) -> bool:
    """True when nearly all words of the clause, its denial among them, stand in the other side, though no promise was read there."""
    own = {stem(word) for word in promise.statement.words if word[0].isalnum() and (word not in FUNCTION or word in ("not", "no"))}
    if any(word.isdecimal() for word in own - side):
        return False
    return bool(own) and bool(there) and len(own & side) >= _NEARLY_ALL * len(own) and (promise.kind != "denied" or _denies(side))


_LIMITING = frozenset({"unless", "except", "excluding", "exception", "excepting", "generally", "typically", "knowingly", "usually"})


def _limited_anew(promise: Promise, here: Sequence[Unit], there: Sequence[Unit]) -> bool:
    """True when a word that limits came in beside a clause that stands."""
    before, after = ({word for unit in side for word in word_row(unit.text)} for side in (here, there))
    # "more than a minor change" limits nothing, "other than to our hosts" does.
    told_anew = sum(unit.text.lower().count("other than") for unit in there) - sum(unit.text.lower().count("other than") for unit in here)
    if not there or (after - before) & _LIMITING or told_anew > 0:
        return bool(there)
    # "only for support" became "only for support or advertising", "except as told here" became "except as told here or there".
    wider = promise.kind == "limited" or bool(promise.limits)
    ors = [sum(word_row(unit.text).count("or") for unit in side) for side in (here, there)]
    return wider and ors[1] > ors[0] and not before - after


def _denies(side: frozenset[str]) -> bool:
    return not side.isdisjoint({"not", "no", "never", "nor", "neither", "without", "don't", "won't", "cannot"})


def _elsewhere(promise: Promise, verdict: PromiseFate, other: ParsedDocument) -> PromiseFate:
    """The same promise in another place of the other text, else the verdict of the place where it stood."""
    acts = _COVERS.get(promise.statement.act, frozenset({promise.statement.act}))
    known: dict[frozenset[str], list[Promise]] = other.memory.setdefault("promises-of", {})
    if acts not in known:
        known[acts] = list(promises(other, acts))
    again = fate(promise, known[acts])
    if again.fate in ("kept", "strengthened"):
        return PromiseFate("kept", promise, again.counterpart, elsewhere=True)
    if verdict.fate == "withdrawn" and again.fate == "narrowed":
        return PromiseFate("narrowed", promise, again.counterpart, elsewhere=True)
    # "Data sold: none", "Selling your data is something we will never do": not read as a promise, but not to be called gone either.
    if verdict.fate == "withdrawn" and promise.kind == "denied" and may_be_denied({promise.statement.act}, promise.statement.words, other):
        return PromiseFate("kept", promise, elsewhere=True)
    return verdict
