"""What passes between a collection and the tasks that derive it: one partition per policy, and the captures behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.config.slug import slug_of
from monitor.core.versions import ENGINE_VERSION, READER_VERSION
from monitor.model import Policy, ReviewDecision, SnapshotRecord

DOCUMENT = "Privacy Policy"
"""What a document is called where the collection does not say."""
UNKNOWN_DIGEST = ""
"""Of a capture whose bytes were not read yet; the fold fills it in."""
_SLUG_CHARS = 48
_HASH_CHARS = 8


@dataclass(frozen=True, slots=True)
class Partition:
    """One policy of a collection. Small, since it travels to a worker, which opens the collection itself."""

    policy: Policy
    service: str
    """Whose policy it is, as the collection names it."""
    form: str
    """Which reader knows the collection: a key of `monitor.corpus.forms.FORMS`."""
    place: str
    """The collection, or the part of it that holds this policy: a path or an address that fsspec knows."""
    keys: tuple[tuple[str, ...], ...] = ()
    """What the reader needs to find the captures again."""


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    """A part of a collection in which no policy can be found, such as a damaged archive file."""

    what: str
    says: str


@dataclass(frozen=True, slots=True)
class HeldCapture:
    """One capture of a policy; its bytes are read when they are needed."""

    record: SnapshotRecord
    label: str
    """Equal for equal bytes, as far as that is known without reading them."""
    read: Callable[[], bytes] = field(repr=False)
    """Raises BytesLost or SourceError when the bytes can't be had."""
    recorded_as: str | None = None
    """What the collection itself says about it: "first", "change", or "technical" when it was the reading that changed, not the terms."""
    clock_said: datetime | None = None
    """What a wrong clock gave as the time of capture."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a policy's history is derived from."""

    captures: tuple[HeldCapture, ...]
    decisions: tuple[ReviewDecision, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(file or row, why) of what is in the collection and is no capture."""


def policy_id(key: str) -> str:
    """The id of a policy by its name in the collection: the same whatever else the collection holds.

    A name that is a valid id stays as it is. Of any other, a part is kept that people recognise, and a digest tells it from its like.

    >>> policy_id("larkspur"), policy_id("Larkspur Ltd/Privacy Policy")
    ('larkspur', 'larkspur-ltd-privacy-policy-745ffebb')
    """
    slug = slug_of(key)
    # Long names are cut by `slug_of`; two that differ only after that must not become one policy.
    if slug and slug == key and len(slug) <= _SLUG_CHARS + 1 + _HASH_CHARS:
        return slug
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]
    return f"{slug[:_SLUG_CHARS].strip('-')}-{digest}".lstrip("-")


def fingerprint(partition: Partition, material: Material, schema: str) -> str:
    """What a policy's tables depend on; a result with another one is derived again.

    Args:
        partition: its settings count, and how the collection names it.
        material: the times, addresses and labels of its captures count, and what people decided.
        schema: the version of the tables.
    """
    captures = sorted((one.record.captured_at, one.record.url, one.label, one.recorded_as or "") for one in material.captures)
    parts = (schema, ENGINE_VERSION, READER_VERSION, partition.policy, partition.service, captures, material.decisions, material.left_out)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def record_of(
    policy: str,
    *,
    sequence: int,
    captured_at: datetime,
    url: str = "",
    media_type: str | None = None,
    archive_url: str | None = None,
    status: int | None = None,
    source: str = "import",
    path: str = "",
) -> SnapshotRecord:
    """The record of a capture that is in no store: as if it had been kept when it was made."""
    return SnapshotRecord(
        policy=policy, sequence=sequence, url=url, captured_at=captured_at, kept_at=captured_at, source=source, sha256=UNKNOWN_DIGEST,
        size=0, path=path, status=status, media_type=media_type, archive_url=archive_url,
    )  # fmt: skip
