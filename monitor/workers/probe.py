"""Finds out which parts of plug-ins can be used; each is loaded in a process of its own kind, never in this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.plugins.registry import PluginPart
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Died, Worker

READY, REFUSED, BROKEN = "ready", "refused", "broken"
_JOBS = "monitor.workers.plugin_jobs"
SECONDS = 20.0
"""That loading one part may take; a large library takes two."""
_WHY = {"time": "takes more than {:g} s", "cpu": "takes more than {:g} s", "memory": "takes more memory than there is"}


@dataclass(frozen=True, slots=True)
class PartState:
    """Whether a part can be used."""

    part: PluginPart
    state: str
    """ready | refused (by its version, kind or name) | broken (can't be loaded)"""
    says: str | None
    """What is wrong and what to do, one sentence; None if it is ready."""


def part_states(parts: Iterable[PluginPart], *, seconds: float = SECONDS) -> list[PartState]:
    """The states of parts, in their order."""
    worker = Worker(_JOBS, confined=False)
    try:
        return [_state(worker, part, seconds) for part in parts]
    finally:
        worker.rest()


def _state(worker: Worker, part: PluginPart, seconds: float) -> PartState:
    if part.fault is not None:
        return PartState(part, REFUSED, part.fault)
    # Not confined in memory or files: a channel may load a large library, and runs without limits in earnest.
    limits = JobLimits(cpu=seconds, seconds=seconds)
    try:
        says = worker.call("probe", {"kind": part.kind, "name": part.name}, limits=limits).decode()
    except Died as died:
        says = f"{part.label} can't be loaded: that {_WHY.get(died.why, 'ends the process').format(seconds)}; uninstall {part.package}"
    return PartState(part, BROKEN if says else READY, says or None)
