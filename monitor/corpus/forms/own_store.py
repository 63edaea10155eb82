"""This program's own stores: a folder with config.yaml, or the snapshots folder alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from monitor.config.load import load_settings
from monitor.corpus.partition import HeldCapture, Material, Partition
from monitor.corpus.storage import is_file, joined, local_copy, local_path, names
from monitor.errors import UsageError
from monitor.model import Policy, SnapshotRecord
from monitor.store.archive import SnapshotArchive
from monitor.store.ledger import HEAD, LEDGER

CONFIG_NAME = "config.yaml"


def is_snapshots_folder(place: str, entries: Mapping[str, bool]) -> bool:
    """Whether a folder holds ledgers, each in the folder of its policy."""
    return any(is_folder and _has_ledger(place, name) for name, is_folder in entries.items() if not name.startswith("."))


def _has_ledger(place: str, name: str) -> bool:
    return any(entry in (LEDGER, HEAD) for entry, _ in names(joined(place, name)))


def partitions(place: str) -> Iterator[Partition]:
    """The policies of a store, with their settings where there is a configuration.

    A snapshots folder alone says nothing of selectors, languages or the order of pages; its policies are read with the defaults.

    Raises:
        UsageError: there is no store.
        ConfigError: the configuration is not valid.
    """
    root, configured = _store(place)
    held = [name for name, is_folder in names(root) if is_folder and not name.startswith(".") and _has_ledger(root, name)]
    if not held:
        raise UsageError(f"{place}: no snapshots found; name a folder with config.yaml and snapshots/, or the snapshots folder")
    for name in held:
        policy = configured.get(name) or Policy(name, name, live=False)
        # When and from where a policy is fetched changes none of its texts.
        settings = replace(policy, schedule=None, live=False, history="none", follow="")
        yield Partition(settings, settings.name, "store", root)


def _store(place: str) -> tuple[str, dict[str, Policy]]:
    """The snapshots folder, and the configured policies."""
    if is_file(place):
        return _configured(place)
    if is_file(joined(place, CONFIG_NAME)):
        return _configured(joined(place, CONFIG_NAME))
    # `snapshots/` of a store in its usual place: its configuration is one level up.
    beside = joined(place.rpartition("/")[0], CONFIG_NAME)
    if is_file(beside):
        root, policies = _configured(beside)
        if root == place:
            return root, policies
    return place, {}


def _configured(config: str) -> tuple[str, dict[str, Policy]]:
    with local_copy(config) as path:
        settings = load_settings(path, os.environ, secrets=False)
        below = os.path.relpath(settings.snapshots, path.parent)
    policies = {policy.id: policy for policy in settings.values()}
    if local_path(config) is not None:
        return os.path.normpath(settings.snapshots.absolute()), policies
    return joined(config.rpartition("/")[0], Path(below).as_posix()), policies


@contextmanager
def material(partition: Partition) -> Iterator[Material]:
    """The snapshots in the policy's ledger, with people's decisions; nothing is written to the store."""
    policy = partition.policy.id
    if local_path(partition.place) is not None:
        yield _material(SnapshotArchive(Path(partition.place)), policy)
        return
    with local_copy(joined(partition.place, policy)) as copy:
        yield _material(SnapshotArchive(copy.parent), policy)


def _material(archive: SnapshotArchive, policy: str) -> Material:
    copies = {(one.url, one.captured_at, one.snapshot_sha256): one.archive_url for one in archive.archived_copies(policy)}
    clock_said = archive.clock_said(policy)
    held = []
    for record in archive.records(policy):
        copy = copies.get((record.url, record.captured_at, record.sha256))
        shown = replace(record, archive_url=copy) if copy else record
        held.append(HeldCapture(shown, record.sha256, partial(_body, archive, record), clock_said=clock_said.get(record.sequence)))
    return Material(tuple(held), tuple(archive.decisions(policy)))


def _body(archive: SnapshotArchive, record: SnapshotRecord) -> bytes:
    return archive.read(record)
