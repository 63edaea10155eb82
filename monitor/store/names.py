"""Which names may become folders: the one gate between an id and a path."""

from __future__ import annotations

import re

from monitor.errors import StoreError

_POLICY_ID = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_LONGEST = 100  # most file systems take 255 bytes; temporary names and suffixes need some of them


def safe_policy(policy_id: str) -> str:
    """The id itself, when it can name a folder without leaving the store.

    Raises:
        StoreError: the id is no slug of lower-case letters, digits, ".", "_" and "-", holds "..", or is longer than 100 characters.
    """
    if not _POLICY_ID.fullmatch(policy_id) or ".." in policy_id or len(policy_id) > _LONGEST:
        raise StoreError(
            f"{policy_id[:_LONGEST]!r} can't name a policy's folder: use at most {_LONGEST} lower-case letters, digits, '-', '_' and '.',"
            " beginning with a letter or digit and without '..'"
        )
    return policy_id
