"""The token in every form (CSRF): signed, and bound to a cookie and to the user. The only file that knows itsdangerous."""

from __future__ import annotations

import secrets

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from monitor.web.access import Refused

COOKIE = "policy_monitor_form"
"""Holds a random word; no session, and nothing about the user."""
_LIFETIME = 12 * 3600
_OUT_OF_DATE = "This form is out of date, so nothing was done; go back, load the page again and repeat it."
# Of a word: 18 bytes in base 64.
_WORD = 24


class Tokens:
    """Makes and checks tokens; they end with the process, which alone knows the key."""

    def __init__(self, lifetime: int = _LIFETIME) -> None:
        self._signer = URLSafeTimedSerializer(secrets.token_bytes(32), salt="form")
        self._lifetime = lifetime

    def word(self, cookie: str | None) -> str:
        """The word for a browser's cookie: the one that it has, if it can be one of ours."""
        if cookie and len(cookie) == _WORD and cookie.isascii() and cookie.replace("-", "").replace("_", "").isalnum():
            return cookie
        return secrets.token_urlsafe(18)

    def token(self, word: str, user: str) -> str:
        """A token for the forms of a page."""
        made = self._signer.dumps([word, user])
        return made if isinstance(made, str) else made.decode()

    def check(self, token: str, cookie: str | None, user: str) -> None:
        """Returns if the token was made for this browser and this user, and not too long ago.

        Raises:
            Refused: it was not.
        """
        try:
            found = self._signer.loads(token, max_age=self._lifetime)
        except SignatureExpired:
            raise Refused(_OUT_OF_DATE) from None
        except BadData:
            raise Refused(_OUT_OF_DATE) from None
        word, whose = found
        if not cookie or not secrets.compare_digest(cookie.encode(), word.encode()) or whose != user:
            raise Refused(_OUT_OF_DATE)
