"""Features of form: how long a change is, what it is made of, whether it looks like a statement at all."""

from __future__ import annotations

import re

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import Seen
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.markdown_links import remove
from monitor.core.text.phrases import PhraseMatcher, same_suffix
from monitor.core.text.tokens import FUNCTION, plain

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|do|does|will|may|can|must|shall|should|would|could|[a-z]+(?:ed|es|ing)|we|you|use|collect|share|"
    r"provide|agree|see)\b",
    re.IGNORECASE,
)
_POINTER = PhraseMatcher(
    same_suffix("learn more|find out more|click here|read more|for more information|as set out|visit our|table of contents|back to top")
    | {
        "more information ": "about|on|can",
        "please ": "see|refer|visit|read|review",
        "available ": "here|at",
        "described ": "in|below|above",
        "this ": "(?:section|page) (?:explains|describes)",
    },
    words={"see ": "our|the|below|section"},  # "We oversee the work of the millers" points nowhere
)
_EXAMPLE = re.compile(
    r"\W*(?:for example|for instance|examples?\b|e\.g\.|this means|in other words|note that|please note|such as)", re.IGNORECASE
)
_LIST_LIKE = 0.25
"""Share of function words below which a text is a list of names rather than prose."""


def root(n: float) -> float:
    """A count brought to a scale on which the tenth of something weighs less than the first."""
    return float(min(n, 200) ** 0.5) / 5


def form_features(change: Comparison) -> Seen:
    """What a change looks like."""
    kind = change.kind
    text = change.new.text or change.old.text
    yield f"kind:{kind}", 1.0
    yield from _sizes(change, kind)
    yield from _forms(change, kind)
    yield from _link_forms(text)
    if kind != "reworded":
        yield from _ends(text.rstrip(), kind)
    yield from _voices(change)
    yield from _prose(change, change.new if change.new.text else change.old)


def _sizes(change: Comparison, kind: str) -> Seen:
    old, new = len(change.old.words), len(change.new.words)
    yield "size:old", root(old)
    yield "size:new", root(new)
    yield f"size:{kind}", root(new or old)
    if (new or old) < 6:
        yield f"form:short:{kind}", 1.0


def _forms(change: Comparison, kind: str) -> Seen:
    kinds = {unit.kind for unit in change.candidate.new or change.candidate.old}
    if kinds == {"heading"}:
        yield "form:heading", 1.0
    if "row" in kinds:
        yield f"form:row:{kind}", 1.0
    if "item" in kinds:
        yield "form:item", 1.0


def _link_forms(text: str) -> Seen:
    shown = plain(text)
    if len(remove(text).strip(" -*|.\n")) < 0.25 * len(shown):
        yield "form:links", 1.0
    if not _VERB.search(shown):
        yield "form:verbless", 1.0


def _ends(text: str, kind: str) -> Seen:
    if not text.rstrip(' "”)*|').endswith((".", ";", ":", "!", "?")):
        yield f"form:unstopped:{kind}", 1.0
    if text.endswith("?"):
        yield "form:question", 1.0


def _voices(change: Comparison) -> Seen:
    spoken = {*change.new.words, *change.old.words}
    yield "voice:we", float(not spoken.isdisjoint(("we", "our", "us")))
    yield "voice:you", float(not spoken.isdisjoint(("you", "your")))


def _prose(change: Comparison, side: ParsedText) -> Seen:
    """Words that point elsewhere or explain, and whether the text is prose."""
    kind = "reworded" if change.reworded else "one-sided"
    if side.says(_POINTER):
        yield f"cue:pointer:{kind}", 1.0
    if _EXAMPLE.match(side.text):
        yield f"cue:example:{kind}", 1.0
    if side.text.count("](") >= 3:
        yield f"cue:many-links:{kind}", 1.0
    if every := change.new.words or change.old.words:
        share = sum(map(FUNCTION.__contains__, every)) / len(every)
        yield "prose:function-share", share
        if share < _LIST_LIKE and len(every) > 8:
            yield "prose:list-like", 1.0
