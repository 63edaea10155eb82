"""WARC, WACZ and ARC files: each address with captures of a document is a policy, across all files of a folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from urllib.parse import urlsplit

from monitor.corpus.partition import HeldCapture, Material, Partition, UnreadablePart, policy_id, record_of
from monitor.corpus.storage import is_file, joined, lasting_copy, names
from monitor.errors import SourceError, UsageError
from monitor.model import Capture, Policy
from monitor.net.urls import address_key
from monitor.sources.warc import WarcHistory

_ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".wacz", ".arc", ".arc.gz")
_DOCUMENTS = ("text/html", "application/xhtml", "text/plain", "text/markdown", "application/pdf", "application/vnd.openxmlformats")
_DEEPEST = 6


def is_archive(name: str) -> bool:
    """Whether a file is an archive, by its name."""
    return name.lower().endswith(_ENDINGS)


def partitions(place: str) -> Iterator[Partition | UnreadablePart]:
    """One for each address that has a capture of a page or document; spellings of one address are one policy.

    Raises:
        UsageError: there is no archive file, or none that can be read.
    """
    files = [place] if is_file(place) else list(_files(place, 0))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    faults: list[UnreadablePart] = []
    for file in files:
        try:
            for url in _documents(file):
                found[address_key(url)][file].append(url)
        except SourceError as error:
            faults.append(UnreadablePart(file, str(error)))
    if not found:
        raise UsageError(faults[0].says if faults else f"{place}: no archive file with captures of pages found")
    yield from faults
    for key in sorted(found):
        # The spelling in the last file, which is the newest where names of files begin with a date.
        urls = next(reversed(found[key].values()))
        host = (urlsplit(urls[0]).hostname or key).removeprefix("www.")
        policy = Policy(policy_id(key), host, urls[0], urls=(urls[0],), live=False)
        yield Partition(policy, host, "warc", place, tuple((file,) for file in sorted(found[key])))


def _files(place: str, depth: int) -> Iterator[str]:
    for name, is_folder in names(place):
        if is_folder and depth < _DEEPEST:
            yield from _files(joined(place, name), depth + 1)
        elif not is_folder and is_archive(name):
            yield joined(place, name)


def _documents(file: str) -> list[str]:
    history = opened(file)
    return [url for url in history.addresses() if any(_is_document(capture) for capture in history.captures(url))]


def _is_document(capture: Capture) -> bool:
    media_type = (capture.media_type or "text/html").lower()
    return media_type.startswith(_DOCUMENTS) and not urlsplit(capture.url).path.endswith("/robots.txt")


# A file is indexed once for all policies that a process derives.
@lru_cache(maxsize=4)
def opened(file: str) -> WarcHistory:
    """An archive file with its index."""
    return WarcHistory(lasting_copy(file))


@contextmanager
def material(partition: Partition) -> Iterator[Material]:
    """The captures of the policy's address; where a file is damaged is named."""
    held: list[HeldCapture] = []
    left_out: list[tuple[str, str]] = []
    for (file,) in partition.keys:
        history = opened(file)
        for capture in history.captures(partition.policy.urls[0]):
            if _is_document(capture):
                held.append(_held(partition.policy.id, history, len(held) + 1, capture))
        left_out += [(file.rsplit("/", 1)[-1], says) for says in history.damage]
    yield Material(tuple(held), left_out=tuple(left_out))


def _held(policy: str, history: WarcHistory, number: int, capture: Capture) -> HeldCapture:
    record = record_of(
        policy, sequence=number, captured_at=capture.captured_at, url=capture.url, media_type=capture.media_type, status=capture.status,
        source="warc",
    )  # fmt: skip
    return HeldCapture(record, capture.digest or f"{history.path.name} {number}", partial(_body, history, policy, capture))


def _body(history: WarcHistory, policy: str, capture: Capture) -> bytes:
    return history.fetch(policy, capture).body
