"""Derives a collection from beginning to end: finds its policies, has them derived, and counts what is in the files."""

from __future__ import annotations

import errno
import fcntl
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from monitor.corpus.cluster import dashboard, on_scheduler, on_this_machine, run
from monitor.corpus.forms import partitions
from monitor.corpus.partition import Partition, UnreadablePart
from monitor.corpus.results import Result, check_target, read_result
from monitor.corpus.storage import absolute, local_path, sweep
from monitor.corpus.task import DERIVED, FAILED, HELD, Order, TaskOutcome
from monitor.errors import StoreError, StoreLocked, UsageError

_READERS = 16
"""Footers read at a time: object storage answers in tens of milliseconds."""


@dataclass(slots=True)
class Summary:
    """What a run did, and what the target holds of the collection now."""

    policies: int = 0
    """With complete tables; of this collection and engine."""
    derived: int = 0
    """In this run; of each policy once, however often its task was repeated."""
    held: int = 0
    """Complete before this run, from the same captures."""
    versions: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    rejections: int = 0
    left_out: int = 0
    seconds: float = 0.0
    stopped: list[tuple[str, str]] = field(default_factory=list)
    """(policy, sentence): read or compared only in part, because it took too much."""
    failures: list[TaskOutcome] = field(default_factory=list)
    dashboard: str | None = None


def derive_collection(
    source: str,
    target: str,
    *,
    form: str | None = None,
    scheduler: str | None = None,
    jobs: int,
    order: Order | None = None,
    on_start: Callable[[str, int], None] = lambda dashboard, policies: None,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> Summary:
    """Derives every policy of a collection into tables; may be killed at any point and started again.

    Args:
        source: the collection: a path or an address that fsspec knows.
        target: where the tables are written; likewise.
        form: of the collection, when it can't be told from what is in it.
        scheduler: the address of a running Dask scheduler; None to start a cluster on this machine.
        jobs: processes of that cluster.
        order: limits; its target is replaced.
        on_start: called with the dashboard's address and the number of policies.
        on_progress: called with (policies done, policies) after each.

    Raises:
        UsageError: there is no collection, or no scheduler.
        StoreError: the collection can't be listed, the target can't be written, or another run writes to it.
    """
    began = time.monotonic()
    where = absolute(target)
    check_target(where)
    found, unreadable = _each_once(partitions(source, form), where)
    asked = replace(order or Order(where), target=where, run=uuid.uuid4().hex)
    summary = Summary()
    with _only_writer(where), on_scheduler(scheduler) if scheduler else on_this_machine(jobs) as client:
        summary.dashboard = dashboard(client)
        on_start(summary.dashboard, len(found))
        ended: dict[str, TaskOutcome] = {}
        for outcome in run(client, found, asked):
            ended[outcome.policy] = outcome
            on_progress(len(ended), len(found))
    _count(summary, where, found, ended)
    summary.failures += [TaskOutcome(one.what, FAILED, "bad-file", one.says) for one in unreadable]
    summary.seconds = time.monotonic() - began
    return summary


def _each_once(found: Iterator[Partition | UnreadablePart], target: str) -> tuple[Sequence[Partition], Sequence[UnreadablePart]]:
    known: dict[str, Partition] = {}
    unreadable: list[UnreadablePart] = []
    for partition in found:
        if isinstance(partition, UnreadablePart):
            unreadable.append(partition)
        elif partition.place.startswith(f"{target}/") or partition.place == target:
            continue  # tables below the collection are none of its policies
        elif known.setdefault(partition.policy.id, partition) is not partition:
            raise UsageError(f"two policies of the collection have the id {partition.policy.id}; rename one of them")
    return list(known.values()), unreadable


@contextmanager
def _only_writer(target: str) -> Iterator[None]:
    """Keeps other runs away from a local target, without a file there, and removes what killed ones left half written."""
    path = local_path(target)
    if path is None:  # object storage shows no file before it is complete, and two writers write the same
        yield
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"can't write {path}: {error.strerror}; name another folder") from error
    try:
        _lock(handle, target)
        sweep(target)
        try:
            yield
        finally:
            # Only once it is locked: what another run is writing is not ours to remove.
            sweep(target)
    finally:
        os.close(handle)


def _lock(handle: int, target: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some network file systems have no locks; there, whoever starts two runs repeats work and loses nothing.
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            says = f"another `policy-monitor corpus derive` is writing to {target}; wait for it, or name another target"
            raise StoreLocked(says, owner="another run", since=None) from error


def _count(summary: Summary, target: str, found: Sequence[Partition], ended: dict[str, TaskOutcome]) -> None:
    """From the files: a task that was repeated returns twice, and one whose answer was lost has written its file all the same."""
    ids = [partition.policy.id for partition in found]
    states = Counter(one.state for one in ended.values())
    summary.derived, summary.held = states[DERIVED], states[HELD]
    summary.failures = sorted((one for one in ended.values() if one.state == FAILED), key=lambda one: one.policy)
    failed = {one.policy for one in summary.failures}
    with ThreadPoolExecutor(_READERS) as pool:
        for result in pool.map(partial(read_result, target), [one for one in ids if one not in failed]):
            if result is not None:
                _add(summary, result)


def _add(summary: Summary, result: Result) -> None:
    summary.policies += 1
    summary.versions += result.versions
    summary.rejections += result.rejections
    summary.left_out += result.left_out
    summary.stopped += [(result.policy, says) for says in result.stopped]
    for severity, number in result.changes.items():
        summary.changes[severity] = summary.changes.get(severity, 0) + number
