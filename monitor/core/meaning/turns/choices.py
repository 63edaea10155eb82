"""What the reader may refuse, contest or ask for, and how far that goes: "opt out of the sale (or sharing) of your data".

The words that come are those of what the reader would not want. Read by themselves they count against the reader, who gains by them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import READER
from monitor.core.meaning.turns.sentence import BETTER, DENIALS, SEPARATORS, WORSE, Turn, Words, is_parted, more_of, stands

_ALLOWED = frozenset(("may", "can", "could", "right", "entitled", "free", "able", "option", "wish", "choose"))
_REFUSALS = (
    ("object", "to"), ("opt", "out"), ("opt-out",), ("refuse",), ("decline",), ("reject",), ("unsubscribe",), ("say", "no"), ("withdraw",),
    ("revoke",), ("restrict",), ("contest",), ("challenge",), ("appeal",), ("complain",), ("turn", "off"), ("switch", "off"), ("disable",),
    ("stop",), ("not", "to", "be", "subject", "to"), ("not", "be", "subject", "to"),
)  # fmt: skip
"""What a reader does who does not want something."""
_ACCESS = (("copy",), ("access",), ("delete",), ("erase",), ("correct",), ("export",), ("download",))
_QUALIFIED = frozenset(
    (
        "if", "unless", "except", "excluding", "only", "where", "when", "within", "after", "until", "before", "once", "provided", "subject",
        "than", "without", "fee", "charge", "cost", "through", "via", "using", "by", "from", "we", "us", "our", "at", "in", "on", "must",
        "but", "however", "although", "not", "no", "never", "extent", "some", "certain", "solely", "would", "will", "may", "with", "form",
        "reason", "reasons", "writing", "notice", "days", "proof", "per", "every", "during", "under",
    )
)  # fmt: skip
"""Words by which a right is bound or used, and no longer what it is a right against."""
_LONGEST = 14


def by_choice(one: Words, two: Words) -> Iterator[Turn]:
    """One thing more, or less, that the reader may refuse, contest or have a copy of.

    >>> [turn.way for turn in by_choice(*(tuple(f"you may opt out of {what}".split()) for what in ("sales", "sales and sharing")))]
    ['better']
    """
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    found = more_of(longer, shorter)
    if found is None:
        return
    first, last = found.span
    extra = [word for word in longer[first:last] if word not in SEPARATORS]
    # "Including one taken solely by automated means": what it is one of, and still no bound.
    bounds = _BOUND if extra[:1] == ["including"] else _QUALIFIED
    if len(extra) > _LONGEST or not bounds.isdisjoint(extra) or not _is_item(longer, first, last):
        return
    head = longer[:first]
    if _may(head, _REFUSALS) or (_may(head, _ACCESS) and extra[0] == "including"):
        yield Turn("items", BETTER if longer is two else WORSE)


def _is_item(words: Words, first: int, last: int) -> bool:
    """True for one item more: not for "(for the UK, the office of its commissioner)"."""
    return (words[first] == "including" or is_parted(words, first, last)) and _BRACKETS.isdisjoint(words[first:last])


_BRACKETS = frozenset(("(", ")", "[", "]"))


def _may(head: Words, acts: Sequence[Words]) -> bool:
    """True where a sentence begins with what the reader may do, and that is one of these acts."""
    at = next((n for n, word in enumerate(head) if word in _ALLOWED), -1)
    if at < 1 or READER.isdisjoint(head[:at]) or not _BOUND.isdisjoint(head):
        return False
    behind = head[at + 1 :]
    refuses = any(stands(act, behind) for act in acts)
    denied = DENIALS.intersection(head) - ({"not"} if any(stands(act, behind) for act in _NOT_SUBJECT) else set())
    return refuses and not denied


_NOT_SUBJECT = _REFUSALS[-2:]
_BOUND = frozenset(("if", "unless", "except", "only", "waive", "we", "fee", "must"))
