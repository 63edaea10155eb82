"""Strings attached: consent asked only where the law asks for it, a right under a new condition, "none" that became something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.core.meaning.asked import head_serves
from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.newly_said import began_or_ended, sentences_of
from monitor.core.meaning.features.protocol import seen_or_not
from monitor.core.meaning.parsed import ParsedText
from monitor.core.meaning.row_answers import cells_of, is_answer, yes_or_no
from monitor.core.text import markdown_links
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import Unit
from monitor.core.text.tokens import FUNCTION

_CONSENT = late(r"\byour (?:\w+ )?(?:consent|permission|agreement)\b")
_AS_REQUIRED = late(
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
_FLOW = late(r"\b(?:recipients?|shar(?:e|ed|ing)|s(?:ell|old|ale)|disclos\w*|third[ -]part(?:y|ies)|collect\w*|track\w*|transfer\w*)\b")
"""What a heading or label must name, so that "none" says that nothing is done with data."""
_LABELLED = late(r"(?P<label>[^:|]{3,80}):\s*+(?P<value>\S.*)", re.DOTALL)


@seen_or_not
def limit_features(change: Comparison) -> Iterator[str]:
    """What now holds only with strings attached, or no longer has them."""
    yield from began_or_ended(change, "refuses-requests", _refuses, began="requests:refused", ended="requests:taken")
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
    if _is_hedged(change.old, change.new):
        yield "right:hedged"
    if _is_hedged(change.new, change.old):
        yield "right:unhedged"
    yield from _kept_usually(change)
    yield from _basis(change)
    yield from _nothing(change)
    if change.reworded and "any-purpose" in change.new.concepts and _opens_purposes(change):
        yield "purpose:opened"


_OPEN = late(
    r"\bany (?:other |lawful |legal |legitimate )?(?:business |commercial )?purposes?\b|\bother purposes\b|"
    r"\b(?:business|commercial|other business) purposes\b|"
    r"\bour own purposes\b|\bwhatever purpose|\bpurposes (?:of our (?:own )?choice|we (?:see|deem) fit)\b"
)
# "The right to know the business purposes for which we collect it", "You may use the recipes for any purpose"
_NOT_OPENED = late(
    r"\brights? (?:to|of)\b|\brequest\b|\bcategories of\b|\byou (?:may|can|must|shall|will|agree)\b|"
    r"\b(?:not|never|without|prohibited)\b[^.;]{0,80}purpose"
)


def _opens_purposes(change: Comparison) -> bool:
    """True where data may now be used for purposes that nobody can name, in a statement that named none of these before."""
    if _OPEN.search(change.old.lower):
        return False
    return any(map(opens_purposes, sentences_of(change.new.lower)))


def opens_purposes(sentence: str) -> bool:
    """True when a sentence, in lower case, lets data be used for purposes that nobody can name.

    >>> opens_purposes("we use it for any lawful purpose"), opens_purposes("you may use the recipes for any purpose")
    (True, False)
    """
    return bool(_OPEN.search(sentence)) and not _NOT_OPENED.search(sentence)


_REFUSES = late(
    r"\bwe (?:may|can|reserve the right to|will not be able to) (?:\w+ )?(?:refuse|reject|decline|deny)\b[^.;]{0,60}\brequests?\b|"
    r"\brequests?\b[^.;]{0,60}\bmay be (?:refused|rejected|declined|denied)\b"
)


def _refuses(text: str) -> bool:
    """True when a company says that it may refuse what readers request; for text in lower case."""
    return _REFUSES.search(text) is not None


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


# "Where applicable, you may opt out", "Depending on where you live, you can ask": no condition that a reader could check.
_HEDGES = late(
    r"\b(?:where|if|when|as) (?:applicable|available|appropriate|permitted|possible|required by (?:applicable )?law)\b|"
    r"\b(?:depending on (?:where|your)|subject to (?:applicable|certain|local|some)|"
    r"in (?:some|certain) (?:circumstances|cases|states|countries|regions)|"
    r"to the extent (?:permitted|required|provided)|under certain (?:circumstances|conditions)|may have the right)\b"
)
_MOST_KEPT = 0.7
"""Share of the words of a right that must stand with the hedge for it to be the same right."""


def _is_hedged(free: ParsedText, bound: ParsedText) -> bool:
    """True when a right that had no hedge has one, and is otherwise the same: "Where applicable, you may opt out"."""
    if _HEDGES.search(free.lower) or not _HEDGES.search(bound.lower) or len(bound.words) > _LONGEST:
        return False
    at = next((n for n in range(len(free.words)) if _grants(free.words[n : n + _REACH])), -1)
    own = set(free.words)
    return (
        at >= 0
        and any(_grants(bound.words[n : n + _REACH]) for n in range(len(bound.words)))
        and (len(own & set(bound.words)) >= _MOST_KEPT * len(own))
    )


_REACH, _LONGEST = 14, 80
# "Usually up to 24 months", "we usually keep it for 3 weeks"; not "90 days, i.e. normally until the next version".
_USUALLY = late(
    r"\b(?:usually|generally|typically|normally|as a rule|in most cases|in general)\s+(?:[a-z]+\s+){0,6}"
    r"(?:\d{1,4}|one|two|three|six|ten|twelve|thirty)[\s-]+(?:day|week|month|year)"
)
_PERIOD_NEAR = late(r"\b(?:days?|weeks?|months?|years?)\b")
_KEPT = late(r"\b(?:retain|retention|keep|kept|stor(?:e|ed|age)|delet(?:e|ed|ion)|eras(?:e|ed|ure))\b")


def _kept_usually(change: Comparison) -> Iterator[str]:
    """A period for which data is kept that holds only as a rule now, or holds always now."""
    sides = change.old.lower, change.new.lower
    if all(_PERIOD_NEAR.search(side) and _KEPT.search(side) for side in sides):
        before, after = (_USUALLY.search(side) is not None for side in sides)
        if before != after:
            yield "retention:usually" if after else "retention:always"


_LEGITIMATE = "legitimate interest"


def _basis(change: Comparison) -> Iterator[str]:
    """Consent named beside legitimate interests as the ground on which data is used, and then no more, or the reverse."""
    if not all(_LEGITIMATE in side.lower for side in (change.old, change.new)):
        return
    before, after = ("consent" in side.words for side in (change.old, change.new))
    if before and not after and not [word for word in change.added if word not in FUNCTION]:
        yield "basis:consent-dropped"
    if after and not before and not [word for word in change.removed if word not in FUNCTION]:
        yield "basis:consent-named"


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
    if any(len({unit.line for unit in side}) != 1 for side in (old, new)):
        return
    for topic, before, after in _values(old[0], new[0], change):
        if is_answer(before) and is_answer(after) and yes_or_no(before) == yes_or_no(after):
            continue  # a cross became a "No"
        if _FLOW.search(topic.lower()) and head_serves(topic) <= 0 and (before in _NONE) != (after in _NONE) and before and after:
            yield "none:filled" if before in _NONE else "none:emptied"


def _values(old: Unit, new: Unit, change: Comparison) -> Iterator[tuple[str, str, str]]:
    """What a value is about, and the value on both sides, in lower case."""
    one, two = (markdown_links.strip(side.text).strip() for side in (change.old, change.new))
    if one.startswith("|") and two.startswith("|"):
        before, after = cells_of(one), cells_of(two)
        page = change.context.new.page
        titles = cells_of(page.lines[page.table_head(new.line)])
        if len(before) == len(after) and before[0].lower() == after[0].lower():
            for at in range(1, len(before)):
                title = titles[at] if len(titles) == len(after) else ""
                yield title or before[0], _plain(before[at]), _plain(after[at])
        return
    parts = [_LABELLED.match(side) for side in (one, two)]
    if parts[0] and parts[1] and parts[0]["label"] == parts[1]["label"]:
        yield parts[0]["label"], _plain(parts[0]["value"]), _plain(parts[1]["value"])


def _plain(value: str) -> str:
    return value.strip(" .*_").lower()
