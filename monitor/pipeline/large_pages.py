"""Pages so large that they wait on the disk until it is their turn, which comes after that of the others."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from typing import IO

from monitor.pipeline.gather import Answers
from monitor.sources.interface import Fetched

LARGE = 500_000
"""Bytes of a policy's pages from which on they are large. Few policies have as many, and reading so much takes seconds."""


class SetAside:
    """Answers whose bodies are in a file that nobody else can open, and that is gone when the program is.

    Attributes:
        answers: the same without the bodies.
        size: bytes of these.
    """

    def __init__(self, answers: Answers, file: IO[bytes], sizes: list[int]) -> None:
        self.answers, self.size = answers, sum(sizes)
        self._file, self._sizes = file, sizes

    def taken(self) -> Answers:
        """The answers with their bodies, once: afterwards the file is gone.

        Raises:
            OSError: the disk can't be read.
        """
        with self._file as file:
            file.seek(0)
            bodies = [file.read(size) for size in self._sizes]
        if [len(body) for body in bodies] != self._sizes:
            raise OSError("what was written to the temporary folder is not there any more")
        return _with_bodies(self.answers, bodies)


def set_aside(answers: Answers) -> SetAside | None:
    """Writes large pages to the temporary folder; None for pages that are not large, and where that folder takes no more."""
    bodies = [answer.snapshot.body if isinstance(answer, Fetched) else b"" for _, answer in answers]
    sizes = [len(body) for body in bodies]
    if sum(sizes) < LARGE:
        return None
    try:
        # Unbuffered, so that an error comes here and not where the file is read.
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it outlives this function
    except OSError:
        return None
    try:
        for body in bodies:
            _write(file, memoryview(body))
    except OSError:
        file.close()
        return None
    return SetAside(_with_bodies(answers, [b""] * len(bodies)), file, sizes)


def _write(file: IO[bytes], rest: memoryview) -> None:
    while rest:
        rest = rest[file.write(rest) :]


def _with_bodies(answers: Answers, bodies: list[bytes]) -> Answers:
    return [
        (url, replace(answer, snapshot=replace(answer.snapshot, body=body)) if isinstance(answer, Fetched) else answer)
        for (url, answer), body in zip(answers, bodies, strict=True)
    ]
