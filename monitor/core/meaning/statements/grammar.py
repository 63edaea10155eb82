"""Where a verb's clause, objects and agent stand: the shallow grammar of English that policies are written in."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.meaning.statements.agents import MODALS
from monitor.core.meaning.statements.objects import READERS_OWN, objects
from monitor.core.meaning.statements.vocabulary import verbs, word_list

_CONTENT_HEADS = word_list("content-heads")
_PARTY_WORDS = word_list("party-words")
_READER_WORDS = word_list("reader-words")

_NO_AGENTS = frozenset(["e", "email", "mail", "default", "law", "means", "phone", "post", "contacting", "way", "using", "clicking"])


# "We will give you notice", "provide at least thirty days' notice".
_GIVING = frozenset({"give", "given", "provide", "provided", "send", "sent"})
# "We comply with the law" promises nothing; "we respond to your requests" does.
_LAW = frozenset({"law", "laws", "legal", "court", "government", "authorities", "regulation", "subpoena"})
_ASKED = frozenset(
    ["request", "requests", "choice", "choices", "preference", "preferences", "rights", "complaint", "complaints", "principles", "signals"]
)
_WALLS = frozenset({";", "(", ")", "[", "]", "|", "•", "—", "–"})


def starts_predicate(words: Sequence[str], at: int) -> bool:
    """True where another predicate of the same subject begins: "… and may share it", "… or share it"."""
    while at < len(words) and (words[at] in ("also", "only", "otherwise", "never") or words[at].endswith("ly")):
        at += 1
    after = words[at + 1 : at + 2]
    return at < len(words) and (
        words[at] in MODALS
        or (
            any(v.form in ("base", "ed", "s") for v in verbs().get(words[at], ()))
            and bool(after)
            and after[0] not in ("and", "or", ",", ".")
        )
    )


_LINKING = frozenset({",", "and", "or", "nor", "otherwise", "not", "ever", "never", "also", "/", "to", "will"})


def past_coordinated(words: Sequence[str], at: int) -> int:
    """Past verbs that share an object: "sell, rent or otherwise disclose your data"."""
    while at < len(words) and (words[at] in _LINKING or words[at].endswith("ly") or _goes_on(words, at)):
        at += 1
    return at


def _goes_on(words: Sequence[str], at: int) -> bool:
    """True for a further verb, and for "for sale"."""
    verb = words[at] in verbs() and words[at - 1] in _LINKING and words[at] not in _CONTENT_HEADS
    return verb or words[at : at + 2] == ("for", "sale")


def passive_object(words: Sequence[str], start: int, subject: int) -> str:
    """What a passive verb acts on: its subject, from `start` up to the auxiliary."""
    found = list(objects(words, start, subject))
    own = [(at, kind) for at, kind in found if kind in ("data", "content", "money", "rights")]
    if own:
        return own[-1][1]
    if found:
        return found[-1][1]
    head = words[subject - 1] if subject > start else ""
    if head in ("it", "they", "this", "these", "and", "or", ",", "none", ""):
        return "pronoun"
    return "other"


def agent_of(words: Sequence[str], start: int, end: int) -> str:
    """Who acts in a passive clause: "by us", "by advertisers"; nobody for a thing, empty when none is named."""
    for at in range(start, min(end, start + 8)):
        if words[at] != "by" or at + 1 >= end:
            continue
        after = words[at + 1 : at + 5]
        if after[0] in ("us", "we", "our"):
            return "company"
        if not _PARTY_WORDS.isdisjoint(after) or after[0] in ("those", "other"):
            return "third-party"
        if not _READER_WORDS.isdisjoint(after[:2]):
            return "reader"
        return "" if after[0] in _NO_AGENTS or after[0].endswith("ing") or after[0].isdigit() else "nobody"
    return ""


def refined(words: Sequence[str], start: int, at: int, end: int, act: str, kind: str) -> tuple[str, str]:
    """An act and its object, where one decides the other; the object is empty where the verb does not tell the act after all."""
    if act == "train" and kind not in READERS_OWN:
        kinds = {found for _, found in objects(words, start, end)}
        return act, next((own for own in ("content", "data") if own in kinds), kind or "other")
    if act == "refuse":
        off = words[at] in ("opt", "turn")  # "opt out", "turn it off", but not "opt in", "turn to us"
        return act, "rights" if not off or not {"out", "off"}.isdisjoint(words[at : at + 5]) else ""
    if act == "share" and words[at] in _GIVING and not {"notice", "notification"}.isdisjoint(words[at : at + 8]):
        return "notify", "reader"
    if act == "charge" and kind in ("reader", "other"):
        return act, "money"
    if act == "use" and "cookies" in words[at : at + 5]:
        return "track", "data"
    return act, "" if _is_another_act(words, start, at, end, act, kind) else kind


_ADVERTISING = frozenset({"advertise", "ads", "ad", "advertising", "advertisements", "adverts", "banners"})


def _is_another_act(words: Sequence[str], start: int, at: int, end: int, act: str, kind: str) -> bool:
    """True for "show respect", "comply with the law", "ask your bank", "the user is notified that …"."""
    if act == "honour":
        return not _LAW.isdisjoint(words[at:end]) or _ASKED.isdisjoint(words[start:end])
    if act == "notify":
        return words[at + 1 : at + 2] == ("that",) and words[at - 1] in ("is", "are", "hereby")
    if act == "collect":
        return words[at] in ("ask", "asked") and kind != "data"
    return act == "advertise" and _ADVERTISING.isdisjoint(words[at:end])


def clause_end(words: Sequence[str], at: int) -> int:
    """Where the clause of a verb ends: at a bracket or a dash, or where another subject begins."""
    depth = 0
    for end in range(at, len(words)):
        if words[end] == "(":
            depth += 1
        elif words[end] == ")" and depth:
            depth -= 1
        elif (words[end] in _WALLS and not depth) or (
            words[end] in ("and", "but", "or", "so", ",") and words[end + 1 : end + 2] in (("we",), ("you",)) and end > at + 1
        ):
            return end
    return len(words)
