"""Headlines of values: "Retention period is now 24 months, was 12" – only where nothing but that value changed in a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isclose

from monitor.core.meaning.comparison import Comparison
from monitor.core.meaning.features.amounts import amounts
from monitor.core.meaning.features.durations import periods, periods_of, same_periods
from monitor.core.meaning.headlines.edited import edited_clauses
from monitor.core.meaning.headlines.quoting import quoted
from monitor.core.meaning.headlines.value_slots import MINIMUM, Slot, frame_of, slots_of
from monitor.core.meaning.owners import is_before_telling, is_grace, is_keeping, is_kept_data, is_paid_out, is_readers
from monitor.core.meaning.parsed import ParsedText
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import load
from monitor.model import Direction

_AROUND = 70
"""Characters around a value whose words tell what it is a value of."""
# In the order in which they are asked: "notice of a refund within 30 days" is about the refund first.
_PERIODS = (
    ("Free trial", r"free trial|trial period|\btrials? (?:lasts?|runs?|ends?)"),
    ("Opt-out period", r"opt[- ]?out|opt out of"),
    ("Refund period", r"refund|money[- ]back|return(?:s|ed)? (?:the|your|an?) (?:goods|items?|products?|order)"),
    ("Cooling-off period", r"cooling[- ]off|right of withdrawal|withdraw from (?:the|this|your) (?:contract|purchase|order)"),
    ("Period of inactivity", r"inactiv"),
    ("Deadline to pay", r"\b(?:pay|paid|payable|invoices?)\b.{0,40}\bwithin $"),
    ("Time to answer", r"\b(?:respond|reply|replies|answer)\b"),
    ("Notice period", r"\b(?:notice|notify|notification|inform you|prior to|in advance)\b"),
    ("Deadline to delete", r"\b(?:delete|erase|remove|destroy)[ds]?\b.{0,40}\bwithin $"),
    (
        "Retention period",
        r"\b(?:retain|retained|retention|keep|kept|stored?|stores|delete[ds]?|erased?|anonymi[sz]ed?|purged?|archived?)\b",
    ),
    ("Deadline", r"\bwithin $"),
)
_OF_COMPANY = frozenset({"Time to answer", "Notice period", "Deadline to delete", "Retention period"})
"""Labels that name what the company does; "You must give us 60 days' notice" is what the reader does."""
_COMPILED = tuple((label, late(pattern, re.IGNORECASE)) for label, pattern in _PERIODS)
_EFFECT = late(r"\b(?:effective|in(?:to)? effect|takes? effect|in force|appl(?:y|ies) from)\b", re.IGNORECASE)
_PRICE = late(r"\b(?:price|prices|fees?|charges?|charged|costs?|subscription|membership|pay|billed)\b", re.IGNORECASE)
_LIMITS_AGE = late(
    r"\b(?:must|at\sleast|minimum|only|not|no|never|cannot|prohibit\w*|eligib\w*|consent|permission|may\sregister|knowingly|restrict\w*|require\w*|or\solder"
    r"|and\s(?:over|older)|years\s(?:old|of\sage)|intended|allowed)\b",
    re.IGNORECASE,
)
_CAP = late(r"\b(?:liab\w+|damages)\b", re.IGNORECASE)
# "We keep your account data for 12 months": who is kept stands between the verb and the period.
_KEPT = late(
    r"\b(?:keeps?|retains?|stores?)\s+((?:your|personal|the|all|account|user|usage|log|chat)\s[a-z ]{2,40}?)\s+for\s+(?:up\sto\s)?$|"
    r"^((?:your|personal|the|all)\s[a-z ]{2,40}?)\s+(?:is|are|will\sbe)\s+(?:kept|retained|stored)\s+for\s+(?:up\sto\s)?$",
    re.IGNORECASE,
)
_SPEAKERS = ("", "we", "we will", "we may")
_SINGULAR = ("data", "information", "content", "history", "address", "name")


@dataclass(frozen=True, slots=True)
class ValueTurn:
    """One value that came in place of another, and the clauses in which they stand."""

    old: Slot
    new: Slot
    old_text: str
    new_text: str


def value_turn(old: str, new: str) -> ValueTurn | None:
    """The one value that changed between two clauses that are otherwise the same, word by word and sign by sign; else None."""
    before, after = slots_of(old), slots_of(new)
    if not before or len(before) != len(after) or frame_of(old, before) != frame_of(new, after):
        return None
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a.text.lower() != b.text.lower()]
    # Two periods that changed places ("logs 7 years, messages 30 days") are two facts, and both clauses are needed to tell them.
    if not changed or len({(a.text.lower(), b.text.lower()) for a, b in changed}) > 1:
        return None
    return ValueTurn(*changed[0], old, new)


# "Free accounts can store 500 recipes" says what a reader gets as "up to 500 recipes" does.
_ALLOWED = late(
    r"\b(?:up\sto|at\smost|no\smore\sthan|maximum|limit(?:ed)?|limits|includes?|"
    r"(?:can|may)\s(?:\w+ly\s|only\s)?(?:store|save|keep|add|use|create|invite|upload|share|send|have|hold|own|register))\b",
    re.IGNORECASE,
)
_READERS = frozenset(
    (
        "you", "your", "customer", "customers", "user", "users", "member", "members", "plan", "plans", "account", "accounts", "subscriber",
        "subscribers",
    )
)  # fmt: skip
_SAME = 0.005
"""Share by which an amount may differ without being another."""
_UPTIME = frozenset(("available", "availability", "uptime"))
_PAID = frozenset(("late", "interest", "fee", "fees", "penalty", "surcharge", "commission", "payments", "payment"))


def told_value(change: Comparison) -> ValueTurn | None:
    """The one value that is all that changed, where it is one that a reader goes by: an age, a period, what is paid, how much is allowed.

    Of labelled changes of an age or of a named period alone, 11 of 12 were material. Numbers of other things ("we have 40 branches", "you
    get a message at 80 %"), how soon a complaint is acknowledged, and for how long a cookie lives were not.
    """
    if not change.reworded or not any(map(_has_figure, change.added)) or _NO_PROSE.search(change.new.text):
        return None
    turn = _only_turn(change)
    return turn if turn and _is_gone_by(turn, change) else None


def _only_turn(change: Comparison) -> ValueTurn | None:
    """The one value that is all that changed, in the one clause that did; else None."""
    clauses = edited_clauses(change)
    return value_turn(clauses[0].old, clauses[0].new) if len(clauses) == 1 and clauses[0].both else None


def is_same_period(change: Comparison) -> bool:
    """True where nothing differs but the unit in which a period is said: "a fortnight", "14 days"."""
    if not change.reworded or len(change.removed) + len(change.added) > _FEW or not same_periods(change.old, change.new):
        return False
    if not _OFFICE_HOURS.isdisjoint(change.removed + change.added):
        return False
    turn = _only_turn(change)
    return turn is not None and turn.new.kind == "period" and bool(periods_of(change.old))


_OFFICE_HOURS = frozenset(("business", "working", "calendar", "consecutive"))
"""Of 72 business hours there are more than of 72 hours."""
_FEW = 8
"""Words that came and went in which two periods are said at most."""
# A ticker's "[BTC](https://…)", a row of a list of cookies: "_ga | counts visits | 14 days".
_NO_PROSE = late(r"\]\(|_|\bcookies?\b", re.IGNORECASE)


def _has_figure(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBERS or word in _MONIES


_NUMBERS = frozenset(load("words.en.yaml")["numbers"])
_MONIES = frozenset(("dollar", "dollars", "euro", "euros", "pound", "pounds", "usd", "eur", "gbp"))


def _is_gone_by(turn: ValueTurn, change: Comparison) -> bool:
    """True for a value that a reader goes by."""
    kind, words = turn.new.kind, change.new.words
    if kind == "period":
        label = _label(turn)
        # "You may bring a claim within a year": a deadline of the reader's; how soon a complaint is acknowledged, few mind.
        told = label not in ("", "Deadline") or (label == "Deadline" and is_readers(turn.new_text.lower(), turn.new.start, turn.new.end))
        return told and not same_periods(change.old, change.new)
    if kind == "money" and _is_same_sum(turn, change):
        return False
    if kind == "money" and _label(turn) == "Limit of liability":
        return True
    if kind in ("percent", "money") and not _PAID.isdisjoint(words):
        return True
    # "The platform is available 99.95 % of each month"
    if kind == "percent" and not _UPTIME.isdisjoint(words):
        return True
    return kind == "age" or (kind == "count" and not _READERS.isdisjoint(words) and bool(_ALLOWED.search(turn.new_text)))


def _is_same_sum(turn: ValueTurn, change: Comparison) -> bool:
    """True for "€1,000 a year" and "€1.000,50 a year"; not for "100 euros" and "100 dollars"."""
    if not isclose(*(sum(amounts(side.lower)) for side in (change.old, change.new)), rel_tol=_SAME):
        return False
    currencies = [{name for sign, name in _CURRENCIES if sign in slot.text.lower()} for slot in (turn.old, turn.new)]
    return currencies[0] == currencies[1] or not all(currencies)


_CURRENCIES = (
    ("$", "dollar"), ("usd", "dollar"), ("dollar", "dollar"), ("€", "euro"), ("eur", "euro"), ("£", "pound"), ("gbp", "pound"),
    ("pound", "pound"), ("¥", "yen"),
)  # fmt: skip


def value_headline(turn: ValueTurn, direction: Direction) -> str:
    """The sentence, and the clause as it reads now where the sentence alone doesn't tell whose value it is."""
    old, new = _shorter(turn.old.text, turn.new.text), turn.new.text
    subject = _subject(turn)
    if subject and turn.new.kind == "period":
        return f"{subject} now kept for {_reach(turn)}{new}, was {old}"
    label = _label(turn)
    if turn.new.kind == "age":
        old, new = _plain_age(old), _plain_age(new)
    verb = f"is now {new}, was {old}"
    if label == "Notice period" and direction is Direction.WEAKENS and _falls(turn):
        verb = f"cut from {turn.old.text} to {_shorter(new, turn.old.text)}"
    if turn.new.kind == "period" and _is_as_long(turn):
        verb = f"is said as {new} now, not as {turn.old.text}"
    opening = f"{label} {verb}" if label else f"Now {new}, was {old}"
    return f"{opening}: {quoted(turn.new_text, must=(turn.new.start, turn.new.end))}"


def _label(turn: ValueTurn) -> str:
    text, slot = turn.new_text, turn.new
    before = text[max(0, slot.start - _AROUND) : slot.start]
    near = before + text[slot.end : slot.end + _AROUND]
    if slot.kind == "age" and MINIMUM.search(before):
        return "Minimum age"
    if slot.kind == "period" and not _AGO.match(text, slot.end):
        # What stands before a period names it more surely than what follows.
        for place in (before, near):
            for label, pattern in _COMPILED:
                if pattern.search(place) and not _is_of_other(label, text.lower(), slot):
                    return label if _is_companys(label, text.lower(), slot) else ""
    if slot.kind == "money":
        if _CAP.search(text):
            return "Limit of liability"
        return "Price" if _PRICE.search(near) and not is_paid_out(text.lower()) else ""
    if slot.kind == "date" and _EFFECT.search(near):
        return "Date of effect"
    # "Help for parents of children under 13" names an age, and limits nothing.
    return ("Age limit" if _LIMITS_AGE.search(near) else "Stated age") if slot.kind == "age" else ""


_AGO = late(r"\s+ago\b", re.IGNORECASE)


def _is_of_other(label: str, lower: str, slot: Slot) -> bool:
    """True where answers or notices are spoken of, and the period is another one: "to answer you, we keep the recording for a year"."""
    if label not in ("Time to answer", "Notice period"):
        return False
    return is_keeping(lower, slot.start, slot.end) or is_before_telling(lower, slot.start, slot.end)


def _is_companys(label: str, lower: str, slot: Slot) -> bool:
    """False where a label would say of the company what the reader has to do, or has, or what is no data."""
    if label not in _OF_COMPANY:
        return True
    if is_readers(lower, slot.start, slot.end) or is_grace(lower, slot.start, slot.end):
        return False
    return label != "Retention period" or is_kept_data(lower)


def _subject(turn: ValueTurn) -> str:
    """What is kept, with its verb, where the clause says so before its period: "Your account data is"."""
    found, before = _KEPT.search(turn.new_text[: turn.new.start]), _KEPT.search(turn.old_text[: turn.old.start])
    if not found or not before or turn.new_text[turn.new.end :].strip(" .;"):
        return ""
    what = " ".join((found[1] or found[2]).split())
    # "If you close your account, we keep your data for …": of a longer clause the sentence would drop a condition.
    if turn.new_text[: found.start()].lower().strip() not in _SPEAKERS or " and " in what:
        return ""
    return f"{what[0].upper()}{what[1:]} {'is' if what.lower().endswith(_SINGULAR) else 'are'}" if _counts(what) else ""


def _counts(what: str) -> bool:
    """True where one can tell whether it is one thing or several."""
    return what.lower().endswith(_SINGULAR) or what.lower().endswith("s")


def _reach(turn: ValueTurn) -> str:
    return "up to " if turn.new_text[: turn.new.start].rstrip().lower().endswith("up to") else ""


def _is_as_long(turn: ValueTurn) -> bool:
    return same_periods(ParsedText.of_text(turn.old_text), ParsedText.of_text(turn.new_text))


def _falls(turn: ValueTurn) -> bool:
    old, new = periods(turn.old.text), periods(turn.new.text)
    return bool(old and new and new[0] < old[0])


def _shorter(value: str, beside: str) -> str:
    """A value without its unit where the one beside it has the same: "12" beside "24 months"."""
    number, _, unit = value.rpartition(" ")
    return (
        number
        if number
        and number.isalnum()
        and number.lower() not in ("a", "an")
        and unit
        and beside.endswith(f" {unit}")
        and beside.count(" ") == 1
        else value
    )


def _plain_age(value: str) -> str:
    return re.sub(r"[\s-]years?$", "", value)
