"""Strings attached: consent asked only where the law asks for it, a right under a new condition, "none" that became something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text import markdown_links
from monitor.core.text.segment import Unit

_CONSENT = re.compile(r"\byour (?:\w+ )?(?:consent|permission|agreement)\b")
_AS_REQUIRED = re.compile(
    r"\b(?:where|if|when|as|to the extent)(?: (?:it|this|that) is| such consent is| legally)?"
    r" (?:required|necessary|applicable|needed|mandated)\b"
    r"|\bwhere the law (?:requires|demands)\b"
)
""" "With your consent, where required by law": asked no more than the law asks."""
_NEAR = 60
"""Characters between the consent and what qualifies it."""

_CONDITIONS = frozenset({"if", "where", "when", "provided", "unless", "only", "subject", "except", "once", "after"})
# "You may cancel at any time": how a sentence begins that gives the reader a right.
_GRANTS = (("you", "may"), ("you", "can"), ("you", "have", "the", "right"), ("you", "are", "entitled"), ("you", "will", "receive"))
_RIGHTS = frozenset(
    ("cancel", "delete", "erase", "access", "opt", "withdraw", "terminate", "object", "request", "correct", "rectify", "return", "download",
     "export", "appeal", "refuse", "revoke", "unsubscribe", "receive", "restrict", "close", "refund", "copy", "port", "transfer", "choose")
)  # fmt: skip
_SHORTEST = 3
"""Words of a condition: "if available" is hardly one."""

_NONE = frozenset(
    {"none", "no", "never", "n/a", "na", "not applicable", "nothing", "nobody", "no one", "not shared", "not sold", "not collected"}
)
# "Recipients: none", "Sold to | N/A", and not "Exceptions: none".
_FLOW = re.compile(
    r"\b(?:recipients?|shar(?:e|ed|ing)|s(?:ell|old|ale)|disclos\w*|third[ -]part(?:y|ies)|collect\w*|track\w*|transfer\w*)\b"
)
"""What a heading or label must name, so that "none" says that nothing is done with data."""
_LABELLED = re.compile(r"(?P<label>[^:|]{3,80}):\s*+(?P<value>\S.*)", re.DOTALL)


@seen_or_not
def limit_features(change: Comparison) -> Iterator[str]:
    """What now holds only with strings attached, or no longer has them."""
    if not (change.old.words and change.new.words):
        return
    if all(_CONSENT.search(side.lower) for side in (change.old, change.new)):
        before, after = (_as_required(side) for side in (change.old, change.new))
        if before != after:
            yield "consent:as-required" if after else "consent:always"
    if _is_conditioned(change.old.words, change.new.words):
        yield "right:conditioned"
    if _is_conditioned(change.new.words, change.old.words):
        yield "right:unconditioned"
    yield from _nothing(change)


def _as_required(side: ParsedText) -> bool:
    """True when consent is asked only as far as the law asks for it."""
    asked, qualified = ([found.span() for found in pattern.finditer(side.lower)] for pattern in (_CONSENT, _AS_REQUIRED))
    pairs = [(min(one, other), max(one, other)) for one in asked for other in qualified]
    return any(0 <= second[0] - first[1] <= _NEAR for first, second in pairs)


def _is_conditioned(free: Sequence[str], bound: Sequence[str]) -> bool:
    """True when the second says what the first says, with a condition before or behind it: "You may cancel at any time"."""
    more = len(bound) - len(free)
    if more < _SHORTEST or not _grants(free):
        return False
    if list(bound[more:]) == list(free):
        return bound[0] in _CONDITIONS
    return list(bound[: len(free)]) == list(free) and bound[len(free)] in _CONDITIONS


def _grants(words: Sequence[str]) -> bool:
    """True for "you may cancel"; False for "you may not cancel" and for "you may contact us"."""
    for grant in _GRANTS:
        end = len(grant)
        if tuple(words[:end]) == grant and words[end : end + 1] != ["not"]:
            return not _RIGHTS.isdisjoint(words[end : end + 8])
    return False


def _nothing(change: Comparison) -> Iterator[str]:
    """Where "none" stood and something is named now, or the other way round: in a cell, or behind a label."""
    old, new = change.candidate.old, change.candidate.new
    if len(old) != 1 or len(new) != 1:
        return
    for topic, before, after in _values(old[0], new[0], change):
        if _FLOW.search(topic.lower()) and (before in _NONE) != (after in _NONE) and before and after:
            yield "none:filled" if before in _NONE else "none:emptied"


def _values(old: Unit, new: Unit, change: Comparison) -> Iterator[tuple[str, str, str]]:
    """What a value is about, and the value on both sides, in lower case."""
    one, two = (markdown_links.strip(unit.text).strip() for unit in (old, new))
    if one.startswith("|") and two.startswith("|"):
        before, after = _cells(one), _cells(two)
        page = change.context.new.page
        titles = _cells(page.lines[page.table_head(new.line)])
        if len(before) == len(after) and before[0].lower() == after[0].lower():
            for at in range(1, len(before)):
                title = titles[at] if len(titles) == len(after) else ""
                yield title or before[0], _plain(before[at]), _plain(after[at])
        return
    parts = [_LABELLED.match(side) for side in (one, two)]
    if parts[0] and parts[1] and parts[0]["label"] == parts[1]["label"]:
        yield parts[0]["label"], _plain(parts[0]["value"]), _plain(parts[1]["value"])


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _plain(value: str) -> str:
    return value.strip(" .*_").lower()
