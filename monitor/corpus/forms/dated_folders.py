"""Folders of dated files: each folder that holds files is a policy, named by its path below the collection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from monitor.corpus.partition import DOCUMENT, HeldCapture, Material, Partition, policy_id, record_of
from monitor.corpus.storage import joined, local_copy, names
from monitor.model import Capture, Policy
from monitor.sources.folder import FolderHistory

_DEEPEST = 8
"""Levels of folders that are looked into."""


def partitions(place: str) -> Iterator[Partition]:
    """One for each folder with files, hidden ones left out. "acme/terms" is the document "terms" of the service "acme"."""
    yield from _below(place, ())


def _below(place: str, path: tuple[str, ...]) -> Iterator[Partition]:
    entries = [(name, is_folder) for name, is_folder in names(joined(place, *path)) if not name.startswith(".")]
    if any(not is_folder for _, is_folder in entries):
        yield _partition(place, path)
    for name, is_folder in entries:
        if is_folder and len(path) < _DEEPEST:
            yield from _below(place, (*path, name))


def _partition(place: str, path: tuple[str, ...]) -> Partition:
    named = path or (place.rstrip("/").rsplit("/", 1)[-1],)
    # "acme/eu/terms" is the document "eu/terms": what is above the last folder tells documents of one service apart.
    document = "/".join(named[1:]) or DOCUMENT
    policy = Policy(policy_id("/".join(named)), named[0], document, live=False)
    return Partition(policy, named[0], "folder", joined(place, *path))


@contextmanager
def material(partition: Partition) -> Iterator[Material]:
    """The files of the policy's folder; those that are no captures are named with the reason."""
    with local_copy(partition.place) as folder:
        # Without an archive header, nothing says at which address a file was found.
        history = FolderHistory(Path(folder), url="")
        captures = enumerate(history.captures(), 1)
        held = tuple(_held(partition.policy.id, history, number, capture) for number, capture in captures)
        left_out = tuple((Path(path).name, says.removeprefix(f"{path} was skipped: ")) for path, says in history.skipped)
        yield Material(held, left_out=left_out)


def _held(policy: str, history: FolderHistory, number: int, capture: Capture) -> HeldCapture:
    record = record_of(
        policy, sequence=number, captured_at=capture.captured_at, url=capture.url, media_type=capture.media_type,
        archive_url=capture.archive_url,
    )  # fmt: skip
    return HeldCapture(record, capture.digest or "", partial(_body, history, policy, capture))


def _body(history: FolderHistory, policy: str, capture: Capture) -> bytes:
    return history.fetch(policy, capture).body
