"""URLs: which ones may be fetched at all, and when two of them name the same page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.errors import Blocked

# Control characters, spaces and backslashes: browsers and parsers disagree on the host of "http://a.example\\@b.example/".
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
# "www.", and the "www2." of sites with several servers: SURT keys drop both.
_WWW = re.compile(r"^www\d*\.")


def check_address(url: str) -> None:
    """Refuse a URL that is not plain http or https with a host.

    Raises:
        Blocked: another scheme, a user name or password, spaces, backslashes, no host, or an invalid port.
    """
    if _FORBIDDEN.search(url):
        raise _refused(url, "contains a space, a control character or a backslash")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname
    except ValueError as error:
        raise _refused(url, f"is invalid ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise _refused(url, "is neither http nor https")
    if not host or port == 0:
        raise _refused(url, "has no host" if not host else "has port 0")
    if "@" in parts.netloc:
        raise _refused(url, "contains a user name; remove the credentials")


def _refused(url: str, why: str) -> Blocked:
    return Blocked(f"The address {url[:200]!r} {why}; it was not fetched.", reason="bad-address")


def address_key(url: str) -> str:
    """A key that is equal for all spellings of one page's URL, close to the SURT keys by which web archives sort.

    Scheme, "www.", letter case, a default port, a trailing slash, the fragment and the order of query parameters make no difference.

    >>> address_key("http://www.Example.com:80/Privacy/#top") == address_key("https://example.com/privacy")
    True
    >>> address_key("https://example.com/privacy?b=2&a=1")
    'example.com/privacy?a=1&b=2'

    Text that is not a URL ("http://[", found in a damaged archive) is its own key.
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
