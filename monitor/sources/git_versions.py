"""A Git repository of versions, as Open Terms Archive keeps them: `Service/Terms of Service.md`, a commit per version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import NotArchived, PlaybackFailed, UsageError
from monitor.model import Capture, Snapshot
from monitor.net.response import MAX_BYTES
from monitor.sources.git_repository import CHANGED, FIRST, TECHNICAL, GitFailed, GitMissing, git, written_files
from monitor.sources.interface import in_range


@dataclass(frozen=True, slots=True)
class RecordedText:
    """One version of a document in the repository."""

    blob: str
    at: datetime
    technical: bool
    """Whether the commit says that only the way of reading the page changed."""


@dataclass(frozen=True, slots=True)
class RepositoryDocument:
    """A document of the repository with its versions, oldest first."""

    service: str
    document: str
    texts: tuple[RecordedText, ...]

    @property
    def recorded(self) -> tuple[RecordedText, ...]:
        """The versions for which the page itself had changed."""
        return tuple(text for text in self.texts if not text.technical)


def is_version_repository(path: Path) -> bool:
    """Whether a folder is a Git repository (bare or not) whose last commit holds `Service/Document.md`."""
    if not path.is_dir() or not ((path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())):
        return False
    names = _git(path, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode("utf-8", "replace").split("\0")
    texts = [name for name in names if name.endswith(".md") and name.count("/") == 1 and not name.startswith(".")]
    return bool(texts) and not any(name.startswith("declarations/") for name in names)


def documents_of(path: Path) -> list[RepositoryDocument]:
    """Every document of a repository, with its versions, oldest first.

    Raises:
        UsageError: Git is not installed, or can't read the repository.
    """
    shown = _git(
        path, "log", "--reverse", "--no-renames", "--diff-filter=AM", "--raw", "--no-abbrev", "-z", "--format=%x01%at%x02%s", "HEAD"
    )
    found: dict[tuple[str, str], list[RecordedText]] = {}
    at, technical = datetime.now(UTC), False
    for commit in shown.split(b"\x01")[1:]:
        head, _, rest = commit.partition(b"\0")
        moment, _, subject = head.decode("utf-8", "replace").partition("\x02")
        try:
            at = datetime.fromtimestamp(int(moment), UTC)
        except (ValueError, OverflowError, OSError):
            continue
        # Commits of people (a README, a licence) are no records.
        if not subject.startswith((*TECHNICAL, *FIRST, *CHANGED)):
            continue
        technical = subject.startswith(TECHNICAL)
        for blob, name in written_files(rest):
            service, _, document = name.decode("utf-8", "replace").rpartition("/")
            if service and "/" not in service and document.endswith(".md"):
                found.setdefault((service, document.removesuffix(".md")), []).append(RecordedText(blob, at, technical))
    return [RepositoryDocument(*key, tuple(sorted(texts, key=lambda text: text.at))) for key, texts in sorted(found.items())]


class GitVersions:
    """The versions of one document as a history: each commit for which the page had changed is a capture.

    Args:
        repository: the folder.
        document: as `documents_of` lists it.
        url: the policy's address, which such repositories do not name.
    """

    name = "import"

    def __init__(self, repository: Path, document: RepositoryDocument, *, url: str) -> None:
        self._repository, self._document, self._url = repository, document, url
        self._blobs: Mapping[tuple[datetime, str], str] = {(text.at, f"git:{text.blob}"): text.blob for text in document.recorded}

    def captures(self, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures."""
        for at, digest in sorted(self._blobs):
            if in_range(at, since, until):
                yield Capture(self._url, at, self.name, media_type="text/markdown", digest=digest)

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch."""
        blob = self._blobs.get((capture.captured_at, capture.digest or ""))
        if blob is None:
            raise NotArchived(f"{self._repository} has no version of {capture.url} at {capture.captured_at:%Y-%m-%d %H:%M:%S}.")
        try:
            body = _git(self._repository, "cat-file", "blob", blob)
        except UsageError as error:
            raise PlaybackFailed(str(error), transient=False) from error
        if len(body) > MAX_BYTES or hashlib.new("sha1", f"blob {len(body)}\0".encode() + body, usedforsecurity=False).hexdigest() != blob:
            raise PlaybackFailed(f"{blob} in {self._repository} is damaged or too large.", transient=False)
        where = f"{self._document.service}/{self._document.document}.md"
        return Snapshot(
            policy=policy, url=capture.url, captured_at=capture.captured_at, source=self.name, body=body, media_type="text/markdown",
            headers={"content-location": where.encode("ascii", "replace").decode()}, archive_digest=capture.digest,
        )  # fmt: skip


def _git(repository: Path, *arguments: str) -> bytes:
    """Raises UsageError: Git is missing, or the command failed."""
    try:
        return git(repository, *arguments)
    except GitMissing:
        raise UsageError("reading a repository needs Git; install it, or export the texts as dated files for `import dir`") from None
    except GitFailed as error:
        raise UsageError(f"Git can't read {repository}: {error}") from None
