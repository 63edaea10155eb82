"""The JSON of the API; every key is documented by its model, from which the OpenAPI document is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class PolicyOut(BaseModel):
    """A tracked policy and how its checks go."""

    id: str
    name: str = Field(description="Of the company or service.")
    document: str
    urls: list[str]
    tags: list[str]
    paused: bool
    versions: int = Field(description="How many there are.")
    newest: datetime | None = Field(description="When the newest version was first captured.")
    last_success: datetime | None
    failing: str | None = Field(description="Why the last check failed, in one sentence; null when it did not.")


class VersionOut(BaseModel):
    """A version of a policy."""

    policy: str
    captured_at: datetime = Field(description="The first capture with this text.")
    last_seen: datetime
    source: str = Field(description="live, wayback, memento, warc or import.")
    sha256: str = Field(description="Of the text in UTF-8.")
    snapshot_sha256: str
    url: str
    archive_url: str | None
    title: str | None
    stated_date: str | None = Field(description="The date that the page states, ISO 8601.")
    language: str | None


class VersionText(VersionOut):
    """A version with its text."""

    text: str = Field(description="Markdown.")


class ChangeOut(BaseModel):
    """A change, without its texts."""

    policy: str
    vendor: str
    document: str
    tags: list[str]
    id: str
    captured_at: datetime = Field(description="The first capture of the version that brought it.")
    week: str = Field(description="ISO week, such as 2026-W48.")
    severity: str
    direction: str
    kind: str
    topics: list[str]
    headline: str
    page: str = Field(description="The page that shows it, relative to this server.")


class PolicyList(BaseModel):
    """Policies, one page of them."""

    total: int
    policies: list[PolicyOut]


class VersionList(BaseModel):
    """The versions of a policy, oldest first, one page of them."""

    total: int
    versions: list[VersionOut]


class ChangeList(BaseModel):
    """Changes, one page of them."""

    total: int
    changes: list[ChangeOut]


class FullChanges(BaseModel):
    """The changes of a policy as `changes.json` of its report has them: with both texts, edits, reasons and certainties."""

    total: int
    changes: list[dict[str, Any]]


class ErrorOut(BaseModel):
    """What went wrong."""

    detail: str
