"""What a passage that came admits, and lets the reader refuse at once: sale to brokers, with a way to opt out.

Alone, a way to refuse is a gain. Beside what can be refused it is none: before, nobody said that it is done at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.training import trains_on_readers
from monitor.core.meaning.headlines.quoting import quoted, shown
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.segment import Unit

_HANDED_ON = frozenset(("share", "track"))
_TAKERS = frozenset(("advertiser", "data-broker", "third-party", "affiliate", "targeted-ads", "track"))
"""To whom, or what for: "we share your address with the courier, you can choose another one" admits nothing."""
_OPENING = late(
    r"^[\W\d]{0,8}(?:[a-z)] )?(?:(?:in addition|also|additionally),? )?(?:we|our partners|your [a-z -]{2,40} (?:is|are|may be|will be))\b"
)
"""How a sentence begins that admits something: "if we sell it, we will tell you" admits nothing."""
_MOST = 80
"""Words of a passage beyond which it says other things as well."""
_KNOWN = 0.5
"""Share of a sentence that must stand in the other text for it to be known."""


def admits_with_way_out(change: Comparison) -> bool:
    """True for an addition by which the company sells, trains on, tracks or hands on the reader's data, and which names a way to refuse."""
    if change.old.text or not 0 < len(change.new.words) <= _MOST:
        return False
    roles = {(frame.role, frame.act) for frame in change.new.frames}
    if not any(role == "right" and act == "opt-out" for role, act in roles) or any(role == "denial" for role, _ in roles):
        return False
    return any(not _is_known(unit, change) for unit in _admitting(change))


def _admitting(change: Comparison) -> Iterator[Unit]:
    """The statements that admit something."""
    for unit in change.candidate.new:
        said = ParsedText.of((unit,))
        if not _OPENING.search(said.lower):
            continue
        acts = {frame.act for frame in said.frames if frame.role == "intrusion"}
        handed = not acts.isdisjoint(_HANDED_ON) and not _TAKERS.isdisjoint(said.concepts)
        if "sell" in acts or "train" in acts or handed or trains_on_readers(said.lower):
            yield unit


def _is_known(unit: Unit, change: Comparison) -> bool:
    words = ParsedText.of((unit,)).words
    return change.context.old.holds(words) >= _KNOWN


def with_way_out(headline: str, change: Comparison) -> str:
    """A headline that tells such an admission, with the sentence that lets the reader refuse it, where it does not quote that already."""
    if not admits_with_way_out(change):
        return headline
    ways = [unit.text for unit in change.candidate.new if any(frame.act == "opt-out" for frame in ParsedText.of((unit,)).frames)]
    said = quoted(shown(ways[0])) if ways else ""
    return headline if not said or said.strip("“”") in headline else f"{headline}; {said}"
