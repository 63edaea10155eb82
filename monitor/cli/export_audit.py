"""`export audit`: the audit pack of a period, as a PDF and a ZIP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.app import App
from monitor.cli.dates import first_moment, last_moment
from monitor.errors import StoreError, UsageError
from monitor.present.phrases import plural
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.export.audit.report import AuditedPolicy, AuditedVersion
    from monitor.model import KeptEvidence
    from monitor.pipeline.context import MonitorContext

_WIDTH = 100


def write_audit(
    app: App, policy_id: str | None, output: Path | None, since: str | None, until: str | None, tags: Sequence[str], fonts: Sequence[Path]
) -> None:
    """Writes both files and says where they are.

    Args:
        app: the call.
        policy_id: one policy, or None for all that have one of the tags.
        output: a folder, or the name of the ZIP or the PDF; the other one lies beside it.
        since, until: the first and the last day.
        tags: only policies with one of them; none for all.
        fonts: TrueType files for scripts that the PDF's own fonts lack.

    Raises:
        UsageError: the period is not one, nothing is in scope, or the extra is not installed.
    """
    start, end = _period(since, until)
    try:
        from monitor.export.audit.pdf import AuditDocument
    except ModuleNotFoundError as error:
        needed = "fpdf2" if error.name == "fpdf" else error.name
        raise UsageError(f"the audit pack needs {needed}: pip install 'policy-monitor[audit]'") from None
    from monitor.export.audit.pack import pack_name, write_pack
    from monitor.export.audit.wording import readme
    from monitor.pipeline.audit import audit_report

    context = app.context()
    # An id and a tag together are a policy that must have the tag, as elsewhere.
    chosen = [policy for policy in context.chosen([policy_id] if policy_id else []) if not tags or set(tags) & set(policy.tags)]
    if not chosen:
        says = f"no policy has the tag {' or '.join(tags)}; `policy-monitor tags` lists the tags" if tags else app.nothing_tracked()
        raise UsageError(says)
    if start > context.now():
        raise UsageError(f"--from {since} is in the future")
    with app.progress("policies") as progress:
        report = audit_report(context, chosen, start, end, tags=tags, only=policy_id is not None, on_progress=progress)
    # Before the pages are laid out, which takes a while: a folder that is not there should not cost it.
    to_pdf, to_zip = _files(output, pack_name(report))
    document = AuditDocument(report, fonts)
    pdf = document.write()
    try:
        count = write_pack(
            report, to_zip, (to_pdf.name, pdf), readme(report, to_pdf.name), changelog_text=_in_words, evidence=partial(_bytes, context)
        )
        _write(to_pdf, pdf)
    except OSError as error:
        raise UsageError(f"{error.filename2 or error.filename or to_zip}: {error.strerror}") from error
    if document.missing:
        what = " and ".join(sorted(document.missing))
        app.message(f"The fonts of the PDF lack {what}; the tables in the ZIP have such text in full. To add a font: --font FILE")
    app.message(f"Wrote {to_pdf} and {to_zip} ({plural(len(chosen), 'policy', 'policies')}, {plural(count, 'file')}).")


def _period(since: str | None, until: str | None) -> tuple[datetime, datetime]:
    if since is None or until is None:
        raise UsageError("an audit pack needs a period: --from DATE --to DATE")
    start, end = first_moment(since), last_moment(until)
    if start > end:
        raise UsageError(f"--from {since} is after --to {until}")
    return start, end


def _files(output: Path | None, name: str) -> tuple[Path, Path]:
    """Where the PDF and the ZIP go."""
    if output is not None and output.suffix in (".zip", ".pdf") and not output.is_dir():
        base = output.with_suffix("")
        if not base.absolute().parent.is_dir():
            raise UsageError(f"{output}: its folder does not exist")
    else:
        folder = output or Path()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: {error.strerror}") from error
        base = folder / name
    return base.with_name(f"{base.name}.pdf"), base.with_name(f"{base.name}.zip")


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _bytes(context: MonitorContext, policy: AuditedPolicy, evidence: KeptEvidence) -> bytes | None:
    try:
        return context.archive.read_evidence(policy.policy.id, evidence)
    except StoreError:  # the table names it, and `verify` says what is wrong with it
        return None


def _in_words(version: AuditedVersion) -> str:
    """What `diff --verbose` prints of a version and the one before it."""
    from monitor.export.audit.tables import second_reader_line
    from monitor.render.text import changelog_text

    entry, before = version.entry, version.before
    assert entry.changelog is not None  # noqa: S101 - only such versions have a file
    assert before is not None  # noqa: S101
    labels = [f"{one.version.policy}@{utc_iso(one.version.captured_at)}" for one in (before, entry)]
    said = second_reader_line(version)
    text = changelog_text(entry.changelog, *labels, color=False, width=_WIDTH, verbose=True)
    return f"{text.rstrip()}\n\n{said}\n" if said else text
