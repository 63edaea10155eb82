"""ARC files, in which archives kept captures until about 2008: how to know one, and the two forms of its records' headers."""

from __future__ import annotations

import re
import zlib
from typing import IO, Any

from warcio.recordloader import ARC2WARCHeadersParser

from monitor.decompression import GZIP_MAGIC

ARC_PROTOCOL = "ARC/1.0"
"""What records of an ARC file have for a protocol here, to tell them from those of a WARC file."""

# Version 2: URL, address, date, type, status, checksum, location, offset, file, length. Version 1 has the first four and the last.
_VERSION_2 = re.compile(r"(?P<start>\S+ \S+ \d{8,14} \S+) (?:\d{3}|-) \S+ \S+ (?:\d+|-) \S+ (?P<length>\d+)\s*")
_HEAD = 8192


def is_arc(stream: IO[bytes]) -> bool:
    """True for an ARC file, plain or gzip; leaves the stream where it likes."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(GZIP_MAGIC):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD)
        except zlib.error:
            return False
    # "filedesc://x.arc 0.0.0.0 20050101000000 text/plain 77" opens a file; one that lost its first record opens with a capture.
    parts = head.lstrip(b"\r\n").partition(b"\n")[0].split(b" ")
    dates = [parts[-at] for at in (3, 8) if len(parts) >= at + 2]
    return b":" in parts[0] and parts[-1].strip().isdigit() and any(date.isdigit() and 8 <= len(date) <= 14 for date in dates)


class ArcHeaders(ARC2WARCHeadersParser):  # type: ignore[misc]
    """warcio's parser, which knows version 1 only, for both versions."""

    def parse(self, stream: Any, headerline: Any = None) -> Any:
        """The header of the next record, as WARC headers."""
        line = stream.readline() if headerline is None else headerline
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        newer = _VERSION_2.fullmatch(text)
        found = super().parse(stream, f"{newer['start']} {newer['length']}\n".encode() if newer else line)
        found.protocol = ARC_PROTOCOL
        return found
