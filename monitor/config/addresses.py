"""Mail addresses as people write them: with or without a name, several in one string."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

# RFC 5321, section 4.5.3.1, for the lengths. Letters of other scripts may be before the @ (RFC 6531).
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", re.ASCII)
_LITERAL = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\]|\[IPv6:[0-9A-Fa-f:.]{2,45}\]")
_MOST = 254


def split_addresses(text: str) -> list[str]:
    """The addresses in a string, separated by commas, semicolons or line ends; those inside quotation marks or "<…>" separate nothing.

    >>> split_addresses('"Doe, Jane" <jane@reader.example>; legal@reader.example,')
    ['"Doe, Jane" <jane@reader.example>', 'legal@reader.example']
    """
    return [part for part in (part.strip() for part in _parts(text)) if part]


def _parts(text: str) -> Iterator[str]:
    start, quoted, inside = 0, False, False
    for n, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign in "<>" and not quoted:
            inside = sign == "<"
        elif sign in ",;\n" and not quoted and not inside:
            yield text[start:n]
            start = n + 1
    yield text[start:]


def mail_address(text: str) -> Address:
    """One address: "privacy@reader.example" or "Monitor <monitor@reader.example>"; its domain in ASCII, as mail servers want it.

    Raises:
        ValueError: it is none, or more than one; says what was expected.
    """
    name, spec = parseaddr(text)
    local, _, domain = spec.rpartition("@")
    ascii_domain = _ascii(domain)
    # parseaddr is lenient: it reads the first address of "a@x b@y" and drops what it does not understand.
    understood = text.strip() == spec or text.strip().endswith(f"<{spec}>")
    sound = _LOCAL.fullmatch(local) and ".." not in f".{local}." and ascii_domain and len(spec) <= _MOST
    if not (understood and sound and text.isprintable() and len(split_addresses(text)) == 1):
        raise ValueError(f"{text!r} is not an e-mail address; expected name@example.org")
    return Address(display_name=name, username=local, domain=ascii_domain)


def _ascii(domain: str) -> str:
    """A domain in ASCII (RFC 3490), or an address literal; "" when it is neither."""
    if _LITERAL.fullmatch(domain):
        return domain
    try:
        # A final dot is allowed in DNS, but not in mail.
        labels = domain.encode("idna").decode("ascii").split(".") if not domain.endswith(".") else []
    except UnicodeError:  # an empty label ("reader..example"), or one of more than 63 letters
        return ""
    return ".".join(labels) if labels and all(_LABEL.fullmatch(label) for label in labels) else ""


def recipients(value: Any) -> Any:
    """A list of recipients, each of which may be a string with several of them.

    Raises:
        ValueError: one of them is no mail address.
    """
    if value is None:
        return []
    given = list(value) if isinstance(value, (list, tuple)) else [value]
    found: list[Any] = []
    for one in given:
        found += split_addresses(one) if isinstance(one, str) and not _unset(one) else [one]
    for one in found:
        if isinstance(one, str) and not _unset(one):
            mail_address(one)
    return found


def sender(value: str) -> str:
    """The address that mails come from.

    Raises:
        ValueError: it is no mail address, or more than one.
    """
    if not _unset(value):
        mail_address(value)
    return value


def _unset(value: str) -> bool:
    """True for "${NAME}", left in place where secrets are not needed: it can't be checked without the environment."""
    return "${" in value
