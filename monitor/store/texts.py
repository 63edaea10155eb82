"""The versions' texts as Markdown files: front matter with their origin, then the exact text."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from monitor.errors import StoreError
from monitor.model import Version
from monitor.store.atomic_write import disk_errors, read_whole, sync_folder, write_atomically
from monitor.store.codec import iso
from monitor.store.links import is_link, refuse_links
from monitor.store.text_groups import digests, dissolve, groups, loose_names, read_group
from monitor.timestamps import timestamp14

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


def write_texts(folder: Path, versions: Sequence[Version], written: Collection[str] = ()) -> None:
    """Make the folder hold exactly these versions' texts; unchanged files are not touched, nor are files with names of another form.

    Args:
        folder: a policy's texts.
        versions: its versions, oldest first.
        written: names of files that are not looked at where they exist, because they hold what they should.

    Raises:
        StoreError: a file can't be written or removed.
    """
    refuse_links(folder.parent.parent, folder)
    wanted = named(versions)
    # Only our own names; other files in the folder (notes, .DS_Store) are never removed.
    loose, held = set(loose_names(folder)), digests(folder)
    packed = {name: digest for group in held.values() for name, digest in group.items() if name not in loose}
    # A missing file is written again, whatever is known of it.
    known = (loose | packed.keys()).intersection(written)
    changed = [_write_if_changed(folder / name, version, packed.get(name)) for name, version in wanted.items() if name not in known]
    stale = loose - wanted.keys()
    for name in stale:
        with disk_errors("remove", folder / name):
            (folder / name).unlink(missing_ok=True)
    for group, texts in held.items():
        # One that holds a text that is stale, or that was written anew just now, goes as a whole; `pack` makes another one.
        if not texts or any(name not in wanted or (folder / name).exists() for name in texts):
            dissolve(folder, group, wanted)
    # Once for all files, which were written with sync_name=False.
    if any(changed) or stale:
        with disk_errors("write", folder):
            sync_folder(folder)


def named(versions: Sequence[Version]) -> dict[str, Version]:
    """The versions by the names of their files."""
    wanted: dict[str, Version] = {}
    for version in versions:
        wanted[_free_name(version, wanted)] = version
    return wanted


def differing_texts(folder: Path, versions: Sequence[Version], ahead: Sequence[Version] | None = None) -> Iterator[str]:
    """One sentence for each file that is missing, is no version's, or does not hold exactly what `write_texts` writes.

    Args:
        folder: a policy's texts.
        versions: what the index was derived from.
        ahead: what the whole ledger gives, where it is longer: a process that was killed may have written some of these texts already.
    """
    wanted, seen = named(versions), set[str]()
    further = wanted if ahead is None else named(ahead)
    for name, where, content in _held(folder):
        seen.add(name)
        if name not in wanted and name not in further:
            yield f"{where} is the text of no version; `policy-monitor report --rederive` removes it"
        # One that does not even match its own digest is a fault already.
        elif not _is_text_of(content, wanted.get(name), further.get(name)) and _is_intact(content):
            yield f"{where} is not what its snapshot says; `policy-monitor report --rederive` restores it"
    unread = {name for name in loose_names(folder) if name not in seen}  # `text_faults` tells of those
    for name in sorted((wanted.keys() & further.keys()) - seen - unread):
        yield f"{folder / name} is missing; `policy-monitor report --rederive` restores it"


def _is_text_of(content: bytes, *versions: Version | None) -> bool:
    return any(version is not None and content == text_file(version).encode("utf-8", "surrogatepass") for version in versions)


def _held(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """The texts that can be read, by name, each with the words for where it is and with its content."""
    loose = loose_names(folder)
    for name in loose:
        with suppress(StoreError), disk_errors("read", folder / name):
            yield name, str(folder / name), read_whole(folder / name)
    for group in groups(folder):
        with suppress(StoreError):
            texts = read_group(folder / group)
            yield from ((name, f"{name} in {folder / group}", texts[name]) for name in texts.keys() - set(loose))


def _write_if_changed(path: Path, version: Version, packed: str | None) -> bool:
    """Writes a text unless the loose file has it, or, where there is none, the group of which `packed` is the digest."""
    content = text_file(version).encode("utf-8", "surrogatepass")
    if packed is not None and packed == sha256(content).hexdigest():
        return False
    with disk_errors("write", path):
        # A link is replaced, whatever it leads to.
        if path.exists() and not is_link(path) and read_whole(path) == content:
            return False
        write_atomically(path, content, sync_name=False)
        return True


def _free_name(version: Version, taken: dict[str, Version]) -> str:
    """The capture time; plus the text's digest when two versions share a second; plus a number when they share that too."""
    stem = timestamp14(version.captured_at).zfill(14)
    if (name := f"{stem}.md") not in taken:
        return name
    digest = version.sha256[:8]
    stems = chain([f"{stem}-{digest}"], (f"{stem}-{digest}-{n}" for n in count(2)))
    return next(name for s in stems if (name := f"{s}.md") not in taken)


def text_faults(folder: Path) -> Iterator[str]:
    """One sentence for each text file whose text does not match the digest in its front matter."""
    for name in loose_names(folder):
        path = folder / name
        try:
            with disk_errors("read", path):
                content = read_whole(path)
        except StoreError as error:
            yield str(error)
            continue
        if not _is_intact(content):
            yield f"{path} was altered; `policy-monitor report --rederive` restores it"
    for group in groups(folder):
        try:
            texts = read_group(folder / group)
        except StoreError as error:
            yield str(error)
            continue
        for name in sorted(name for name, text in texts.items() if not _is_intact(text)):
            yield f"{name} in {folder / group} was altered; `policy-monitor report --rederive` restores it"


def _is_intact(content: bytes) -> bool:
    found = re.match(rb'---\n(?:.*\n)*?text_sha256: "([0-9a-f]{64})"\n---\n\n', content)
    if found is None:
        return False
    text = content[found.end() :]
    # `text_file` adds a line end to a text without one.
    digests = {sha256(text).hexdigest(), sha256(text.removesuffix(b"\n")).hexdigest()}
    return found[1].decode() in digests
