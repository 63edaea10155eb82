"""What the reader may refuse, contest or ask for, and how far that goes: "opt out of the sale (or sharing) of your data".

The words that come are those of what the reader would not want. Read by themselves they count against the reader, who gains by them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.meaning.served import READER
from monitor.core.meaning.turns.sentence import BETTER, DENIALS, WORSE, Turn, Words, stands

_SEPARATORS = frozenset((",", "and", "or", "nor"))
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
    first, last = _extra(longer, shorter)
    extra = [word for word in longer[first:last] if word not in _SEPARATORS]
    # "Including one taken solely by automated means": what it is one of, and still no bound.
    bounds = _BOUND if extra[:1] == ["including"] else _QUALIFIED
    if not extra or len(extra) > _LONGEST or not bounds.isdisjoint(extra) or not _is_parted(longer, first, last):
        return
    head = longer[:first]
    if _may(head, _REFUSALS) or (_may(head, _ACCESS) and extra[0] == "including"):
        yield Turn("items", BETTER if longer is two else WORSE)


def _is_parted(words: Words, first: int, last: int) -> bool:
    """True for one item more: not for "(for the UK, the office of its commissioner)"."""
    beside = (*words[max(0, first - 1) : first], *words[last : last + 1])
    return (words[first] == "including" or not _SEPARATORS.isdisjoint(beside)) and _BRACKETS.isdisjoint(words[first:last])


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


def _extra(longer: Words, shorter: Words) -> tuple[int, int]:
    """From where to where the words in a row go by which one sentence is longer, separators aside; (0, 0) where they are no row."""
    rows = [[word for word in words if word not in _SEPARATORS] for words in (longer, shorter)]
    more = len(rows[0]) - len(rows[1])
    start = next((at for at, (a, b) in enumerate(zip(*rows, strict=False)) if a != b), len(rows[1]))
    if more <= 0 or [*rows[0][:start], *rows[0][start + more :]] != rows[1]:
        return 0, 0
    places = [at for at, word in enumerate(longer) if word not in _SEPARATORS]
    return places[start], places[start + more - 1] + 1
