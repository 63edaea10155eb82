"""What a helper of the pool does: derives, renders or compares one policy of the store whose folders it is given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from monitor.errors import DatabaseDamaged, StoreError
from monitor.model import Policy
from monitor.notify.schedule import Timetable
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import TextsUnwritable, derive
from monitor.pipeline.rederived import compare_policy
from monitor.pipeline.scratch import ScratchIndex
from monitor.store.archive import SnapshotArchive
from monitor.store.codec import loads
from monitor.store.index import Index
from monitor.store.opinions import FILE as OPINIONS_FILE
from monitor.store.opinions import Opinions
from monitor.store.state import State
from monitor.timestamps import utc_now
from monitor.workers.analysis import InProcess, InWorker
from monitor.workers.child import Job
from monitor.workers.limits import JobLimits


def derive_beside(arguments: Mapping[str, Any], _: bytes) -> bytes:
    """Derives a policy into an index of its own; the real one is only read.

    Returns:
        JSON: `new`, the positions of versions that the real index does not hold; `unwritable`, why texts could not be written, or null.
    """
    context, policy = _opened(arguments)
    path, unwritable = context.archive.root / arguments["beside"], None
    before = {(v.captured_at, v.sha256) for v in context.index.versions(policy.id)}
    beside = ScratchIndex(path, context.index, context.archive, policy.id, reuse=not arguments["anew"])
    beside.clear()
    with beside:
        try:
            derive(replace(context, index=beside), policy, retry=bool(arguments["anew"]))
        except TextsUnwritable as error:
            unwritable = str(error)
        found = [n for n, v in enumerate(beside.versions(policy.id)) if (v.captured_at, v.sha256) not in before]
    return json.dumps({"new": found, "unwritable": unwritable}).encode()


def render(arguments: Mapping[str, Any], _: bytes) -> bytes:
    """Writes the pages of one policy, of the history that the index holds; every page is looked at."""
    publish.render(*_opened(arguments), anew=True)
    return b"{}"


def compare(arguments: Mapping[str, Any], _: bytes) -> bytes:
    """`compare_policy` in the folder `scratch`; its findings as JSON."""
    found = compare_policy(*_opened(arguments), Path(arguments["scratch"]), index=arguments["index"])
    return json.dumps({"faults": found.faults, "notes": found.notes, "compared": found.compared}).encode()


def warm_up() -> None:
    """Nothing: everything is imported, and the models are loaded by the helper's own worker."""


def _opened(arguments: Mapping[str, Any]) -> tuple[MonitorContext, Policy]:
    policy = loads(Policy, arguments["policy"])
    return replace(_context(json.dumps(arguments["store"])), policies=(policy,)), policy


@lru_cache(maxsize=1)
def _context(store: str) -> MonitorContext:
    """The store without sources and channels."""

    def none(*asked: object) -> NoReturn:
        raise AssertionError(f"a helper asks no source for {asked}")

    at = json.loads(store)
    return MonitorContext(
        policies=(),
        archive=SnapshotArchive(Path(at["root"]), folders=at["folders"]),
        index=Index(Path(at["index"])),
        state=State(Path(at["state"])),
        reports=Path(at["reports"]),
        reports_label=at["label"],
        reports_url=at["url"],
        live=none,
        history=none,
        channels=(),
        timetable=Timetable(),
        now=utc_now,
        analysis=InProcess() if at["limits"] is None else InWorker(JobLimits(**at["limits"])),
        opinions=Opinions(Path(at["root"]) / OPINIONS_FILE),
    )


def _sayable(job: Job) -> Job:
    """A job whose errors have one sentence and nothing else, so that the program can raise them again."""

    def done(arguments: Mapping[str, Any], body: bytes) -> bytes:
        try:
            return job(arguments, body)
        except DatabaseDamaged as error:
            raise StoreError(str(error)) from error

    return done


JOBS: Mapping[str, Job] = {"derive": _sayable(derive_beside), "render": _sayable(render), "compare": _sayable(compare)}
