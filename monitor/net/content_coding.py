"""Removes content codings (RFC 9110, section 8.4.1), with a limit on the decompressed size."""

from __future__ import annotations

import zlib

from monitor.errors import Unreachable

# RFC 1952, section 2.3.1.
_GZIP_MAGIC = b"\x1f\x8b"


def decode_body(body: bytes, content_encoding: str | None, url: str, *, limit: int) -> bytes:
    """The body without its content codings.

    A body that is declared gzip but does not start with the gzip magic number is returned unchanged: web archives and misconfigured
    servers send the plain page under the header of the compressed one.

    Args:
        body: as received.
        content_encoding: the header's value, or None.
        url: for error messages.
        limit: maximum size in bytes after decompression; a few hundred bytes can expand to gigabytes.

    Raises:
        Unreachable: with reason "too-large", "truncated" (the stream ends early or is damaged) or "coding" (one that was not requested).
    """
    for coding in reversed([c.strip().lower() for c in (content_encoding or "").split(",") if c.strip()]):
        if coding == "identity" or not body:
            continue
        if coding in ("gzip", "x-gzip"):
            body = _inflate(body, 31, url, limit) if body.startswith(_GZIP_MAGIC) else body  # 31: zlib's window bits for a gzip member
        elif coding == "deflate":
            body = _inflate(body, 15 if _is_zlib(body) else -15, url, limit)  # 15: a zlib stream; -15: raw deflate
        else:
            says = f"{url} uses the content coding {coding!r}, which was not requested and is not supported."
            raise Unreachable(says, reason="coding", transient=False)
    return body


def _is_zlib(body: bytes) -> bool:
    """True for a zlib header (RFC 1950): servers send "deflate" with and without one."""
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _inflate(body: bytes, window: int, url: str, limit: int) -> bytes:
    out: list[bytes] = []
    size = 0
    while body:
        stream = zlib.decompressobj(window)
        try:
            block = stream.decompress(body, limit - size + 1)
        except zlib.error as error:
            raise Unreachable(f"The compressed response of {url} is damaged ({error}); it will be retried.", reason="truncated") from error
        size += len(block)
        if size > limit:
            says = (
                f"{url} decompresses to more than the {limit:,} byte limit; raise `fetch: {{max_bytes: …}}` if this really is the policy."
            )
            raise Unreachable(says, reason="too-large", transient=False)
        if not stream.eof:
            raise Unreachable(f"The compressed response of {url} is incomplete; it will be retried.", reason="truncated")
        out.append(block)
        # A gzip file may have several members (RFC 1952, section 2.2). What follows the last one is padding, and browsers ignore it.
        body = stream.unused_data if stream.unused_data.startswith(_GZIP_MAGIC) else b""
    return b"".join(out)
