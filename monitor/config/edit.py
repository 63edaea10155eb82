"""Adds policies to `config.yaml` and leaves everything else as it is, including comments and order."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.config.yaml import read_yaml, scalar, with_entries
from monitor.config.yaml_items import with_key, without_item
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


def add_policies(path: Path, entries: Sequence[Mapping[str, Any]]) -> None:
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


def change_policy(path: Path, policy_id: str, changes: Mapping[str, Any], policies: Sequence[str]) -> None:
    """Set keys of a policy, or remove those whose value is None; every other line stays as it is.

    Args:
        path: the configuration file.
        policy_id: which.
        changes: by key.
        policies: the ids of all policies in the order of the file, as the settings have them.

    Raises:
        ConfigError: the file can't be read or written, or the list has a form that is not edited line by line.
    """
    change_policies(path, {policy_id: changes}, policies)


def change_policies(path: Path, changes: Mapping[str, Mapping[str, Any]], policies: Sequence[str]) -> None:
    """Set or remove keys of several policies, in one step; see `change_policy`.

    Args:
        path: the configuration file.
        changes: by id and key.
        policies: the ids of all policies in the order of the file.
    """
    # Nothing to change: the file keeps its time, by which a daemon sees whether to read it again.
    if not changes:
        return
    text, order = path.read_bytes().decode("utf-8"), list(policies)
    tree, backwards = read_yaml(path, text), sorted(changes, key=order.index, reverse=True)
    for policy_id in backwards:
        # From the last to the first, so that the lines of those before stay where the tree says they are.
        for n, (key, value) in enumerate(changes[policy_id].items()):
            current = tree if n == 0 else read_yaml(path, text)
            text = with_key(text, current, ("policies", order.index(policy_id)), key, None if value is None else scalar(value), path)
    replace_text(path, text)


def remove_policy(path: Path, policy_id: str, policies: Sequence[str], kept: Sequence[str]) -> None:
    """Take a policy out of the list, and set `removed:` to the folders of histories that are kept.

    Raises:
        ConfigError: as for `change_policy`.
    """
    text = path.read_bytes().decode("utf-8")
    text = without_item(text, read_yaml(path, text), "policies", list(policies).index(policy_id), path)
    text = with_key(text, read_yaml(path, text), (), "removed", scalar(list(kept)) if kept else None, path)
    replace_text(path, text)


def set_removed(path: Path, kept: Sequence[str]) -> None:
    """Set `removed:`; see `remove_policy`."""
    text = path.read_bytes().decode("utf-8")
    replace_text(path, with_key(text, read_yaml(path, text), (), "removed", scalar(list(kept)) if kept else None, path))


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
