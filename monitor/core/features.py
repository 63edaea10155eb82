"""What can be seen of a candidate change: named features, each a number, from which rules and weights judge it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from monitor.core.grouping import Candidate
from monitor.core.segment import Page, Unit
from monitor.core.statements import Frame, frames
from monitor.core.vocabulary import Concept, english
from monitor.core.wording import plain, words

NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "cannot",
        "neither",
        "nor",
        "without",
        "nobody",
        "none",
        "nothing",
        "don't",
        "doesn't",
        "won't",
        "isn't",
        "aren't",
        "can't",
        "didn't",
        "shouldn't",
        "mustn't",
    ]
)
MODALS = {"may": 0, "might": 0, "can": 0, "could": 0, "will": 1, "must": 1, "shall": 1, "should": 1, "would": 1}
FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "their",
        "our",
        "your",
        "his",
        "her",
        "we",
        "you",
        "they",
        "us",
        "them",
        "i",
        "my",
        "me",
        "he",
        "she",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "when",
        "where",
        "how",
        "than",
        "then",
        "so",
        "such",
        "also",
        "any",
        "all",
        "each",
        "other",
        "both",
        "some",
        "more",
        "most",
        "if",
        "but",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "not",
        "no",
        "may",
        "will",
        "can",
        "must",
        "shall",
        "would",
        "could",
        "should",
        "might",
        "s",
        "t",
        "re",
        "ve",
        "ll",
        "about",
        "into",
        "through",
        "over",
        "under",
        "out",
        "up",
        "via",
        "per",
        "e",
        "g",
        "i",
        "etc",
        "please",
        "here",
        "there",
        "only",
        "just",
        "well",
        "new",
        "own",
        "click",
        "see",
        "read",
        "visit",
        "learn",
        "follow",
        "following",
        "section",
        "above",
        "below",
        "including",
        "include",
        "includes",
        "included",
        "such",
    ]
)
_NUMBER = re.compile(r"\d")
DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?\s+\d{1,2}|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
    re.IGNORECASE,
)
DATED_LINE = re.compile(
    r"(?:last (?:updated|revised|modified|reviewed)|effective|updated(?: on)?|revised|version|date of last|published|posted|copyright|©)",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\[[^\]]*\]\([^)]*\)")
_CONTACT = re.compile(
    r"@|\+?\(?\d{2,4}\)?[\s.-]\d{3}|\b(?:street|st\.|avenue|suite|floor|road|p\.?o\.? box|tel|phone|fax|email|e-mail)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|do|does|will|may|can|must|shall|should|would|could|[a-z]+(?:ed|es|ing)|we|you|use|collect|share|provide|agree|see)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Reading:
    """One side of a candidate, read once."""

    text: str
    words: list[str]
    concepts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Reading:
        """Reads the units of one side."""
        return read(units[0].text.strip()) if len(units) == 1 else cls.of_text(join(units))

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """Reads a stretch of text."""
        side = cls(text, words(text))
        hits = english().find(side.words)
        for start, end, concept in hits:
            side.concepts.setdefault(concept.id, []).append((start, end))
        side.frames = frames(side.words, hits)
        return side


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """A statement, read once however often it is asked for; not to be altered."""
    return Reading.of_text(text)


@lru_cache(maxsize=8192)
def line_words(line: str) -> str:
    """The words of a line with blanks between; two versions share most of their lines."""
    return " ".join(words(line))


def join(units: Sequence[Unit]) -> str:
    """The text of units that stand together, as one string; lines stay lines."""
    return "\n".join("".join(u.text for u in units if u.line == line).strip() for line in dict.fromkeys(u.line for u in units)).strip()


class Whole:
    """A whole text, for asking whether words still stand, or stood already, elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._speaks: dict[str, bool] = {}
        self.memory: dict[str, list[Reading]] = {}
        """For signals that read the whole text once."""

    def speaks_of(self, concept: str) -> bool:
        """True when the text names a concept anywhere."""
        known = self._speaks.get(concept)
        if known is None:
            text = self.words
            known = self._speaks[concept] = any(term in text for term in english().terms[concept] if "*" not in term)
        return known

    @cached_property
    def words(self) -> str:
        """All words, a blank between each and at both ends."""
        return f" {' '.join(run for line in self.page.lines if line and (run := line_words(line)))} "

    def holds(self, run: Sequence[str]) -> float:
        """The share of a run's five-word stretches (sampled evenly, at most 12) that stand in this text."""
        size = min(5, len(run))
        if size == 0:
            return 0.0
        places = range(len(run) - size + 1)
        step = max(1, len(places) // 12)
        asked = [f" {' '.join(run[at : at + size])} " for at in places[::step]]
        return sum(stretch in self.words for stretch in asked) / len(asked)


@dataclass(slots=True)
class Context:
    """What is known of the two texts around a candidate."""

    old: Whole
    new: Whole
    kind: str = "privacy"
    """privacy | terms | cookies | rules"""
    candidates: int = 1
    share: float = 0.0
    """Changed words by all words of both texts."""
    repeats: Counter[str] = field(default_factory=Counter)
    """How often the same words were put for the same others."""
    reworded: int = 0
    added: int = 0
    removed: int = 0
    headings: bool = False
    """Both texts have marked headings."""
    date_moved: bool = False
    """A printed "last updated" line is another one."""
    date_stands: bool = False
    """A printed "last updated" line stands unchanged in both texts."""


@dataclass(slots=True)
class Look:
    """A candidate with everything that is seen of it."""

    candidate: Candidate
    old: Reading
    new: Reading
    gone: list[str]
    """Words that left, in order."""
    come: list[str]
    gone_concepts: dict[str, float]
    """Concepts that the old side held and the new doesn't, or that lost a mention among the changed words."""
    come_concepts: dict[str, float]
    section: tuple[str, ...]
    features: dict[str, float] = field(default_factory=dict)


def look(candidate: Candidate, context: Context) -> Look:
    """Looks at a candidate: words and concepts that came and went, and the features."""
    old, new = Reading.of(candidate.old), Reading.of(candidate.new)
    gone, come = difference(old.words, new.words)
    page, units = (context.new.page, candidate.new) if candidate.new else (context.old.page, candidate.old)
    section = page.section(units[0].line)
    seen = Look(candidate, old, new, gone, come, _concepts_lost(old, new), _concepts_lost(new, old), section)
    seen.features = dict(_features(seen, context))
    return seen


def difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Words that left and that came, as multisets, in order of their text."""
    left, right = Counter(old), Counter(new)
    gone, come = left - right, right - left
    return _in_order(old, gone), _in_order(new, come)


def _in_order(text: list[str], bag: Counter[str]) -> list[str]:
    rest = Counter(bag)
    out = []
    for word in text:
        if rest[word] > 0:
            rest[word] -= 1
            out.append(word)
    return out


def _concepts_lost(here: Reading, there: Reading) -> dict[str, float]:
    """1 for a concept that the other side lacks, 0.4 for one that the other side mentions less often."""
    lost = {}
    for name, places in here.concepts.items():
        if name not in there.concepts:
            lost[name] = 1.0
        elif len(there.concepts[name]) < len(places):
            lost[name] = 0.4
    return lost


def _features(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    yield from _shape(seen, context)
    yield from _wording_features(seen, context)
    yield from _concept_features(seen)
    yield from _frame_features(seen)
    yield from _news(seen, context)
    yield from _document(seen, context)


_NEWS = frozenset({"data", "recipient", "purpose", "act", "right", "choice", "transfer", "region"})


def _news(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    """Concepts that the whole other text never names: a class of data, recipient, purpose or right that is new, or gone, altogether."""
    vocabulary = english().concepts
    for bag, other, sign in ((seen.come_concepts, context.old, "come"), (seen.gone_concepts, context.new, "gone")):
        fresh = [c for c in bag if vocabulary[c].group in _NEWS and not other.speaks_of(c)]
        if fresh:
            yield f"news:{sign}", min(len(fresh), 3) / 2
            if any(vocabulary[c].tier >= 4 for c in fresh):
                yield f"news:{sign}:tier-high", 1.0
        for group in {vocabulary[c].group for c in fresh}:
            yield f"news:{sign}:{group}", 1.0


def _log(n: float) -> float:
    return min(n, 200) ** 0.5 / 5


def _shape(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    candidate = seen.candidate
    kind = "reworded" if candidate.old and candidate.new else "added" if candidate.new else "removed"
    yield f"kind:{kind}", 1.0
    text = seen.new.text or seen.old.text
    units = candidate.new or candidate.old
    yield "size:old", _log(len(seen.old.words))
    yield "size:new", _log(len(seen.new.words))
    yield f"size:{kind}", _log(len(seen.new.words) or len(seen.old.words))
    if all(u.kind == "heading" for u in units):
        yield "form:heading", 1.0
    if any(u.kind == "row" for u in units):
        yield f"form:row:{kind}", 1.0
    if any(u.kind == "item" for u in units):
        yield "form:item", 1.0
    bare = _LINKED.sub("", text).strip(" -*|.\n")
    if len(bare) < 0.25 * len(plain(text)):
        yield "form:links", 1.0
    if not _VERB.search(plain(text)):
        yield "form:verbless", 1.0
    if len(seen.new.words or seen.old.words) < 6:
        yield f"form:short:{kind}", 1.0
    content = [w for w in (seen.gone + seen.come) if w not in FUNCTION]
    if kind == "reworded" and content:
        if any(name in seen.come_concepts for name in ("region",)) or "region" in seen.gone_concepts:
            yield "edit:region", 1.0
        if _inserted_in_list(seen):
            yield "edit:list-entry", 1.0
    if kind != "reworded":
        if not text.rstrip(' "”)*|').endswith((".", ";", ":", "!", "?")):
            yield f"form:unstopped:{kind}", 1.0
        if text.rstrip().endswith("?"):
            yield "form:question", 1.0
    pronouns = set(seen.new.words) | set(seen.old.words)
    yield "voice:we", float(bool(pronouns & {"we", "our", "us"}))
    yield "voice:you", float(bool(pronouns & {"you", "your"}))


def _wording_features(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    gone, come = seen.gone, seen.come
    changed = gone + come
    content = [w for w in changed if w not in FUNCTION]
    kind = "reworded" if seen.candidate.old and seen.candidate.new else "one-sided"
    if kind == "reworded":
        yield "edit:gone", _log(len(gone))
        yield "edit:come", _log(len(come))
        yield "edit:content", _log(len(content))
        yield "edit:share", len(changed) / max(1, len(seen.old.words) + len(seen.new.words))
        if not changed:
            yield "edit:none", 1.0
        if changed and not content:
            yield "edit:function-words", 1.0
        if len(changed) == 1:
            yield "edit:one-word", 1.0
        if len(content) <= 2:
            yield "edit:few", 1.0
        stems = {w.rstrip("seding") for w in gone if w not in FUNCTION} ^ {w.rstrip("seding") for w in come if w not in FUNCTION}
        if content and not stems:
            yield "edit:inflection", 1.0
        if set("".join(gone)) and "".join(gone) == "".join(come):
            yield "edit:spelling", 1.0
        yield "edit:repeated", min(context.repeats[edit_name(gone, come)] - 1, 4) / 2
    numbers = [w for w in changed if _NUMBER.search(w)]
    raw = seen.old.text + " " + seen.new.text
    if numbers:
        yield f"edit:number:{kind}", 1.0
        if DATE.search(raw) and not [w for w in content if w not in numbers and not DATE.search(w + " 1")]:
            yield f"edit:date-only:{kind}", 1.0
    if DATED_LINE.search(raw) and DATE.search(raw) and len(raw) < 300:
        yield f"text:date-line:{kind}", 1.0
    names = _names(seen)
    if content:
        yield f"edit:names:{kind}", names / len(content)
    if _CONTACT.search(raw):
        yield f"text:contact:{kind}", 1.0
    for side, sign in ((gone, "gone"), (come, "come")):
        present = set(side)
        if present & NEGATIONS:
            yield f"{sign}:negation:{kind}", 1.0
        for modal in sorted(MODALS.keys() & present):
            yield f"{sign}:{modal}:{kind}", 1.0
    if kind == "one-sided":
        yield from _novelty(seen, context)


_LISTED = re.compile(r"(?:,|;|\band\b|\bor\b)", re.IGNORECASE)


def _inserted_in_list(seen: Look) -> bool:
    """True when only words came, and they stand in an enumeration ("your name, e-mail and interests")."""
    return len(seen.gone) <= 1 and 0 < len(seen.come) <= 8 and len(_LISTED.findall(seen.new.text)) >= 3


def _names(seen: Look) -> int:
    """How many of the changed words are written with a capital in the middle of a sentence."""
    count = 0
    for text, bag in ((seen.old.text, seen.gone), (seen.new.text, seen.come)):
        capitals = {w.lower() for w in re.findall(r"(?<=[a-z,] )[A-Z][\w’']+", text)}
        count += sum(w in capitals for w in bag if w not in FUNCTION)
    return count


def edit_name(gone: Sequence[str], come: Sequence[str]) -> str:
    """A name for an edit, equal where the same words were put for the same others."""
    return " ".join(gone[:12]) + " → " + " ".join(come[:12])


def _novelty(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    """How much of what came stood already, or of what went still stands, elsewhere."""
    here, there, side, sign = (
        (context.new, context.old, seen.new, "added") if seen.candidate.new else (context.old, context.new, seen.old, "removed")
    )
    yield f"elsewhere:{sign}", there.holds(side.words)
    units = seen.candidate.new or seen.candidate.old
    twice = sum(here.words.count(f" {' '.join(run)} ") > 1 for unit in units if (run := words(unit.text)))
    yield "elsewhere:twice", twice / len(units)


def _concept_features(seen: Look) -> Iterable[tuple[str, float]]:
    reworded = bool(seen.candidate.old and seen.candidate.new)
    vocabulary = english().concepts
    groups: Counter[str] = Counter()
    for bag, sign in ((seen.gone_concepts, "gone"), (seen.come_concepts, "come")):
        side = f"{sign}:reworded" if reworded else sign
        for name, weight in bag.items():
            concept = vocabulary[name]
            yield f"{side}:{name}", weight
            groups[f"{side}:group:{concept.group}"] += 1
            if concept.tier >= 4 and weight == 1.0:
                groups[f"{side}:tier-high"] += 1
    for name, count in groups.items():
        yield name, min(count, 4) / 2
    if reworded:
        for name in seen.old.concepts.keys() & seen.new.concepts.keys():
            yield f"both:{vocabulary[name].group}", 1.0
    for name in {c.id for c in section_concepts(seen.section)}:
        yield f"section:{name}", 1.0


_POINTER = re.compile(
    r"learn more|find out more|click here|read more|for more information|more information (?:about|on|can)|please (?:see|refer|visit|read|review)|see (?:our|the|below|section)|"
    r"available (?:here|at)|described (?:in|below|above)|as set out|visit our|table of contents|back to top|this (?:section|page) (?:explains|describes)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^\W*(?:for example|for instance|examples?\b|e\.g\.|this means|in other words|note that|please note|such as)", re.IGNORECASE
)


def _frame_features(seen: Look) -> Iterable[tuple[str, float]]:
    kind = "reworded" if seen.candidate.old and seen.candidate.new else "one-sided"
    before, after = set(seen.old.frames), set(seen.new.frames)
    acts_before, acts_after = {(f.role, f.act) for f in before}, {(f.role, f.act) for f in after}
    for frames_, sign in ((acts_before - acts_after, "gone"), (acts_after - acts_before, "come")):
        for role in {role for role, _ in frames_}:
            yield f"frame:{sign}:{kind}:{role}", 1.0
        for role, act in frames_:
            if role in ("denial", "intrusion"):
                yield f"frame:{sign}:{role}:{act}", 1.0
    if kind == "reworded":
        content = [w for w in seen.gone + seen.come if w not in FUNCTION]
        for role in {role for role, _ in acts_before & acts_after}:
            yield f"frame:kept:{role}", 1.0
            if content:
                yield f"frame:touched:{role}", 1.0
        if {f.modality for f in before} != {f.modality for f in after}:
            yield "frame:modality", 1.0
    text = seen.new.text or seen.old.text
    if _POINTER.search(text):
        yield f"cue:pointer:{kind}", 1.0
    if _EXAMPLE.search(text):
        yield f"cue:example:{kind}", 1.0
    every = seen.new.words or seen.old.words
    if every:
        share = sum(w in FUNCTION for w in every) / len(every)
        yield "prose:function-share", share
        if share < 0.25 and len(every) > 8:
            yield "prose:list-like", 1.0
    if text.count("](") >= 3:
        yield f"cue:many-links:{kind}", 1.0


def section_concepts(section: Sequence[str]) -> list[Concept]:
    """The concepts that the nearest two headings name."""
    return [hit[2] for title in section[-2:] for hit in english().find(words(title))]


def _document(seen: Look, context: Context) -> Iterable[tuple[str, float]]:
    yield f"document:{context.kind}", 1.0
    yield "document:changes", _log(min(context.candidates, 30))
    yield "document:share", min(context.share, 0.25)
    if context.candidates == 1:
        yield "document:only-change", 1.0
    if context.headings:
        yield "document:headings", 1.0
    if context.date_moved:
        yield "document:date-moved", 1.0
    if context.date_stands:
        yield "document:date-stands", 1.0
    if not context.reworded:
        yield "document:nothing-reworded", 1.0
        if not context.added and context.removed:
            yield "document:only-losses", 1.0
        if not context.removed and context.added:
            yield "document:only-gains", 1.0
    if context.reworded:
        yield "document:reworded", _log(min(context.reworded, 15))
    page, units = (context.new.page, seen.candidate.new) if seen.candidate.new else (context.old.page, seen.candidate.old)
    at = units[0].start / max(1, len(page.text))
    if at < 0.03:
        yield "place:top", 1.0
    if at > 0.97:
        yield "place:bottom", 1.0
