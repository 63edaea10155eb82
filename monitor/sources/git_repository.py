"""Reads Git repositories of strangers with commands that run none of the programs that a repository may name in its configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

# What the engine of Open Terms Archive writes as the subject of a commit, and wrote before 2023.
FIRST = ("First record of", "Start tracking")
CHANGED = ("Record new changes of", "Update")
TECHNICAL = ("Apply technical or declaration upgrade on", "Refilter")
"""Commits that write the same page again with other rules: the company changed nothing then."""
_SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", "-c", "log.showSignature=false",
    "-c", "protocol.allow=never", "-c", "core.sshCommand=false",
)  # fmt: skip
_LONGEST = 600.0


class GitMissing(Exception):
    """Git is not installed."""


class GitFailed(Exception):
    """Git could not do it; the message is the first line that it said."""


def command(repository: Path, *arguments: str) -> list[str]:
    """The command line of a Git command on a repository.

    Raises:
        GitMissing.
    """
    program = shutil.which("git")
    if program is None:
        raise GitMissing
    return [program, *_SAFE, "-C", str(repository), "--no-pager", "--literal-pathspecs", *arguments]


def environment() -> dict[str, str]:
    """No configuration of the system, no prompts, nothing fetched; only what must be known of this environment."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}  # fmt: skip


def git(repository: Path, *arguments: str) -> bytes:
    """What a Git command that only reads prints.

    Raises:
        GitMissing, GitFailed.
    """
    line = command(repository, *arguments)
    try:
        done = subprocess.run(line, capture_output=True, env=environment(), timeout=_LONGEST, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(type(error).__name__) from None
    if done.returncode != 0:
        raise GitFailed(next(iter(done.stderr.decode("utf-8", "replace").splitlines()), "no message")[:200])
    return done.stdout


def written_files(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """(blob, path) of each file that a commit wrote, of its part of `git log --raw -z`: ":100644 100644 OLD NEW M", NUL, the path, NUL."""
    parts = [part for part in raw.split(b"\0") if part.strip(b"\n")]
    for change, name in zip(parts[::2], parts[1::2], strict=False):
        fields = change.strip(b"\n:").split()
        # Regular files only: a link (120000) or a submodule (160000) is no text, and a deletion has no blob.
        if len(fields) == 5 and fields[1].startswith(b"100") and fields[3].strip(b"0"):
            yield fields[3].decode(), name
