"""Content codings (RFC 9110, section 8.4.1) undone, with a bound on what comes out."""

from __future__ import annotations

import zlib

from monitor.errors import Unreachable

_GZIP_MAGIC = b"\x1f\x8b"


def decode_body(body: bytes, content_encoding: str | None, url: str, *, limit: int) -> bytes:
    """The body without its content codings.

    A body that is declared gzip and plainly is not comes back as it is: archives and misconfigured servers do that, and the page is there.

    Args:
        body: as it came over the wire.
        content_encoding: the header's value, or None.
        url: for messages.
        limit: the most bytes that may come out; a few hundred bytes can unfold to gigabytes.

    Raises:
        Unreachable: with reason "too-large", "truncated" (the stream ends early or is broken) or "coding" (one we did not ask for).
    """
    for coding in reversed([c.strip().lower() for c in (content_encoding or "").split(",") if c.strip()]):
        if coding == "identity" or not body:
            continue
        if coding in ("gzip", "x-gzip"):
            body = _inflate(body, 31, url, limit) if body.startswith(_GZIP_MAGIC) else body
        elif coding == "deflate":
            body = _inflate(body, 15 if _is_zlib(body) else -15, url, limit)
        else:
            says = f"{url} answers in the coding {coding!r}, which was not asked for and can't be read."
            raise Unreachable(says, reason="coding", transient=False)
    return body


def _is_zlib(body: bytes) -> bool:
    """RFC 1950's two bytes: servers send "deflate" with and without them."""
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _inflate(body: bytes, window: int, url: str, limit: int) -> bytes:
    out: list[bytes] = []
    size = 0
    while body:
        stream = zlib.decompressobj(window)
        try:
            block = stream.decompress(body, limit - size + 1)
        except zlib.error as error:
            raise Unreachable(f"The compressed answer of {url} is broken ({error}); it will be tried again.", reason="truncated") from error
        size += len(block)
        if size > limit:
            says = f"{url} unfolds to more than {limit:,} bytes, which is no policy; raise the size limit if it is."
            raise Unreachable(says, reason="too-large", transient=False)
        if not stream.eof:
            raise Unreachable(f"The compressed answer of {url} ends in the middle; it will be tried again.", reason="truncated")
        out.append(block)
        body = stream.unused_data if stream.unused_data.startswith(_GZIP_MAGIC) else b""
    return b"".join(out)
