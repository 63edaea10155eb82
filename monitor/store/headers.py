"""Keeps a ledger's lines short: a server may send a hundred headers of 64 KB each, and every check would read them again."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST = 32_768
"""Characters of all kept headers together. Long content security policies have 8,000; browsers and servers refuse more than this."""
SHORTENED = "x-policy-monitor-shortened"
"""Header that names those that were shortened or left out."""
_LONGEST_NAME = 200
_KEPT = 200
_MOST = 100


def bounded(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers as they are, or within `LONGEST`: the longest values cut to their beginning, with a header that says so."""
    if len(headers) <= _MOST and sum(len(name) + len(value) for name, value in headers.items()) <= LONGEST:
        return dict(headers)
    named = {name: value for name, value in headers.items() if len(name) <= _LONGEST_NAME}
    kept = dict(list(named.items())[:_MOST])
    dropped = len(headers) - len(kept)
    shortened, size = list[str](), sum(len(name) + len(value) for name, value in kept.items())
    for name in sorted(kept, key=lambda name: -len(kept[name])):
        # Room for the header that says so.
        if size <= LONGEST // 2:
            break
        size -= max(0, len(kept[name]) - _KEPT)
        shortened.append(f"{name} ({len(kept[name]):,} characters)")
        kept[name] = kept[name][:_KEPT]
    says = [*shortened, *([f"{dropped} left out"] if dropped else [])]
    return kept | {SHORTENED: ", ".join(says)}
