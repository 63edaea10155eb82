"""Policy ids: short, lower-case, safe as folder names on every system."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# Ids are folders of `reports/` and parts of addresses: no dots, and short enough for a line of `log`.
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
# Names with a meaning of their own in `reports/`.
_RESERVED = {"index", "assets"}


def slug_of(name: str) -> str:
    """The id for a name: "Müller & Söhne" → "muller-sohne"; empty when no usable character is left ("日本").

    >>> slug_of("Comm100 Network Corp.")
    'comm100-network-corp'
    """
    # NFKD splits "ü" into "u" and its dots, which the encoder then drops.
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def name_of(url: str) -> str:
    """A name for a URL that was added without one: its host without "www." ("comm100.com")."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def slug_fault(policy_id: str) -> str | None:
    """Why an id is invalid, in a few words, or None."""
    if not SLUG.fullmatch(policy_id):
        return "use 1 to 64 of a-z, 0-9, - and _, starting and ending with a letter or digit"
    if policy_id in _RESERVED:
        return f"{policy_id!r} is reserved"
    return None
