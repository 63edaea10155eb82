"""Git repositories with one file per document and one commit per version, as Open Terms Archive and Princeton publish them.

Open Terms Archive keeps `SERVICE/TERMS TYPE.md`; the author date of a commit is when the page was fetched, and the subject says what was
recorded: a first version, new changes, or a new reading of an old page ("Apply technical or declaration upgrade on …").
The Princeton-Leuven corpus is also published this way, as `e/ex/exa/example.com.md`.
"""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from monitor.corpus.partition import DOCUMENT, HeldCapture, Material, Partition, policy_id, record_of
from monitor.corpus.storage import lasting_copy
from monitor.errors import BytesLost, StoreError, UsageError
from monitor.model import Policy
from monitor.sources.git_repository import CHANGED, FIRST, TECHNICAL, GitFailed, GitMissing, command, environment, git, written_files

_MEDIA_TYPES = {".md": "text/markdown", ".html": "text/html", ".htm": "text/html", ".txt": "text/plain", ".pdf": "application/pdf"}
_SUBJECTS = {"technical": TECHNICAL, "first": FIRST, "change": CHANGED}
_BY_FIRST_LETTERS = re.compile(r"(?:[^/]{1,3}/){3}[^/]+")
_LONGEST_BLOB = 50_000_000


def partitions(place: str) -> Iterator[Partition]:
    """One for each file below a folder; files at the root (a readme, a licence) and hidden ones are none.

    Raises:
        UsageError: it is no repository, git is not installed, or there is no such file.
    """
    versions = _versions(lasting_copy(place))
    if not versions:
        raise UsageError(f"{place}: no versions found; expected files such as SERVICE/TERMS.md, with one commit per version")
    for path in sorted(versions):
        service, document = _named(path)
        # Without the extension: a document that was published as HTML and then as PDF is one document.
        name = f"{service}/{document}"
        policy = Policy(policy_id(name), service, document, live=False)
        yield Partition(policy, service, "git", place, tuple((*one,) for one in versions[path]))


def _named(path: str) -> tuple[str, str]:
    """Service and document of a path without its extension."""
    if _BY_FIRST_LETTERS.fullmatch(path) and PurePosixPath(path).name.startswith(PurePosixPath(path).parts[0]):
        return PurePosixPath(path).name, DOCUMENT
    service, _, document = path.partition("/")
    return service, document


def _versions(repository: Path) -> dict[str, list[tuple[str, str, str, str]]]:
    """Path without extension → (blob, moment, what it was recorded as, media type) of each commit that wrote it, oldest first."""
    # Subjects are a stranger's, too: nobody can write the mark that nobody knows.
    mark = uuid.uuid4().hex
    listing = _git(
        repository, "log", "--reverse", "--raw", "-z", "--no-renames", "--no-abbrev", f"--format={mark}%aI %s{mark}", "HEAD", "--"
    )
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    parts = listing.split(mark.encode())
    for head, files in zip(parts[1::2], parts[2::2], strict=True):
        moment, _, subject = head.decode("utf-8", "replace").partition(" ")
        recorded_as = _recorded_as(subject)
        for blob, name in written_files(files):
            path = PurePosixPath(os.fsdecode(name))
            media_type = _MEDIA_TYPES.get(path.suffix.lower())
            if media_type and len(path.parts) > 1 and not any(part.startswith(".") for part in path.parts):
                found[str(path.with_suffix(""))].append((blob, moment, recorded_as, media_type))
    return found


def _recorded_as(subject: str) -> str:
    return next((kind for kind, starts in _SUBJECTS.items() if subject.startswith(starts)), "")


@contextmanager
def material(partition: Partition) -> Iterator[Material]:
    """The versions of the policy's file, at the author dates of their commits."""
    repository = lasting_copy(partition.place)
    held, left_out = [], []
    with _Blobs(repository) as blobs:
        for number, (blob, moment, recorded_as, media_type) in enumerate(partition.keys, 1):
            try:
                captured_at = datetime.fromisoformat(moment).astimezone(UTC)
            except (ValueError, OverflowError):
                left_out.append((f"blob {blob}", f"the date of its commit can't be read ({moment})"))
                continue
            record = record_of(partition.policy.id, sequence=number, captured_at=captured_at, media_type=media_type)
            held.append(HeldCapture(record, blob, partial(blobs.read, blob), recorded_as or None))
        yield Material(tuple(held), left_out=tuple(left_out))


class _Blobs:
    """Reads blobs with one process of git; it starts with the first one."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *error: object) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.communicate()

    def read(self, blob: str) -> bytes:
        """Raises BytesLost when the repository does not hold it, or it is larger than any document."""
        if self._running is None:
            self._running = subprocess.Popen(  # noqa: S603 - git with fixed arguments
                command(self._repository, "cat-file", "--batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
            )
        wish, answer = self._running.stdin, self._running.stdout
        assert wish is not None and answer is not None  # noqa: S101, PT018 - both are pipes
        wish.write(f"{blob}\n".encode())
        wish.flush()
        head = answer.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise BytesLost(
                f"The repository does not contain the blob {blob}; a shallow or partial clone does not have all.", reason="bytes-missing"
            )
        # Read even if it is too large, or the answer to the next wish would begin in its middle.
        size = int(head[2])
        body = answer.read(size)
        answer.read(1)
        if size > _LONGEST_BLOB:
            raise BytesLost(f"The blob {blob} has {size:,} bytes, more than any document.", reason="bytes-damaged")
        return body


def _git(repository: Path, *arguments: str) -> bytes:
    try:
        return git(repository, *arguments)
    except GitMissing as error:
        raise UsageError("git is not installed; collections in the form of a git repository need it") from error
    except GitFailed as error:
        raise StoreError(f"can't read the repository {repository}: {error}") from error
