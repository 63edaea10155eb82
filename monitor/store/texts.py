"""The versions' texts as files for people: what it is and where it came from on top, then the text, exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from monitor.errors import StoreError
from monitor.model import Version
from monitor.store.atomic_write import disk_errors, sync_folder, write_atomically
from monitor.store.codec import iso
from monitor.timestamps import timestamp14

_OURS = re.compile(r"\d{14}(?:-[0-9a-f]{8})?(?:-\d+)?\.md", re.ASCII)
_PLAIN = re.compile(
    r"(?![0-9a-f]{64}$)[A-Za-z][A-Za-z0-9 ._/-]*(?<! )|\d{4}-\d\d-\d\d(?:T[0-9:.]+Z)?|https?://[A-Za-z0-9._/?&=%~+-]+", re.ASCII
)
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WORDS_OF_YAML = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_FENCE = "---\n"


def text_file(version: Version) -> str:
    """The content of a version's file: front matter between two "---" lines, an empty line, the text, and a line end if it has none."""
    about = {
        "policy": version.policy,
        "title": version.document.title,
        "captured_at": iso(version.captured_at),
        "last_seen": iso(version.last_seen),
        "captures": version.captures,
        "stated_date": version.document.stated_date,
        "source": version.source,
        "url": version.url,
        "archive_url": version.archive_url,
        "snapshot_sha256": version.snapshot_sha256,
        "text_sha256": version.sha256,
    }
    lines = "".join(f"{name}: {_scalar(value)}\n" for name, value in about.items() if value is not None)
    text = version.document.text
    return f"{_FENCE}{lines}{_FENCE}\n{text}" + ("" if text.endswith("\n") else "\n")


def _scalar(value: str | int) -> str:
    """A YAML scalar: bare where it can't be mistaken, else quoted as JSON, which YAML reads, but for what it bars (YAML 1.2, 5.1)."""
    if isinstance(value, int):
        return str(value)
    bare = _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML
    if bare:
        return value
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def write_texts(folder: Path, versions: Sequence[Version]) -> None:
    """Makes the folder hold these versions' texts and no others of ours; a file that is right already isn't touched.

    Raises:
        StoreError: a file can't be written or removed.
    """
    wanted: dict[str, Version] = {}
    for version in versions:
        wanted[_free_name(version, wanted)] = version
    held = set(_names(folder))
    changed = [_write_if_other(folder / name, version) for name, version in wanted.items()]
    for name in held - wanted.keys():
        with disk_errors("remove", folder / name):
            (folder / name).unlink(missing_ok=True)
    if any(changed) or held - wanted.keys():
        with disk_errors("write", folder):
            sync_folder(folder)


def _write_if_other(path: Path, version: Version) -> bool:
    content = text_file(version).encode("utf-8", "surrogatepass")
    with disk_errors("write", path):
        if path.exists() and path.read_bytes() == content:
            return False
        write_atomically(path, content, sync_name=False)
        return True


def _free_name(version: Version, taken: dict[str, Version]) -> str:
    """The moment; with the text's digest when two versions share a second; with a number when they share that too."""
    stem = timestamp14(version.captured_at).zfill(14)
    stems = [stem, f"{stem}-{version.sha256[:8]}", *(f"{stem}-{version.sha256[:8]}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for s in stems if (name := f"{s}.md") not in taken)


def _names(folder: Path) -> list[str]:
    with disk_errors("read", folder):
        return sorted(p.name for p in folder.iterdir() if _OURS.fullmatch(p.name)) if folder.is_dir() else []


def text_faults(folder: Path) -> Iterator[str]:
    """One sentence for each text file whose text isn't the one that its front matter names."""
    for name in _names(folder):
        path = folder / name
        try:
            with disk_errors("read", path):
                content = path.read_bytes()
        except StoreError as error:
            yield str(error)
            continue
        if not _is_whole(content):
            yield f"{path} was altered; `policy-monitor report --rederive` writes it again"


def _is_whole(content: bytes) -> bool:
    found = re.match(rb'---\n(?:.*\n)*?text_sha256: "([0-9a-f]{64})"\n---\n\n', content)
    if found is None:
        return False
    text = content[found.end() :]
    digests = {sha256(text).hexdigest(), sha256(text.removesuffix(b"\n")).hexdigest()}
    return found[1].decode() in digests
