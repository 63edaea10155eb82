"""What a promise denies, in the text's own words: the verbs, and their object where it is the reader's data in that very clause."""

from __future__ import annotations

import re

from monitor.core.meaning.frames import Frame
from monitor.core.meaning.headlines.quoting import bare
from monitor.core.text.late_pattern import late
from monitor.core.text.lexicon import promised_verbs

_VERBS = 5
"""Verbs that are enumerated."""
# "sell your personal information to brokers": the object runs to the preposition, the conjunction or the sign after it.
_AFTER = late(
    r"\s(?:or\s\w+\s)?(?:any\sof\s|any\s|all\sof\s|all\s)?((?:your|users?['’]?s?|customers?['’]?s?|members?['’]?s?|personal|personally|health|biometric)\s"
    r"[\w'’-]+(?:\s(?!(?:to|with|for|on|by|in|at|unless|except|without|from|outside|beyond|that|which|who|whom|whose|we|you|they|or|when|if|as|is|are|will|may|it)\b)"
    r"[\w'’-]+){0,5})",
    re.IGNORECASE,
)
# "Your personal data will never be sold": the subject of a passive is its object.
_BEFORE = late(
    r"\b((?:your|users?['’]?s?|personal)\s[\w'’-]+(?:\s[\w'’-]+){0,3}?)\s(?:is|are|will|shall|won't|isn't|aren't)\s(?:(?:not|never|be|being)\s)*$",
    re.IGNORECASE,
)
# "We do not collect personal data from users under the age of 16": of the others' data nothing is promised.
_OF_SOME = late(
    r"\s(?:from|of|about|for)\s(?:[\w’'-]+\s){0,3}?(?:child|children|minors?|users?|visitors?|persons?|people|anyone|members?|residents?)\b",
    re.IGNORECASE,
)
_REACH = 300
"""Characters before a verb in which the subject of its passive is looked for."""
# "If you wish that we no longer use your information, write to us" promises nothing, nor does "you can ask us not to sell your data".
_HEDGES = frozenset(
    ("if", "when", "where", "whether", "unless", "request", "requests", "ask", "wish", "want", "choose", "longer", "that", "which", "who",
     "can", "may", "could", "must", "should", "opt", "cannot", "you", "users", "customers")
)  # fmt: skip
"""Words before a denied verb with which a sentence is more, or less, than a plain promise; it is quoted then."""
_OF_READER = late(
    r"\b(?:data|information|details?|content|messages?|photos?|pictures?|files?|location|names?|addresses|address|email|numbers?|health|"
    r"history|contacts?|records?|profile|calls?|documents?|chats?|prompts?|cookies|conversations?|activity|inputs?|recordings?)\b",
    re.IGNORECASE,
)


def plain_verbs(text: str, frames: list[Frame]) -> list[str]:
    """The denied verbs in their plain form, in order, each once: "share", "sell".

    Args:
        text: one clause, as `shown` gives it.
        frames: its denials.
    """
    known = promised_verbs()
    denied = (frame.word for frame in frames if frame.word in known and not _tells_which(text, frame.word))
    return list(dict.fromkeys(known[word] for word in denied))[:_VERBS]


def _tells_which(text: str, word: str) -> bool:
    """True for a participle that tells of which data something is denied: "we do not share data collected through the watch"."""
    if not word.endswith("ed"):
        return False
    before = [text[: found.start()].rsplit(None, 1)[-1:] for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    return bool(before) and all(nouns and _OF_READER.fullmatch(nouns[0]) for nouns in before)


def listed_verbs(verbs: list[str]) -> str:
    """Verbs as an enumeration.

    >>> listed_verbs(["share", "sell", "rent"])
    'share, sell or rent'
    """
    return verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} or {verbs[-1]}"


def denied_object(text: str, frames: list[Frame]) -> str:
    """The object of the denied verbs, as it stands in the clause; empty where it is not plainly the reader's data.

    Args:
        text: one clause, as `shown` gives it.
        frames: its denials.
    """
    for word in dict.fromkeys(frame.word for frame in reversed(frames)):
        read = 0
        for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            at, end = found.span()
            if not _HEDGES.isdisjoint(re.findall(r"[a-z']+", text[read:at].lower())):
                return ""
            read = at  # no hedge stands before it
            after, before = _AFTER.match(text, end), _BEFORE.search(text, max(0, at - _REACH), at)
            words = bare((after or before)[1]) if after or before else ""  # type: ignore[index]
            if after and (_OF_SOME.match(text, after.end()) or _is_cut(text[after.end() :])):
                return ""
            if _OF_READER.search(words):
                return _affirmed(_with_limit(_lowered(words), text[after.end() :] if after else ""))
    return ""


# "We sell your data to no third party" is the promise not to sell it to any.
_DENIED_BEHIND = {"no one": "anyone", "nobody": "anyone", "nothing": "anything", "none": "any", "no": "any"}
_DENYING_BEHIND = late(r"\b(to|with|for|by) (no one|nobody|nothing|none|no)\b", re.IGNORECASE)


def _affirmed(words: str) -> str:
    """An object without a denial behind it, since the promise is already "not to"."""
    return _DENYING_BEHIND.sub(lambda found: f"{found[1]} {_DENIED_BEHIND[found[2].lower()]}", words)


# "Personal information about individuals (we know are under sixteen)", "the messages (you marked as private)": which of them, or of whom.
_GOES_ON = late(r"\s(?:that|which|who|whom|whose|where|we|you|they|it|[\w'’-]+ed\b|[a-z'’-]+\s[\w'’-]+)", re.IGNORECASE)
_BINDS = late(
    r"\s(?:to|with|for|on|by|in|at|unless|except|without|from|outside|beyond|or|when|if|as|and|nor|but|under|during|after|before|into|via|"
    r"through|ever|anywhere|because|while|so|regardless|even|including|such|other|is|are|will|may|it)\b",
    re.IGNORECASE,
)
# "… that we collect", "you provide to us": all of them.
_ALL_OF_IT = late(
    r"\s(?:(?:that|which)\s)?(?:(?:we|you)\s(?:have\s|may\s)?(?:collect|hold|have|receive|process|gather|obtain|provide|give|gave|submit|"
    r"share|store|keep)(?:e?d)?)\b(?=\s(?:about|from|to|with|through|on|us|when|while)\b|[.,;]|$)",
    re.IGNORECASE,
)


def _is_cut(rest: str) -> bool:
    """True where what follows an object still tells which data, or whose, are meant."""
    return bool(_GOES_ON.match(rest)) and not _BINDS.match(rest) and not _ALL_OF_IT.match(rest)


def _lowered(words: str) -> str:
    """An object within a sentence: "your data"; a defined term keeps its capitals: "Customer Data"."""
    first, _, rest = words.partition(" ")
    return words if rest[:1].isupper() else first[0].lower() + words[1:]


# "We do not use your data for our own purposes": that it is not used at all was never promised.
_LIMIT = late(r"\s((?:to|with|for|on|by|in|at|without|outside|beyond|unless|except)\s[^.;,()]{1,120})", re.IGNORECASE)
_SHORT = 7
"""Words of a limit beyond which the promise is quoted rather than named."""


def _with_limit(what: str, rest: str) -> str:
    """The object with what limits the promise behind it; empty where that is long."""
    found = _LIMIT.match(rest)
    if not found:
        return what
    limit = " ".join(found[1].split())
    return f"{what} {limit}" if len(limit.split()) <= _SHORT else ""
