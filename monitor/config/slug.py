"""Policy ids: short, lower-case, safe as folder names on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import chain
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


def document_id(name: str, document: str, taken: Container[str]) -> str:
    """A free id for a company's document: "acme", "acme-terms-of-service", or with a number; empty when the name has no usable character.

    The privacy policy, or a document of unknown kind, gets the name alone while that is free.

    >>> document_id("Acme Kites", "Terms of Service", {"acme-kites"})
    'acme-kites-terms-of-service'
    >>> document_id("Acme Kites", "", {"acme-kites"})
    'acme-kites-privacy-policy'
    """
    base = slug_of(name)
    if not base:
        return ""
    kind = slug_of(document or "Privacy Policy")
    full = slug_of(f"{base[: max(1, 63 - len(kind))]} {kind}")
    candidates = [base, full] if kind == "privacy-policy" else [full]
    # Cut, so that the number fits.
    numbered = (f"{full[:58].rstrip('-')}-{n}" for n in range(2, 100_000))
    return next((one for one in chain(candidates, numbered) if one not in taken and not slug_fault(one)), "")
