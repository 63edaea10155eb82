"""robots.txt as RFC 9309 defines it: the longest matching rule wins, and a file that can't be fetched forbids nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

DAY = 86_400.0
"""Seconds for which rules are cached (RFC 9309, section 2.4: no longer than 24 hours)."""

# Until a robots.txt that could not be fetched is requested again: not with each page of a cycle, but with the next cycle.
_RETRY_SECONDS = 600.0

# What ends a line (RFC 9309, section 2.2); `str.splitlines` would also cut a rule at a form feed or at U+2028.
_LINE_END = re.compile(r"\r\n?|\n")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
# What means the same with and without percent-encoding (RFC 3986, section 2.3).
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")

Rules = tuple[tuple[str, bool], ...]
"""(path pattern, allowed) of the groups that apply to us."""


@dataclass(frozen=True, slots=True)
class _CachedRules:
    rules: Rules
    expires: float


class Robots:
    """Whether a URL may be fetched; one robots.txt per host and day.

    Args:
        agent: our product token ("policy-monitor").
        read: returns the text of a robots.txt URL, "" when the host has none, None when it can't be fetched. The last forbids nothing,
            where RFC 9309 (section 2.3.1.4) would forbid everything: a host that is down fails the page itself, with a clearer error.
        clock: monotonic seconds.
    """

    def __init__(self, agent: str, read: Callable[[str], str | None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._agent, self._read, self._clock = agent, read, clock
        self._cache: dict[str, _CachedRules] = {}

    def allows(self, url: str) -> bool:
        """True when the host's rules allow fetching this URL."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        # "The /robots.txt URI is implicitly allowed" (RFC 9309, section 2.2.2).
        if parts.path == "/robots.txt":
            return True
        cached = self._cache.get(site)
        if cached is None or cached.expires <= self._clock():
            text = self._read(f"{site}/robots.txt")
            cached = _CachedRules(parse_rules(text or "", self._agent), self._clock() + (_RETRY_SECONDS if text is None else DAY))
            self._cache[site] = cached
        return allowed(cached.rules, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def parse_rules(text: str, agent: str) -> Rules:
    """The rules of all groups that name us, or else of the groups for everyone ("*").

    The standard library's RobotFileParser is not used: in Python 3.11 and 3.12 it applies the first matching rule rather than the longest
    and knows no wildcards (python/cpython#138907, fixed in 2026 for 3.13 and later).

    >>> parse_rules("User-agent: *\\nDisallow: /private", "policy-monitor")
    (('/private', False),)
    """
    ours: list[tuple[str, bool]] = []
    everyone: list[tuple[str, bool]] = []
    named = False
    agents: set[str] = set()
    in_rules = False
    for key, value in _records(text):
        if key == "user-agent":
            if in_rules:  # the first user-agent line after a rule opens the next group
                agents, in_rules = set(), False
            agents.add(_product(value))
            named = named or agent.lower() in agents
        elif key in ("allow", "disallow"):
            in_rules = True
            rule = (_comparable(value), key == "allow")
            if agent.lower() in agents:
                ours.append(rule)
            if "*" in agents:
                everyone.append(rule)
    return tuple(ours if named else everyone)


def _records(text: str) -> Iterator[tuple[str, str]]:
    """The "key: value" lines without comments; unknown keys (Sitemap, Crawl-delay) are the caller's to skip."""
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _product(value: str) -> str:
    """The product token of a user-agent line, in lower case: without the version ("policy-monitor/1.0", "policy-monitor 1.0")."""
    return value.partition("/")[0].partition(" ")[0].strip().lower()


def allowed(rules: Rules, path: str) -> bool:
    """What the longest matching rule says; allow wins a tie, and without a matching rule the path is allowed.

    >>> allowed((("/", False), ("/privacy", True)), "/privacy")
    True
    """
    path = _comparable(path)
    matching = [(len(pattern), allow) for pattern, allow in rules if pattern and _matches(pattern, path)]
    return max(matching, default=(0, True))[1]


def _comparable(path: str) -> str:
    """A path or pattern in the one spelling in which they are compared (RFC 9309, section 2.2.2).

    Only what needs no encoding is decoded: "%2F" is not a slash and "%2A" not a wildcard, but "%7Ejoe" is "~joe". What is not ASCII is
    encoded, so that "/ä" and "/%C3%A4" are equal.

    >>> _comparable("/%7ejoe/\u00e4%2fb*")
    '/~joe/%C3%A4%2Fb*'
    """
    if not path.isascii():
        path = _NOT_ASCII.sub(lambda found: quote(found[0].encode("utf-8", "surrogatepass")), path)
    return _ENCODED.sub(lambda found: char if (char := unquote(found[0])) in _UNRESERVED else found[0].upper(), path)


def _matches(pattern: str, path: str) -> bool:
    """RFC 9309, section 2.2.3: "*" stands for any characters, a final "$" for the end of the path ("/*.pdf$").

    Each part between two wildcards is matched at its first occurrence after the previous part, so that "/***…*x" costs one pass over the
    path; a regular expression with as many ".*" would try every way to divide the path among them.
    """
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not anchored or path == first
    *middle, last = rest
    at = len(first)
    for part in middle:
        if (found := path.find(part, at)) < 0:
            return False
        at = found + len(part)
    # The second condition keeps the end from overlapping the part before it: "/a*a$" does not match "/a".
    return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0
