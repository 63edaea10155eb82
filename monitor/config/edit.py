"""Adds policies to `config.yaml` and leaves everything else as it is, including comments and order."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.config.yaml import read_yaml, with_entries
from monitor.errors import ConfigError


def add_policy(
    path: Path,
    *,
    policy_id: str,
    name: str,
    url: str,
    document: str | None,
    history: str | None,
    browser: bool = False,
    follow: str | None = None,
) -> None:
    """Append a policy to the file's list, atomically.

    Args:
        path: the configuration file.
        policy_id, name, url, document, history: values of the new entry; None omits the key.
        browser: True adds `browser: true`.
        follow: adds `follow:` with this value.

    Raises:
        ConfigError: the file can't be read or written.
    """
    entry = {"id": policy_id, "name": name, "document": document, "url": url, "history": history}
    add_policies(path, [{**entry, "browser": browser or None, "follow": follow}])


def add_policies(path: Path, entries: Sequence[Mapping[str, str | bool | None]]) -> None:
    """Append policies to the file's list, atomically.

    Args:
        path: the configuration file.
        entries: the keys of each policy in their order; None omits a key.

    Raises:
        ConfigError: the file can't be read or written.
    """
    if not entries:
        return
    tree = read_yaml(path)
    text = path.read_bytes().decode("utf-8")
    given = [{key: value for key, value in entry.items() if value is not None} for entry in entries]
    replace_text(path, with_entries(text, tree, "policies", given))


def replace_text(path: Path, text: str) -> None:
    """Replace a file's content atomically; its permissions stay.

    Raises:
        ConfigError: the file can't be written."""
    try:
        # In the same folder, so that `replace` is atomic; a crash leaves the old file.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes 0600; a configuration that a group may read stays readable.
        if path.exists():
            Path(temporary).chmod(path.stat().st_mode & 0o777)
        Path(temporary).replace(path)
    except OSError as error:
        raise ConfigError(f"can't write the file: {error.strerror or error}", path=path) from error
