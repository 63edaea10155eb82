"""The ZIP of an audit pack: tables, texts, changelogs and ledger lines, each with its digest in a manifest."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from monitor.export import shapes
from monitor.export.audit import tables
from monitor.export.audit.report import AuditedPolicy, AuditedVersion, AuditReport, LedgerPart
from monitor.model import HistoryEntry, KeptEvidence
from monitor.present.opinions import second_json
from monitor.timestamps import timestamp14, utc_iso, utc_iso_or_none

SCHEMA = "policy-monitor/audit/1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
"""ZIP knows no earlier dates."""


def pack_name(report: AuditReport) -> str:
    """The name of both files, without its ending: "audit-2026-09-01-to-2026-11-30"; tags are part of it."""
    period = f"audit-{report.start:%Y-%m-%d}-to-{report.end:%Y-%m-%d}"
    if report.named:
        return f"{period}-{report.policies[0].policy.id}"
    tags = "-".join("".join(c if c.isalnum() else "-" for c in tag).strip("-") for tag in report.tags)
    return f"{period}-{tags}" if tags else period


def write_pack(
    report: AuditReport,
    out: Path,
    pdf: tuple[str, bytes],
    readme: str,
    changelog_text: Callable[[AuditedVersion], str],
    evidence: Callable[[AuditedPolicy, KeptEvidence], bytes | None] = lambda policy, kept: None,
) -> int:
    """Writes the ZIP, atomically. The same report gives the same bytes.

    Args:
        report: what it says.
        out: the file.
        pdf: the name and the bytes of the PDF.
        readme: how to read and to verify the pack.
        changelog_text: what a version changed, for people.
        evidence: the bytes of a picture or an archive; None where they are lost, which `verify` reports.

    Returns:
        The number of files in it.

    Raises:
        OSError: it can't be written.
    """
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    # Not the time of packing, but one that the report has: the bytes depend on nothing else.
    dated = max(_OLDEST, report.root_at_end.at if report.root_at_end else report.start)
    listed: list[dict[str, Any]] = []
    try:
        with ZipFile(temporary, "w") as file:

            def add(name: str, content: bytes) -> None:
                if any(one["path"] == name for one in listed):
                    return  # two versions of one second with one text
                info = ZipInfo(name, dated.timetuple()[:6])
                info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o644 << 16, 3
                file.writestr(info, content, compresslevel=6)
                listed.append({"path": name, "size": len(content), "sha256": sha256(content).hexdigest()})

            add("README.txt", readme.encode())
            add(*pdf)
            for name, content in _files(report, changelog_text):
                add(name, content)
            for name, kept in _evidence(report, evidence):
                add(name, kept)
            add(MANIFEST, _json({"schema": SCHEMA, **about(report), "files": list(listed)}))
            sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in listed)
            add(SUMS, sums.encode())
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
    return len(listed)


def about(report: AuditReport) -> dict[str, Any]:
    """The period, the scope, the program and the roots."""
    return {
        "from": utc_iso(report.start),
        "to": utc_iso(report.end),
        "unfinished_on": utc_iso_or_none(report.unfinished_on),
        "tags": list(report.tags),
        "policies": [one.policy.id for one in report.policies],
        "not_included": list(report.untracked),
        "program": report.program,
        "engine": report.engine,
        "reader": report.reader,
        "checks_logged_since": utc_iso_or_none(report.checks_logged_since),
        "root_before": report.root_before and report.root_before.root,
        "root_at_end": report.root_at_end and report.root_at_end.root,
        "root_now": report.root_now and report.root_now.root,
        "ledgers": [
            {"name": one.name, "path": ledger_path(one), "first": one.first, "last": one.first + len(one.lines) - 1}
            for one in report.ledgers
        ],
    }


def ledger_path(part: LedgerPart) -> str:
    """Where the ZIP has the lines of a ledger; the store's own begins with a dot, which no policy does."""
    return "ledgers/record.jsonl" if part.name.startswith(".") else f"ledgers/policies/{part.name}.jsonl"


def _files(report: AuditReport, changelog_text: Callable[[AuditedVersion], str]) -> Iterator[tuple[str, bytes]]:
    for name, table in tables.TABLES.items():
        rows = list(table.rows(report))
        # The mark lets spreadsheets read CSV as UTF-8.
        yield f"tables/{name}.csv", f"\ufeff{tables.as_csv(table.columns, rows)}".encode("utf-8", "replace")
        yield f"tables/{name}.json", tables.as_json(name, rows).encode("utf-8", "replace")
    for part in report.ledgers:
        # Byte for byte: the next line has the digest of each.
        yield ledger_path(part), b"".join(line + b"\n" for line in part.lines)
    for policy in report.policies:
        yield from _texts(policy)
        for version in policy.versions:
            if version.entry.changelog is not None and version.before is not None:
                yield tables.changelog_path(policy, version, "json"), _json(_changelog(version.before, version))
                yield tables.changelog_path(policy, version, "txt"), changelog_text(version).encode("utf-8", "replace")


def _evidence(report: AuditReport, evidence: Callable[[AuditedPolicy, KeptEvidence], bytes | None]) -> Iterator[tuple[str, bytes]]:
    for policy in report.policies:
        for kept in (one for version in policy.versions for one in version.evidence):
            content = evidence(policy, kept)
            if content is not None:
                yield tables.evidence_path(policy, kept), content


def _texts(policy: AuditedPolicy) -> Iterator[tuple[str, bytes]]:
    """The text that was in force when the period began, and those that began in it; each file has the digest of its version."""
    if policy.in_force_before is not None:
        at_start = AuditedVersion(policy.in_force_before, None, (), None)
        yield tables.text_path(policy, at_start), policy.in_force_before.version.document.text.encode("utf-8", "replace")
    for version in policy.versions:
        yield tables.text_path(policy, version), version.entry.version.document.text.encode("utf-8", "replace")


def _changelog(before: HistoryEntry, version: AuditedVersion) -> dict[str, Any]:
    entry = version.entry
    assert entry.changelog is not None  # noqa: S101 - the caller looked
    old, new = (
        shapes.text_ref(f"{one.version.policy}@{timestamp14(one.version.captured_at)}", one.version.sha256, one.version.captured_at)
        for one in (before, entry)
    )
    said = second_json(version.second, entry.changelog)
    # Only where a second reader was asked: packs of all others stay as they are.
    return shapes.diff(old, new, entry.changelog) | ({"second_reader": said} if said else {})


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
