"""The models of the API: each explains itself, and refuses what is not of its kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel, ValidationError

from monitor.web import shapes

MODELS = [one for one in vars(shapes).values() if isinstance(one, type) and issubclass(one, BaseModel) and one is not BaseModel]
VERSION = {
    "policy": "alder",
    "captured_at": datetime(2026, 11, 29, tzinfo=UTC),
    "last_seen": datetime(2026, 11, 29, tzinfo=UTC),
    "source": "live",
    "sha256": "0" * 64,
    "snapshot_sha256": "1" * 64,
    "url": "https://alder.example/privacy",
    "archive_url": None,
    "title": None,
    "stated_date": None,
    "language": "en",
}


@pytest.mark.parametrize("model", MODELS)
def test_every_model_says_what_it_is(model: type[BaseModel]) -> None:
    assert (model.__doc__ or "").endswith(".")


def test_moments_are_written_with_their_zone() -> None:
    written = shapes.VersionText(**VERSION, text="# Privacy").model_dump_json()  # type: ignore[arg-type]
    assert '"captured_at":"2026-11-29T00:00:00Z"' in written
    assert '"archive_url":null' in written


@pytest.mark.parametrize("name", VERSION)
def test_no_key_is_left_out(name: str) -> None:
    with pytest.raises(ValidationError):
        shapes.VersionOut(**{key: value for key, value in VERSION.items() if key != name})  # type: ignore[arg-type]
