"""A gate for one more company that works for this one ("our host and our e-mail delivery vendor"): minor, for such lists grow."""

from __future__ import annotations

from monitor.core.meaning.observation import Observation
from monitor.core.meaning.turns.sentence import one_sentence

# What a company is called that works for another.
_HEADS = frozenset(
    ("vendor", "vendors", "provider", "providers", "processor", "processors", "host", "hosts", "carrier", "carriers", "courier", "couriers",
     "printer", "printers", "accountant", "accountants"),
)  # fmt: skip
# No task that needs more data than the service itself: not "advertising vendor", not "analytics provider".
_TASKS = frozenset(
    ("hosting", "e-mail", "email", "mail", "delivery", "payment", "payments", "cloud", "support", "shipping", "storage", "backup",
     "logistics", "postal", "parcel", "billing", "helpdesk", "translation", "printing", "invoicing", "telephony", "sms", "it"),
)  # fmt: skip
# "… and our e-mail delivery vendor": the hyphen parts "e" from "mail".
_JOINING = frozenset((",", "and", "or", "our", "e", "a", "an", "the"))
_LONGEST = 8


def is_processor_added(change: Observation) -> bool:
    """True when one sentence that names such a company names one more, by a plain task, or one less, and nothing else differs."""
    if not change.reworded or len(change.removed) + len(change.added) > _LONGEST:
        return False
    pair = one_sentence(change.old.text, change.new.text)
    if pair is None:
        return False
    shorter, longer = sorted(pair, key=len)
    more = len(longer) - len(shorter)
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if not 0 < more <= _LONGEST or longer[:at] + longer[at + more :] != shorter or _HEADS.isdisjoint(shorter):
        return False
    named = [word for word in longer[at : at + more] if word not in _JOINING]
    # "Any provider" is no plain task, and neither is "data brokers".
    return bool(named) and named[-1] in _HEADS and len(named) > 1 and _TASKS.issuperset(named[:-1])
