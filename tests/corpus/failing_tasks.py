"""Tasks that end their worker, as hostile texts and machines without memory do. Workers import them by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from monitor.corpus.partition import Partition
from monitor.corpus.task import Order, TaskOutcome, derive_partition, ended_after

HOSTILE, ENDLESS = "hostile", "endless"


def hostile(partition: Partition, order: Order) -> TaskOutcome:
    """Kills its worker for one policy, never ends for another, and derives the rest."""
    if partition.policy.id == HOSTILE:
        os.kill(os.getpid(), signal.SIGKILL)
    if partition.policy.id == ENDLESS:
        with ended_after(0.2):
            time.sleep(60)
    return derive_partition(partition, order)


def dies_once(partition: Partition, order: Order) -> TaskOutcome:
    """Kills the worker in the middle of writing a policy's tables, the first time."""
    mark = Path(order.target).parent / f"{partition.policy.id}.died"
    if partition.policy.id == HOSTILE and not mark.exists():
        mark.touch()
        half = Path(order.target) / "changes" / f".{partition.policy.id}.parquet.0123abcd.tmp"
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"PAR1")
        os.kill(os.getpid(), signal.SIGKILL)
    return derive_partition(partition, order)


def raises(partition: Partition, order: Order) -> TaskOutcome:
    """As a worker with another version of this package does."""
    raise ModuleNotFoundError("No module named 'monitor.corpus'")


def slow(partition: Partition, order: Order) -> TaskOutcome:
    """Takes a few seconds."""
    time.sleep(3)
    return derive_partition(partition, order)
