"""What the worker processes of a collection can do: read, compare, and trace the statements of a history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from monitor.core.history.blame import BlamedStatement, blame
from monitor.errors import ReadingStopped
from monitor.store.codec import dumps, loads
from monitor.workers import jobs
from monitor.workers.child import Job
from monitor.workers.limits import JobLimits
from monitor.workers.worker import Died, Worker

MODULE = __name__


def trace(arguments: Mapping[str, Any], body: bytes) -> bytes:
    """`blame` of texts, as a JSON list; a JSON list of statements."""
    return json.dumps([dumps(one) for one in blame(json.loads(body))]).encode()


def warm_up() -> None:
    """Loads the models and word lists."""
    jobs.warm_up()


JOBS: Mapping[str, Job] = {**jobs.JOBS, "trace": trace}


class Tracing:
    """`blame` in a worker process.

    Args:
        worker: of this module's jobs.
        limits: for all texts of one policy together.
    """

    def __init__(self, worker: Worker, limits: JobLimits) -> None:
        self._worker, self._limits = worker, limits

    def __call__(self, texts: Sequence[str]) -> Sequence[BlamedStatement]:
        """The statements of the last text.

        Raises:
            ReadingStopped: it took too much.
        """
        # All texts at once: an origin depends on every version before.
        body = json.dumps(list(texts)).encode()
        try:
            found = self._worker.call("trace", {}, body, limits=self._limits)
        except Died as died:
            raise ReadingStopped(f"Tracing the statements exceeded its limits ({died.why}).", reason=f"reader-{died.why}") from died
        return [loads(BlamedStatement, one) for one in json.loads(found)]
