"""Timestamps of roots by an outside authority: asked for after a cycle, kept beside the log of roots, and checked by `verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.errors import ConfigError, MonitorError, SourceError
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.record import log_root
from monitor.sources.interface import Timestamp
from monitor.store.atomic_write import disk_errors, read_whole, write_atomically
from monitor.store.roots import RECORD, RecordedState
from monitor.timestamps import from_timestamp14, timestamp14

OFTEN = timedelta(hours=1)
"""No more than one timestamp in that time: public authorities serve everyone, and a later one covers all that came before it."""
_DIGITS = 16
# Of the root, in a token's name: enough to find it in the log, and the token itself is bound to all of it.


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A state of the ledgers that an authority signed."""

    state: RecordedState
    stamp: Timestamp


def stamp_root(context: MonitorContext) -> list[str]:
    """Has the present root signed, unless it was already or another one was within the hour; the caller holds the store's lock.

    Returns:
        Why there is no timestamp, if one is due; the next cycle asks again.
    """
    if context.witness is None:
        return []
    state = log_root(context)
    if state is None or not state.heads or not _is_due(context, state.root):
        return []
    try:
        token = context.witness.stamp(state.root)
        path = context.archive.root / RECORD / f"{timestamp14(context.now())}-{state.root[:_DIGITS]}.tsr"
        with disk_errors("write", path):
            write_atomically(path, token)
    except (ConfigError, SourceError) as error:
        return [f"no timestamp of the root: {error}"]
    return []


def token_files(store: Path) -> list[Path]:
    """The kept tokens, oldest first."""
    folder = store / RECORD
    with disk_errors("read", folder):
        return sorted(folder.glob("*-*.tsr")) if folder.is_dir() else []


def check_timestamps(
    context: MonitorContext, faults_of: Callable[[RecordedState | None, str], Iterator[str]]
) -> tuple[list[Witnessed], list[str], list[str]]:
    """Checks every kept token: its signature, and that the ledgers still begin with what it stands for.

    Args:
        context: the store; its witness checks the signatures.
        faults_of: the faults of the ledgers against a state and its root.

    Returns:
        The states that are signed and intact, oldest first; one sentence for each fault; and what could not be checked.
    """
    tokens, witnessed, faults = token_files(context.archive.root), list[Witnessed](), list[str]()
    if tokens and context.witness is None:
        return [], [], ["the timestamps of the roots were not checked: `archive.timestamp` is not set"]
    for path in tokens:
        try:
            one = _check(context, path)
        except ConfigError as error:
            return [], faults, [f"the timestamps of the roots were not checked: {error}"]
        except (MonitorError, ValueError) as error:
            faults.append(
                f"{path} is not a valid timestamp of a root of these ledgers ({error}): it, the log of roots or a ledger was altered"
            )
            continue
        found = list(faults_of(one.state, one.state.root))
        faults += [f"{fault}; {one.stamp.by} signed the root on {timestamp14(one.stamp.at)}" for fault in found]
        witnessed += [] if found else [one]
    return witnessed, faults, []


def _check(context: MonitorContext, path: Path) -> Witnessed:
    assert context.witness is not None  # noqa: S101 - asked before
    state = context.archive.roots.find(path.stem.partition("-")[2])
    if state is None:
        raise ValueError("no state with that root is in the log")
    with disk_errors("read", path):
        token = read_whole(path)
    return Witnessed(state, context.witness.check(token, state.root))


def _is_due(context: MonitorContext, root: str) -> bool:
    tokens = token_files(context.archive.root)
    if not tokens:
        return True
    if any(path.stem.endswith(root[:_DIGITS]) for path in tokens):
        return False
    try:
        return context.now() - from_timestamp14(tokens[-1].stem[:14]) >= OFTEN
    except ValueError:  # a name that is not ours
        return True
