"""Removes content codings (RFC 9110, section 8.4.1), with a limit on the decompressed size."""

from __future__ import annotations

import codecs

from monitor.decompression import CODINGS, GZIP_MAGIC, ZSTD_MAGIC, Incomplete, TooLarge, Undecodable, decompress
from monitor.errors import Unreachable

ACCEPT_ENCODING = ", ".join(CODINGS)
"""What `decode_body` can undo, and nothing else."""

_ALIASES = {"x-gzip": "gzip", "x-deflate": "deflate", "brotli": "br", "x-br": "br", "x-zstd": "zstd", "zstandard": "zstd"}
_MAGIC = {"gzip": GZIP_MAGIC[:2], "zstd": ZSTD_MAGIC}
# Every byte below 0x20 that text does not hold; tab, line feed, vertical tab, form feed, carriage return, Ctrl-Z and escape it does.
_CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 26, 27})
# Words that servers write in place of a coding. They, and the names of character encodings, say nothing about compression.
_NO_CODING = frozenset(
    {"identity", "none", "binary", "plain", "text", "text/html", "8bit", "7bit", "chunked", "null", "false", "no", "off"}
)
_SAMPLE = 8192
_MOST_CODINGS = 5
"""Two are an oversight of servers; a thousand would cost a thousand passes over the body."""
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", GZIP_MAGIC, ZSTD_MAGIC, b"\xff\xfe", b"\xfe\xff")


def decode_body(body: bytes, content_encoding: str | None, url: str, *, limit: int) -> bytes:
    """The body without its content codings.

    A body that can be read as it is stays as it is, whatever the header says: web archives and recorders inside browsers keep the plain
    page under the header of the compressed one, and servers write "UTF-8" or "none" where a coding belongs. Browsers ignore those too.

    Args:
        body: as received.
        content_encoding: the header's value, or None.
        url: for error messages.
        limit: maximum size in bytes after decompression; a few hundred bytes can expand to gigabytes.

    Raises:
        Unreachable: with reason "too-large", "truncated" (the stream ends early or is damaged) or "coding" (an unknown one over bytes
            that are no text).
    """
    names = [name.partition(";")[0].strip().strip("\"'").lower() for name in (content_encoding or "").split(",")]
    if len(names) > _MOST_CODINGS:
        raise Unreachable(f"{url} uses {len(names)} content codings, one over the other.", reason="coding", transient=False)
    unknown = None
    for name in reversed(names):
        coding = _ALIASES.get(name, name)
        if body == b";" and coding == "br":  # nothing, compressed
            body = b""
        if not body or not coding or _is_utf8(body):
            continue
        if coding in CODINGS:
            body = _without(coding, body, url, limit)
        elif not _is_no_coding(coding):
            unknown = name
    if unknown is not None and not _is_readable(body):
        says = f"{url} uses the content coding {unknown!r}, which was not requested and is not supported."
        raise Unreachable(says, reason="coding", transient=False)
    return body


def _is_no_coding(name: str) -> bool:
    if name in _NO_CODING:
        return True
    try:
        return isinstance(b"a".decode(codecs.lookup(name).name), str)
    except (LookupError, ValueError):  # not registered, or one of Python's codecs from bytes to bytes ("zip", "bz2")
        return False


def _without(coding: str, body: bytes, url: str, limit: int) -> bytes:
    """The body without one coding; as it is when it was never applied. Where the bytes name another coding, that one."""
    codings = [coding] if body.startswith(_MAGIC.get(coding, b"")) else []
    codings += [other for other, magic in _MAGIC.items() if body.startswith(magic) and other not in codings]
    fault: Undecodable | None = None
    for one in codings:
        try:
            return decompress(one, body, limit)
        except TooLarge:
            says = (
                f"{url} decompresses to more than the {limit:,} byte limit; raise `fetch: {{max_bytes: …}}` if this really is the policy."
            )
            raise Unreachable(says, reason="too-large", transient=False) from None
        except Undecodable as error:
            fault = fault or error
    if fault is None or (coding not in _MAGIC and len(codings) == 1 and _is_readable(body)):
        return body
    kind = "incomplete" if isinstance(fault, Incomplete) else f"damaged ({fault})"
    raise Unreachable(f"The compressed response of {url} is {kind}; it will be retried.", reason="truncated") from fault


def _is_readable(body: bytes) -> bool:
    """True for text in whatever encoding, and for bytes that name their own format at the start.

    Of compressed bytes every tenth is a control character, so that a long sample has many.
    """
    sample = body[:_SAMPLE]
    if _is_utf8(body) or sample.lstrip()[:5].startswith(_DOCUMENTS):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return len(sample) >= 256 and controls * 200 <= len(sample)


def _is_utf8(body: bytes) -> bool:
    """True for a beginning in UTF-8 without control characters, as hardly any compressed data has it."""
    sample = body[:_SAMPLE]
    if len(sample) != len(sample.translate(None, _CONTROLS)):
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= max(1, len(sample) - 3)  # a character cut by the sample's end
    return True
