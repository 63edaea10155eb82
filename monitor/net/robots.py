"""robots.txt as RFC 9309 defines it: the longest matching rule wins, and a file that can't be fetched forbids nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

DAY = 86_400.0
"""Seconds for which rules are cached (RFC 9309, section 2.4: no longer than 24 hours)."""

_RETRY_SECONDS = 600.0
"""Seconds until a robots.txt that could not be fetched is requested again."""

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

    The standard library's RobotFileParser is not used: before Python 3.14 it takes the first matching rule rather than the longest and
    knows no wildcards, and its parsed groups are private attributes that change between versions.

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
            agents.add(value.partition("/")[0].strip().lower())
            named = named or agent.lower() in agents
        elif key in ("allow", "disallow"):
            in_rules = True
            rule = (unquote(value), key == "allow")
            if agent.lower() in agents:
                ours.append(rule)
            if "*" in agents:
                everyone.append(rule)
    return tuple(ours if named else everyone)


def _records(text: str) -> Iterator[tuple[str, str]]:
    """The "key: value" lines without comments; unknown keys (Sitemap, Crawl-delay) are the caller's to skip."""
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def allowed(rules: Rules, path: str) -> bool:
    """What the longest matching rule says; allow wins a tie, and without a matching rule the path is allowed.

    >>> allowed((("/", False), ("/privacy", True)), "/privacy")
    True
    """
    path = unquote(path)
    matching = [(len(pattern), allow) for pattern, allow in rules if pattern and _matches(pattern, path)]
    return max(matching, default=(0, True))[1]


def _matches(pattern: str, path: str) -> bool:
    """RFC 9309, section 2.2.3: "*" stands for any characters, a final "$" for the end of the path ("/*.pdf$")."""
    end = r"\Z" if pattern.endswith("$") else ""
    return re.match(".*".join(re.escape(part) for part in pattern.removesuffix("$").split("*")) + end, path) is not None
