"""Policy ids: short, lower-case, safe as a folder's name on every system."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_RESERVED = {"index", "assets"}
"""Names that `reports/` needs for itself."""


def slug_of(name: str) -> str:
    """The id that a name gives: "Müller & Söhne" → "muller-sohne"; empty when nothing usable is left.

    >>> slug_of("Comm100 Network Corp.")
    'comm100-network-corp'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def name_of(url: str) -> str:
    """A readable name for an address without one: its host without "www." ("comm100.com")."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def slug_fault(policy_id: str) -> str | None:
    """Why an id can't be used, in a few words, or None when it can."""
    if not SLUG.fullmatch(policy_id):
        return "an id is 1 to 64 of a-z, 0-9, - and _, beginning and ending with a letter or digit"
    if policy_id in _RESERVED:
        return f"{policy_id!r} is reserved"
    return None
