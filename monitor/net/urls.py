"""Web addresses: which may be asked for at all, and when two of them name the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.errors import Blocked

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
"""Control characters, blanks and backslashes: browsers and parsers disagree on what host such an address names."""

_WWW = re.compile(r"^www\d*\.")


def check_address(url: str) -> None:
    """Refuses an address that is not plainly http or https with a host.

    Raises:
        Blocked: another scheme, a user name or password, blanks, backslashes, no host, or an impossible port.
    """
    if _FORBIDDEN.search(url):
        raise _refused(url, "holds a blank, a control character or a backslash")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname
    except ValueError as error:
        raise _refused(url, f"can't be read ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise _refused(url, "is neither http nor https")
    if not host or port == 0:
        raise _refused(url, "names no host" if not host else "names port 0")
    if "@" in parts.netloc:
        raise _refused(url, "holds a user name; give addresses without credentials")


def _refused(url: str, why: str) -> Blocked:
    return Blocked(f"The address {url[:200]!r} {why}; it was not fetched.", reason="bad-address")


def address_key(url: str) -> str:
    """What two spellings of one page's address have in common, as archives see it.

    Scheme, "www.", letter case, a default port, a trailing slash, a fragment and the order of a query's parts make no difference
    (the sort key of the Wayback Machine and of pywb ignores them too).

    >>> address_key("http://www.Example.com:80/Privacy/#top") == address_key("https://example.com/privacy")
    True
    >>> address_key("https://example.com/privacy?b=2&a=1")
    'example.com/privacy?a=1&b=2'

    What is no address ("http://[", as a damaged archive may hold) is a page of its own.
    """
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return url
    try:
        port = parts.port
    except ValueError:
        port = None
    host = _WWW.sub("", (parts.hostname or "").rstrip("."))
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    path = unquote(parts.path).lower().rstrip("/")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query.lower(), keep_blank_values=True)))
    return f"{where}{path}" + (f"?{query}" if query else "")
