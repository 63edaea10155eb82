"""robots.txt, honoured as RFC 9309 asks: the longest matching rule wins, and what can't be read forbids nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

DAY = 86_400.0
"""Seconds for which rules are kept (RFC 9309, section 2.4: not longer than 24 hours)."""

_SOON = 600.0
"""Seconds until a host that could not say is asked again."""

Rules = tuple[tuple[str, bool], ...]
"""(path pattern, allowed) of the group that speaks to us."""


@dataclass(frozen=True, slots=True)
class _Held:
    rules: Rules
    until: float


class Robots:
    """Whether a page may be fetched, one robots.txt per host and day.

    Args:
        agent: our product token ("policy-monitor").
        read: gives the text of a robots.txt address, "" when there is none, None when it can't be had: a host that is down forbids
            nothing, the page's own failure tells.
        clock: seconds, steadily growing.
    """

    def __init__(self, agent: str, read: Callable[[str], str | None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._agent, self._read, self._clock = agent, read, clock
        self._held: dict[str, _Held] = {}

    def allows(self, url: str) -> bool:
        """True when the host's rules let us fetch this address."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/robots.txt":
            return True
        held = self._held.get(site)
        if held is None or held.until <= self._clock():
            text = self._read(f"{site}/robots.txt")
            held = _Held(parse_rules(text or "", self._agent), self._clock() + (_SOON if text is None else DAY))
            self._held[site] = held
        return allowed(held.rules, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def parse_rules(text: str, agent: str) -> Rules:
    """The rules of the group that names us, else of the group for everyone.

    The standard library splits the file into groups; its own judgement takes the first rule that matches and knows no wildcards, which
    RFC 9309 (section 2.2.2) has the other way round, so only the groups are taken from it.
    """
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    everyone = [parser.default_entry] if parser.default_entry else []  # type: ignore[attr-defined]
    ours = [entry for entry in parser.entries if entry.applies_to(agent)]  # type: ignore[attr-defined]
    return tuple((unquote(rule.path), rule.allowance) for entry in ours or everyone for rule in entry.rulelines)


def allowed(rules: Rules, path: str) -> bool:
    """What the longest matching rule says; allowing wins a tie, no rule allows.

    >>> allowed((("/", False), ("/privacy", True)), "/privacy")
    True
    """
    path = unquote(path)
    matching = [(len(pattern), allow) for pattern, allow in rules if pattern and _matches(pattern, path)]
    return max(matching, default=(0, True))[1]


def _matches(pattern: str, path: str) -> bool:
    end = r"\Z" if pattern.endswith("$") else ""
    return re.match(".*".join(re.escape(part) for part in pattern.removesuffix("$").split("*")) + end, path) is not None
