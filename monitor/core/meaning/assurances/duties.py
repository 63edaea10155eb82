"""Assurances in which the company acts, or binds others: refunds, safeguards, certificates, responsibility, what it leaves alone.

Each function asks of one word, by its place, whether it tells such an assurance there.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.assurances.grammar import BE, DENIALS, GUARDED, PARTIES, READER, back, by_company, denied, stated, supposed
from monitor.core.meaning.statements.vocabulary import verbs, word_list

BINDING, BOUND = word_list("binding"), word_list("bound")
_GIVING, _AFTER_CREDIT = word_list("giving-back"), word_list("after-credit")
_CALLED = frozenset({"policy", "policies", "eligibility", "request", "requests"})
_USED_FREE = frozenset({"use", "set", "join", "download", "create"})
_FEES = frozenset({"fee", "fees", "charge", "charges"})
KEEPING, SCHEMES = word_list("safeguarding"), word_list("schemes")
_SPARED = word_list("data-heads") | word_list("own-data-heads")
_HOUSE = frozenset({"entities", "group", "organization", "organisation", "business", "firm", "practices"})
_KNOWN = frozenset(verbs())
_DISCLAIMING = word_list("negation-spent-on") | word_list("disclaiming") | word_list("pledging")
NOTICING = frozenset({"notice", "notify", "posting", "posted", "post", "inform"})
_UPPER = frozenset({"up", "maximum", "longer", "more", "most", "within"})
_ELSEWHERE = frozenset({"landline", "hotline", "phone", "telephone", "call", "calls", "number", "toll", "downloaded"})
"""What is free of charge at somebody else's."""
_AS_A_RULE = frozenset({"may", "could", "rule", "generally", "usually", "normally"})
KEPT = frozenset({"retain", "retains", "retained", "store", "stored", "keep", "keeps", "kept", "held", "saved", "hold"})
_NUMBERS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "ten", "twelve", "thirty", "sixty", "ninety", "24", "a"})
_FIRM = frozenset({"will", "shall"})
_PLEDGED_TO = frozenset({"you", "your", "customer", "customers", "publisher", "users", "members"})
_MEANS = frozenset(
    {"tools", "control", "controls", "choice", "choices", "option", "options", "methods", "means", "ability", "opportunity", "access"}
)
_PERSON = frozenset({"individual", "individuals", "you", "person", "persons", "identity", "user", "users"})
STORED = frozenset({"stored", "processed", "hosted", "located", "kept", "remain", "stays"})


def is_bound(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We require that our partners keep it confidential", "vendors are bound to protect it": others are, not the reader."""
    word = words[at]
    if word in ("require", "requires") and words[at + 1 : at + 2] == ("that",) and _for_reader(words, at):
        return by_company(words, at, 3, names) and not denied(words, at, 3)
    if GUARDED.isdisjoint(words[at + 1 : at + 30]):
        return False
    if word in ("must", "shall"):
        subject = back(words, at, PARTIES, 2)
        return subject >= 0 and stated(words, subject) and READER.isdisjoint(words[max(0, at - 3) : at])
    if word in BOUND:
        return _is_passively_bound(words, at)
    others = not PARTIES.isdisjoint(words[at + 1 : at + 9]) or (
        word == "contractually" and not (PARTIES | {"their", "them"}).isdisjoint(words)
    )
    return others and not denied(words, at, 3) and by_company(words, at, 6, names) and READER.isdisjoint(words[at + 1 : at + 4])


def _for_reader(words: Sequence[str], at: int) -> bool:
    """True for "we require that the odds be told to the user"; not for "we require that you tell us"."""
    told = any(here == "to" and not READER.isdisjoint(words[n + 1 : n + 3]) for n, here in enumerate(words[at + 3 :], at + 3))
    return told and READER.isdisjoint(words[at + 2 : at + 5])


def _is_passively_bound(words: Sequence[str], at: int) -> bool:
    if words[at] in ("permitted", "authorized", "authorised") and not denied(words, at, 3) and words[at - 1] != "only":
        return False
    verb = back(words, at, BE, 3)
    subject = back(words, verb, PARTIES, 5) if verb > 0 else -1
    return subject >= 0 and stated(words, subject) and READER.isdisjoint(words[subject:at])


def is_remedy(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We will issue a refund", "you are eligible to receive a credit", "is free of charge"; not "fees are not refundable"."""
    word, after = words[at], words[at + 1 : at + 2]
    if word in ("waives", "waived"):
        return not _FEES.isdisjoint(words[max(0, at - 6) : at + 6]) and not denied(words, at, 5) and "you" not in words[max(0, at - 2) : at]
    if word in ("free", "cost", "charge"):
        return _is_free(words, at)
    if words[:1] == ("to",) or (after and (after[0] in _CALLED or (word.startswith("credit") and after[0] in _AFTER_CREDIT))):
        return False  # "To receive a refund you must write to us" is a duty.
    giving = back(words, at, _GIVING, 8)
    if giving < 0:
        giving = next((n for n in range(at + 1, min(len(words), at + 5)) if words[n] in ("will", "may", "shall")), -1)
    if giving < 0 or "maximum" in words[giving:at] or denied(words, at + 1, 15) or not DENIALS.isdisjoint(words[giving : giving + 3]):
        return False
    to_company = word in ("reimburse", "refund") and bool(after) and (after[0] in ("us", "our") or after[0] in names)
    if to_company or (word in ("reimburse", "credit", "refund") and words[giving - 1] in READER and giving == at - 1):
        return False  # "you shall reimburse us", "sellers will reimburse Marlowe for all losses"
    aim = words[giving - 1] == "to" and words[max(0, giving - 2)] not in ("eligible", "entitled", "able", "right")
    return not aim and not supposed(words[max(0, giving - 4) : giving])


def _is_free(words: Sequence[str], at: int) -> bool:
    """ "The account is free to use", "free of charge", "at no cost"; not "feel free to write", "a royalty-free licence"."""
    if words[at] == "free" and words[at + 1 : at + 2] == ("to",):
        told = words[at - 1] in ("is", "are") and back(words, at, READER, 3) < 0
        return told and not _USED_FREE.isdisjoint(words[at + 2 : at + 4])
    licensed = not {"licence", "license", "perpetual", "royalty"}.isdisjoint(words[max(0, at - 12) : at + 6])
    if words[at] == "free":
        told = words[at + 1 : at + 3] in (("of", "charge"), ("of", "cost")) and not denied(words, at, 8)
    else:
        told = words[max(0, at - 2) : at] == ("at", "no") or words[at - 1 : at] == ("without",)
    return told and not licensed and _ELSEWHERE.isdisjoint(words)


def is_certified(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Acme is certified under the Framework", "we adhere to the Code"."""
    scheme = not SCHEMES.isdisjoint(words[max(0, at - 8) : at + 16])
    ours = not ({"we", "company"} | names).isdisjoint(words[:at]) or ("our" in words[:at] and not _HOUSE.isdisjoint(words[:at]))
    # "Alpina is certified", but not "our host is certified", "partners that are certified".
    ours = ours or (words[at - 1] in ("is", "been") and "our" not in words[max(0, at - 6) : at])
    ours = ours and back(words, at, PARTIES, 12) < 0
    return scheme and ours and not denied(words, at, 4) and READER.isdisjoint(words[max(0, at - 4) : at]) and stated(words, at)


def is_safeguarded(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We maintain tight controls over your data", "it is stored in encrypted form"; not "no safeguards are perfect"."""
    if denied(words, at, 10):
        return False
    verb = back(words, at, KEEPING, 10)
    if verb >= 0 and by_company(words, verb + 1, 6, names):
        return words[at] not in ("measures", "controls") or not GUARDED.isdisjoint(words)
    be = back(words, at, BE, 5)
    own = words[at] in ("encrypted", "securely") and be >= 0 and back(words, be, GUARDED, 5) >= 0
    return own and READER.isdisjoint(words[be:at])


def is_assured(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We make sure that your data is protected"; not "we cannot guarantee it"."""
    about = not (GUARDED | {"your", "you"}).isdisjoint(words[at + 1 : at + 12])
    return about and words[at - 1] != "to" and not denied(words, at) and by_company(words, at, 6, names)


def is_responsible(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We remain liable for what our agents do"."""
    verb = back(words, at, BE | {"remain", "remains"}, 3)
    return verb >= 0 and not denied(words, at, 5) and by_company(words, verb, 4, names)


def is_spared(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "… data about your visits (but not your name)", "not including your address"."""
    if words[at] == "not" and words[at + 1 : at + 2] != ("including",) and words[at - 1] != "but":
        return False
    named = words[at + 1 : at + 6]
    own = not {"your", "personal", "any"}.isdisjoint(named) and not _SPARED.isdisjoint(named)
    return own and {"limited", "only"}.isdisjoint(words[at : at + 4])


def is_unknown(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We have no actual knowledge that we sell the data of minors"."""
    about = words[at + 1 : at + 3] in (("that", "we"), ("of", "selling"), ("of", "sharing"), ("of", "any"))
    return about and denied(words, at, 5) and by_company(words, at, 6, names)


_PERSONS = frozenset(
    ("users", "customers", "individuals", "persons", "people", "residents", "visitors", "consumers", "members", "those", "anyone", "who")
)


def is_located(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Your data is stored in the European Union"; not "if you are located in the European Union, note that data is sent abroad"."""
    stored = back(words, at, STORED, 8)
    if stored < 0 or denied(words, stored):
        return False
    if words[stored] == "located" and not (_PERSONS | {"you", "if", "where", "when"}).isdisjoint(words[max(0, stored - 3) : stored]):
        return False
    return {"outside", "from"}.isdisjoint(words[stored:at]) and _AS_A_RULE.isdisjoint(words[max(0, stored - 4) : at])


def is_period(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Logs are kept for up to 30 days", "we store it for a maximum of two years"; not "for ten years"."""
    kept = back(words, at, KEPT, 14)
    if kept < 0 or READER & set(words[max(0, kept - 3) : kept]) - {"users", "user", "customer", "members"}:
        return False
    between = words[kept + 1 : at]
    bounded = not _UPPER.isdisjoint(between)
    return bounded and numbered(words, at) and {"least", "minimum", "not", "free"}.isdisjoint(between) and not denied(words, kept, 3)


def numbered(words: Sequence[str], at: int) -> bool:
    """True when a number stands right before a unit of time."""
    return any(word.isdigit() or word in _NUMBERS for word in words[max(0, at - 3) : at])


def is_pledged(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We will help you", "we give users the tools to lock their files"; not "we may", not "we will provide you to the police"."""
    after = words[at + 1 : at + 5]
    if words[at] in ("give", "provide", "offer") and not _MEANS.isdisjoint(words[at + 2 : at + 8]):
        return not _PLEDGED_TO.isdisjoint(after) and not denied(words, at, 3) and by_company(words, at, 2, names)
    will = back(words, at, _FIRM, 3)
    if "that" in words[max(0, will - 3) : max(0, will)] and "basis" in words[max(0, will - 5) : will]:
        return False  # "… on the basis that we will provide you the service at once"
    return will >= 0 and not denied(words, at, 5) and not _PLEDGED_TO.isdisjoint(after) and by_company(words, will, 3, names)


def is_unlinked(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We cannot link the search to an individual", "they only get counts in the aggregate"."""
    if words[at] in ("aggregate", "anonymously"):
        return back(words, at, frozenset({"only", "solely", "exclusively"}), 8) >= 0 and not denied(words, at, 8)
    about = not _PERSON.isdisjoint(words[at + 1 : at + 14])
    return about and denied(words, at, 4) and not READER & set(words[max(0, at - 5) : at])


def is_noticed(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "Changes take effect thirty days after we post them", "at least 10 days before"; not "you must tell us 30 days before"."""
    after = words[at + 1 : at + 6]
    timed = not {"after", "before", "prior", "advance", "notice"}.isdisjoint(after) and numbered(words, at)
    near = frozenset(words[max(0, at - 25) : at + 25])
    told = not near.isdisjoint(NOTICING)
    about = told and not near.isdisjoint({"change", "changes", "effective", "modification", "modifications", "update", "price", "prices"})
    return timed and about and READER.isdisjoint(words[max(0, at - 10) : at])


def is_abstaining(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We never call you", "we will not visit you"; not "we do not guarantee that you win"."""
    if words[at] == "not" and words[at - 1] not in ("do", "will", "does", "shall"):
        return False
    verb = next((n for n in range(at + 1, min(len(words), at + 3)) if not words[n].endswith("ly")), 0)
    if not verb or words[verb] in _DISCLAIMING or words[verb] in _KNOWN or words[verb - 1 : verb] == ("be",):
        return False
    about = not {"you", "your", "personal"}.isdisjoint(words[verb + 1 : verb + 7])
    return about and by_company(words, at, 3, names)


def is_effort(words: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """ "We make reasonable efforts to …"."""
    verb = back(words, at, frozenset({"make", "use", "undertake"}), 5)
    return verb >= 0 and not denied(words, at, 6) and by_company(words, verb, 4, names)
