"""robots.txt as RFC 9309 defines it: the longest matching rule wins, and a file that can't be fetched forbids nothing."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

DAY = 86_400.0
"""Seconds for which rules are cached (RFC 9309, section 2.4: no longer than 24 hours)."""
MAX_RULES = 5_000
"""Rules that are read of one file: those of the groups that apply to us. Each is compared with every address of its host."""
MAX_CACHED = 50_000
"""Rules that are kept of all files, each file counting as one more: some 90 MB at worst. Files of thousands of hosts have fewer."""

# Until a robots.txt that could not be fetched is requested again: not with each page of a cycle, but with the next cycle.
_RETRY_SECONDS = 600.0

# What ends a line (RFC 9309, section 2.2); `str.splitlines` would also cut a rule at a form feed or at U+2028.
_LINE_END = re.compile(r"\r\n?|\n")
# What `str.splitlines`, by which Protego reads, takes for the end of a line and RFC 9309 does not.
_NO_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


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
        self._kept = 0
        self._lock = threading.Lock()

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
            cached = _CachedRules(Rules(text or "", self._agent), self._clock() + (_RETRY_SECONDS if text is None else DAY))
            self._keep(site, cached)
        return cached.rules.allow((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))

    def _keep(self, site: str, fetched: _CachedRules) -> None:
        """Caches a file; the largest ones make room for it. A page may redirect to another host of its owner each time."""
        with self._lock:
            self._drop(site)
            while self._cache and self._kept + fetched.rules.size > MAX_CACHED:
                self._drop(max(self._cache, key=lambda known: self._cache[known].rules.size))
            self._cache[site] = fetched
            self._kept += fetched.rules.size

    def _drop(self, site: str) -> None:
        dropped = self._cache.pop(site, None)
        self._kept -= dropped.rules.size if dropped is not None else 0


class Rules:
    """The rules of all groups that name us, or else of the groups for everyone ("*"); Protego compares the paths.

    Protego is given one group only. Read whole, a file in which many groups share many rules takes quadratic time and memory (measured with
    0.7.0: 5 s for 2,000 agents and 2,000 rules, 68 kB), and a group for "policy" would apply to "policy-monitor". The standard library's
    RobotFileParser is no choice: in Python 3.11 and 3.12 it knows no wildcards, and from 3.14.5 on it overlooks some groups for everyone.

    Args:
        text: of the file; at most MAX_RULES of its rules count, the first ones.
        agent: our product token.

    >>> Rules("User-agent: *\\nDisallow: /private", "policy-monitor").allow("/private/letters")
    False
    """

    def __init__(self, text: str, agent: str) -> None:
        applying = _applying(text, agent.lower())
        # A file without rules for us needs no parser: the usual case, in which nothing is kept for the host.
        self.size = 1 + len(applying)
        self._parsed = Protego.parse("\n".join(["User-agent: *", *applying])) if applying else None

    def allow(self, path: str) -> bool:
        """What the longest matching rule says; allow wins a tie, and without a matching rule the path is allowed.

        Args:
            path: with its query.
        """
        # "//a/b" would be read as a host and a path.
        return self._parsed is None or self._parsed.can_fetch(f"http://site{path}", "*")


def _applying(text: str, agent: str) -> list[str]:
    """The lines with the rules that apply to us, in the file's order."""
    ours: list[str] = []
    everyone: list[str] = []
    named = False
    agents: set[str] = set()
    in_rules = False
    for key, value in _records(text):
        if key == "user-agent":
            if in_rules:  # the first user-agent line after a rule opens the next group
                agents, in_rules = set(), False
            agents.add(_product(value))
            named = named or agent in agents
        elif key in ("allow", "disallow"):
            in_rules = True
            rule = f"{key}: {_NO_LINE_END.sub(_encoded, value)}"
            if agent in agents and len(ours) < MAX_RULES:
                ours.append(rule)
            if "*" in agents and len(everyone) < MAX_RULES:
                everyone.append(rule)
    return ours if named else everyone


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _records(text: str) -> Iterator[tuple[str, str]]:
    """The "key: value" lines without comments; unknown keys (Sitemap, Crawl-delay) are the caller's to skip."""
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _product(value: str) -> str:
    """The product token of a user-agent line, in lower case: without the version ("policy-monitor/1.0", "policy-monitor 1.0")."""
    return value.partition("/")[0].partition(" ")[0].strip().lower()
