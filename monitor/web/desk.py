"""The configuration and the store as the app sees them: read again when the file changes, opened again for each action."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from monitor.assemble import open_context
from monitor.config import Settings, load_settings
from monitor.errors import ConfigError
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.record import log_root
from monitor.store.lock import store_lock

# Seconds: most locks are held only briefly; after that, the page names who holds it.
_LOCK_WAIT = 0.5


class Desk:
    """One configuration file and what it names; may be used by several threads.

    Args:
        config: the file.
        environment: the variables that it may use.
    """

    def __init__(self, config: Path, environment: Mapping[str, str]) -> None:
        self.config = config.absolute()
        self._environment = environment
        self._lock = threading.RLock()
        self._read: tuple[tuple[int, int, int], Settings, MonitorContext] | None = None
        self.editing = threading.Lock()
        """Held while the file is changed: two forms must not overwrite each other's line."""
        self.reading = threading.Lock()
        """Held while ledgers are read, which are kept in memory without a lock of their own."""

    def settings(self) -> Settings:
        """The configuration as it is now.

        Raises:
            ConfigError: it is not valid.
        """
        return self._current()[0]

    def context(self) -> MonitorContext:
        """The store, for reading.

        Raises:
            ConfigError: the configuration is not valid.
        """
        return self._current()[1]

    def reports(self) -> Path:
        """The folder of the pages; of the last valid configuration while the file has a mistake."""
        try:
            return self.settings().reports
        except ConfigError:
            with self._lock:
                if self._read is None:
                    raise
                return self._read[1].reports

    def with_secrets(self) -> Settings:
        """The configuration with all that is needed to send messages.

        Raises:
            ConfigError: it is not valid, or a variable is not set.
        """
        return load_settings(self.config, self._environment, secrets=True)

    @contextmanager
    def acting(self, action: str, *, wait: float = _LOCK_WAIT) -> Iterator[MonitorContext]:
        """A context that may send, while the store's lock is held.

        Args:
            action: what is done, shown to others who wait for the lock.
            wait: seconds to wait for it.

        Raises:
            ConfigError: as for `with_secrets`.
            StoreLocked: a command is writing; the message says which, and since when.
        """
        context = open_context(self.with_secrets(), sending=True)
        with store_lock(context.archive.root, wait=wait, owner=f"policy-monitor serve ({action})") as aside:
            log_root(context)
            try:
                yield replace(context, aside=aside)
            finally:
                log_root(context)
                context.analysis.rest()
                context.index.close()
                context.state.close()

    def _current(self) -> tuple[Settings, MonitorContext]:
        with self._lock:
            key = self._key()
            if self._read is None or self._read[0] != key:
                settings = load_settings(self.config, self._environment, secrets=False)
                self._read = (key, settings, open_context(settings))
            return self._read[1:]

    def _key(self) -> tuple[int, int, int]:
        try:
            found = self.config.stat()
        except OSError:
            return (0, 0, 0)
        return found.st_mtime_ns, found.st_size, found.st_ino
