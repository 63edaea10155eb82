"""Assurances of how the company conducts itself: heeds signals, answers in time, leaves courts open, keeps things off until asked.

Each function asks of one word, by its place, whether it tells such an assurance there.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assurances.duties import numbered
from monitor.core.meaning.assurances.grammar import BE, READER, back, by_company, denied, stated, supposed

SIGNALS = frozenset({"signal", "signals", "gpc", "dnt"})
_HEEDING_PASSIVE = frozenset({"honoured", "honored", "respected", "recognised", "recognized", "processed", "followed", "treated"})


def is_heeded(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We honour Global Privacy Control signals", "Do Not Track signals are respected"; not "we do not respond to such signals"."""
    if words[at] in _HEEDING_PASSIVE and (be := back(words, at, BE, 2)) >= 0:
        return back(words, be, SIGNALS, 4) >= 0 and "not" not in words[be:at]
    named = not SIGNALS.isdisjoint(words[at + 1 : at + 14]) or tuple(words[at + 1 : at + 4]) == ("global", "privacy", "control")
    return named and not denied(words, at, 4) and by_company(words, at, 5, names)


COURTS = frozenset({"jury", "class", "court", "courts", "arbitration", "arbitrate"})


_PLAIN = 40
"""Words of a sentence beyond which it orders an arbitration, and only says besides what is not part of it."""


def is_spared_arbitration(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "These terms do not require arbitration", "you do not waive your right to a jury trial".

    Not "if the parties cannot agree on a way to settle it, a court decides": who fails to agree is spared nothing.
    """
    opening = back(words, at, _PARTS, at) + 1
    denied_here = denied(words, at, 4) and not supposed(words[opening:at])
    if words[at] == "agree" and words[at + 1 : at + 2] != ("to",):
        return False
    return denied_here and len(words) <= _PLAIN and not COURTS.isdisjoint(words[at + 1 : at + 12])


def is_warranted(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We warrant that we use reasonable care", "we promise to answer"; not "you warrant", "we do not warrant that it works"."""
    if words[at] == "care":
        return (
            not {"reasonable", "due", "professional"}.isdisjoint(words[max(0, at - 3) : at])
            and by_company(words, at, 14, names)
            and (not denied(words, at, 14))
        )
    return not denied(words, at) and words[at + 1 : at + 2] in (("that",), ("to",), ("you",)) and by_company(words, at, 2, names)


_WORSENED = frozenset({"reduce", "reduces", "reducing", "reduced", "lessen", "diminish", "weaken", "limit", "restrict", "less"})


def is_unchanged(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We will not reduce your rights under this policy", "we won't change it in a way that reduces your rights without telling you"."""
    after = words[at + 1 : at + 24]
    worse = not _WORSENED.isdisjoint(after) and not {"rights", "protection", "protections", "protective"}.isdisjoint(after)
    return worse and words[at - 1] in ("will", "shall", "do", "would") and by_company(words, at, 3, names)


REQUESTS = frozenset(
    {"request", "requests", "complaint", "complaints", "enquiry", "enquiries", "inquiry", "inquiries", "question", "questions"}
)
_PARTS = frozenset({",", ";", ":", "."})
_ANSWERING = frozenset(
    ("answer", "answers", "answered", "respond", "responds", "reply", "replies", "considered", "consider", "process", "handled",
     "processed",
     "reviewed", "fulfil", "fulfilled", "fulfill", "processes", "considers", "handle", "resolve", "resolved", "comply", "act")
)  # fmt: skip


def is_answered(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We respond to your request within 30 days": a time in which something is answered; not one that the reader has.

    Nor "you may go to court if your complaint cannot be resolved within 60 days", which binds nobody to resolve it.
    """
    verb = back(words, at, _ANSWERING, 18)
    if verb >= 0 and (denied(words, verb, 3) or supposed(words[back(words, verb, _PARTS, verb) + 1 : verb])):
        return False
    near = words[max(0, at - 18) : at + 8]
    timed = not {"within", "exceeding", "than", "later"}.isdisjoint(words[max(0, at - 6) : at]) and numbered(words, at)
    about = not REQUESTS.isdisjoint(near) and not _ANSWERING.isdisjoint(near)
    return (
        timed
        and about
        and not {"must", "should"} & set(near)
        and not READER & set(words[max(0, at - 9) : max(0, at - 3)]) - {"users", "user"}
    )


def is_off_at_first(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Image recognition is off by default", "it is not enabled at first", "an optional service that you may choose to activate"."""
    word = words[at]
    if word in ("off", "disabled"):
        told = back(words, at, BE, 4) >= 0 and READER.isdisjoint(words[max(0, at - 2) : at])
        return told and not denied(words, at, 3) and not {"default", "until", "unless", "must"}.isdisjoint(words[at + 1 : at + 8])
    if word in ("enabled", "activated"):
        return (
            denied(words, at, 4)
            and back(words, at, BE, 4) >= 0
            and not {"initially", "default", "automatically", "until", "unless"}.isdisjoint(words[max(0, at - 4) : at + 4])
        )
    chosen = words[max(0, at - 3) : at]
    return "choose" in chosen and _may_choose(words, at) and not denied(words, at, 6)


def _may_choose(words: Sequence[str], at: int) -> bool:
    """True for "you may choose to activate"."""
    may = back(words, at, frozenset({"may", "can"}), 6)
    return may > 0 and words[may - 1] in READER and stated(words, may - 1)


ERASED = frozenset({"deleted", "erased", "destroyed", "purged", "wiped", "shredded"})
_WHEN = frozenset({"when", "after", "within", "once", "upon", "immediately", "automatically", "every", "promptly", "soon"})
_NO_DATA = frozenset({"account", "accounts", "profile", "profiles", "membership", "app", "posts", "listing", "listings", "content"})
"""What is deleted as a sanction, or by who owns it."""
_UNITS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours"})
_UNSURE = frozenset({"may", "can", "might", "could", "must", "should", "have", "has", "been"})


def is_erased(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Basket contents are deleted when you close the browser"; not "accounts may be deleted", not "if it is deleted"."""
    be = back(words, at, BE, 3)
    subject = words[max(0, be - 1)]
    if be < 1 or not _UNSURE.isdisjoint(words[max(0, be - 2) : at]) or subject in _NO_DATA or subject in READER or denied(words, at, 5):
        return False
    # "Deleted after 90 days" limits how long it is kept, which is told as such.
    if words[at] in ("deleted", "erased") and any(words[n] in _UNITS and numbered(words, n) for n in range(len(words))):
        return False
    opening = max((n for n in range(be) if words[n] == ","), default=-1) + 1
    if supposed(words[opening:be]) or not {"that", "which", "by"}.isdisjoint((*words[opening:be][-3:], *words[at + 1 : at + 2])):
        return False
    return not _WHEN.isdisjoint((*words[at + 1 :], *words[:opening], *words[be + 1 : at]))


STAFF = frozenset({"employees", "staff", "people", "persons", "team", "engineers", "administrators", "agents", "personnel", "colleagues"})
_LOOKING = frozenset({"see", "access", "open", "read", "view"})


def is_kept_from_staff(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Only employees who need it can see your address"; not "only members can see it"."""
    who = next((n for n in range(at + 1, min(len(words), at + 6)) if words[n] in STAFF), -1)
    may = next((n for n in range(who + 1, min(len(words), who + 9)) if words[n] in ("can", "may")), -1) if who > 0 else -1
    return may > 0 and words[may + 1 : may + 2] != () and words[may + 1] in _LOOKING and stated(words, at)
