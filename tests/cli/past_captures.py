"""A made-up past: dated files of one policy in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.cli.conftest import User, policy_page

START = datetime(2015, 1, 1, 12, tzinfo=UTC)


def moment(place: int) -> str:
    return f"{START + timedelta(days=30 * place):%Y-%m-%dT%H:%M:%SZ}"


def archived(user: User, sharings: Sequence[str | bytes], folder: str = "past", **policy: Any) -> None:
    """One capture every thirty days, with these words about sharing (or these bytes)."""
    past = Path(user.home / folder)
    past.mkdir(exist_ok=True)
    for place, sharing in enumerate(sharings):
        name = f"{START + timedelta(days=30 * place):%Y%m%d%H%M%S}.html"
        page = sharing if isinstance(sharing, bytes) else policy_page(sharing=sharing)
        (past / name).write_bytes(page + b"<!-- build %d -->" % place)  # as real pages have: no two captures have equal bytes
    tracked = {"id": "larkspur", "name": "Larkspur", "url": "https://larkspur.example/privacy", "live": False, "history": f"dir:{folder}"}
    user.configure(tracked | policy)
