"""The versions' texts as Markdown files: front matter with their origin, then the exact text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from monitor.errors import StoreError
from monitor.model import Version
from monitor.store.atomic_write import disk_errors, read_whole, sync_folder, write_atomically
from monitor.store.codec import iso
from monitor.store.links import is_link, refuse_links
from monitor.timestamps import timestamp14

# Our own names; other files in the folder (notes, .DS_Store) are never removed.
_TEXT_NAME = re.compile(r"\d{14}(?:-[0-9a-f]{8})?(?:-\d+)?\.md", re.ASCII)
# What YAML 1.1 and 1.2 parsers all read as the same string: words, dates and web addresses. Digests of 64 digits are always quoted, for one
# without letters would be a number.
_BARE = re.compile(
    r"(?![0-9a-f]{64}$)[A-Za-z][A-Za-z0-9 ._/-]*(?<! )|\d{4}-\d\d-\d\d(?:T[0-9:.]+Z)?|https?://[A-Za-z0-9._/?&=%~+-]+", re.ASCII
)
# Outside YAML's c-printable (1.2.2, section 5.1), or a line break in YAML 1.1.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# YAML 1.1, which PyYAML reads, takes these for booleans and null: the title "No" would be False.
_YAML_KEYWORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_FENCE = "---\n"


def text_file(version: Version) -> str:
    """The content of a version's file: front matter between "---" lines, a blank line, the text, and a line end if the text has none."""
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
    """A YAML scalar: bare if unambiguous, otherwise a JSON string with non-printable characters escaped (YAML 1.2, section 5.1)."""
    if isinstance(value, int):
        return str(value)
    bare = _BARE.fullmatch(value) and value.lower() not in _YAML_KEYWORDS
    if bare:
        return value
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def write_texts(folder: Path, versions: Sequence[Version]) -> None:
    """Make the folder hold exactly these versions' texts; unchanged files are not touched, nor are files with names of another form.

    Raises:
        StoreError: a file can't be written or removed.
    """
    refuse_links(folder.parent.parent, folder)
    wanted = named(versions)
    present = set(_names(folder))
    changed = [_write_if_changed(folder / name, version) for name, version in wanted.items()]
    for name in present - wanted.keys():
        with disk_errors("remove", folder / name):
            (folder / name).unlink(missing_ok=True)
    # Once for all files, which were written with sync_name=False.
    if any(changed) or present - wanted.keys():
        with disk_errors("write", folder):
            sync_folder(folder)


def named(versions: Sequence[Version]) -> dict[str, Version]:
    """The versions by the names of their files."""
    wanted: dict[str, Version] = {}
    for version in versions:
        wanted[_free_name(version, wanted)] = version
    return wanted


def differing_texts(folder: Path, versions: Sequence[Version]) -> Iterator[str]:
    """One sentence for each file that is missing, is no version's, or does not hold exactly what `write_texts` writes.

    Args:
        folder: a policy's texts.
        versions: what was derived from the policy's snapshots.
    """
    wanted = named(versions)
    for name in sorted({*wanted, *_names(folder)}):
        path = folder / name
        try:
            with disk_errors("read", path):
                content = read_whole(path) if path.exists() else None
        except StoreError:
            continue  # `text_faults` says so
        if name not in wanted:
            yield f"{path} is the text of no version; `policy-monitor report --rederive` removes it"
        elif content is None:
            yield f"{path} is missing; `policy-monitor report --rederive` restores it"
        # One that does not even match its own digest is a fault already.
        elif content != text_file(wanted[name]).encode("utf-8", "surrogatepass") and _is_intact(content):
            yield f"{path} is not what its snapshot says; `policy-monitor report --rederive` restores it"


def _write_if_changed(path: Path, version: Version) -> bool:
    content = text_file(version).encode("utf-8", "surrogatepass")
    with disk_errors("write", path):
        # A link is replaced, whatever it leads to.
        if path.exists() and not is_link(path) and read_whole(path) == content:
            return False
        write_atomically(path, content, sync_name=False)
        return True


def _free_name(version: Version, taken: dict[str, Version]) -> str:
    """The capture time; plus the text's digest when two versions share a second; plus a number when they share that too."""
    stem = timestamp14(version.captured_at).zfill(14)
    stems = [stem, f"{stem}-{version.sha256[:8]}", *(f"{stem}-{version.sha256[:8]}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for s in stems if (name := f"{s}.md") not in taken)


def _names(folder: Path) -> list[str]:
    with disk_errors("read", folder):
        return sorted(p.name for p in folder.iterdir() if _TEXT_NAME.fullmatch(p.name)) if folder.is_dir() else []


def text_faults(folder: Path) -> Iterator[str]:
    """One sentence for each text file whose text does not match the digest in its front matter."""
    for name in _names(folder):
        path = folder / name
        try:
            with disk_errors("read", path):
                content = read_whole(path)
        except StoreError as error:
            yield str(error)
            continue
        if not _is_intact(content):
            yield f"{path} was altered; `policy-monitor report --rederive` restores it"


def _is_intact(content: bytes) -> bool:
    found = re.match(rb'---\n(?:.*\n)*?text_sha256: "([0-9a-f]{64})"\n---\n\n', content)
    if found is None:
        return False
    text = content[found.end() :]
    # `text_file` adds a line end to a text without one.
    digests = {sha256(text).hexdigest(), sha256(text.removesuffix(b"\n")).hexdigest()}
    return found[1].decode() in digests
