"""Where a page came from, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from monitor.core.history.provenance import detour
from monitor.model import Provenance, Redirect, Redirects
from monitor.present.inert import clean, clip

# Characters of an address in a sentence.
_LONGEST = 200


def came_from(url: str, redirects: Sequence[Redirect]) -> str:
    """From where an address was answered, as the rest of a sentence, with what is remarkable about it.

    >>> came_from("https://a.example/p", (Redirect("https://b.example/x?sid=7", 301), Redirect("http://b.example/y", 302)))
    'http://b.example/y, after redirects over https://b.example/x (another host: b.example; not encrypted from http://b.example/y on)'
    """
    if not redirects:
        return f"{without_query(url)} itself"
    over = f" over {', '.join(without_query(step.url) for step in redirects[:-1])}" if redirects[1:] else ""
    how = f"redirects{over}" if redirects[1:] else "a redirect"
    remarks = _remarks(url, redirects)
    return f"{without_query(redirects[-1].url)}, after {how}{f' ({remarks})' if remarks else ''}"


def _remarks(url: str, redirects: Sequence[Redirect]) -> str:
    found = detour(url, redirects)
    hosts = f"another host: {', '.join(map(_shown, found.other_hosts))}" if found.other_hosts else ""
    plain = f"not encrypted from {without_query(found.unencrypted)} on" if found.unencrypted else ""
    return "; ".join(filter(None, (hosts, plain)))


def without_query(url: str) -> str:
    """An address as it is shown: without its query, which may hold the number of a session, on one line and not too long."""
    return _shown(urlsplit(url)._replace(query="", fragment="").geturl())


def _shown(address: str) -> str:
    # A site chooses where it redirects to: what steers a terminal or reverses the reading direction is left out.
    return clip(clean(address), _LONGEST)


def moved(before: Provenance, after: Provenance) -> str:
    """One sentence: an address is answered from elsewhere than before.

    >>> from datetime import UTC, datetime
    >>> at, url = datetime(2026, 1, 1, tzinfo=UTC), "https://a.example/p"
    >>> moved(Provenance(url, at, ()), Provenance(url, at, (Redirect("https://a.example/q", 301),)))
    'https://a.example/p is now answered by https://a.example/q, after a redirect; before by https://a.example/p itself.'
    """
    now, then = came_from(after.url, after.redirects), came_from(before.url, before.redirects)
    return f"{without_query(after.url)} is now answered by {now}; before by {then}."


def redirects_json(url: str, redirects: Redirects) -> dict[str, Any]:
    """The keys that `log` and `show` have about it; all null where nobody noted it."""
    if redirects is None:
        return dict.fromkeys(("final_url", "redirects", "other_hosts", "downgraded"))
    found = detour(url, redirects)
    return {
        "final_url": redirects[-1].url if redirects else url,
        "redirects": [{"url": step.url, "status": step.status} for step in redirects],
        "other_hosts": list(found.other_hosts),
        "downgraded": found.unencrypted is not None,
    }


def provenance_json(one: Provenance) -> dict[str, Any]:
    """One entry of a policy's provenance; the caller adds `since`."""
    return {"url": one.url, **redirects_json(one.url, one.redirects)}
