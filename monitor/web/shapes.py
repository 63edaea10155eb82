"""The JSON of the API; every key is documented by its model, from which the OpenAPI document is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class PolicyOut(BaseModel):
    """A tracked policy and how its checks go."""

    id: str
    name: str = Field(description="Name of the company or service.")
    document: str
    urls: list[str]
    tags: list[str]
    paused: bool
    versions: int = Field(description="Number of versions.")
    newest: datetime | None = Field(description="When the newest version was first captured.")
    last_success: datetime | None
    failing: str | None = Field(description="Why the last check failed, in one sentence; null if it succeeded.")


class VersionOut(BaseModel):
    """A version of a policy."""

    policy: str
    captured_at: datetime = Field(description="The first capture with this text.")
    last_seen: datetime
    source: str = Field(description="live, wayback, memento, warc or import.")
    sha256: str = Field(description="SHA-256 of the text in UTF-8.")
    snapshot_sha256: str
    url: str
    archive_url: str | None
    title: str | None
    stated_date: str | None = Field(description="The date that the page states, ISO 8601.")
    language: str | None
    second_reader: dict[str, Any] | None = Field(
        default=None,
        description="What a language model said about the change: model, date, both verdicts, quotes; null if none was asked.",
    )


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
    captured_at: datetime = Field(description="First capture of the version that made the change.")
    week: str = Field(description="ISO week, such as 2026-W48.")
    severity: str
    direction: str
    kind: str
    topics: list[str]
    headline: str
    page: str = Field(description="The page that shows it, relative to this server.")
    review: str | None = Field(
        description="Latest review of the version that made the change: reviewed, accepted, escalated or dismissed; open if one is due."
    )


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


class VersionNameOut(BaseModel):
    """What names a version."""

    captured_at: datetime
    last_seen: datetime
    sha256: str
    archive_url: str | None


class PeriodOut(BaseModel):
    """Versions in a row that have the words."""

    first_in: VersionNameOut
    absent_before: VersionNameOut | None = Field(
        description="The version before, without the words; null when the first is the oldest known."
    )
    last_in: VersionNameOut
    absent_after: VersionNameOut | None = Field(description="The version after, without the words; null when the newest has them.")


class SentenceOut(BaseModel):
    """A sentence with the words."""

    text: str
    lead_in: str | None = Field(description="The line that introduces its list.")
    heading: str | None
    stands: bool = Field(description="Whether the newest version has it.")
    polarity: str | None = Field(description="affirmed or denied; null if not asked for.")
    conditional: bool | None
    periods: list[PeriodOut]


class FindingOut(BaseModel):
    """What was found in one policy."""

    policy: str
    name: str
    document: str
    tags: list[str]
    stands: bool = Field(description="Whether the newest version has the words.")
    periods: list[PeriodOut]
    sentences: list[SentenceOut]


class SearchOut(BaseModel):
    """The answer to a search, one page of it: the same keys as those of `policy-monitor search --format json`."""

    # "schema" is a method of pydantic's models.
    schema_: str = Field(alias="schema")
    query: list[str]
    searched: int = Field(description="Number of policies that were searched.")
    found: int = Field(description="Number of policies in which something was found.")
    stands_in: int
    policies: list[FindingOut]
    unclear_left_out: int = Field(description="Number of sentences that neither clearly affirm nor deny.")
    without_versions: list[str]
    not_searchable: list[str]
    not_tracked: list[str] = Field(description="Policies that are no longer tracked and have the words in some version.")


class ReviewOut(BaseModel):
    """What somebody decided about a change."""

    state: str = Field(description="reviewed, accepted, escalated or dismissed.")
    by: str
    at: datetime
    note: str | None
    severity: str = Field(description="Severity of the change when it was reviewed.")
    engine: str


class ReviewedOut(BaseModel):
    """A change that alerts or was reviewed, with all reviews of it."""

    policy: str
    name: str
    tags: list[str]
    captured_at: datetime
    sha256: str
    source: str
    severity: str
    headline: str
    open: bool = Field(description="Whether an alert was due and nobody has reviewed it.")
    review: ReviewOut | None = Field(description="The latest review, which counts.")
    reviews: list[ReviewOut] = Field(description="Oldest first.")
    verdict_changed: str | None = Field(description="How the verdict has changed since the latest review, in one sentence.")
    second_reader: dict[str, Any] | None = Field(default=None, description="As in a version.")


class ReviewList(BaseModel):
    """Changes with their reviews, open ones first, one page of them."""

    total: int
    open: int = Field(description="Number of open changes in total.")
    changes: list[ReviewedOut]


class ErrorOut(BaseModel):
    """What went wrong."""

    detail: str
