"""Cookies of one page: each goes back to the host that set it and nowhere else, and what came over https never leaves https."""

from __future__ import annotations

import warnings
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Any
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header

# A cookie that http.cookiejar can't read (a year of 5,000 digits) is left out; the warning about it has a traceback of thirty lines.
warnings.filterwarnings("ignore", message="http.cookiejar bug!", category=UserWarning)
_ORIGIN = "origin"
_PORTS = {"http": 80, "https": 443}


class _OwnHostOnly(DefaultCookiePolicy):
    """Returns a cookie to the origin that set it. Whatever Domain says: a site's other hosts may belong to other people.

    A cookie that was set over http is also returned over https, to the same host: sites set one while they redirect to https.
    """

    def set_ok(self, cookie: Cookie, request: Any) -> bool:
        cookie.set_nonstandard_attr(_ORIGIN, request.get_full_url())
        return super().set_ok(cookie, request)

    def return_ok(self, cookie: Cookie, request: Any) -> bool:
        setter, here = urlsplit(cookie.get_nonstandard_attr(_ORIGIN) or ""), urlsplit(request.get_full_url())
        same = _origin(setter) == _origin(here)
        upgraded = (setter.scheme, here.scheme) == ("http", "https") and setter.hostname == here.hostname
        return (same or upgraded) and super().return_ok(cookie, request)


class CookieJar(RequestsCookieJar):
    """The cookies of one page and its redirects, as they are fetched."""

    def __init__(self) -> None:
        super().__init__(policy=_OwnHostOnly())

    def put_on(self, request: PreparedRequest) -> None:
        """Add the Cookie header that belongs on a request. requests itself would copy the cookies into a jar with a laxer policy."""
        if next(iter(self), None) is None:  # as most jars are, always
            return
        header = get_cookie_header(self, request)  # type: ignore[no-untyped-call]
        if header is not None:
            request.headers["Cookie"] = header

    def take_from(self, request: PreparedRequest, response: Any) -> None:
        """Keep the cookies of a response (urllib3's) to a request."""
        if "Set-Cookie" in response.headers:
            extract_cookies_to_jar(self, request, response)  # type: ignore[no-untyped-call]


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
