"""A channel: one line per alert in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.plugins import NotDelivered


class Logbook:
    """One file.

    Args:
        options: what config.yaml says: `path`.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        if not isinstance(options.get("path"), str):
            raise NotDelivered("set `options: {path: …}` to the file of the logbook", permanent=True)
        self._path = Path(options["path"])

    def send(self, message: dict[str, Any], key: str) -> str:
        """Appends a line, unless the file has one with this key: a message may be delivered twice."""
        line = f"{key}\t{message['subject']}\n"
        try:
            if not self._path.exists() or f"{key}\t" not in self._path.read_text(encoding="utf-8"):
                with self._path.open("a", encoding="utf-8") as out:
                    out.write(line)
        except OSError as error:
            # Without `permanent`: tried again, as the disk may have room later.
            raise NotDelivered(f"{self._path}: {error.strerror}") from error
        return "written"
