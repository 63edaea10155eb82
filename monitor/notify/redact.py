"""Keeps secrets out of messages and logs."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, unquote

from monitor.present.inert import clean, clip


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text on one line of at most 300 characters, with every secret (plain, percent-encoded or base64) replaced by "***".

    >>> redact("535 no user for s3cret%21", ["s3cret!"])
    '535 no user for ***'
    """
    # Longest first: if "token" and "token/abc" are both secrets, replacing "token" first would leave "/abc".
    text = clean(text)
    for form in sorted(_forms(secrets), key=len, reverse=True):
        text = text.replace(form, "***")
    return clip(text, 300)


def _forms(secrets: Iterable[str]) -> set[str]:
    # Addresses hold secrets percent-encoded, and a server's reply may quote them either way.
    plain = {form for secret in secrets if secret for form in (secret, unquote(secret))}
    coded = {form for secret in plain for form in (quote(secret, safe=""), quote(secret), quote_plus(secret))}
    return plain | coded | {base64.b64encode(secret.encode()).decode() for secret in plain}
